//! The standard library as hostile input: nothing of it changes without a marker, and all of it compiles with one on everything.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::print_stdout,
    reason = "the list of what was refused is worth a look, whether or not the test fails"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use lockweave::Project;
use lockweave::diagnostics::Severity;
use lockweave::options::{Options, TargetVersion};
use serde_json::json;
use support::library;
use support::pipeline::{Tree, weave};
use support::python::{Job, Python, Task};

mod support;

/// How many files get markers.
const MARKED_FILES: usize = 200;
/// How many of them Lockweave may refuse with an error. Where every function is a body, some code can't be woven: it waits or yields in
/// the middle of what needs one section.
const REFUSED_AT_MOST: usize = 30;

#[test]
fn passes_through_unchanged() {
    let pythons = if support::long() { Python::all() } else { vec![Python::on_path()] };
    for python in pythons {
        let library = library::folder(&python);
        let sources: Tree = library::files(&python)
            .iter()
            .map(|file| (relative(file, &library), fs::read(file).unwrap()))
            .collect();
        let woven = weave(&sources, &options());
        let changed: Vec<_> = sources
            .iter()
            .filter(|(path, bytes)| woven.files.get(*path) != Some(bytes))
            .map(|(path, _)| path.display().to_string())
            .collect();
        assert!(changed.is_empty(), "{} changed or missing: {}", changed.len(), changed.join(", "));
    }
}

#[test]
fn compiles_with_a_marker_on_every_function() {
    let library = library::folder(&Python::on_path());
    let folder = tempfile::tempdir().unwrap();
    let marked = mark(&chosen(&library), folder.path());
    // Each is a program of its own: under their new names they don't know one another.
    let mut files = Tree::new();
    let mut refusals = Vec::new();
    for name in &marked {
        let source = fs::read(folder.path().join(name)).unwrap();
        let woven = Project::in_memory(vec![(name.clone(), source)], options()).weave();
        files.extend(woven.all_bytes());
        let errors = woven.diagnostics.iter().filter(|found| found.code.severity() == Severity::Error);
        refusals.extend(errors.take(1).map(|found| format!("{name}: {}: {}", found.code, found.message)));
    }
    // A refused file has no output.
    let refused: Vec<_> = marked.iter().filter(|name| !files.contains_key(Path::new(name))).collect();
    println!("{} of {MARKED_FILES} refused\n{}", refused.len(), refusals.join("\n"));

    let jobs: Vec<_> = files
        .iter()
        .map(|(name, bytes)| {
            let id = name.display().to_string();
            let file = folder.path().join(format!("woven-{id}"));
            fs::write(&file, bytes).unwrap();
            Job { id, file, task: Task::Compile }
        })
        .collect();
    let outcomes = Python::on_path().batch(&jobs);
    let broken: Vec<_> = outcomes
        .iter()
        .filter(|(_, outcome)| outcome.status != 0)
        .map(|(name, outcome)| format!("{name}: {}", outcome.stderr.trim_end()))
        .collect();
    assert!(broken.is_empty(), "{} outputs don't compile:\n{}", broken.len(), broken.join("\n"));
    assert!(refused.len() <= REFUSED_AT_MOST, "{} refused:\n{}", refused.len(), refusals.join("\n"));
}

/// Files of the library itself, without its own tests, at equal distances.
fn chosen(library: &Path) -> Vec<PathBuf> {
    let all: Vec<_> = library::files(&Python::on_path())
        .into_iter()
        .filter(|path| !relative(path, library).iter().any(|piece| piece == "test" || piece == "tests"))
        .filter(|path| fs::read(path).unwrap().windows(4).any(|bytes| bytes == b"def "))
        .collect();
    assert!(all.len() >= MARKED_FILES, "{} files", all.len());
    (0..MARKED_FILES).map(|n| all[n * all.len() / MARKED_FILES].clone()).collect()
}

/// Writes marked copies into `folder`, and returns their names.
fn mark(files: &[PathBuf], folder: &Path) -> Vec<String> {
    let names: BTreeMap<_, _> = files
        .iter()
        .enumerate()
        .map(|(n, file)| {
            (file.to_str().unwrap(), format!("m{n:03}_{}", file.file_name().unwrap().to_str().unwrap()))
        })
        .collect();
    let list = folder.join("files.json");
    fs::write(&list, json!(names).to_string()).unwrap();
    let script = support::root().join("tests/support/mark_functions.py");
    let output = Python::on_path().command().arg(script).arg(&list).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let marked: usize = String::from_utf8(output.stdout).unwrap().trim_end().parse().unwrap();
    assert!(marked > 1_000, "{marked} functions marked");
    names.into_values().collect()
}

/// The library is written for its own version.
fn options() -> Options {
    Options { target: TargetVersion { minor: Python::on_path().minor }, ..Options::default() }
}

fn relative(path: &Path, folder: &Path) -> PathBuf {
    path.strip_prefix(folder).unwrap().to_owned()
}
