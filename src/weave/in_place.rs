//! Calls in place: a concurrent function whose body runs in the thread of the caller, which waits for a future at once or says
//! so.
//!
//! ```python
//! left = walk(node.left).result()      # before
//! left = _walk_body(node.left)         # after
//! done = call_here(record, page)       # before
//! done = _record_body(page)            # after
//! paid = call_here(account.pay, 3)     # before
//! paid = account.pay_body(3)           # after
//! ```

use super::Indent;
use super::block::Emitter;
use super::{expression, node};
use crate::plan::{Hoist, InPlaceCall, InPlaceSpelling};
use crate::python::ast::token::TokenKind;
use crate::python::{Module, Ranged, span_of};
use crate::text::Span;

impl<'a> Emitter<'_, 'a> {
    /// `call`, with `names` and further in-place calls put into its arguments.
    pub(super) fn in_place(&mut self, call: &'a InPlaceCall, names: &'a [Hoist], indent: &Indent) {
        let module = self.weaver.module;
        match call.spelling {
            InPlaceSpelling::Waited => {
                let arguments = expression::opening_parenthesis(module, call.callee.end, call.call);
                self.lines.generated(&call.body_name);
                self.expression(Span::new(arguments, call.call.end), names, indent);
            }
            InPlaceSpelling::Here => {
                if let Some(dot) = module.slice(call.callee).rfind('.') {
                    let object = Span::new(call.callee.start, call.callee.start + dot as u32 + 1);
                    self.expression(object, names, indent);
                }
                self.lines.generated(&format!("{}(", call.body_name));
                self.expression(Span::new(behind_function(module, call), call.call.end), names, indent);
            }
        }
    }
}

/// Where the rest of a `call_here` starts: behind the function, its comma, and the blanks there.
fn behind_function(module: &Module, call: &InPlaceCall) -> u32 {
    let rest = Span::new(expression::written(module, call.callee).end, call.call.end);
    let comma = node::tokens(module, rest).iter().find(|token| token.kind() != TokenKind::NonLogicalNewline);
    let comma = comma.filter(|token| token.kind() == TokenKind::Comma);
    let behind = comma.map_or(rest.start, |token| span_of(token.range()).end);
    let blanks = module.slice(Span::new(behind, call.call.end));
    behind + (blanks.len() - blanks.trim_start_matches([' ', '\t']).len()) as u32
}
