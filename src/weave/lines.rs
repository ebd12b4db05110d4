//! The pieces of an output region, collected line by line. Knows when the output stands at the start of a line. Must not
//! know what the lines mean.

use crate::text::{Piece, Shift, Span};

/// Pieces in the making. Neighbouring source pieces that move alike become one, so an untouched stretch is one piece.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    at_line_start: bool,
}

impl<'a> Lines<'a> {
    /// Nothing yet, at a line start.
    pub(super) fn new(text: &'a str) -> Lines<'a> {
        Lines { text, pieces: Vec::new(), at_line_start: true }
    }

    /// Whether the next piece starts a line.
    pub(super) fn at_line_start(&self) -> bool {
        self.at_line_start
    }

    /// Source bytes; an empty span adds nothing. What goes on with a line that has been begun is not indented again.
    pub(super) fn source(&mut self, span: Span, shift: Option<Shift>) {
        let begun = !self.at_line_start && shift.is_some() && self.starts_line(span.start);
        if begun && let Some(length) = line_length(span.slice(self.text)) {
            let cut = span.start + length as u32;
            self.push_source(Span::new(span.start, cut), None);
            self.push_source(Span::new(cut, span.end), shift);
        } else {
            self.push_source(span, if begun { None } else { shift });
        }
    }

    fn starts_line(&self, offset: u32) -> bool {
        let before = Span::new(0, offset).slice(self.text);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    fn push_source(&mut self, span: Span, shift: Option<Shift>) {
        if span.is_empty() {
            return;
        }
        self.at_line_start = span.slice(self.text).ends_with(['\n', '\r']);
        if let Some(Piece::Source { span: last, shift: before }) = self.pieces.last_mut()
            && last.end == span.start
            && *before == shift
        {
            last.end = span.end;
            return;
        }
        self.pieces.push(Piece::Source { span, shift });
    }

    /// New text, which may be part of a line.
    pub(super) fn generated(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.at_line_start = text.ends_with('\n');
        if let Some(Piece::Generated(last)) = self.pieces.last_mut() {
            last.push_str(text);
        } else {
            self.pieces.push(Piece::Generated(text.to_owned()));
        }
    }

    /// A whole new line.
    pub(super) fn line(&mut self, indent: &str, text: &str) {
        self.end_line();
        self.generated(&format!("{indent}{text}\n"));
    }

    /// Pieces that another form made.
    pub(super) fn extend(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            match piece {
                Piece::Source { span, shift } => self.source(span, shift),
                Piece::Generated(text) => self.generated(&text),
            }
        }
    }

    /// Ends the line, unless the output already stands at the start of one.
    pub(super) fn end_line(&mut self) {
        if !self.at_line_start {
            self.generated("\n");
        }
    }

    /// The pieces. Where the source ends without a newline, so does what is generated behind its last line.
    pub(super) fn finish(mut self, region: Span) -> Vec<Piece> {
        let bare_end = region.end as usize == self.text.len()
            && !self.text.is_empty()
            && !self.text.ends_with(['\n', '\r']);
        if bare_end
            && let Some(Piece::Generated(last)) = self.pieces.last_mut()
            && last.ends_with('\n')
        {
            last.pop();
        }
        self.pieces
    }
}

/// Length of the first line of `text` with its line end, if it has one.
fn line_length(text: &str) -> Option<usize> {
    let at = text.find(['\n', '\r'])?;
    Some(at + if text[at..].starts_with("\r\n") { 2 } else { 1 })
}
