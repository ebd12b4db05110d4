//! The import block: the leading run of imports of a module, behind which the prelude stands.
//!
//! ```python
//! """Docstring."""
//! import os
//! try:
//!     import fast
//! except ImportError:
//!     fast = None
//!                     # <- here
//! limit = 10
//! ```

use std::collections::BTreeMap;

use super::names::Import;
use super::trivia;
use crate::python::ast::{self, Expr, Stmt};
use crate::python::{MarkerImport, Markers, Module, Ranged, span_of};
use crate::text::Span;

/// Where the leading comments, docstring and imports of a module end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ImportBlock {
    /// How many statements of the module belong to it.
    pub(super) count: usize,
    /// How many of these come before the first import (a docstring).
    pub(super) before: usize,
    /// Offset behind its last line.
    pub(super) end: u32,
}

/// Finds the block of `module`.
pub(super) fn find(module: &Module) -> ImportBlock {
    let body = module.body();
    let before = usize::from(body.first().is_some_and(is_docstring));
    let imports = body[before..].iter().take_while(|statement| is_import(statement)).count();
    let mut count = before + imports;
    let shares_line = |count: usize| {
        count > 0
            && body
                .get(count)
                .is_some_and(|next| u32::from(next.start()) < line_end(module, &body[count - 1]))
    };
    // A line that holds an import and something else is left to the code behind the block, except one that must stay first.
    let future = body[..count].iter().rposition(is_future).map_or(before, |last| last + 1);
    while count > future && shares_line(count) {
        count -= 1;
    }
    while shares_line(count) {
        count += 1;
    }
    let before = before.min(count);
    let end = match body[..count].last() {
        Some(last) => line_end(module, last),
        None => header_end(module),
    };
    ImportBlock { count, before, end }
}

/// What the unconditional imports of the block bind.
pub(super) fn bound(module: &Module, markers: &Markers) -> BTreeMap<Import, String> {
    let block = find(module);
    let mut bound = BTreeMap::new();
    for statement in &module.body()[block.before..block.count] {
        if has_star(statement, markers) {
            // Any name may be something else behind it.
            bound.clear();
        }
        match statement {
            Stmt::Import(import) => bind_modules(import, &mut bound),
            Stmt::ImportFrom(import) => bind_members(import, &mut bound),
            _ => {}
        }
    }
    bound
}

fn bind_modules(import: &ast::StmtImport, bound: &mut BTreeMap<Import, String>) {
    for alias in &import.names {
        let name = alias.asname.as_ref().unwrap_or(&alias.name);
        for wanted in Import::ALL.iter().filter(|wanted| wanted.member.is_none()) {
            if wanted.module == alias.name.as_str() {
                bound.insert(*wanted, name.to_string());
            }
        }
    }
}

fn bind_members(import: &ast::StmtImportFrom, bound: &mut BTreeMap<Import, String>) {
    if import.level > 0 {
        return;
    }
    for alias in &import.names {
        let name = alias.asname.as_ref().unwrap_or(&alias.name);
        for wanted in Import::ALL {
            if import.module.as_deref() == Some(wanted.module) && wanted.member == Some(alias.name.as_str()) {
                bound.insert(*wanted, name.to_string());
            }
        }
    }
}

/// Whether `statement` is nothing but a string.
pub(super) fn is_docstring(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Expr(expression) if matches!(*expression.value, Expr::StringLiteral(_)))
}

/// Whether `statement` imports from `__future__`.
pub(super) fn is_future(statement: &Stmt) -> bool {
    matches!(statement, Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__"))
}

/// Whether `statement`, of an import block, will bind names that only another module knows.
pub(super) fn has_star(statement: &Stmt, markers: &Markers) -> bool {
    let any = |suite: &[Stmt]| suite.iter().any(|inner| has_star(inner, markers));
    match statement {
        Stmt::ImportFrom(import) => {
            let erased = |marker: &MarkerImport| marker.statement == span_of(import.range());
            import.names.iter().any(|alias| alias.name.as_str() == "*") && !markers.imports.iter().any(erased)
        }
        Stmt::Try(tried) => {
            let handled = |ast::ExceptHandler::ExceptHandler(handler): &_| any(&handler.body);
            any(&tried.body) || tried.handlers.iter().any(handled) || any(&tried.orelse)
        }
        Stmt::If(chosen) => {
            any(&chosen.body) || chosen.elif_else_clauses.iter().any(|clause| any(&clause.body))
        }
        _ => false,
    }
}

/// An import, or a `try` or `if` that holds nothing else but what stands in for what can't be imported.
fn is_import(statement: &Stmt) -> bool {
    match statement {
        Stmt::Import(_) | Stmt::ImportFrom(_) => true,
        Stmt::Try(tried) => imports_only(&tried.body) && tried.finalbody.is_empty(),
        Stmt::If(chosen) => {
            imports_only(&chosen.body)
                && chosen.elif_else_clauses.iter().all(|clause| imports_only(&clause.body))
        }
        _ => false,
    }
}

fn imports_only(suite: &[Stmt]) -> bool {
    let allowed =
        |statement: &Stmt| is_import(statement) || matches!(statement, Stmt::Assign(_) | Stmt::Pass(_));
    suite.iter().all(allowed) && suite.iter().any(is_import)
}

fn line_end(module: &Module, statement: &Stmt) -> u32 {
    trivia::behind_line(module, statement.end().into())
}

/// Offset behind the comments at the head of a module that don't belong to its first statement.
fn header_end(module: &Module) -> u32 {
    let first = module.body().first().map_or(module.text.len() as u32, |statement| statement.start().into());
    let lines = module.lines.line(first);
    let text =
        |line: usize| Span::new(module.lines.start(line), module.lines.start(line + 1)).slice(&module.text);
    let is_blank = |line: &usize| text(*line).trim().is_empty();
    let is_cookie = |line: &usize| {
        let text = text(*line);
        text.starts_with("#!") || (text.trim_start().starts_with('#') && text.contains("coding"))
    };
    let cookies = (0..lines.min(2)).filter(is_cookie).map(|line| line + 1).max().unwrap_or(0);
    let paragraph = (0..lines).filter(is_blank).max().unwrap_or(0);
    let comments = (0..paragraph).filter(|line| !is_blank(line)).map(|line| line + 1).max().unwrap_or(0);
    module.lines.start(cookies.max(comments))
}
