//! Blank lines, comments and indentation between statements, found by scanning the text from places known to be outside
//! any token. Must not know statements.

use crate::python::Module;
use crate::text::Span;

/// What may stand in front of the first token of a line.
const BLANKS: [char; 3] = [' ', '\t', '\x0c'];

/// Offset behind the line end of the logical line that `offset` (the end of a statement, or behind a colon) is on.
///
/// Only blanks, `;`, backslash continuations and a comment stand between the two. `None` if the line goes on to `limit`,
/// where the next token starts (or the text ends).
pub(super) fn line_end(text: &str, offset: u32, limit: u32) -> Option<u32> {
    let bytes = &text.as_bytes()[..(limit as usize).min(text.len())];
    let mut at = offset as usize;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => return Some(at as u32 + 1),
            b'\r' => return Some(at as u32 + if bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 }),
            b'\\' => {
                at += 1;
                at += if bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
            }
            b'#' => {
                at += bytes[at..]
                    .iter()
                    .position(|byte| matches!(byte, b'\n' | b'\r'))
                    .unwrap_or(bytes.len() - at)
            }
            _ => at += 1,
        }
    }
    None
}

/// Offset behind the line that the end of a statement, at `offset`, is on: a backslash behind it takes the blank line below to it.
pub(super) fn behind_line(module: &Module, offset: u32) -> u32 {
    let end = module.text.len() as u32;
    line_end(&module.text, offset, end).unwrap_or(end)
}

/// Whether line `number` is blank and may go: a backslash above it would take the line below instead.
pub(super) fn is_blank_line(module: &Module, number: usize) -> bool {
    let line = |number: usize| module.slice(module.lines.full_line(module.lines.start(number)));
    let is_continued = number > 0 && line(number - 1).trim_end_matches(['\r', '\n']).ends_with('\\');
    is_blank(line(number)) && !is_continued
}

/// From `start`, a line start, over blank and comment lines to the start of the first line with code, `limit` at most.
pub(super) fn code_line(module: &Module, start: u32, limit: u32) -> u32 {
    let mut at = start;
    while at < limit {
        let line = module.lines.full_line(at);
        if !is_blank(module.slice(line)) && !is_comment(module.slice(line)) {
            return at;
        }
        at = line.end;
    }
    at.min(limit)
}

/// The indentation of the line that starts at `line_start`: what stands between the last form feed (which resets the
/// column) and its first token.
pub(super) fn indentation(module: &Module, line_start: u32) -> &str {
    indentation_of(module.slice(module.lines.full_line(line_start)))
}

/// Where a region that ends at `start` (a line start) ends with the comments that belong to it: behind the last of the
/// comment lines, at most up to `limit`, that are indented deeper than `outer`, blank lines between them included.
pub(super) fn with_deeper_comments(module: &Module, start: u32, limit: u32, outer: &str) -> u32 {
    let mut end = start;
    let mut at = start;
    while at < limit {
        let line = module.lines.full_line(at);
        let text = module.slice(line);
        if is_comment(text) && indentation_of(text).len() > outer.len() {
            end = line.end;
        } else if !is_blank(text) {
            break;
        }
        at = line.end;
    }
    end.min(limit.max(start))
}

/// Cuts the lines `lead` above a statement in two: what stays apart, and the comment lines directly above the statement
/// that are indented as it is, which go where it goes.
pub(super) fn attached_comments(module: &Module, lead: Span, indent: &str) -> (Span, Span) {
    let mut cut = lead.end;
    while cut > lead.start {
        let line = module.lines.full_line(cut - 1);
        let text = module.slice(line);
        if line.start < lead.start || !is_comment(text) || indentation_of(text) != indent {
            break;
        }
        cut = line.start;
    }
    (Span::new(lead.start, cut), Span::new(cut, lead.end))
}

fn indentation_of(line: &str) -> &str {
    let code = line.trim_start_matches(BLANKS);
    let blanks = &line[..line.len() - code.len()];
    blanks.rfind('\x0c').map_or(blanks, |at| &blanks[at + 1..])
}

fn is_blank(line: &str) -> bool {
    line.trim_matches(['\n', '\r', ' ', '\t', '\x0c']).is_empty()
}

fn is_comment(line: &str) -> bool {
    line.trim_start_matches(BLANKS).starts_with('#')
}
