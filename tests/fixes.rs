//! Programs under `tests/fixes/` as `lockweave check --fix` leaves them: reviewed, strictly typed, running serially and woven; and a
//! second run changes nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use command::Room;
use support::checkers::{Complaints, mypy, pyright};
use support::python::Python;

#[path = "support/command.rs"]
mod command;
mod support;

#[test]
fn fixed_programs_are_as_reviewed_and_stay_so() {
    for (name, text) in programs() {
        let file = format!("{name}.py");
        let room = Room::new(&[(&file, &text)]);
        let said = room.run(&["check", &file, "--fix"]).stderr;
        let fixed = room.read(&file);
        let before = String::from_utf8_lossy(&text);
        let after = String::from_utf8_lossy(&fixed);
        assert_eq!(before.lines().count(), after.lines().count(), "{name}: no line is added");
        let changed: Vec<_> = before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
        let shown: Vec<_> = changed.iter().map(|(old, new)| format!("-{old}\n+{new}")).collect();
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(support::root().join("snapshots/fixes"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let overview = format!("{}\n//// said\n{}", shown.join("\n"), said.trim_end());
        settings.bind(|| insta::assert_snapshot!(name.as_str(), overview));
        room.run(&["check", &file, "--fix"]).says("0 fixed");
        assert_eq!(room.read(&file), fixed, "{name}: a second run changes nothing");
    }
}

#[test]
fn fixed_programs_run_and_are_strictly_typed() {
    let room = Room::new(&[]);
    for (name, text) in programs() {
        room.write(&format!("fixed/{name}.py"), &text);
    }
    room.run(&["check", "fixed", "--fix"]);
    room.run(&["build", "fixed", "-o", "woven"]).exits(0);
    for (name, _) in programs() {
        let serial = printed(&room.path(&format!("fixed/{name}.py")));
        assert_eq!(serial, printed(&room.path(&format!("woven/{name}.py"))), "{name}");
        assert!(!serial.contains("<Future"), "{name}: {serial}");
    }
    // What is not mended is refused still.
    fs::remove_file(room.path("fixed/withheld.py")).unwrap();
    assert_eq!(mypy(&room.path("fixed")), Complaints::new());
    assert_eq!(pyright(&room.path("fixed")), Complaints::new());
}

fn printed(file: &Path) -> String {
    let mut command = Python::on_path().command();
    command.env("PYTHONPATH", support::root().join("python")).arg(file);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The programs by name.
fn programs() -> Vec<(String, Vec<u8>)> {
    let folder = support::root().join("tests/fixes");
    let is_python = |path: &Path| path.extension().is_some_and(|extension| extension == "py");
    let files: Vec<PathBuf> = support::files_under(&folder, is_python);
    let name = |file: &Path| file.file_stem().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|file| (name(file), fs::read(file).unwrap())).collect()
}
