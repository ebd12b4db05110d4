//! What the integration tests share. Each test file uses a part of it.
#![allow(dead_code, reason = "each test binary uses a part of what is here")]

pub mod case;
pub mod checkers;
pub mod environment;
pub mod library;
pub mod mutation;
pub mod pipeline;
pub mod python;
pub mod rust;

use std::fs;
use std::path::{Path, PathBuf};

use pipeline::Tree;

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether searches that take long are asked for (`.ci/run --long`).
pub fn long() -> bool {
    std::env::var_os("LOCKWEAVE_LONG").is_some()
}

/// All files under `folder` that `wanted` takes, sorted.
pub fn files_under(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if wanted(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Writes files, each by its path in `folder`.
pub fn write_tree(folder: &Path, files: &Tree) {
    for (path, bytes) in files {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}
