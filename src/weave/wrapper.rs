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

use super::argument::Early;
use super::decorators::{self, BodySignature, Decorators};
use super::import_block::is_docstring;
use super::launch::{self, Home};
use super::names::Import;
use super::signature::{self, Signature};
use super::type_comment;
use super::{Indent, Weaver, annotation, argument, body, kept, layout, moved, needs, template, trivia};
use crate::options::Switch;
use crate::plan::{Launch, LaunchKind};
use crate::python::{Marking, Ranged, ast, span_of};
use crate::text::{Piece, Span};

/// What stands before the statements of a marked function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The statements above the `def` statement, with their line ends.
    pub(super) early: Vec<String>,
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
    let signature = Signature::of(weaver.module, def);
    let sorted = decorators::sort(weaver.module, def, marking);
    if launch.kind == LaunchKind::Stub {
        return stub(weaver, def, launch, sorted, &signature, indent);
    }
    let inner = inner(weaver, def, indent);
    let suite = suite_start(weaver, def, &signature);
    let early = argument::early(weaver, def, marking, launch, &weaver.margin(&indent.to));
    let mut pieces = wrapper_header(weaver, def, &sorted, launch, &signature, indent);
    match def.body.first().map(|first| u32::from(first.start())) {
        // A docstring on the header's line gets one of its own.
        Some(start) if suite.first == 1 && lines_equal(weaver, signature.end, start) => {
            pieces.push(Piece::Generated(format!("\n{}", inner.to)));
            pieces.push(kept(Span::new(start, suite.wrapper_end)));
        }
        _ if launch.transparent == Switch::On => {
            pieces.push(kept(Span::new(signature.end, suite.wrapper_end)));
        }
        _ => {
            pieces.extend(type_comment::behind_header(weaver, def, &signature, suite.wrapper_end, &inner.to))
        }
    }
    if !weaver.module.slice(Span::new(signature.start, suite.wrapper_end)).ends_with(['\n', '\r']) {
        pieces.push(Piece::Generated("\n".to_owned()));
    }
    let mut pieces = moved(pieces, indent);
    let submit = launch::submit(weaver, def, &sorted, launch, &early, &weaver.margin(&inner.to));
    let filler = (suite.first == def.body.len()).then_some("pass");
    let (home_indent, tail) = match launch::home(weaver, launch) {
        Home::Beside => {
            pieces.push(Piece::Generated(submit + blank_lines(indent)));
            let name = launch::body_name(weaver, launch);
            pieces.extend(body::header(weaver, def, &sorted, &name, (None, launch.own_defaults), indent));
            if let Some(found) = type_comment::find(weaver.module, def, signature.end)
                && found.comment.end <= suite.wrapper_end
                && let Some(Piece::Generated(header)) = pieces.last_mut()
            {
                header.truncate(header.trim_end_matches('\n').len());
                header.push_str(&format!("  {}\n", weaver.module.slice(found.comment)));
            }
            if let Some(from) = ellipsis_end(weaver, def, suite.first, signature.end)
                && let Some(Piece::Generated(header)) = pieces.last_mut()
            {
                header.truncate(header.trim_end_matches('\n').len());
                header.push_str(" ...\n");
                let (first, early) = (def.body.len(), early_lines(early));
                return Head { early, pieces, first, from, suite: inner, filler: None, tail: Vec::new() };
            }
            (inner, Vec::new())
        }
        Home::Inside(name) => {
            let nested = Indent { from: indent.from.clone(), to: inner.to };
            let gap = if suite.first == 1 { "\n" } else { "" };
            pieces.push(Piece::Generated(gap.to_owned()));
            let receiver = launch::receiver_type(weaver, def, launch);
            pieces.extend(body::header(
                weaver,
                def,
                &sorted.inside_wrapper(),
                &name,
                (receiver, launch.own_defaults),
                &nested,
            ));
            (self::inner(weaver, def, &nested), vec![Piece::Generated(format!("\n{submit}"))])
        }
    };
    let early = early_lines(early);
    Head { early, pieces, first: suite.first, from: suite.body_start, suite: home_indent, filler, tail }
}

fn early_lines(early: Vec<Early>) -> Vec<String> {
    early.into_iter().map(|argument| argument.line).collect()
}

/// Where the line of `def` ends if `...` on the header's line is all its body, and nothing is behind it.
fn ellipsis_end(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    first: usize,
    header_end: u32,
) -> Option<u32> {
    let [ast::Stmt::Expr(only)] = def.body.get(first..)? else { return None };
    let end = weaver.module.lines.full_line(only.end().into()).end;
    let is_bare = weaver.module.slice(Span::new(only.end().into(), end)).trim().is_empty();
    let is_ellipsis = matches!(*only.value, ast::Expr::EllipsisLiteral(_));
    (is_ellipsis && is_bare && lines_equal(weaver, header_end, only.start().into())).then_some(end)
}

/// A stub keeps everything but the marker and its annotation. Where the body of an abstract method is called by name, it declares
/// that as well.
fn stub(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    launch: &Launch,
    mut sorted: Decorators,
    signature: &Signature,
    indent: &Indent,
) -> Head {
    let below = std::mem::take(&mut sorted.body);
    sorted.wrapper.extend(below);
    sorted.wrapper.sort();
    sorted.wrapper.dedup();
    let mut pieces = decorators::pieces(weaver, &sorted.wrapper, signature.start, &indent.to);
    pieces.extend(typed(weaver, def, launch, signature));
    let suite_of_stub = kept(Span::new(signature.end, def.end().into()));
    pieces.push(suite_of_stub.clone());
    if !launch.body_name.is_empty() {
        let name = span_of(def.name.range());
        pieces.push(Piece::Generated(format!("\n{}{}", blank_lines(indent), indent.from)));
        pieces.extend(decorators::pieces(weaver, &sorted.wrapper, signature.start, &indent.to));
        pieces.push(kept(Span::new(signature.start, name.start)));
        pieces.push(Piece::Generated(launch.body_name.clone()));
        pieces.push(kept(Span::new(name.end, signature.end)));
        pieces.push(suite_of_stub);
    }
    let suite = inner(weaver, def, indent);
    let (first, from) = (def.body.len(), def.end().into());
    Head {
        early: Vec::new(),
        pieces: moved(pieces, indent),
        first,
        from,
        suite,
        filler: None,
        tail: Vec::new(),
    }
}

/// Decorators and signature of the wrapper, up to the colon.
fn wrapper_header(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    sorted: &Decorators,
    launch: &Launch,
    signature: &Signature,
    indent: &Indent,
) -> Vec<Piece> {
    let mut pieces = decorators::pieces(weaver, &sorted.wrapper, signature.start, &indent.to);
    match sorted.body_signature {
        BodySignature::AsWritten => {
            let kept = typed(weaver, def, launch, signature);
            pieces.extend(broken_where_too_long(weaver, signature, kept, indent));
        }
        BodySignature::Unknown => pieces.push(Piece::Generated(any_signature(weaver, def, launch, indent))),
    }
    pieces
}

/// The signature as written, with `Future[T]` for `T` where a call gives a future.
fn typed(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    launch: &Launch,
    signature: &Signature,
) -> Vec<Piece> {
    let returns = def.returns.as_ref().filter(|_| launch.transparent == Switch::Off);
    let Some(returns) = returns else { return vec![kept(Span::new(signature.start, signature.end))] };
    let span = span_of(returns.range());
    let mut pieces = vec![kept(Span::new(signature.start, span.start))];
    if launch::implements_overloads(weaver.summary, launch) {
        // A future of several types is none of one of them, so it fits no overload.
        pieces.push(Piece::Generated(weaver.future_of(weaver.name(Import::ANY))));
    } else {
        pieces.extend(annotation::future_of(weaver, returns));
    }
    pieces.push(kept(Span::new(span.end, signature.end)));
    pieces
}

/// A signature on one line that fitted it and doesn't any more is laid out anew.
fn broken_where_too_long(
    weaver: &Weaver<'_>,
    signature: &Signature,
    pieces: Vec<Piece>,
    indent: &Indent,
) -> Vec<Piece> {
    let text: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Source { span, .. } => weaver.module.slice(*span),
            Piece::Generated(text) => text,
        })
        .collect();
    let width = usize::from(weaver.options.line_length);
    let columns = |text: &str| indent.to.chars().count() + text.chars().count();
    let before = weaver.module.slice(Span::new(signature.start, signature.end));
    if text.contains(['\n', '\r']) || columns(&text) <= width || columns(before) > width {
        return pieces;
    }
    let broken = layout::statement(&text, &weaver.margin(&indent.to));
    vec![Piece::Generated(broken[indent.to.len()..].to_owned())]
}

/// A signature that takes whatever the decorated body takes.
fn any_signature(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    launch: &Launch,
    indent: &Indent,
) -> String {
    let facts = weaver.summary.functions.get(launch.function.0 as usize);
    let receiver = signature::receiver(&def.parameters)
        .filter(|receiver| launch::is_method(facts) && !receiver.ends_with(']'));
    let receiver = receiver.map(|receiver| format!("{receiver}, /")).unwrap_or_default();
    let is_annotated = needs::is_annotated(def);
    let form = if is_annotated { template::WRAPPER_ANY_TYPED } else { template::WRAPPER_ANY };
    let any = weaver.name(Import::ANY);
    let given = match launch.transparent {
        Switch::On => any.to_owned(),
        Switch::Off => weaver.future_of(any),
    };
    let holes =
        [("ANY", any), ("FUTURE_OF_ANY", &given), ("RECEIVER", &receiver), ("WRAPPER", def.name.as_str())];
    let header = template::header(form, &holes, &weaver.margin(&indent.to));
    header[indent.to.len()..].trim_end_matches('\n').to_owned()
}

/// The block of `def`, which stands in one at `indent`: as much deeper as it is in the source.
fn inner(weaver: &Weaver<'_>, def: &ast::StmtFunctionDef, indent: &Indent) -> Indent {
    let module = weaver.module;
    let start = def.body.first().map_or(0, |first| first.start().into());
    let line = module.lines.line_start(start);
    let own_line = module.slice(Span::new(line, start)).trim().is_empty();
    let from = if own_line { trivia::indentation(module, line) } else { "" };
    let unit = from.strip_prefix(indent.from.as_str()).filter(|unit| !unit.is_empty());
    let unit = unit.unwrap_or(&module.style.indent);
    Indent { from: format!("{}{unit}", indent.from), to: format!("{}{unit}", indent.to) }
}

/// The blank lines between wrapper and body.
pub(super) fn blank_lines(indent: &Indent) -> &'static str {
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
        Some(_) => {
            SuiteStart { first, wrapper_end: line_end, body_start: skip_blank_lines(weaver, line_end) }
        }
        None => SuiteStart { first, wrapper_end: line_end, body_start: line_end },
    }
}

fn lines_equal(weaver: &Weaver<'_>, one: u32, other: u32) -> bool {
    weaver.module.lines.line(one) == weaver.module.lines.line(other)
}

/// The start of the first line from `offset` on that isn't blank.
fn skip_blank_lines(weaver: &Weaver<'_>, offset: u32) -> u32 {
    let lines = &weaver.module.lines;
    // A form feed is there to be seen.
    let is_blank = |line: &usize| {
        let text = Span::new(lines.start(*line), lines.start(line + 1)).slice(&weaver.module.text);
        text.trim().is_empty() && !text.contains('\x0c')
    };
    let first = lines.line(offset);
    let blank = (first..lines.count()).take_while(is_blank).count();
    lines.start(first + blank)
}
