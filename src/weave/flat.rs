//! Expressions of the source on one line, so that they can be laid out anew.
//!
//! ```python
//! start({}, "end")      # before, over two lines in parentheses
//! .result()
//! start({}, "end").result()    # after
//! ```
//! Knows tokens. Must not know where the line goes.

use super::node;
use crate::python::ast::token::TokenKind;
use crate::python::{Module, Ranged, span_of};
use crate::text::Span;

/// `span`, an expression, on one line; `None` where a comment, a string over lines or a comma that asks for lines stands in it.
///
/// What `replaced` says stands in place of its spans.
pub(super) fn expression(module: &Module, span: Span, replaced: &[(Span, &str)]) -> Option<String> {
    let mut text = String::new();
    let mut before: Option<(TokenKind, u32)> = None;
    for token in node::tokens(module, span) {
        let (kind, place) = (token.kind(), span_of(token.range()));
        let name = replaced.iter().find(|(gone, _)| gone.contains(place));
        let (kind, place, spelled) = match name {
            Some((gone, _)) if before.is_some_and(|(_, end)| end == gone.end) => continue,
            Some((gone, name)) => (TokenKind::Name, *gone, *name),
            None => (kind, place, module.slice(place)),
        };
        match kind {
            TokenKind::NonLogicalNewline => continue,
            TokenKind::Comment => return None,
            _ if spelled.contains(['\n', '\r']) => return None,
            _ => {}
        }
        if let Some((last, end)) = before {
            let gap = module.slice(Span::new(end, place.start));
            if !gap.contains(['\n', '\r']) {
                text.push_str(gap);
            } else if last == TokenKind::Comma && closes(kind) {
                return None;
            } else if !opens(last) && !closes(kind) && kind != TokenKind::Dot {
                text.push(' ');
            }
        }
        text.push_str(spelled);
        before = Some((kind, place.end));
    }
    Some(text)
}

fn opens(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace)
}

fn closes(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace)
}
