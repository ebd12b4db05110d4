//! The examples, run as their readers run them: serially as they stand, and woven by the README's own command.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use lockweave::options::Options;
use support::pipeline::{Tree, weave};
use support::python::Python;

mod support;

#[test]
fn the_readme_s_main_job_writes_every_example() {
    let readme = std::fs::read_to_string(support::root().join("README.md")).unwrap();
    assert!(readme.contains("cargo run --release -- build examples -o target/woven"), "the README says so");
    let folder = tempfile::tempdir().unwrap();
    build_examples(folder.path(), &[]);
    for woven in support::files_under(folder.path(), is_python) {
        let text = std::fs::read_to_string(&woven).unwrap();
        assert!(!text.contains("lockweave"), "{} needs nothing of ours", woven.display());
    }
}

#[test]
fn the_readme_shows_what_comes_out() {
    let readme = std::fs::read_to_string(support::root().join("README.md")).unwrap();
    let mut programs = readme.split("```python\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let (before, after) = (programs.next().unwrap(), programs.next().unwrap());
    let path = PathBuf::from("hits.py");
    let woven = weave(&Tree::from([(path.clone(), before.into())]), &Options::default());
    assert!(woven.findings.is_empty(), "{:?}", woven.findings);
    assert_eq!(String::from_utf8_lossy(&woven.files[&path]), after);
}

#[test]
fn examples_print_the_same_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    for python in Python::all() {
        // The default target is 3.9; each Python runs what is made for it, and what is made for all.
        let own = format!("3.{}", python.minor);
        let mut builds = vec![vec!["--target-version", own.as_str()]];
        if python.minor >= 9 {
            builds.push(vec![]);
            builds.push(vec!["--style", "with"]);
        }
        for (number, arguments) in builds.iter().enumerate() {
            let woven = folder.path().join(format!("{own}-{number}"));
            build_examples(&woven, arguments);
            for example in examples() {
                faults.extend(fault_of(&python, &example, &woven.join(example.file_name().unwrap())));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_marker_package_passes_its_own_tests() {
    for python in Python::all() {
        let mut command = python.command();
        command.env("PYTHONPATH", support::root().join("python"));
        command.args(["-m", "unittest", "discover", "-s"]).arg(support::root().join("python/tests"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "3.{}: {}", python.minor, String::from_utf8_lossy(&output.stderr));
    }
}

/// The programs in `examples/`: files, and packages that can be run.
fn examples() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(support::root().join("examples")).unwrap();
    let mut examples: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| is_python(path) || path.join("__main__.py").is_file())
        .collect();
    examples.sort();
    assert!(examples.len() >= 10, "{examples:?}");
    assert!(examples.iter().any(|example| example.is_dir()), "{examples:?}");
    examples
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
}

fn build_examples(woven: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lockweave"));
    command.current_dir(support::root()).args(["build", "examples", "-o"]).arg(woven).args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs an example before and after under one Python; how it differs or fails, if it does.
fn fault_of(python: &Python, example: &Path, woven: &Path) -> Option<String> {
    let named = |what: &str, text: &[u8]| {
        Some(format!("3.{}: {}: {what}: {}", python.minor, woven.display(), String::from_utf8_lossy(text)))
    };
    let before = python.run(example, Some(&support::root().join("python")));
    let after = python.run(woven, None);
    if !before.status.success() {
        return named("the source fails", &before.stderr);
    }
    if !after.status.success() {
        return named("the woven program fails", &after.stderr);
    }
    if !after.stderr.is_empty() {
        return named("the woven program complains", &after.stderr);
    }
    if before.stdout != after.stdout {
        return named("prints something else", &after.stdout);
    }
    None
}
