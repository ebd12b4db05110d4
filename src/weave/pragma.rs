//! Comments by which checkers are told to pass over a line: a line that takes code out of another gets its comments too.
//!
//! ```python
//! y = start("1").result() + n  # type: ignore[arg-type]            # before
//! _result = start("1").result()  # type: ignore[arg-type, unused-ignore]      # after, and the statement
//! ```
//! Must not know which code is taken out.

use crate::python::ast::StmtFunctionDef;
use crate::python::ast::token::TokenKind;
use crate::python::{Module, Ranged, span_of};
use crate::text::Span;

/// What stands behind a line that takes `expression` out of its statement: the comments for checkers on the line where the
/// expression starts, or on that where its logical line ends. Only a call is worth one.
pub(super) fn of(module: &Module, expression: Span) -> Option<String> {
    if !module.slice(expression).contains('(') {
        return None;
    }
    let tokens = module.tokens();
    let from = tokens.partition_point(|token| u32::from(token.start()) < expression.start);
    let logical = tokens[from..].iter().take_while(|token| token.kind() != TokenKind::Newline);
    let comments = logical.filter(|token| token.kind() == TokenKind::Comment);
    let first_line = module.lines.line(expression.start);
    let last_line = module.lines.line(expression.end);
    let near = comments.map(|token| span_of(token.range())).filter(|comment| {
        let line = module.lines.line(comment.start);
        line == first_line || line == last_line
    });
    let found: Vec<String> = near.flat_map(|comment| addressed(module.slice(comment))).collect();
    (!found.is_empty()).then(|| found.iter().map(|part| format!("  # {part}")).collect())
}

/// What stands behind the header of the body of `def`: the comments for checkers in the header that it is made from.
pub(super) fn of_header(module: &Module, def: &StmtFunctionDef) -> Option<String> {
    let start = u32::from(def.name.start());
    let tokens = module.tokens();
    let from = tokens.partition_point(|token| u32::from(token.start()) < start);
    let header = tokens[from..].iter().take_while(|token| token.kind() != TokenKind::Newline);
    let first = def.body.first().map_or(start, |first| u32::from(first.start()));
    let comments = header.filter(|token| token.kind() == TokenKind::Comment);
    let comments = comments.map(|token| span_of(token.range())).filter(|comment| comment.end < first);
    // A body overrides nothing: its name is its own.
    let is_met = |part: &String| !part.starts_with("type: ignore[override, unused-ignore");
    let parts = comments.flat_map(|comment| addressed(module.slice(comment)));
    let found: Vec<String> = parts.filter(is_met).collect();
    (!found.is_empty()).then(|| found.iter().map(|part| format!("  # {part}")).collect())
}

/// Where the codes of a `# type: ignore[...]` in `rest`, the end of a line, end, unless they say that it may be unused.
pub(super) fn end_of_codes(rest: &str) -> Option<usize> {
    let start = rest.find("type: ignore[").or_else(|| rest.find("type:ignore["))?;
    let end = start + rest[start..].find(']')?;
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    (end < line && !rest[start..end].contains("unused-ignore")).then_some(end)
}

/// The parts of `comment` that speak to checkers. One that names errors need not find them on the new line.
fn addressed(comment: &str) -> Vec<String> {
    let parts = comment.split('#').map(str::trim);
    let speaks = |part: &&str| {
        let word = part.to_ascii_lowercase().replace(' ', "");
        ["type:ignore", "pyright:ignore", "noqa"].iter().any(|start| word.starts_with(start))
    };
    let widened = |part: &str| match part.split_once(']') {
        Some((codes, rest)) if part.starts_with("type:") && !codes.contains("unused-ignore") => {
            format!("{codes}, unused-ignore]{rest}")
        }
        _ => part.to_owned(),
    };
    parts.filter(speaks).map(widened).collect()
}
