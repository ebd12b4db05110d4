//! Lines of text for a terminal: headings, labelled paragraphs with a hanging indent, columns; wrapped, and coloured at the end.
//!
//! Must not know what is told.

use textwrap::{Options, WordSplitter, WrapAlgorithm, fill};

use crate::diagnostics::Paint;

/// Stands for a space that no line may be broken at.
const GLUE: char = '\u{a0}';

/// Text as it grows.
pub(super) struct Text {
    out: String,
    paint: Paint,
    width: usize,
}

impl Text {
    pub(super) fn new(paint: Paint, width: usize) -> Text {
        Text { out: String::new(), paint, width: width.max(40) }
    }

    /// A heading, with a blank line around it.
    pub(super) fn heading(&mut self, title: &str) {
        self.blank();
        let title = self.painted("1;4", title);
        self.out.push_str(&title);
        self.out.push('\n');
        self.blank();
    }

    /// The first line of an entry: its name, and what is said beside it.
    pub(super) fn title(&mut self, name: &str, beside: &str) {
        let name = self.painted("1", name);
        let beside = self.painted("2", beside);
        self.out.push_str(format!("{name}  {beside}").trim_end());
        self.out.push('\n');
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.wrapped("", "", text);
    }

    /// `label   text`, where lines behind the first stand under the text.
    pub(super) fn field(&mut self, label: &str, text: &str) {
        let start = format!("  {label:<LABEL$}");
        let rest = " ".repeat(2 + LABEL);
        self.wrapped(&start, &rest, text);
    }

    /// More about the field before.
    pub(super) fn below(&mut self, text: &str) {
        let indent = " ".repeat(4 + LABEL);
        self.wrapped(&indent, &indent, text);
    }

    /// Rows of columns, all but the last as wide as their widest cell; the last one is wrapped under itself.
    pub(super) fn rows(&mut self, indent: &str, rows: &[Vec<String>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns.saturating_sub(1)).map(width).collect();
        for row in rows {
            let mut start = indent.to_owned();
            for (cell, width) in row.iter().zip(&widths) {
                start.push_str(&format!("{cell:<width$}  "));
            }
            let rest = " ".repeat(start.chars().count());
            self.wrapped(&start, &rest, row.get(widths.len()).map_or("", String::as_str));
        }
    }

    pub(super) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Everything so far.
    pub(super) fn finish(mut self) -> String {
        while self.out.ends_with("\n\n") {
            self.out.pop();
        }
        self.out
    }

    fn wrapped(&mut self, start: &str, rest: &str, text: &str) {
        // Too narrow a column is no help: then lines are longer than the terminal.
        let width = self.width.max(rest.chars().count() + 30);
        let options = Options::new(width)
            .subsequent_indent(rest)
            .break_words(false)
            .wrap_algorithm(WrapAlgorithm::FirstFit)
            .word_splitter(WordSplitter::NoHyphenation);
        // Only the text is wrapped: the columns before it keep their blanks.
        let glued = format!("{}{}", start.replace(' ', &GLUE.to_string()), glue(text));
        let filled = fill(&glued, options);
        for line in filled.lines() {
            let line = line.replace(GLUE, " ");
            let line = self.code(line.trim_end());
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// Colours what stands in backticks.
    fn code(&self, line: &str) -> String {
        if self.paint == Paint::Plain {
            return line.to_owned();
        }
        let mut painted = String::new();
        for (index, part) in line.split('`').enumerate() {
            if index % 2 == 1 {
                painted.push_str(&self.painted("36", part));
            } else {
                painted.push_str(part);
            }
        }
        painted
    }

    fn painted(&self, code: &str, text: &str) -> String {
        match self.paint {
            Paint::Coloured if !text.is_empty() => format!("\x1b[{code}m{text}\x1b[0m"),
            _ => text.to_owned(),
        }
    }
}

/// The width of the labels of fields.
const LABEL: usize = 11;

/// What stands in backticks stays on one line.
fn glue(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let glued =
        parts.map(
            |(index, part)| {
                if index % 2 == 1 { part.replace(' ', &GLUE.to_string()) } else { part.to_owned() }
            },
        );
    glued.collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::diagnostics::Paint;

    #[test]
    fn lines_hang_under_their_text() {
        let mut text = Text::new(Paint::Plain, 40);
        text.title("record", "hits.py:3");
        text.field("runs", "in the pool `_executor`: nothing in it waits, and so on");
        text.rows("  ", &[vec!["a".into(), "one".into()], vec!["long".into(), "two".into()]]);
        insta::assert_snapshot!(text.finish(), @"
        record  hits.py:3
          runs       in the pool `_executor`:
                     nothing in it waits, and so on
          a     one
          long  two
        ");
    }
}
