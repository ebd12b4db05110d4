//! Expressions: source bytes in which names take the place of what was evaluated before, and bodies that of futures.
//!
//! ```python
//! return render(cache[u], score(u).result())       # before
//! _value = cache[u]                                # after: a hoist
//! return render(_value, _score_body(u))            # and the statement
//! ```
//! Knows spans and tokens. Must not know which expressions are taken out, nor why.

use super::Indent;
use super::block::{Emitter, shift};
use super::node;
use crate::plan::{Hoist, InPlaceCall};
use crate::python::ast::token::TokenKind;
use crate::python::{Module, Ranged, span_of};
use crate::text::Span;

/// What takes the place of source bytes.
enum Replacement<'a> {
    Name(&'a Hoist),
    InPlace(&'a InPlaceCall),
}

impl<'a> Emitter<'_, 'a> {
    /// The line that evaluates `hoist`; `earlier` are the hoists before it.
    pub(super) fn hoist(&mut self, hoist: &'a Hoist, earlier: &'a [Hoist], indent: &Indent) {
        let parenthesised = needs_parentheses(self.weaver.module, hoist.expression);
        let (open, close) = if parenthesised { ("(", ")") } else { ("", "") };
        self.lines.end_line();
        self.lines.generated(&format!("{}{} = {open}", indent.to, hoist.name));
        self.expression(hoist.expression, earlier, indent);
        self.lines.generated(&format!("{close}\n"));
    }

    /// The bytes of `span` with `names` and the in-place calls put in.
    pub(super) fn expression(&mut self, span: Span, names: &'a [Hoist], indent: &Indent) {
        let mut at = span.start;
        while let Some(replacement) = self.next_replacement(Span::new(at, span.end), names) {
            let replaced = match &replacement {
                Replacement::Name(hoist) => hoist.expression,
                Replacement::InPlace(call) => call.expression,
            };
            self.lines.source(Span::new(at, replaced.start), shift(indent));
            match replacement {
                Replacement::Name(hoist) => self.name(hoist),
                Replacement::InPlace(call) => self.in_place(call, names, indent),
            }
            at = replaced.end;
        }
        self.lines.source(Span::new(at, span.end), shift(indent));
    }

    /// The first replacement in `span`; of those that start there the outermost, a name before a call.
    fn next_replacement(&self, span: Span, names: &'a [Hoist]) -> Option<Replacement<'a>> {
        let order = |span: Span| (span.start, u32::MAX - span.end);
        let name = names
            .iter()
            .filter(|hoist| span.contains(hoist.expression))
            .min_by_key(|hoist| order(hoist.expression));
        let call = self.decisions.in_place(span);
        match (name, call) {
            (Some(name), Some(call)) if order(call.expression) < order(name.expression) => {
                Some(Replacement::InPlace(call))
            }
            (Some(name), _) => Some(Replacement::Name(name)),
            (None, Some(call)) => Some(Replacement::InPlace(call)),
            (None, None) => None,
        }
    }

    /// The name of a hoist, set apart from a word that touches the expression (`in[1, 2]`).
    fn name(&mut self, hoist: &Hoist) {
        let text = &self.weaver.module.text;
        let span = hoist.expression;
        let before = Span::new(0, span.start).slice(text).ends_with(is_word);
        let after = Span::new(span.end, text.len() as u32).slice(text).starts_with(is_word);
        let (left, right) = (if before { " " } else { "" }, if after { " " } else { "" });
        self.lines.generated(&format!("{left}{}{right}", hoist.name));
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether `span`, an expression, has to stand in parentheses behind `name = `: it goes over lines outside of any bracket, or
/// is an assignment expression or a bare generator.
pub(super) fn needs_parentheses(module: &Module, span: Span) -> bool {
    outer_kinds(module, span)
        .any(|kind| matches!(kind, TokenKind::NonLogicalNewline | TokenKind::ColonEqual | TokenKind::For))
}

/// Whether `not` would take only a part of `span`, an expression.
pub(super) fn binds_looser_than_not(module: &Module, span: Span) -> bool {
    outer_kinds(module, span).any(|kind| {
        matches!(
            kind,
            TokenKind::NonLogicalNewline
                | TokenKind::ColonEqual
                | TokenKind::And
                | TokenKind::Or
                | TokenKind::If
                | TokenKind::Lambda
                | TokenKind::Yield
                | TokenKind::Comma
        )
    })
}

/// The kinds of the tokens in `span` that stand in none of its brackets or f-strings.
fn outer_kinds(module: &Module, span: Span) -> impl Iterator<Item = TokenKind> {
    let mut depth = 0_u32;
    node::tokens(module, span).iter().filter_map(move |token| {
        let kind = token.kind();
        match kind {
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => depth += 1,
            TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd => {
                depth = depth.saturating_sub(1);
            }
            _ => return (depth == 0).then_some(kind),
        }
        None
    })
}

/// Where the parenthesis of a call opens whose callee ends at `callee_end`.
pub(super) fn opening_parenthesis(module: &Module, callee_end: u32, call: Span) -> u32 {
    let rest = Span::new(callee_end, call.end);
    let opening = node::tokens(module, rest).iter().find(|token| token.kind() == TokenKind::Lpar);
    opening.map_or(callee_end, |token| span_of(token.range()).start)
}
