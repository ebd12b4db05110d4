//! Every interleaving that we can think of: random programs, transpiled, run one thread at a time under many schedules, and
//! asked of an oracle of serial orders. The work is done by `tests/explore/`, in Python; `docs/verification.md` says how.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "the figures are worth a look, whether or not the test fails")]

use std::fs;
use std::process::Output;

use support::case::Case;
use support::pipeline::weave;
use support::python::Python;

mod support;

#[test]
fn the_explorer_sees_planted_faults_on_every_python() {
    for python in Python::all() {
        let script = support::root().join("tests/explore/test_explore.py");
        passes(&python, python.run(&script, None));
    }
}

#[test]
fn random_programs_have_serial_outcomes() {
    let (seeds, seconds) = if support::long() { ("0:1000000", "3600") } else { ("0:60", "40") };
    explore(&Python::on_path(), &["hunt", seeds, "--seconds", seconds, "--cpu", "0"]);
}

#[test]
fn random_programs_have_serial_outcomes_on_every_python() {
    let (count, seconds) = if support::long() { (10_000, "600") } else { (6, "5") };
    for python in Python::all() {
        let first = 100_000 * usize::from(python.minor);
        let seeds = format!("{first}:{}", first + count);
        explore(&python, &["hunt", &seeds, "--seconds", seconds, "--cpu", "1"]);
    }
}

#[test]
fn small_programs_hold_under_every_schedule_of_two_preemptions() {
    let (seeds, seconds) = if support::long() { ("0:100000", "1800") } else { ("0:12", "20") };
    let wanted =
        ["--runs", "4", "--bounded", "4000", "--features", SMALL, "--seconds", seconds, "--cpu", "0"];
    explore(&Python::on_path(), &[&["hunt", seeds], &wanted[..]].concat());
}

const SMALL: &str = "small,globals,classes,instances,waits,fields,arguments,captured,defaults,tree";

#[test]
fn broken_outputs_are_noticed() {
    // The seeds of the short run are known to show every kind of mistake.
    let (seeds, seconds) = if support::long() { ("0:100000", "3600") } else { ("3:8", "60") };
    let arguments = ["mutants", seeds, "--seconds", seconds, "--runs", "60", "--cpu", "1"];
    explore(&Python::on_path(), &arguments);
}

#[test]
fn programs_without_shared_state_get_wrappers_and_nothing_else() {
    let seeds = if support::long() { "0:3000" } else { "0:100" };
    explore(&Python::on_path(), &["wrappers", seeds]);
}

#[test]
fn locks_are_released_on_every_path_and_taken_in_one_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut outputs = Vec::new();
    for case in Case::all() {
        let woven = weave(&case.sources, &case.options);
        if woven.has_errors() {
            continue;
        }
        let output = folder.path().join(&case.name);
        for (path, bytes) in &woven.files {
            let target = output.join(path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, bytes).unwrap();
        }
        outputs.push(output.to_str().unwrap().to_owned());
    }
    let arguments: Vec<_> = ["check"].into_iter().chain(outputs.iter().map(String::as_str)).collect();
    explore(&Python::on_path(), &arguments);
}

/// Runs `tests/explore` with the program under test.
fn explore(python: &Python, arguments: &[&str]) {
    let mut command = python.command();
    command.arg(support::root().join("tests/explore")).args(arguments);
    command.args(["--binary", env!("CARGO_BIN_EXE_lockweave")]);
    passes(python, command.output().unwrap());
}

fn passes(python: &Python, output: Output) {
    let said = String::from_utf8_lossy(&output.stdout);
    let complaints = String::from_utf8_lossy(&output.stderr);
    println!("3.{}: {said}", python.minor);
    assert!(output.status.success(), "3.{}:\n{said}{complaints}", python.minor);
}
