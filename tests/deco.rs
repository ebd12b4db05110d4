//! `@synchronized` beside the package deco, from which the idea comes: one program with either's markers prints the same.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use support::environment::{TOOLS_FOLDER, done};

mod support;

/// The forms that deco takes: elements set, values put into a list, calls alone, comprehensions, readers of arguments, `return`.
const FORMS: &str = r#"
import time


@concurrent
def square(n):
    time.sleep(0.001 * (5 - n % 5))
    return n * n


@concurrent
def keep(n, where):
    time.sleep(0.001 * (5 - n % 5))
    where[n] = n * n


@synchronized
def elements(ns):
    results = {}
    for n in ns:
        results[n] = square(n)
    return results


@synchronized
def put(ns):
    results = []
    for n in ns:
        results.append(square(n))
    print(sorted(results))
    return sorted(results)


@synchronized
def comprehended(ns):
    results = [square(n) for n in ns]
    return results


@synchronized
def alone(ns):
    where = {}
    for n in ns:
        keep(n, where)
    print(sorted(where.items()))
    for n in ns:
        keep(n + 10, where)
    return sorted(where.items())


@synchronized
def nested(ns):
    table = {}
    for i in ns:
        for j in ns:
            table[i, j] = square(i + j)
    if ns:
        table[-1, -1] = square(1)
    return sorted(table.items())


if __name__ == "__main__":
    for function in (elements, put, comprehended, alone, nested):
        print(function.__name__, function([1, 2, 3, 4]))
"#;

/// What deco refuses, which is most of what a caller is made of.
const MORE: &str = r#"

class Box:
    def __init__(self):
        self.items = {}

    @concurrent
    def size(self, item):
        return len(item)

    @synchronized
    def fill(self, items):
        for item in items:
            self.items[item] = self.size(item)
        return sum(self.items.values())


@synchronized
def values(a, b):
    x = square(a)
    y = square(b)
    return x + y + square(a) * square(b)


if __name__ == "__main__":
    box = Box()
    print(box.fill(["a", "bb"]), box.items, values(1, 2))
"#;

const OURS: &str = "from lockweave import concurrent, synchronized\n";
const THEIRS: &str = "from deco import concurrent as pool, synchronized\n\nconcurrent = pool.threaded\n";

fn output_of(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    let mut command = Command::new(TOOLS_FOLDER.join("python"));
    done(command.arg(&path).env("PYTHONPATH", support::root().join("python")))
}

fn woven(folder: &Path, text: &str) -> String {
    let source = folder.join("source.py");
    fs::write(&source, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_lockweave"));
    done(command.arg("build").arg(&source).arg("-o").arg(folder.join("woven.py")));
    fs::read_to_string(folder.join("woven.py")).unwrap()
}

#[test]
fn the_forms_of_deco_give_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let ours = format!("{OURS}{FORMS}");
    let woven = woven(folder.path(), &ours);
    let theirs = output_of(folder.path(), "theirs.py", &format!("{THEIRS}{FORMS}"));
    assert!(theirs.lines().count() > 5, "{theirs}");
    assert_eq!(output_of(folder.path(), "serial.py", &ours), theirs, "run serially");
    assert_eq!(output_of(folder.path(), "output.py", &woven), theirs, "woven");
}

#[test]
fn methods_and_values_go_beyond_deco() {
    let folder = tempfile::tempdir().unwrap();
    let ours = format!("{OURS}{FORMS}{MORE}");
    let woven = woven(folder.path(), &ours);
    let serial = output_of(folder.path(), "serial.py", &ours);
    assert_eq!(output_of(folder.path(), "output.py", &woven), serial);
    assert!(serial.ends_with("3 {'a': 1, 'bb': 2} 9\n"), "{serial}");
}
