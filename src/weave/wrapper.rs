//! Wrappers: the function that callers see, which starts the body and gives its future.
//!
//! ```python
//! @concurrent                                                   # before
//! def record(page: str, n: int = 1) -> int:
//!     """Count hits."""
//!     ...
//! def record(page: str, n: int = 1) -> Future[int]:             # after
//!     """Count hits."""
//!     return _executor.submit(_record_body, page, n)
//!
//!
//! def _record_body(page: str, n: int) -> int:
//!     ...
//! ```
//! What callers see keeps its bytes: signature, defaults, docstring, comments. Must not know what the body does.

use super::decorators::{self, Decorators};
use super::signature::Signature;
use super::{Indent, Weaver, annotation, body, kept, launch, moved};
use crate::plan::{Launch, LaunchKind};
use crate::python::{Marking, Ranged, ast, span_of};
use crate::text::{Piece, Span};

use super::import_block::is_docstring;

/// What stands before the statements of a marked function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Everything from the `def` statement's first byte up to the body's suite; ends behind a line end.
    pub(super) pieces: Vec<Piece>,
    /// Index of the first statement that stays in the body.
    pub(super) first: usize,
    /// Where the source of the body's suite starts: a line start, or that statement where it shares a line with what went.
    pub(super) from: u32,
    /// The indentation of the body's suite.
    pub(super) suite: Indent,
    /// What the suite consists of when no statement stays.
    pub(super) filler: Option<&'static str>,
    /// What follows the suite.
    pub(super) tail: Vec<Piece>,
}

/// The head of `def`, a concurrent function at `indent`.
pub(super) fn head(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    marking: &Marking,
    launch: &Launch,
    indent: &Indent,
) -> Head {
    let decorators = decorators::sort(weaver, def, marking);
    let signature = Signature::of(weaver, def);
    let inner = inner(weaver, indent);
    let mut pieces = wrapper_header(weaver, def, &decorators, &signature, indent);
    if launch.kind == LaunchKind::Stub {
        pieces.push(kept(Span::new(signature.end, def.end().into())));
        let first = def.body.len();
        let pieces = moved(pieces, indent);
        return Head { pieces, first, from: def.end().into(), suite: inner, filler: None, tail: Vec::new() };
    }
    let suite = suite_start(weaver, def, &signature);
    pieces.push(kept(Span::new(signature.end, suite.wrapper_end)));
    if !weaver.module.slice(Span::new(signature.start, suite.wrapper_end)).ends_with(['\n', '\r']) {
        pieces.push(Piece::Generated("\n".to_owned()));
    }
    let submit = launch::submit(weaver, def, &decorators, launch, &weaver.margin(&inner.to));
    pieces.push(Piece::Generated(submit + blank_lines(indent)));
    pieces.extend(body::header(weaver, def, &decorators, launch, indent));
    let filler = (suite.first == def.body.len()).then_some("pass");
    Head {
        pieces: moved(pieces, indent),
        first: suite.first,
        from: suite.body_start,
        suite: inner,
        filler,
        tail: Vec::new(),
    }
}

/// Decorators and signature of the wrapper, up to the colon.
fn wrapper_header(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    decorators: &Decorators,
    signature: &Signature,
    indent: &Indent,
) -> Vec<Piece> {
    let mut pieces = decorators::pieces(weaver, &decorators.wrapper, Some(signature.start));
    match &def.returns {
        Some(returns) => {
            let span = span_of(returns.range());
            pieces.push(kept(Span::new(signature.start, span.start)));
            pieces.extend(annotation::future_of(weaver, returns));
            pieces.push(kept(Span::new(span.end, signature.end)));
        }
        None => pieces.push(kept(Span::new(signature.start, signature.end))),
    }
    pieces
}

/// The block inside one at `indent`.
fn inner(weaver: &Weaver<'_>, indent: &Indent) -> Indent {
    let unit = &weaver.module.style.indent;
    Indent { from: format!("{}{unit}", indent.from), to: format!("{}{unit}", indent.to) }
}

/// The blank lines between wrapper and body.
fn blank_lines(indent: &Indent) -> &'static str {
    if indent.to.is_empty() { "\n\n" } else { "\n" }
}

/// How the suite of a function is shared out.
struct SuiteStart {
    /// Index of the first statement of the body.
    first: usize,
    /// Where the wrapper's part ends: behind the line of the docstring or of the header.
    wrapper_end: u32,
    /// Where the body's part starts.
    body_start: u32,
}

fn suite_start(weaver: &Weaver<'_>, def: &ast::StmtFunctionDef, signature: &Signature) -> SuiteStart {
    let first = usize::from(def.body.first().is_some_and(is_docstring));
    let before: u32 = if first == 1 { def.body[0].end().into() } else { signature.end };
    let line_end = weaver.module.lines.full_line(before).end;
    match def.body.get(first) {
        Some(next) if u32::from(next.start()) < line_end => {
            SuiteStart { first, wrapper_end: before, body_start: next.start().into() }
        }
        _ => SuiteStart { first, wrapper_end: line_end, body_start: skip_blank_lines(weaver, line_end) },
    }
}

/// The start of the first line from `offset` on that isn't blank.
fn skip_blank_lines(weaver: &Weaver<'_>, offset: u32) -> u32 {
    let lines = &weaver.module.lines;
    let is_blank = |line: &usize| {
        Span::new(lines.start(*line), lines.start(line + 1)).slice(&weaver.module.text).trim().is_empty()
    };
    let first = lines.line(offset);
    let blank = (first..lines.count()).take_while(is_blank).count();
    lines.start(first + blank)
}
