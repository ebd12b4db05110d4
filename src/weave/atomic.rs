//! `with atomic:` blocks: the line becomes what takes their locks, or goes where they need none.
//!
//! ```python
//! with atomic:  # both at once     # before
//!     a, b = b, a
//! ```
//! ```python
//! with _a_lock:  # both at once    # after
//!     a, b = b, a
//! ```

use super::Indent;
use super::block::Emitter;
use super::compound::limit;
use super::node::{Clause, Item};
use super::section::Taking;
use crate::plan::{Form, Section};
use crate::text::Span;

impl<'a> Emitter<'_, 'a> {
    /// A block that takes the locks of `section`.
    pub(super) fn atomic(
        &mut self,
        item: &Item<'_>,
        clauses: &[Clause<'_>],
        section: &'a Section,
        indent: &Indent,
    ) {
        if section.locks.is_empty() {
            self.unlocked_atomic(item, clauses, indent);
            return;
        }
        let Some(clause) = clauses.first() else { return };
        let taking = if section.form == Form::AtomicExplicit { Taking::Explicit } else { Taking::With };
        let mut frame = self.frame(&section.locks, taking, &indent.to);
        let own_line = frame.before.pop().unwrap_or_default();
        self.write(&frame.before);
        let header = own_line.trim_start_matches([' ', '\t']);
        if frame.before.is_empty() {
            self.start_line(item.prefix, indent);
        } else {
            self.lines.generated(&own_line[..own_line.len() - header.len()]);
        }
        self.lines.generated(header.trim_end_matches(':'));
        self.lines.source(Span::new(clause.header.end - 1, clause.header.end), None);
        let place = self.place(clause, limit(None, item.extent), indent);
        self.header_end(clause, &place, indent);
        let mut inner = place.inner(self, indent);
        if frame.inner.len() > inner.to.len() {
            inner.to = frame.inner;
        }
        self.block(clause.body, &place, &inner);
        self.write(&frame.behind);
    }

    /// A block that needs no lock: it moves out.
    pub(super) fn unlocked_atomic(&mut self, item: &Item<'_>, clauses: &[Clause<'_>], indent: &Indent) {
        let Some(clause) = clauses.first() else { return };
        let place = self.place(clause, limit(None, item.extent), indent);
        self.header_comment(clause, &place.layout, place.region.start, indent);
        let inner = Indent { from: place.inner(self, indent).from, to: indent.to.clone() };
        self.block(clause.body, &place, &inner);
    }
}
