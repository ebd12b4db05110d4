//! Bodies in other processes, for real: a process pool however it starts its processes, loky, and the workers of a Dask cluster.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use lockweave::options::{Options, TargetVersion};
use support::environment::with_packages;
use support::pipeline::{Tree, weave};
use support::python::Python;

mod support;

/// The executors of others.
const PACKAGES: [&str; 2] = ["distributed==2026.8.0", "loky==3.7.0"];

/// A Python that has them.
static WITH_PACKAGES: LazyLock<PathBuf> =
    LazyLock::new(|| with_packages("executors", &PACKAGES).join("python"));

/// A folder of this project, and what comes of those of its files whose names end so; nothing may be said about them.
#[track_caller]
fn woven(folder: &str, ending: &str) -> (PathBuf, tempfile::TempDir) {
    let source = support::root().join(folder);
    let files = support::files_under(&source, |path| path.to_string_lossy().ends_with(ending));
    let files =
        files.iter().map(|path| (path.strip_prefix(&source).unwrap().to_owned(), fs::read(path).unwrap()));
    let options = Options { target: TargetVersion::OLDEST, ..Options::default() };
    let woven = weave(&files.collect::<Tree>(), &options);
    assert!(woven.findings.is_empty(), "{:?}", woven.findings);
    let output = tempfile::tempdir().unwrap();
    support::write_tree(output.path(), &woven.files);
    (source, output)
}

/// What `command` prints, and what it says of where bodies ran, in the order of the words.
fn printed(command: &mut Command) -> (String, bool) {
    let output = command.env("PYTHONDONTWRITEBYTECODE", "1").output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}\n{complaint}");
    let printed = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
    (printed, complaint.contains("here: False"))
}

/// What the source prints, where bodies run serially in the process that calls them.
fn serially(python: &Path, program: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(python);
    command.arg(program).args(arguments).env("PYTHONPATH", support::root().join("python"));
    let (printed, elsewhere) = printed(&mut command);
    assert!(!elsewhere, "the markers run bodies where they are called");
    printed
}

#[test]
fn processes_however_they_start() {
    let (source, output) = woven("tests/executors", ".py");
    let methods: &[&str] = if cfg!(unix) { &["fork", "forkserver", "spawn"] } else { &["spawn"] };
    for python in Python::all() {
        for method in methods {
            let expected = serially(&python.path, &source.join("in_processes.py"), &[method]);
            let mut command = python.command();
            command.arg(output.path().join("in_processes.py")).arg(method);
            assert_eq!(printed(&mut command), (expected, true), "3.{} {method}", python.minor);
        }
    }
}

#[test]
fn loky_and_a_cluster() {
    let (source, output) = woven("tests/executors", ".py");
    for program in ["by_value.py", "on_cluster.py"] {
        let expected = serially(&WITH_PACKAGES, &source.join(program), &[]);
        let mut command = Command::new(&*WITH_PACKAGES);
        command.arg(output.path().join(program));
        assert_eq!(printed(&mut command), (expected, true), "{program}");
    }
}

/// Starts a cluster of two workers, and runs the program of the arguments with its address.
const ON_CLUSTER: &str = "\
import subprocess
import sys
from dask.distributed import LocalCluster

if __name__ == '__main__':
    with LocalCluster(n_workers=2, host='127.0.0.1', dashboard_address=None) as cluster:
        subprocess.run([sys.executable, *sys.argv[1:], cluster.scheduler_address], check=True)
";

#[test]
fn the_example_moves_from_threads_to_processes_and_to_a_cluster() {
    let (source, output) = woven("examples", "collatz.py");
    let expected = serially(&WITH_PACKAGES, &source.join("collatz.py"), &[]);
    let program = output.path().join("collatz.py");
    for place in ["threads", "processes"] {
        let mut command = Command::new(&*WITH_PACKAGES);
        command.arg(&program).arg(place);
        assert_eq!(printed(&mut command).0, expected, "{place}");
    }
    let starter = output.path().join("starter.py");
    fs::write(&starter, ON_CLUSTER).unwrap();
    let mut command = Command::new(&*WITH_PACKAGES);
    command.arg(&starter).arg(&program);
    assert_eq!(printed(&mut command).0, expected, "on a cluster");
}
