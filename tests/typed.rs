//! Types: the marker package is strictly typed, and what the checkers accept before weaving they accept after it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use lockweave::options::{Options, TargetVersion};
use support::case::Case;
use support::checkers::{Complaints, mypy, pyright};
use support::pipeline::{Tree, weave};
use support::python::Python;

mod support;

#[test]
fn the_marker_package_is_strictly_typed() {
    let package = support::root().join("python");
    assert_eq!(mypy(&package), Complaints::new());
    assert_eq!(pyright(&package), Complaints::new());
}

#[test]
fn what_was_accepted_before_is_accepted_after() {
    let folder = tempfile::tempdir().unwrap();
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    fs::create_dir(&before).unwrap();
    fs::create_dir(&after).unwrap();
    for (name, source, options) in modules() {
        let woven = weave(&Tree::from([(name.clone().into(), source.clone())]), &options);
        if !woven.has_errors() {
            fs::write(before.join(&name), source).unwrap();
            fs::write(after.join(&name), &woven.files[Path::new(&name)]).unwrap();
        }
    }
    let mut faults = new_complaints(&mypy(&before), &mypy(&after));
    faults.extend(new_complaints(&pyright(&before), &pyright(&after)));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The examples and the cases of one module, each under a name of its own.
fn modules() -> Vec<(String, Vec<u8>, Options)> {
    let examples = support::files_under(&support::root().join("examples"), |path| {
        path.extension().is_some_and(|extension| extension == "py")
    });
    let mut modules: Vec<_> = examples
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (format!("example_{name}"), fs::read(path).unwrap(), Options::default())
        })
        .collect();
    // A checker reads the syntax of the Python that it runs under.
    let newest = TargetVersion { minor: Python::on_path().minor };
    for case in Case::all() {
        let readable = case.min_python <= newest.minor && case.options.target <= newest;
        let single = (case.sources.len() == 1).then(|| case.sources.values().next()).flatten();
        // Encodings are not what this is about, and a cookie that lies stops a checker.
        let source = single.filter(|source| readable && str::from_utf8(source).is_ok());
        if let Some(source) = source {
            modules.push((format!("{}.py", case.name.replace('/', "_")), source.clone(), case.options));
        }
    }
    modules
}

/// What is said about files that nothing was said about before.
fn new_complaints(before: &Complaints, after: &Complaints) -> Vec<String> {
    after
        .iter()
        .filter(|(file, _)| !before.contains_key(*file))
        .map(|(file, texts)| format!("{file}:\n  {}", texts.join("\n  ")))
        .collect()
}
