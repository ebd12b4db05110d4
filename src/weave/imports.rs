//! Imports: ours are erased without a hole, those that woven code needs are added.
//!
//! ```python
//! from lockweave import concurrent                            # before
//! import threading                                            # after
//! from concurrent.futures import Future, ThreadPoolExecutor
//! ```

use std::collections::BTreeMap;

use super::names::binding;
use super::{Weaver, import_merge, kept, lock_import, trivia};
use crate::python::ast::{Expr, Stmt};
use crate::python::{MarkerImport, Ranged, span_of};
use crate::text::{Piece, Span};

/// What becomes of a statement that imports markers, or functions whose bodies are called beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Erasure {
    /// Nothing of it remains.
    Whole,
    /// Other names: these pieces stand in place of its span.
    Part(Vec<Piece>),
}

/// What becomes of `statement`; `None` where nothing does. A `try` whose block only imports markers goes with its
/// handlers, which nothing could reach any more.
pub(super) fn erased(weaver: &Weaver<'_>, statement: &Stmt) -> Option<Erasure> {
    let gone = |suite: &[Stmt]| suite.iter().all(|inner| erased(weaver, inner) == Some(Erasure::Whole));
    if let Some(pieces) = lock_import::beside(weaver, statement) {
        return Some(Erasure::Part(pieces));
    }
    let import = marker_import(weaver, span_of(statement.range()));
    if import.is_some_and(|import| import.whole) {
        return Some(Erasure::Whole);
    }
    if let Stmt::ImportFrom(from) = statement
        && let Some(pieces) = import_merge::with_bodies(weaver, from)
    {
        return Some(Erasure::Part(pieces));
    }
    if let Some(import) = import {
        return Some(Erasure::Part(without(statement, &import.aliases)));
    }
    match statement {
        Stmt::Try(tried) if tried.orelse.is_empty() && tried.finalbody.is_empty() => {
            gone(&tried.body).then_some(Erasure::Whole)
        }
        Stmt::If(chosen) if matches!(*chosen.test, Expr::Name(_) | Expr::Attribute(_)) => {
            (chosen.elif_else_clauses.is_empty() && gone(&chosen.body)).then_some(Erasure::Whole)
        }
        _ => None,
    }
}

/// Whether an import that changes stands in a statement that stays.
pub(super) fn holds_erased(weaver: &Weaver<'_>, statement: Span) -> bool {
    weaver.summary.markers.imports.iter().any(|import| statement.contains(import.statement))
        || weaver.plan.body_imports.iter().any(|import| statement.contains(import.alias))
}

/// The names that go out of `statement`.
pub(super) fn erased_names<'a>(weaver: &Weaver<'a>, statement: Span) -> &'a [Span] {
    marker_import(weaver, statement).map_or(&[], |import| &import.aliases)
}

fn marker_import<'a>(weaver: &Weaver<'a>, statement: Span) -> Option<&'a MarkerImport> {
    weaver.summary.markers.imports.iter().find(|import| import.statement == statement)
}

/// An import statement without some of its aliases, `__all__` without some of its names.
fn without(statement: &Stmt, erased: &[Span]) -> Vec<Piece> {
    let spans = parts(statement);
    let whole = span_of(statement.range());
    let stays: Vec<usize> = (0..spans.len()).filter(|at| !erased.contains(&spans[*at])).collect();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Vec::new() };
    let mut pieces = vec![kept(Span::new(whole.start, first.start))];
    for at in &stays {
        // The comma and the line end behind an alias go with it, except behind the last one.
        let is_last = Some(at) == stays.last();
        let end = if is_last {
            spans[*at].end
        } else {
            spans.get(at + 1).map_or(spans[*at].end, |next| next.start)
        };
        pieces.push(kept(Span::new(spans[*at].start, end)));
    }
    match (stays.as_slice(), listing(statement)) {
        // What stands behind the last name may be a comma.
        ([], Some(display)) => pieces.push(kept(Span::new(display.range().end().to_u32() - 1, whole.end))),
        ([only], Some(Expr::Tuple(_))) if spans[*only] != *last => {
            pieces.push(Piece::Generated(",".to_owned()));
            pieces.push(kept(Span::new(last.end, whole.end)));
        }
        _ => pieces.push(kept(Span::new(last.end, whole.end))),
    }
    pieces
}

/// What an import takes, or a display lists.
fn parts(statement: &Stmt) -> Vec<Span> {
    let names = match statement {
        Stmt::Import(import) => &import.names,
        Stmt::ImportFrom(import) => &import.names,
        _ => {
            let elements = match listing(statement) {
                Some(Expr::List(list)) => &list.elts,
                Some(Expr::Tuple(tuple)) => &tuple.elts,
                _ => return Vec::new(),
            };
            return elements.iter().map(|element| span_of(element.range())).collect();
        }
    };
    names.iter().map(|alias| span_of(alias.range())).collect()
}

/// What is assigned or added to a name.
fn listing(statement: &Stmt) -> Option<&Expr> {
    match statement {
        Stmt::Assign(node) => Some(&node.value),
        Stmt::AnnAssign(node) => node.value.as_deref(),
        Stmt::AugAssign(node) => Some(&node.value),
        _ => None,
    }
}

/// The bytes that go with `suite[index]` when nothing of it remains: its lines with the blank lines that would double, or on
/// a line that it shares with others its semicolon.
pub(super) fn hole(weaver: &Weaver<'_>, suite: &[Stmt], index: usize) -> Span {
    let module = weaver.module;
    let span = span_of(suite[index].range());
    let lines = &module.lines;
    let same_line = |a: u32, b: u32| lines.line(a) == lines.line(b);
    if let Some(next) =
        suite.get(index + 1).map(|next| u32::from(next.start())).filter(|next| same_line(span.end, *next))
    {
        return Span::new(span.start, next);
    }
    let previous = index.checked_sub(1).map(|before| u32::from(suite[before].end()));
    if let Some(end) = previous.filter(|end| same_line(*end, span.start)) {
        return Span::new(end, span.end);
    }
    let first = lines.line(span.start);
    let last = lines.line(span.end);
    let is_blank = |line: usize| line < lines.count() && trivia::is_blank_line(module, line);
    let before = (0..first).rev().take_while(|line| is_blank(*line)).count();
    let after = (last + 1..lines.count()).take_while(|line| is_blank(*line)).count();
    let doubled = if before == first { after } else { before.min(after) };
    Span::new(lines.start(first), lines.start(last + 1 + doubled))
}

/// An import statement to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// The module.
    pub(super) module: String,
    /// What is imported from it, as written (`Future as _Future`); none: the module itself.
    pub(super) names: Vec<String>,
    /// The name that the module itself is bound to.
    bound: String,
}

impl Added {
    /// The statement with its line end.
    pub(super) fn text(&self) -> String {
        if self.names.is_empty() {
            return format!("import {}\n", binding(&self.module, &self.bound));
        }
        format!("from {} import {}\n", self.module, self.names.join(", "))
    }
}

/// The import statements of the standard library to add, sorted as isort does: modules first, then members.
pub(super) fn added(weaver: &Weaver<'_>) -> Vec<Added> {
    let mut modules = Vec::new();
    let mut members: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (import, name) in weaver.names.missing() {
        match import.member {
            None => modules.push(Added {
                module: import.module.to_owned(),
                names: Vec::new(),
                bound: name.to_owned(),
            }),
            Some(member) => members.entry(import.module).or_default().push(binding(member, name)),
        }
    }
    let members = members.into_iter().map(|(module, names)| Added {
        module: module.to_owned(),
        names,
        bound: String::new(),
    });
    modules.into_iter().chain(members).collect()
}

/// The import of the lock module, where this module needs it.
pub(super) fn lock_module(weaver: &Weaver<'_>) -> Option<Added> {
    let import = weaver.plan.lock_import.as_ref()?;
    let added = if import.package.is_empty() {
        Added { module: import.module.clone(), names: Vec::new(), bound: import.name.clone() }
    } else {
        let names = vec![binding(&import.module, &import.name)];
        Added { module: import.package.clone(), names, bound: String::new() }
    };
    Some(added)
}
