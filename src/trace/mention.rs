//! Places that a line of text names: `File "a.py", line 3` as Python writes it, `a.py:3` as nearly all others do.

use std::ops::Range;

/// A place that is named.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Where the path stands in the line.
    pub(super) path: Range<usize>,
    /// Where the number stands.
    pub(super) number: Range<usize>,
}

/// The places that `line` names, in order.
pub(super) fn mentions(line: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for (at, ending) in line.match_indices(".py") {
        let end = at + ending.len();
        let end = if line[end..].starts_with('w') { end + 1 } else { end };
        let before = found.last().map_or(0, |mention| mention.number.end);
        let place = if let Some(rest) = line[end..].strip_prefix("\", line ") {
            line[before..at].rfind('"').map(|quote| (before + quote + 1, line.len() - rest.len()))
        } else if let Some(rest) = line[end..].strip_prefix(':') {
            let is_border = |letter: char| letter.is_whitespace() || "\"'`([{<>,;=|".contains(letter);
            let start = line[before..at].rfind(is_border).map_or(before, |border| {
                before + border + line[before + border..].chars().next().map_or(0, char::len_utf8)
            });
            Some((start, line.len() - rest.len()))
        } else {
            None
        };
        let Some((start, digits)) = place else { continue };
        let length = line[digits..].bytes().take_while(u8::is_ascii_digit).count();
        if length > 0 && start < end {
            found.push(Mention { path: start..end, number: digits..digits + length });
        }
    }
    found
}
