//! Signatures in comments: `# type: (int) -> int` behind the header of a function or on a line of its own below it.
//!
//! ```python
//! def load(a):  # type: (int) -> str               # before
//! def load(a):  # type: (int) -> Future[str]       # after
//! ```

use super::names::Import;
use super::signature::Signature;
use super::{Weaver, kept};
use crate::python::ast::StmtFunctionDef;
use crate::python::ast::token::TokenKind;
use crate::python::{Module, Ranged, span_of};
use crate::text::{Piece, Span};

/// A signature in a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TypeComment {
    /// From `#` on.
    pub(super) comment: Span,
    /// The type that is returned.
    pub(super) returns: Span,
}

/// The one of `def`, whose header ends at `header_end`, if it has one.
pub(super) fn find(module: &Module, def: &StmtFunctionDef, header_end: u32) -> Option<TypeComment> {
    let first = u32::from(def.body.first()?.start());
    let from = module.tokens().partition_point(|token| u32::from(token.start()) < header_end);
    let comment = module.tokens()[from..].iter().find(|token| token.kind() == TokenKind::Comment)?;
    let comment = span_of(comment.range());
    let text = module.slice(comment);
    let said = text.trim_start_matches('#').trim_start().strip_prefix("type:")?.trim_start();
    if comment.end > first || !said.starts_with('(') || def.returns.is_some() {
        return None;
    }
    let start = text.find("->")? + "->".len();
    let start = start + text[start..].len() - text[start..].trim_start().len();
    let length = text[start..].find('#').unwrap_or(text.len() - start);
    let returns = text[start..start + length].trim_end();
    let start = comment.start + start as u32;
    (!returns.is_empty())
        .then(|| TypeComment { comment, returns: Span::new(start, start + returns.len() as u32) })
}

/// What stands from behind the header of `def` up to `end`, with the type that the wrapper returns.
pub(super) fn behind_header(
    weaver: &Weaver<'_>,
    def: &StmtFunctionDef,
    signature: &Signature,
    end: u32,
    indent: &str,
) -> Vec<Piece> {
    let whole = Span::new(signature.end, end);
    let Some(found) = find(weaver.module, def, signature.end) else { return vec![kept(whole)] };
    let future = format!("{}[", weaver.name(Import::FUTURE));
    if whole.contains(found.comment) {
        return vec![
            kept(Span::new(whole.start, found.returns.start)),
            Piece::Generated(future),
            kept(found.returns),
            Piece::Generated("]".to_owned()),
            kept(Span::new(found.returns.end, end)),
        ];
    }
    let before = weaver.module.slice(Span::new(found.comment.start, found.returns.start));
    let line = format!("{indent}{before}{future}{}]\n", weaver.module.slice(found.returns));
    let header_end = weaver.module.lines.full_line(signature.end).end.min(end);
    vec![kept(Span::new(whole.start, header_end)), Piece::Generated(line), kept(Span::new(header_end, end))]
}
