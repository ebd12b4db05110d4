//! From byte offsets to lines and columns, and back.

use super::Span;

/// A place as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, counted from 1.
    pub line: u32,
    /// Column in characters, counted from 1.
    pub column: u32,
}

/// Where each line of a text starts. Lines end at `\n`, `\r\n` or a lone `\r`, as Python's do.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    length: u32,
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (offset, byte) in bytes.iter().enumerate() {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(offset + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(offset as u32 + 1);
            }
        }
        LineIndex { starts, length: bytes.len() as u32 }
    }

    /// The number, from 0, of the line that holds `offset`.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Offset of the first byte of line `line` (from 0); the text's length behind the last line.
    pub fn start(&self, line: usize) -> u32 {
        self.starts.get(line).copied().unwrap_or(self.length)
    }

    /// Offset of the first byte of the line that holds `offset`.
    pub fn line_start(&self, offset: u32) -> u32 {
        self.start(self.line(offset))
    }

    /// The line of `offset` with its line end.
    pub fn full_line(&self, offset: u32) -> Span {
        let line = self.line(offset);
        Span::new(self.start(line), self.start(line + 1))
    }

    /// How many lines the text has (a text that ends in a newline has no line behind it).
    pub fn count(&self) -> usize {
        if self.starts.last() == Some(&self.length) && self.length > 0 {
            self.starts.len() - 1
        } else {
            self.starts.len()
        }
    }

    /// Line and column of `offset` in `text`, the text that this index was made from.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line(offset);
        let before = Span::new(self.start(line), offset).slice(text);
        LineColumn { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }
}
