//! Types: the marker package is strictly typed, and what the checkers accept before weaving they accept after it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use lockweave::options::{Options, TargetVersion};
use support::case::Case;
use support::checkers::{Complaints, mypy, pyright};
use support::pipeline::{Tree, weave};
use support::python::Python;

mod support;

/// Known wrong: what a checker refuses after weaving that it accepted before, with the reason. Whoever mends one takes it out.
const KNOWN: &[(&str, &str)] = &[
    (
        "executors_asked_at_each_call.py",
        "mypy takes a lambda in a variable, where its inside can't be written out, for untyped",
    ),
    ("executors_can_not_be_sent.py", "no checker knows a private class by the name that Python makes of it"),
    ("executors_private_class.py", "no checker knows a private class by the name that Python makes of it"),
    ("hard_builtins_of_the_prelude_shadowed.py", "mypy does not take `builtins.super` for `super`"),
    (
        "headers_while_yields_shared.py",
        "what a bare generator is sent has no type, and a name of its own shows it",
    ),
    ("markers_import_under_type_checking.py", "`TYPE_CHECKING` was imported for the marker alone and stays"),
    ("markers_imported_in_every_branch.py", "`TYPE_CHECKING` was imported for the marker alone and stays"),
    ("ordinary_test_torn_by_a_wait.py", "what a test has shown doesn't hold behind the wait, as LW302 says"),
    (
        "state_deposit_in_every_spelling.py",
        "a wrapper without annotations is no typed function to call, as what the marker gave was",
    ),
];

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
    for (sources, options) in programs() {
        let woven = weave(&sources, &options);
        if !woven.has_errors() {
            support::write_tree(&before, &sources);
            support::write_tree(&after, &woven.files);
        }
    }
    let mut faults = new_complaints(&mypy(&before), &mypy(&after));
    faults.extend(new_complaints(&pyright(&before), &pyright(&after)));
    let is_known = |fault: &String| KNOWN.iter().any(|(file, _)| fault.starts_with(file));
    let (known, news): (Vec<_>, Vec<_>) = faults.into_iter().partition(is_known);
    assert!(news.is_empty(), "{}", news.join("\n"));
    for (file, reason) in KNOWN.iter().filter(|(file, _)| fs::exists(after.join(file)).unwrap()) {
        assert!(known.iter().any(|fault| fault.starts_with(file)), "{file} is accepted now: {reason}");
    }
}

/// The examples, as one tree, and the cases of one module, each under a name of its own.
fn programs() -> Vec<(Tree, Options)> {
    let folder = support::root().join("examples");
    let examples =
        support::files_under(&folder, |path| path.extension().is_some_and(|extension| extension == "py"));
    let examples = examples
        .iter()
        .map(|path| (path.strip_prefix(&folder).unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    let mut programs = vec![(examples, Options::default())];
    // A checker reads the syntax of the Python that it runs under.
    let newest = TargetVersion { minor: Python::on_path().minor };
    for case in Case::all() {
        let readable = case.min_python <= newest.minor && case.options.target <= newest;
        let single = (case.sources.len() == 1).then(|| case.sources.values().next()).flatten();
        // Encodings are not what this is about, and a cookie that lies stops a checker.
        let source = single.filter(|source| readable && str::from_utf8(source).is_ok());
        if let Some(source) = source {
            let name = format!("{}.py", case.name.replace('/', "_"));
            programs.push((Tree::from([(name.into(), source.clone())]), case.options));
        }
    }
    programs
}

/// What is said about files that nothing was said about before.
fn new_complaints(before: &Complaints, after: &Complaints) -> Vec<String> {
    after
        .iter()
        .filter(|(file, _)| !before.contains_key(*file))
        .map(|(file, texts)| format!("{file}:\n  {}", texts.join("\n  ")))
        .collect()
}
