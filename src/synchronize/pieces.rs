//! Changes of a text that may lie in code which moves as a whole.
//!
//! Must not know Python.

use std::collections::BTreeMap;

use crate::text::{Edit, Piece, Span};

/// Stands in a template for code of the source.
pub(super) const SOURCE: &str = "\u{E001}";

/// Small changes, disjoint.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// By place; those at one place in the order in which they came.
    changes: BTreeMap<(Span, usize), Vec<Piece>>,
    /// How many there were so far.
    count: usize,
}

impl Changes {
    pub(super) fn replace(&mut self, span: Span, pieces: Vec<Piece>) {
        self.changes.insert((span, self.count), pieces);
        self.count += 1;
    }

    pub(super) fn insert(&mut self, at: u32, text: impl Into<String>) {
        self.replace(Span::at(at), vec![Piece::Generated(text.into())]);
    }

    /// The code of `span` with the changes in it, to be written elsewhere: they are no changes any more.
    pub(super) fn take(&mut self, span: Span) -> Vec<Piece> {
        let inside: Vec<(Span, usize)> =
            self.changes.keys().filter(|(at, _)| span.contains(*at)).copied().collect();
        let mut pieces = Vec::new();
        let mut done = span.start;
        for key in inside {
            let Some(change) = self.changes.remove(&key) else { continue };
            pieces.push(Piece::Source { span: Span::new(done, key.0.start), shift: None });
            pieces.extend(change);
            done = key.0.end;
        }
        pieces.push(Piece::Source { span: Span::new(done, span.end), shift: None });
        pieces
    }

    /// As edits, in the order in which they are to be applied.
    pub(super) fn into_edits(self) -> Vec<Edit> {
        self.changes.into_iter().map(|((span, _), pieces)| Edit { span, pieces }).collect()
    }
}

/// `text` with `source` in the place of its mark.
pub(super) fn with_source(text: &str, source: Vec<Piece>) -> Vec<Piece> {
    let Some((before, behind)) = text.split_once(SOURCE) else {
        return vec![Piece::Generated(text.to_owned())];
    };
    let mut pieces = vec![Piece::Generated(before.to_owned())];
    pieces.extend(source);
    pieces.push(Piece::Generated(behind.to_owned()));
    pieces
}

/// The text that pieces give.
pub(super) fn written(pieces: &[Piece], source: &str) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Source { span, .. } => span.slice(source).to_owned(),
        Piece::Generated(text) => text.clone(),
    };
    pieces.iter().map(text).collect()
}
