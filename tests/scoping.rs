//! Effects rest on scoping: what each name means in each scope agrees with CPython's own `symtable`, on every file of the
//! standard library.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;

use lockweave::files::decode;
use lockweave::python::{Meaning, Module, ScopeId, Scopes, parse, scopes};
use lockweave::text::FileId;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::json;
use support::python::Python;

mod support;

/// A scope as `symtable` has it.
#[derive(Debug, Deserialize)]
struct Table {
    name: String,
    symbols: BTreeMap<String, String>,
    children: Vec<Table>,
}

#[test]
fn agrees_with_symtable() {
    // From 3.12 on comprehensions have no table of their own any more, though their names mean what they meant.
    let pythons = Python::all().into_iter().rev().filter(|python| python.minor < 12);
    for python in pythons.take(if support::long() { usize::MAX } else { 1 }) {
        let tables = tables_of(&python);
        assert!(tables.len() > 500, "{} files", tables.len());
        let faults: Vec<_> =
            tables.par_iter().flat_map_iter(|(path, table)| faults_of(path, table)).collect();
        let shown: Vec<_> = faults.iter().take(30).map(String::as_str).collect();
        assert!(faults.is_empty(), "3.{}: {} faults\n{}", python.minor, faults.len(), shown.join("\n"));
    }
}

/// What a Python makes of its own standard library.
fn tables_of(python: &Python) -> Vec<(String, Table)> {
    let folder = tempfile::tempdir().unwrap();
    let (asked, answered) = (folder.path().join("files.json"), folder.path().join("scopes.json"));
    fs::write(&asked, json!(support::library::files(python)).to_string()).unwrap();
    let script = support::root().join("tests/support/scopes.py");
    let output = python.command().arg(script).arg(&asked).arg(&answered).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&fs::read(&answered).unwrap()).unwrap()
}

fn faults_of(path: &str, table: &Table) -> Vec<String> {
    let decoded = decode(&fs::read(path).unwrap()).unwrap();
    let module = match parse(FileId(0), decoded.text) {
        Ok(module) => module,
        Err(diagnostics) => return vec![format!("{path}: {diagnostics:?}")],
    };
    let mut faults = Vec::new();
    Comparison { scopes: scopes(&module), module, faults: &mut faults }.compare(ScopeId::MODULE, table, path);
    faults
}

/// A module's scopes against its tables.
struct Comparison<'a> {
    module: Module,
    scopes: Scopes,
    faults: &'a mut Vec<String>,
}

impl Comparison<'_> {
    fn compare(&mut self, id: ScopeId, table: &Table, path: &str) {
        for (name, expected) in &table.symbols {
            let found = match self.scopes.resolve(id, name) {
                Meaning::Global => "global",
                Meaning::Of(owner) if owner == id => "local",
                Meaning::Of(_) => "free",
            };
            if found != expected {
                self.faults.push(format!("{path}: {name} is {found}, not {expected}"));
            }
        }
        let mut theirs: Vec<_> = table.children.iter().collect();
        let mut ours: Vec<_> = self
            .scopes
            .iter()
            .filter(|(_, scope)| scope.parent == Some(id))
            .map(|(child, scope)| (scope.name.clone(), self.module.lines.line(scope.span.start), child))
            .collect();
        // Siblings of one name stand in the order of their lines on both sides; those of several names need not.
        theirs.sort_by_key(|child| child.name.as_str());
        ours.sort();
        let names: Vec<_> = ours.iter().map(|(name, ..)| name.as_str()).collect();
        let expected: Vec<_> = theirs.iter().map(|child| child.name.as_str()).collect();
        if names != expected {
            self.faults.push(format!("{path}: scopes in {}: {names:?}, not {expected:?}", table.name));
            return;
        }
        for (child, (name, _, id)) in theirs.into_iter().zip(ours) {
            self.compare(id, child, &format!("{path}: {name}"));
        }
    }
}
