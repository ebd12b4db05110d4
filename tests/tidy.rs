//! The house rules: what a reader may count on in every file of ours.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use lockweave::diagnostics::Code;

mod support;

const LINES_PER_FILE: usize = 600;
const LINES_PER_FUNCTION: usize = 80;

/// Functions that are tables of data and may be longer than others.
const DATA_TABLES: &[&str] = &[];

/// Names that say nothing about what lies behind them.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "helpers", "misc"];

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<_> = rust_files()
        .into_iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!"))
        .collect();
    assert!(silent.is_empty(), "files that don't open with //!: {silent:#?}");
}

#[test]
fn files_and_functions_are_short() {
    let mut long = Vec::new();
    for path in rust_files() {
        let source = fs::read_to_string(&path).unwrap();
        let lines = source.lines().count();
        if lines > LINES_PER_FILE {
            long.push(format!("{}: {lines} lines", path.display()));
        }
        for (name, first, lines) in
            support::rust::functions(&support::rust::without_comments_and_strings(&source))
        {
            if lines > LINES_PER_FUNCTION && !DATA_TABLES.contains(&name.as_str()) {
                long.push(format!("{}:{first}: {name} takes {lines} lines", path.display()));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn names_mean_something() {
    let empty: Vec<_> = rust_files()
        .into_iter()
        .filter(|path| {
            path.iter().any(|part| {
                let stem = Path::new(part).file_stem().unwrap_or(part);
                EMPTY_NAMES.iter().any(|name| stem == *name)
            })
        })
        .collect();
    assert!(empty.is_empty(), "names that say nothing: {empty:#?}");
}

#[test]
fn paths_in_our_documents_exist() {
    let mut missing = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for path in paths_in(&text) {
            let from_root = support::root().join(&path);
            let from_document = document.parent().unwrap().join(&path);
            if !from_root.exists() && !from_document.exists() {
                missing.push(format!("{}: {path}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_code_has_a_page() {
    let missing: Vec<_> = Code::ALL.iter().filter(|code| code.page().is_none()).collect();
    assert!(missing.is_empty(), "codes without a page: {missing:?}");
}

#[test]
fn nothing_is_left_for_later() {
    let mut left = Vec::new();
    for path in rust_files() {
        let source = fs::read_to_string(&path).unwrap();
        for (number, line) in source.lines().enumerate() {
            let marks =
                [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX"), concat!("#[", "ignore")];
            if marks.iter().any(|mark| line.contains(mark)) {
                left.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

fn rust_files() -> Vec<PathBuf> {
    let is_rust = |path: &Path| path.extension().is_some_and(|extension| extension == "rs");
    ["src", "tests"]
        .iter()
        .flat_map(|folder| support::files_under(&support::root().join(folder), is_rust))
        .collect()
}

/// Our own documents: those at the root and those under `docs/`.
fn documents() -> Vec<PathBuf> {
    let is_document = |path: &Path| path.extension().is_some_and(|extension| extension == "md");
    let at_root = fs::read_dir(support::root()).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<_> = at_root.filter(|path| is_document(path)).collect();
    let docs = support::root().join("docs");
    if docs.is_dir() {
        documents.extend(support::files_under(&docs, is_document));
    }
    documents
}

/// What a document names as a path of the repository: in backquotes below a folder of ours, or as the target of a link.
fn paths_in(text: &str) -> Vec<String> {
    let folders = ["src/", "tests/", "docs/", "examples/", "python/", "templates/", "snapshots/", ".ci/"];
    let quoted = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|piece| folders.iter().any(|folder| piece.starts_with(folder)))
        .filter(|piece| !piece.contains([' ', '*', '<', '{', '\n']));
    let linked = text
        .split("](")
        .skip(1)
        .filter_map(|piece| piece.split(')').next())
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .map(|target| target.split('#').next().unwrap_or(target));
    quoted.chain(linked).map(str::to_owned).collect()
}
