//! Calls in place: a concurrent function whose future a body waits for at once runs its body in the waiting thread.
//!
//! ```python
//! left = walk(node.left).result()      # before
//! left = _walk_body(node.left)         # after
//! ```

use super::Indent;
use super::block::Emitter;
use super::expression;
use crate::plan::{Hoist, InPlaceCall};
use crate::text::Span;

impl<'a> Emitter<'_, 'a> {
    /// `call`, with `names` and further in-place calls put into its arguments.
    pub(super) fn in_place(&mut self, call: &'a InPlaceCall, names: &'a [Hoist], indent: &Indent) {
        let arguments = expression::opening_parenthesis(self.weaver.module, call.callee.end, call.call);
        self.lines.generated(&call.body_name);
        self.expression(Span::new(arguments, call.call.end), names, indent);
    }
}
