//! Every case under `tests/cases/`: woven as reviewed in `snapshots/`, and fit for use as it stands.
//!
//! A case is a folder; adding one needs no Rust. Each accepted output weaves to itself, compiles, and, where it has something to
//! run, prints what the source prints run serially, on every Python found.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "the figures are worth a look, whether or not the test fails")]

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;

use rayon::prelude::*;
use support::case::Case;
use support::pipeline::{Weaving, weave};
use support::python::{Job, Python, Task};

mod support;

/// Every case with what it becomes.
static WOVEN: LazyLock<Vec<(Case, Weaving)>> = LazyLock::new(|| {
    Case::all()
        .into_iter()
        .map(|case| {
            let woven = weave(&case.sources, &case.options);
            (case, woven)
        })
        .collect()
});

#[test]
fn cases_are_woven_as_reviewed() {
    let mut changed = Vec::new();
    for (case, woven) in WOVEN.iter() {
        let overview = overview(case, woven);
        let (theme, name) = case.name.split_once('/').unwrap();
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(support::root().join("snapshots").join(theme));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let check = AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(name, overview)));
        if catch_unwind(check).is_err() {
            changed.push(case.name.as_str());
        }
    }
    assert!(changed.is_empty(), "not as reviewed: {}", changed.join(", "));
}

#[test]
fn cases_bring_the_diagnostics_that_they_say() {
    let mut faults = Vec::new();
    for (case, woven) in WOVEN.iter() {
        let mut found: Vec<_> = woven.findings.iter().map(|finding| finding.code.to_string()).collect();
        found.sort();
        if case.codes.as_ref().is_some_and(|expected| *expected != found) {
            faults.push(format!(
                "{}: expected {:?}, found {found:?}",
                case.name,
                case.codes.as_ref().unwrap()
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    // A whole tree, the disk, or a machine is needed for these: other tests bring them.
    let elsewhere =
        |code: &str| code.starts_with("LW9") || ["LW002", "LW003", "LW210", "LW211"].contains(&code);
    let shown: Vec<_> =
        WOVEN.iter().flat_map(|(_, woven)| &woven.findings).map(|finding| finding.code).collect();
    let missing: Vec<_> = lockweave::diagnostics::Code::ALL
        .iter()
        .filter(|code| !shown.contains(code) && !elsewhere(code.as_str()))
        .map(|code| code.as_str())
        .collect();
    assert!(missing.is_empty(), "no case shows {}", missing.join(", "));
}

#[test]
fn outputs_are_woven_to_themselves() {
    let mut faults = Vec::new();
    for (case, woven) in accepted() {
        let again = weave(&woven.files, &case.options);
        if again.files != woven.files || again.has_errors() {
            faults.push(case.name.as_str());
        }
    }
    assert!(faults.is_empty(), "woven again, these change: {}", faults.join(", "));
}

#[test]
fn outputs_run_as_their_sources_do() {
    let folder = tempfile::tempdir().unwrap();
    for (case, woven) in accepted() {
        support::write_tree(&folder.path().join("before").join(&case.name), &case.sources);
        support::write_tree(&folder.path().join("after").join(&case.name), &woven.files);
    }
    let faults: Vec<_> =
        Python::all().par_iter().flat_map(|python| faults_under(python, folder.path())).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// The cases that no error stands in the way of.
fn accepted() -> impl Iterator<Item = &'static (Case, Weaving)> {
    WOVEN.iter().filter(|(_, woven)| !woven.has_errors())
}

/// What a reviewer reads: the files that changed, as they come out, and what was said about the case.
fn overview(case: &Case, woven: &Weaving) -> String {
    let mut text = String::new();
    for (path, bytes) in &woven.files {
        let path_shown = path.display();
        if case.sources.get(path) == Some(bytes) {
            writeln!(text, "//// {path_shown} is unchanged").unwrap();
        } else {
            writeln!(text, "//// {path_shown}\n{}", String::from_utf8_lossy(bytes).trim_end()).unwrap();
        }
    }
    for finding in &woven.findings {
        writeln!(text, "//// {}\n{}", finding.code, finding.text.trim_end()).unwrap();
    }
    text
}

/// Compiles and runs every accepted case under one Python, before and after.
fn faults_under(python: &Python, folder: &Path) -> Vec<String> {
    let mut jobs = Vec::new();
    let mut compared = Vec::new();
    for (case, woven) in accepted() {
        if python.minor < case.min_python.max(case.options.target.minor) {
            continue;
        }
        for (path, bytes) in &woven.files {
            let id = format!("{}: {}", case.name, path.display());
            let after = folder.join("after").join(&case.name);
            jobs.push(Job { id: id.clone(), file: after.join(path), task: Task::Compile });
            let Some(call) = what_to_call(&String::from_utf8_lossy(bytes)) else { continue };
            let serially: Vec<_> = call.iter().filter(|name| *name != OVERLAPPING).cloned().collect();
            let before = folder.join("before").join(&case.name);
            let search = vec![before.clone(), support::root().join("python")];
            let serial = Task::Run { search, bound: Some("lockweave"), call: serially };
            jobs.push(Job { id: format!("{id} (source)"), file: before.join(path), task: serial });
            let threaded = Task::Run { search: vec![after.clone()], bound: None, call: call.clone() };
            jobs.push(Job { id: format!("{id} (woven)"), file: after.join(path), task: threaded });
            if !case.nondeterministic && !call.iter().any(|name| name == OVERLAPPING) {
                compared.push(id);
            }
        }
    }
    let outcomes = python.batch(&jobs);
    let version = format!("3.{}", python.minor);
    let ran = jobs.iter().filter(|job| matches!(job.task, Task::Run { .. })).count();
    println!(
        "{version}: {} files compiled, {} programs run, {} compared",
        jobs.len() - ran,
        ran / 2,
        compared.len()
    );
    let mut faults: Vec<_> = outcomes
        .iter()
        .filter(|(_, outcome)| outcome.status != 0)
        .map(|(id, outcome)| format!("{version}: {id} ended with {}:\n{}", outcome.status, outcome.stderr))
        .collect();
    for id in compared {
        let (before, after) = (&outcomes[&format!("{id} (source)")], &outcomes[&format!("{id} (woven)")]);
        if before.stdout != after.stdout {
            faults.push(format!("{version}: {id} printed\n{}instead of\n{}", after.stdout, before.stdout));
        }
    }
    faults
}

/// A function that shows that bodies overlap: run serially it would wait for ever.
const OVERLAPPING: &str = "overlap_main";

/// The functions of a file that are run for the test; `None` if it isn't there to be run.
fn what_to_call(text: &str) -> Option<Vec<String>> {
    let runs_itself =
        text.lines().any(|line| line.starts_with("if __name__ ==") && line.contains("__main__"));
    let defines = |name: &str| text.lines().any(|line| line.starts_with(&format!("def {name}(")));
    let entries = if runs_itself { &[OVERLAPPING][..] } else { &["main", OVERLAPPING] };
    let call: Vec<_> = entries.iter().filter(|name| defines(name)).map(|name| (*name).to_owned()).collect();
    (runs_itself || !call.is_empty()).then_some(call)
}
