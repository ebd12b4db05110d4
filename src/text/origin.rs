//! Where the bytes of an edited text came from: spans of the new text as spans of the old one.
//!
//! ```python
//! total = f(1) + f(2)                                  # the old text
//! total = f(1).result() + f(2).result()                # the new one: `f(2)` came from `f(2)`, `.result()` from where it was put
//! ```

use serde::{Deserialize, Serialize};

use super::Span;

/// A run of the new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Run {
    /// Copied, byte by byte, from this offset on.
    Copied(u32),
    /// Made for this span.
    Made(Span),
}

/// Where the bytes of an edited text came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    /// Runs by where they start in the new text; each goes to the next.
    runs: Vec<(u32, Run)>,
}

impl Origins {
    /// From `start` on bytes are copied from `from` on.
    pub(super) fn copied(&mut self, start: u32, from: u32) {
        let goes_on =
            matches!(self.runs.last(), Some((at, Run::Copied(before))) if before + (start - at) == from);
        if !goes_on {
            self.begin(start, Run::Copied(from));
        }
    }

    /// From `start` on text is made in the place of `span`.
    pub(super) fn made(&mut self, start: u32, span: Span) {
        self.begin(start, Run::Made(span));
    }

    fn begin(&mut self, start: u32, run: Run) {
        if self.runs.last().is_some_and(|(at, _)| *at == start) {
            self.runs.pop();
        }
        self.runs.push((start, run));
    }

    /// The span of the old text that `span` of the new one came from.
    pub fn of(&self, span: Span) -> Span {
        let start = self.byte(span.start).start;
        match span.end.checked_sub(1).filter(|last| *last >= span.start) {
            // The last byte is looked up, not the one behind it: a run may end there.
            Some(last) => Span::new(start, self.byte(last).end.max(start)),
            None => Span::at(start),
        }
    }

    /// What one byte came from: a byte, or the span that it was made for.
    fn byte(&self, at: u32) -> Span {
        let index = self.runs.partition_point(|(start, _)| *start <= at);
        match index.checked_sub(1).and_then(|index| self.runs.get(index)) {
            Some((start, Run::Copied(from))) => Span::new(from + (at - start), from + (at - start) + 1),
            Some((_, Run::Made(span))) => *span,
            None => Span::new(at, at + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::super::{Edits, Newline, Piece};
    use super::*;

    #[test]
    fn what_was_copied_is_found_again_and_what_was_made_is_where_it_was_put() {
        let old = "total = f(1) + f(2)\nprint(total)\n";
        let mut edits = Edits::new(Vec::new());
        edits.push(Span::at(12), vec![Piece::Generated(".result()".to_owned())]);
        edits.push(
            Span::new(20, 25),
            vec![
                Piece::Generated("show(".to_owned()),
                Piece::Source { span: Span::new(20, 25), shift: None },
                Piece::Generated(")\n".to_owned()),
            ],
        );
        let new = edits.apply(old, Newline::Lf).unwrap();
        let back = |text: &str| {
            let start = new.text.find(text).unwrap() as u32;
            new.origins.of(Span::new(start, start + text.len() as u32)).slice(old).to_owned()
        };
        assert_eq!(back("f(2)"), "f(2)");
        assert_eq!(back("f(1)"), "f(1)");
        assert_eq!(back("total = f(1).result() + f(2)"), "total = f(1) + f(2)");
        assert_eq!(back("print"), "print");
        assert_eq!(back("show("), "print");
    }
}
