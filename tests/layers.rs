//! The layer order: a room names only rooms that stand above it in `src/lib.rs`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

mod support;

#[test]
fn each_room_names_only_rooms_above_it() {
    let rooms = rooms_in_order();
    assert!(rooms.len() > 5, "src/lib.rs lists the rooms: {rooms:?}");
    let mut faults = Vec::new();
    for (position, room) in rooms.iter().enumerate() {
        for file in files_of(room) {
            let code = support::rust::without_comments_and_strings(&fs::read_to_string(&file).unwrap());
            for (number, line) in code.lines().enumerate() {
                for fault in faults_of(line, &rooms[..=position], &rooms) {
                    faults.push(format!("{}:{}: {fault}", file.display(), number + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a line of a room may not say. `allowed` are the rooms above it and the room itself.
fn faults_of(line: &str, allowed: &[String], rooms: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for after in line.split("crate::").skip(1) {
        if after.starts_with('{') || after.starts_with('*') {
            faults.push("`crate::{` and `crate::*` hide which room is named".to_owned());
        }
        let named: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if rooms.contains(&named) && !allowed.contains(&named) {
            faults.push(format!("names `{named}`, which stands below it"));
        }
    }
    faults
}

/// The `pub mod` lines of `src/lib.rs`, in order.
fn rooms_in_order() -> Vec<String> {
    let door = fs::read_to_string(support::root().join("src/lib.rs")).unwrap();
    door.lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn files_of(room: &str) -> Vec<PathBuf> {
    let src = support::root().join("src");
    let file = src.join(format!("{room}.rs"));
    if file.is_file() { vec![file] } else { support::files_under(&src.join(room), is_rust) }
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}
