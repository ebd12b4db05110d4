//! What people measure first: threads that read, yield and write one global. By hand, most of the updates are lost.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use support::pipeline::weave_module;
use support::python::Python;

mod support;

const ROUNDS: usize = 2_000;
const THREADS: usize = 8;

const SOURCE: &str = "\
import time

from lockweave import concurrent

total = 0


def add_one():
    global total
    n = total
    time.sleep(0)
    total = n + 1


@concurrent
def in_rounds(rounds):
    for _ in range(rounds):
        add_one()


@concurrent
def once():
    global total
    n = total
    time.sleep(0)
    total = n + 1


def main():
    started = [in_rounds(ROUNDS) for _ in range(THREADS)]
    for future in started:
        future.result()
    print(total)
    started = [once() for _ in range(ROUNDS)]
    for future in started:
        future.result()
    print(total)


if __name__ == \"__main__\":
    main()
";

#[test]
fn woven_code_loses_none() {
    let source = SOURCE.replace("ROUNDS", &ROUNDS.to_string()).replace("THREADS", &THREADS.to_string());
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program.py");
    fs::write(&program, weave_module(source)).unwrap();
    let expected = format!("{}\n{}\n", ROUNDS * THREADS, ROUNDS * THREADS + ROUNDS);
    for python in Python::all().into_iter().filter(|python| python.minor >= 9) {
        let output = python.run(&program, None);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "3.{}", python.minor);
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "3.{}", python.minor);
    }
}

#[test]
fn the_same_by_hand_loses_most() {
    // So that the test above is known to measure something.
    let by_hand = SOURCE
        .replace("from lockweave import concurrent", "from concurrent.futures import ThreadPoolExecutor")
        .replace("total = 0\n", "total = 0\npool = ThreadPoolExecutor(THREADS)\n")
        .replace("@concurrent\n", "")
        .replace("in_rounds(ROUNDS) for", "pool.submit(in_rounds, ROUNDS) for")
        .replace("once() for", "pool.submit(once) for")
        .replace("ROUNDS", &ROUNDS.to_string())
        .replace("THREADS", &THREADS.to_string());
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program.py");
    fs::write(&program, by_hand).unwrap();
    let output = Python::on_path().run(&program, None);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let kept: usize = printed.lines().next().expect("it prints the total").parse().unwrap();
    assert!(kept < ROUNDS * THREADS / 2, "{kept} of {} kept", ROUNDS * THREADS);
}
