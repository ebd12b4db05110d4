//! Whether code may run while a call of a concurrent function runs, and before its result is put where it goes.
//!
//! ```python
//! total = count(pages)    # writes `hits`
//! print(len(pages))       # may run beside it
//! print(hits)             # must wait: it reads what the body writes
//! print(total)            # must wait: it reads the result
//! ```

use super::defer::Pending;
use super::reading::Mention;
use super::{Scope, Speller};
use crate::plan::{SerialCall, Touched};
use crate::program::Access;
use crate::text::Span;

impl<'a> Speller<'a> {
    /// What the code of `range`, without that of `but`, touches itself.
    pub(super) fn touched_within(&self, range: Span, but: &[Span]) -> Touched {
        let mut touched = Touched::default();
        for (at, object, access) in &self.serial.touches {
            if range.contains(*at) && but.iter().all(|part| !part.contains(*at)) {
                touched.add(*object, *access);
            }
        }
        touched
    }

    /// Whether the code of `range`, without that of `but`, must wait for `pending`.
    pub(super) fn clashes(
        &self,
        scope: &Scope<'a>,
        pending: &Pending<'a>,
        range: Span,
        but: &[Span],
    ) -> bool {
        let own = self.touched_within(range, but);
        own.clashes(&pending.call.touched)
            || own.clashes(&pending.touched)
            || self.starts_clash(pending, range, but)
            || scope.reading.within(range, but).any(|mention| self.mention_clashes(pending, mention))
            || (pending.is_shared() && self.calls_others(scope, pending, range, but))
    }

    /// Whether what a variable names must be as `pending` leaves it.
    fn mention_clashes(&self, pending: &Pending<'a>, mention: &Mention<'a>) -> bool {
        let around = || self.serial.calls.iter().filter(|call| call.span.contains(mention.at));
        if pending.is_read_by(mention, self.is_start_of_call(mention.at)) {
            return true;
        }
        if mention.is_bound {
            return false;
        }
        // What a body is given matters to it only if it may change.
        let reaches = || {
            let is_given = |call: &SerialCall| call.given.iter().any(|(span, _)| span.contains(mention.at));
            around().next().is_none() || around().any(is_given)
        };
        let is_same_call = || around().any(|call| call.functions == pending.call.functions);
        let is_given = |(name, access): &(&str, Access)| {
            *name == mention.name && (*access == Access::Write || mention.is_changed)
        };
        (pending.aliases.contains(mention.name) && reaches())
            || (pending.given.iter().any(is_given) && !is_same_call())
    }

    /// Whether a call of a concurrent function in `range` must wait for `pending`. Calls of one function run side by side, whatever
    /// they share: that is what they are concurrent for.
    fn starts_clash(&self, pending: &Pending<'a>, range: Span, but: &[Span]) -> bool {
        self.started_within(range).filter(|call| but.iter().all(|part| !part.contains(call.span))).any(
            |call| {
                let is_other = call.functions != pending.call.functions;
                (is_other && call.touched.clashes(&pending.call.touched))
                    || call.touched.clashes(&pending.touched)
            },
        )
    }

    /// Whether a call of a concurrent function begins with the name at `at`.
    fn is_start_of_call(&self, at: Span) -> bool {
        self.serial.calls.iter().any(|call| call.span.start == at.start)
    }

    /// Whether something is called in `range` that may look at a container that is not the function's alone.
    fn calls_others(&self, scope: &Scope<'a>, pending: &Pending<'a>, range: Span, but: &[Span]) -> bool {
        scope.reading.calls.iter().any(|called| {
            range.contains(called.at)
                && !called.is_harmless
                && !self.calls.contains_key(&called.at)
                && but.iter().all(|part| !part.contains(called.at))
                && !called.at.contains(pending.call.span)
        })
    }
}
