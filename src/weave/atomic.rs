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
        let flags = self.flags.len();
        let mut frame = self.frame(section, taking, &indent.to);
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
        self.flags.truncate(flags);
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

#[cfg(test)]
mod tests {
    use crate::plan::Form;
    use crate::weave::fixture::Fixture;

    const SOURCE: &str = "def f():\n  g()\n  # swap\n  with atomic:  # both\n     a, b = (\n         b, a)\n     # end\n  h()\n";

    #[test]
    fn the_line_takes_the_locks() {
        let woven = Fixture::new(SOURCE).around(Form::AtomicWith, "with", &["_a_lock", "_b_lock"]).woven();
        insta::assert_snapshot!(woven, @"
        def f():
          g()
          # swap
          with _a_lock, _b_lock:  # both
             a, b = (
                 b, a)
             # end
          h()
        ");
        let woven =
            Fixture::new("with atomic: x += 1\n").around(Form::AtomicWith, "with", &["_x_lock"]).woven();
        insta::assert_snapshot!(woven, @"
        with _x_lock:
            x += 1
        ");
    }

    #[test]
    fn in_a_body_it_acquires_and_releases() {
        let woven =
            Fixture::new(SOURCE).around(Form::AtomicExplicit, "with", &["_a_lock", "_b_lock"]).woven();
        insta::assert_snapshot!(woven, @"
        def f():
          g()
          # swap
          _a_lock.acquire()
          _b_lock.acquire()
          try:  # both
             a, b = (
                 b, a)
             # end
          finally:
            _b_lock.release()
            _a_lock.release()
          h()
        ");
        let woven = Fixture::new(SOURCE)
            .around(Form::AtomicExplicit, "with", &["_a_lock", "_b_lock"])
            .user_lock("_b_lock")
            .woven();
        insta::assert_snapshot!(woven, @r#"
        def f():
          g()
          # swap
          _a_lock.acquire()
          try:
            if _b_lock.acquire() is False:
              raise RuntimeError("_b_lock was not acquired")
            try:  # both
              a, b = (
                  b, a)
              # end
            finally:
              _b_lock.release()
          finally:
            _a_lock.release()
          h()
        "#);
    }

    #[test]
    fn a_block_without_locks_moves_out() {
        let woven = Fixture::new(SOURCE).around(Form::AtomicWith, "with", &[]).woven();
        insta::assert_snapshot!(woven, @"
        def f():
          g()
          # swap
          # both
          a, b = (
              b, a)
          # end
          h()
        ");
        let woven = Fixture::new("if a:\n    with atomic: x = 1; y = 2  # both").atomic_block("with").woven();
        insta::assert_snapshot!(woven, @"
        if a:
            x = 1; y = 2  # both
        ");
    }
}
