//! Names added to an import that is there: `from m import a` takes `b` too, on its line or among its lines.
//!
//! ```python
//! from concurrent.futures import (    # before
//!     as_completed,  # in order
//!     wait,
//! )
//! ```
//! ```python
//! from concurrent.futures import (    # after
//!     Future,
//!     as_completed,  # in order
//!     wait,
//! )
//! ```
//! Must not know what the names are for.

use super::imports::{self, Added, Erasure};
use super::node;
use super::placement::{Change, Head};
use super::{Weaver, kept};
use crate::plan::{BodyImport, BodyImportPlacing};
use crate::python::ast::StmtImportFrom;
use crate::python::ast::token::TokenKind;
use crate::python::{Ranged, span_of};
use crate::text::{Piece, Span};

/// The changes that add the names of `import` to an import from the same module; `None` where there is none to add to.
pub(super) fn merged(head: &Head<'_>, import: &Added) -> Option<Vec<Change>> {
    if import.names.is_empty() {
        return None;
    }
    let Head { weaver, suite, behind_stars, .. } = *head;
    let is_same =
        |from: &StmtImportFrom| from.level == 0 && from.module.as_deref() == Some(import.module.as_str());
    suite[behind_stars..]
        .iter()
        .filter(|statement| imports::erased(weaver, statement) != Some(Erasure::Whole))
        .filter_map(|statement| statement.as_import_from_stmt())
        .filter(|from| is_same(from))
        .find_map(|from| joined(weaver, from, &import.names))
}

/// An import that takes `names` too; `None` where they can't be added to it.
pub(super) fn with_names(weaver: &Weaver<'_>, from: &StmtImportFrom, names: &[String]) -> Option<Vec<Piece>> {
    Some(applied(span_of(from.range()), joined(weaver, from, names)?))
}

/// An import that takes the bodies of functions beside them; `None` where it takes none.
pub(super) fn with_bodies(weaver: &Weaver<'_>, from: &StmtImportFrom) -> Option<Vec<Piece>> {
    let bodies = bodies(weaver, from);
    let last = bodies.last()?;
    let span = span_of(from.range());
    let replaces = |import: &&&BodyImport| import.placing == BodyImportPlacing::Instead;
    if bodies.iter().filter(replaces).count() == bodies.len()
        && imports::erased_names(weaver, span).is_empty()
    {
        let replace = |import: &&BodyImport| Change::replace(import.alias, import.name.clone());
        return Some(applied(span, bodies.iter().map(replace).collect()));
    }
    let changes = joined(weaver, from, &[]).unwrap_or_else(|| {
        let names: String = bodies.iter().map(|import| format!(", {}", import.name)).collect();
        vec![Change::insert(last.alias.end, names)]
    });
    Some(applied(span, changes))
}

/// `span` with `changes`, which are in order.
fn applied(span: Span, changes: Vec<Change>) -> Vec<Piece> {
    let mut at = span.start;
    let mut pieces = Vec::new();
    for change in changes {
        pieces.push(kept(Span::new(at, change.span.start)));
        pieces.extend(change.pieces);
        at = change.span.end;
    }
    pieces.push(kept(Span::new(at, span.end)));
    pieces
}

/// The bodies that `from` takes.
fn bodies<'a>(weaver: &Weaver<'a>, from: &StmtImportFrom) -> Vec<&'a BodyImport> {
    let span = span_of(from.range());
    weaver.plan.body_imports.iter().filter(|import| span.contains(import.alias)).collect()
}

fn joined(weaver: &Weaver<'_>, from: &StmtImportFrom, added: &[String]) -> Option<Vec<Change>> {
    let mut added = added.to_vec();
    added.extend(bodies(weaver, from).iter().map(|import| import.name.clone()));
    let added = added.as_slice();
    let text = weaver.slice(from);
    let is_on_one_line = !text.contains(['\n', '\r', '\\']);
    let is_star = from.names.iter().any(|alias| alias.name.as_str() == "*");
    if is_star || text.contains('\\') {
        return None;
    }
    if is_on_one_line { Some(vec![on_one_line(weaver, from, added)?]) } else { on_lines(weaver, from, added) }
}

/// All names written anew: on the line, or where they don't fit it in parentheses, one a line.
fn on_one_line(weaver: &Weaver<'_>, from: &StmtImportFrom, added: &[String]) -> Option<Change> {
    let module = weaver.module;
    let (first, last) = (from.names.first()?, from.names.last()?);
    let whole = span_of(from.range());
    let in_parentheses = module.slice(whole).ends_with(')');
    let erased = imports::erased_names(weaver, whole);
    let stay = from.names.iter().filter(|alias| !erased.contains(&span_of(alias.range())));
    let mut names: Vec<String> = stay.map(|alias| weaver.slice(alias).to_owned()).collect();
    for name in added {
        let at = names.iter().position(|other| member_key(other) > member_key(name)).unwrap_or(names.len());
        names.insert(at, name.clone());
    }
    let start = u32::from(first.start());
    let text = names.join(", ");
    let column = module.slice(Span::new(module.lines.line_start(start), start)).chars().count();
    let closing = usize::from(in_parentheses);
    if column + text.chars().count() + closing <= usize::from(weaver.options.line_length) {
        return Some(Change::replace(Span::new(start, last.end().into()), text));
    }
    let items: String = names.iter().map(|name| format!("{}{name},\n", module.style.indent)).collect();
    let text = format!("(\n{items})");
    if !in_parentheses {
        return Some(Change::replace(Span::new(start, whole.end), text));
    }
    let mut tokens = node::tokens(module, whole).iter();
    let opening = tokens.find(|token| token.kind() == TokenKind::Lpar)?;
    Some(Change::replace(Span::new(opening.start().into(), whole.end), text))
}

/// Each new name on a line of its own above the first that sorts behind it. `None` where names share lines, or some go.
fn on_lines(weaver: &Weaver<'_>, from: &StmtImportFrom, added: &[String]) -> Option<Vec<Change>> {
    let lines = &weaver.module.lines;
    let spans: Vec<Span> = from.names.iter().map(|alias| span_of(alias.range())).collect();
    let indent = |span: &Span| weaver.module.slice(Span::new(lines.line_start(span.start), span.start));
    let last = spans.last()?;
    let closing = lines.line(from.end().into());
    if !imports::erased_names(weaver, span_of(from.range())).is_empty() {
        return None;
    }
    if !spans.iter().all(|span| indent(span).trim().is_empty()) || closing == lines.line(last.end) {
        return None;
    }
    let mut changes = Vec::new();
    for name in added {
        let behind = from.names.iter().position(|alias| member_key(weaver.slice(alias)) > member_key(name));
        let beside = behind.map_or(last, |at| &spans[at]);
        let offset = match behind {
            Some(_) => above_comments(weaver, beside.start),
            None => lines.full_line(last.end).end,
        };
        changes.push(Change::insert(offset, format!("{}{name},\n", indent(beside))));
        let has_comma =
            weaver.module.slice(Span::new(last.end, from.end().into())).trim_start().starts_with(',');
        if behind.is_none() && !has_comma {
            changes.push(Change::insert(last.end, ",".to_owned()));
        }
    }
    // One comma is enough for all that come behind it.
    let mut has_comma = false;
    changes.retain(|change| {
        let is_comma = change.pieces == [Piece::Generated(",".to_owned())];
        !is_comma || !std::mem::replace(&mut has_comma, true)
    });
    Some(changes)
}

/// The start of the line of `offset`, or of the comments directly above it.
fn above_comments(weaver: &Weaver<'_>, offset: u32) -> u32 {
    let lines = &weaver.module.lines;
    let line = lines.line(offset);
    let is_comment = |line: &usize| {
        let text = Span::new(lines.start(*line), lines.start(line + 1)).slice(&weaver.module.text);
        text.trim_start().starts_with('#')
    };
    lines.start(line - (0..line).rev().take_while(is_comment).count())
}

/// How importers sort members: constants, classes, the rest; each by name.
fn member_key(name: &str) -> (u8, String) {
    let plain = name.split(' ').next().unwrap_or(name);
    let is_constant = plain.len() > 1 && !plain.contains(|character: char| character.is_lowercase());
    let is_class = plain.starts_with(|character: char| character.is_uppercase());
    let rank = if is_constant { 0 } else { u8::from(!is_class) + 1 };
    (rank, plain.to_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::plan::LockImport;
    use crate::weave::forms_fixture::{Setting, woven};

    /// `source` with another name from `pkg`.
    fn with_locks(source: &str) -> String {
        let import =
            LockImport { package: "pkg".to_owned(), module: "_locks".to_owned(), name: "_locks".to_owned() };
        woven(source, &Setting { lock_import: Some(import), ..Setting::default() })
    }

    #[test]
    fn a_name_joins_a_line() {
        insta::assert_snapshot!(with_locks("from pkg import A, b  # why\n"), @"from pkg import A, _locks, b  # why");
        insta::assert_snapshot!(with_locks("from pkg import (a, b as c)\n"), @"from pkg import (_locks, a, b as c)");
        insta::assert_snapshot!(with_locks("from pkg import (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)  # x\n"), @"
        from pkg import (
            _locks,
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,
            bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,
        )  # x
        ");
        insta::assert_snapshot!(with_locks("from pkg import aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"), @"
        from pkg import (
            _locks,
            aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,
            bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,
        )
        ");
    }

    #[test]
    fn a_name_joins_lines() {
        insta::assert_snapshot!(with_locks("from pkg import (\n    B,  # first\n    # about c\n    c,\n    d\n)\n"), @"
        from pkg import (
            B,  # first
            _locks,
            # about c
            c,
            d
        )
        ");
        insta::assert_snapshot!(with_locks("from pkg import (\n    B,\n    C  # last\n)\n"), @"
        from pkg import (
            B,
            C,  # last
            _locks,
        )
        ");
    }

    #[test]
    fn what_is_written_otherwise_stays() {
        insta::assert_snapshot!(with_locks("from pkg import (a,\n                 b)\n"), @"
        from pkg import (a,
                         b)
        from pkg import _locks
        ");
        insta::assert_snapshot!(with_locks("from pkg import a, \\\n    b\n"), @r"
        from pkg import a, \
            b
        from pkg import _locks
        ");
    }
}
