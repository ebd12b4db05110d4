//! Edits: sorted, disjoint, applied once to the original text, with the line map that falls out of it.
//!
//! A replacement is a run of pieces: source bytes that stay (perhaps indented anew) and generated text. So an edit may
//! wrap, move and re-indent code without ever printing it back.

use serde::{Deserialize, Serialize};

use super::{LineIndex, Newline, Origins, Span};

/// How the lines of a piece of source are indented anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The indentation that the lines have now, as the block that holds them has it.
    pub from: String,
    /// The indentation that they get in its place.
    pub to: String,
}

/// One piece of a replacement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// Bytes of the source. With a shift, each line of it that starts inside the span, outside `Edits::protected`, and with
    /// `shift.from`, starts with `shift.to` instead; so does the span's own first line if the span starts at a line start.
    Source {
        /// Which bytes.
        span: Span,
        /// How its lines move.
        shift: Option<Shift>,
    },
    /// New text, line ends as `\n` (written as the file's own), complete with its indentation.
    Generated(String),
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub pieces: Vec<Piece>,
}

/// Two edits that touch the same bytes: a defect of ours, never of the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The edit that was there.
    pub first: Span,
    /// The one that overlaps it.
    pub second: Span,
}

impl std::fmt::Display for Overlap {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Overlap { first, second } = self;
        write!(
            formatter,
            "edits overlap: {}..{} and {}..{}",
            first.start, first.end, second.start, second.end
        )
    }
}

impl std::error::Error for Overlap {}

/// For each line of a woven text, the line of the source that it came from (both counted from 0).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineMap {
    /// `None` for a generated line.
    pub lines: Vec<Option<u32>>,
}

impl LineMap {
    /// The map of a text that was made of the one that `earlier` is for.
    #[must_use]
    pub fn after(&self, earlier: &LineMap) -> LineMap {
        let line =
            |line: &Option<u32>| line.and_then(|line| earlier.lines.get(line as usize).copied().flatten());
        LineMap { lines: self.lines.iter().map(line).collect() }
    }
}

/// A text with its edits applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Woven {
    /// The new text.
    pub text: String,
    /// Where its lines came from.
    pub line_map: LineMap,
    /// Where its bytes came from.
    pub origins: Origins,
}

/// The edits of one text.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// Not sorted; `apply` sorts.
    edits: Vec<Edit>,
    /// Spans whose line starts are never indented (string tokens).
    protected: Vec<Span>,
}

impl Edits {
    /// No edits yet; line starts inside a span of `protected` (sorted, disjoint) keep their bytes whatever moves around them.
    pub fn new(protected: Vec<Span>) -> Edits {
        Edits { edits: Vec::new(), protected }
    }

    /// Adds one.
    pub fn push(&mut self, span: Span, pieces: Vec<Piece>) {
        self.edits.push(Edit { span, pieces });
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Applies all to `source`. Insertions at one offset are written in the order in which they were pushed.
    ///
    /// # Errors
    /// `Overlap` when two edits share bytes.
    pub fn apply(mut self, source: &str, newline: Newline) -> Result<Woven, Overlap> {
        self.edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        for pair in self.edits.windows(2) {
            if pair[0].span.end > pair[1].span.start {
                return Err(Overlap { first: pair[0].span, second: pair[1].span });
            }
        }
        let index = LineIndex::new(source);
        let mut writer = Writer {
            source,
            index: &index,
            newline,
            protected: &self.protected,
            text: String::new(),
            lines: vec![None],
            origins: Origins::default(),
        };
        let mut done = 0;
        for edit in &self.edits {
            writer.source(Span::new(done, edit.span.start), None);
            for piece in &edit.pieces {
                match piece {
                    Piece::Source { span, shift } => writer.source(*span, shift.as_ref()),
                    Piece::Generated(text) => {
                        writer.origins.made(writer.text.len() as u32, edit.span);
                        writer.generated(text);
                    }
                }
            }
            done = edit.span.end;
        }
        writer.source(Span::new(done, source.len() as u32), None);
        if writer.text.ends_with(['\n', '\r']) {
            writer.lines.pop();
        }
        let Writer { text, lines, origins, .. } = writer;
        Ok(Woven { text, line_map: LineMap { lines }, origins })
    }
}

struct Writer<'a> {
    source: &'a str,
    index: &'a LineIndex,
    newline: Newline,
    protected: &'a [Span],
    text: String,
    lines: Vec<Option<u32>>,
    origins: Origins,
}

impl Writer<'_> {
    fn source(&mut self, span: Span, shift: Option<&Shift>) {
        let mut at = span.start;
        while at < span.end {
            let full = self.index.full_line(at);
            let end = full.end.min(span.end);
            let mut rest = Span::new(at, end).slice(self.source);
            if at == full.start
                && !self.is_protected(at)
                && let Some(shift) = shift
                && let Some(body) = rest.strip_prefix(shift.from.as_str())
                && !Span::new(at, full.end)
                    .slice(self.source)
                    .trim_matches([' ', '\t', '\x0c', '\n', '\r'])
                    .is_empty()
            {
                self.text.push_str(&shift.to);
                rest = body;
            }
            if let Some(last) = self.lines.last_mut() {
                last.get_or_insert(self.index.line(at) as u32);
            }
            self.origins.copied(self.text.len() as u32, end - rest.len() as u32);
            self.text.push_str(rest);
            if end == full.end && rest.ends_with(['\n', '\r']) {
                self.lines.push(None);
            }
            at = end;
        }
    }

    fn generated(&mut self, text: &str) {
        let mut lines = text.split('\n');
        self.text.push_str(lines.next().unwrap_or(""));
        for line in lines {
            self.text.push_str(self.newline.as_str());
            self.lines.push(None);
            self.text.push_str(line);
        }
    }

    /// Whether a line that starts at `offset` starts inside a protected span (not at its first byte).
    fn is_protected(&self, offset: u32) -> bool {
        let at = self.protected.partition_point(|span| span.end <= offset);
        self.protected.get(at).is_some_and(|span| span.start < offset)
    }
}
