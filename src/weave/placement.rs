//! The head of a module: leading comments, docstring and imports, without our markers and with the imports that are added.
//!
//! ```python
//! import os                                                   # before
//! import time
//!
//! from lockweave import concurrent
//! ```
//! ```python
//! import os                                                   # after
//! import threading
//! import time
//! from concurrent.futures import Future, ThreadPoolExecutor
//! ```
//! New imports stand among those of the standard library, as isort would put them; else where ours was; else before the
//! first import; else at the end of the head.

use super::import_block::{ImportBlock, has_star, is_docstring, is_future};
use super::imports::{self, Added, Erasure};
use super::{Indent, Weaver, block, import_merge, kept, lock_import, stdlib, trivia};
use crate::python::ast::Stmt;
use crate::python::{Ranged, span_of};
use crate::text::{Piece, Span};

/// The head as it will be.
pub(super) struct Header {
    /// Its text, in whole lines.
    pub(super) pieces: Vec<Piece>,
    /// Offset in the source behind what it replaces.
    pub(super) end: u32,
}

impl Header {
    /// Whether nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Source { span, .. } => span.is_empty(),
            Piece::Generated(text) => text.is_empty(),
        })
    }
}

/// A change to the head.
pub(super) struct Change {
    pub(super) span: Span,
    pub(super) pieces: Vec<Piece>,
}

/// The head as it is.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) weaver: &'a Weaver<'a>,
    /// Its statements.
    pub(super) suite: &'a [Stmt],
    /// Offset behind its last line.
    pub(super) end: u32,
    /// Index of the first statement behind the last star import, which may bind the name of anything that stands before it.
    pub(super) behind_stars: usize,
}

impl Change {
    pub(super) fn replace(span: Span, text: String) -> Change {
        Change { span, pieces: vec![Piece::Generated(text)] }
    }

    pub(super) fn insert(offset: u32, text: String) -> Change {
        Change { span: Span::at(offset), pieces: vec![Piece::Generated(text)] }
    }
}

/// The head of the module.
pub(super) fn header(weaver: &Weaver<'_>, block: &ImportBlock) -> Header {
    let suite = &weaver.module.body()[..block.count];
    let has_star = |statement| has_star(statement, &weaver.summary.markers);
    let behind_stars = suite.iter().rposition(has_star).map_or(0, |last| last + 1);
    let head = Head { weaver, suite, end: block.end, behind_stars };
    let mut changes = Vec::new();
    let mut is_placed = |import: &Added| {
        let merged = import_merge::merged(&head, import);
        let is_merged = merged.is_some();
        changes.extend(merged.into_iter().flatten());
        is_merged
    };
    let mut added = imports::added(weaver);
    added.retain(|import| !is_placed(import));
    let is_late = lock_import::late(weaver).is_some();
    let lock_module = imports::lock_module(weaver).filter(|import| !is_late && !is_placed(import));
    let mut replaced = vec![place(&head, &added, &mut changes)];
    if let Some(import) = &lock_module {
        replaced.push(lock_import::place(&head, import, replaced[0], &mut changes));
    }
    let mut end = block.end;
    for (index, statement) in suite.iter().enumerate() {
        match imports::erased(weaver, statement) {
            Some(Erasure::Whole) if replaced.contains(&Some(index)) => {}
            Some(Erasure::Whole) => {
                let hole = hole(weaver, suite, index);
                end = end.max(hole.end);
                changes.push(Change { span: hole, pieces: Vec::new() });
            }
            // What was merged into it was merged into what is left of it.
            Some(Erasure::Part(_)) if changes.iter().any(|change| replaces_in(change, statement)) => {}
            Some(Erasure::Part(pieces)) => {
                changes.push(Change { span: span_of(statement.range()), pieces });
            }
            None if imports::holds_erased(weaver, span_of(statement.range())) => {
                let span = span_of(statement.range());
                let lines = &weaver.module.lines;
                let lines =
                    Span::new(lines.line_start(span.start), trivia::behind_line(weaver.module, span.end));
                let indent = Indent { from: String::new(), to: String::new() };
                let pieces = block::suite(weaver, std::slice::from_ref(statement), &indent, lines);
                changes.push(Change { span: lines, pieces });
            }
            None => {}
        }
    }
    applied(changes, end)
}

fn replaces_in(change: &Change, statement: &Stmt) -> bool {
    !change.span.is_empty() && span_of(statement.range()).contains(change.span)
}

fn applied(mut changes: Vec<Change>, end: u32) -> Header {
    changes.sort_by_key(|change| (change.span.start, change.span.end));
    let mut pieces = Vec::new();
    let mut done = 0;
    for change in changes {
        // A hole may take the blank lines that a hole before it has taken already.
        pieces.push(kept(Span::new(done, change.span.start.max(done))));
        pieces.extend(change.pieces);
        done = change.span.end.max(done);
    }
    pieces.push(kept(Span::new(done, end.max(done))));
    Header { pieces, end: end.max(done) }
}

/// The bytes that go with an erased import; for the last of the head the blank lines above it, as those below belong to
/// what follows.
fn hole(weaver: &Weaver<'_>, suite: &[Stmt], index: usize) -> Span {
    let hole = imports::hole(weaver, suite, index);
    let lines = &weaver.module.lines;
    let span = span_of(suite[index].range());
    let is_whole_line = hole.start == lines.line_start(span.start)
        && hole.end >= trivia::behind_line(weaver.module, span.end);
    if index + 1 < suite.len() || !is_whole_line {
        return hole;
    }
    let first = lines.line(span.start);
    let is_blank = |line: &usize| trivia::is_blank_line(weaver.module, *line);
    let above = (0..first).rev().take_while(is_blank).count();
    if above == first {
        return hole;
    }
    Span::new(lines.start(first - above), trivia::behind_line(weaver.module, span.end))
}

/// Places `added`; gives the index of the erased import that it replaces, if it does.
fn place(head: &Head<'_>, added: &[Added], changes: &mut Vec<Change>) -> Option<usize> {
    if added.is_empty() {
        return None;
    }
    let Head { weaver, suite, end, behind_stars } = *head;
    let lines = &weaver.module.lines;
    let start = |index: usize| lines.line_start(suite[index].start().into());
    if let Some(group) = standard_group(head) {
        for import in added {
            let offset = sorted_offset(weaver, &suite[group.clone()], import);
            changes.push(Change::insert(offset, import.text()));
        }
        return None;
    }
    let text: String = added.iter().map(Added::text).collect();
    let begins_line = |index: usize| index == 0 || start(index) >= u32::from(suite[index - 1].end());
    let is_first =
        |index: &usize| !is_docstring(&suite[*index]) && !is_future(&suite[*index]) && begins_line(*index);
    let first = (behind_stars..suite.len()).find(is_first);
    match first {
        Some(index)
            if imports::erased(weaver, &suite[index]) == Some(Erasure::Whole)
                && stands_alone(weaver, suite, index) =>
        {
            let span = span_of(suite[index].range());
            let span = Span::new(lines.line_start(span.start), trivia::behind_line(weaver.module, span.end));
            changes.push(Change { span, pieces: vec![Piece::Generated(text)] });
            Some(index)
        }
        Some(index) => {
            changes.push(Change::insert(start(index), format!("{text}\n")));
            None
        }
        None => {
            let before = if end > 0 { "\n" } else { "" };
            changes.push(Change::insert(end, format!("{before}{text}")));
            None
        }
    }
}

/// Whether no other statement is on the lines of `suite[index]` or directly below.
fn stands_alone(weaver: &Weaver<'_>, suite: &[Stmt], index: usize) -> bool {
    let lines = &weaver.module.lines;
    let line = |offset: u32| lines.line(offset);
    let own = line(suite[index].start().into());
    let behind = line(suite[index].end().into());
    let above = index.checked_sub(1).map(|above| line(suite[above].end().into()));
    let below = suite.get(index + 1).map(|below| line(below.start().into()));
    above.is_none_or(|above| above < own) && below.is_none_or(|below| below > behind + 1)
}

/// The first run of imports from the standard library on lines that follow each other.
fn standard_group(head: &Head<'_>) -> Option<std::ops::Range<usize>> {
    let Head { weaver, suite, behind_stars, .. } = *head;
    let standard = |statement: &Stmt| match statement {
        Stmt::Import(import) => import.names.iter().all(|alias| stdlib::contains(&alias.name)),
        Stmt::ImportFrom(import) => {
            import.level == 0
                && !is_future(statement)
                && import.module.as_deref().is_some_and(stdlib::contains)
        }
        _ => false,
    };
    let line = |offset: u32| weaver.module.lines.line(offset);
    let follows = |index: usize| line(suite[index].start().into()) == line(suite[index - 1].end().into()) + 1;
    let first = (behind_stars..suite.len())
        .find(|index| standard(&suite[*index]) && owns_lines(weaver, suite, *index))?;
    let count = (first + 1..suite.len())
        .take_while(|index| standard(&suite[*index]) && follows(*index) && owns_lines(weaver, suite, *index))
        .count();
    Some(first..first + 1 + count)
}

/// Whether no other statement begins or ends on the lines of `suite[index]`.
pub(super) fn owns_lines(weaver: &Weaver<'_>, suite: &[Stmt], index: usize) -> bool {
    let line = |offset: u32| weaver.module.lines.line(offset);
    let above = index.checked_sub(1).map(|above| line(suite[above].end().into()));
    let below = suite.get(index + 1).map(|below| line(below.start().into()));
    above != Some(line(suite[index].start().into())) && below != Some(line(suite[index].end().into()))
}

/// Where `import` goes in `group`: plain imports first, then `from` ones, each by module.
pub(super) fn sorted_offset(weaver: &Weaver<'_>, group: &[Stmt], import: &Added) -> u32 {
    let key = |statement: &Stmt| match statement {
        Stmt::Import(import) => {
            (false, import.names.first().map(|alias| alias.name.to_lowercase()).unwrap_or_default())
        }
        Stmt::ImportFrom(import) => (true, import.module.as_deref().unwrap_or_default().to_lowercase()),
        _ => (true, String::new()),
    };
    let own = (!import.names.is_empty(), import.module.to_lowercase());
    let lines = &weaver.module.lines;
    match group.iter().find(|statement| key(statement) > own) {
        Some(next) => lines.line_start(next.start().into()),
        None => group.last().map_or(0, |last| trivia::behind_line(weaver.module, last.end().into())),
    }
}
