//! A pending snapshot as a person sees it: lines that fit a terminal of a given width. Must not know who reads keys.
//!
//! ```text
//! [1/3] src/hits.py: plan +1 -0, text +4 -2
//! plan
//!     _hits_lock guards hits
//!   + _total_lock guards total
//! text
//!  12   total += 1
//!     + _total_lock.release()
//! ```
//! The numbers are the source's lines. What a terminal would act on, or not show, is written out.

use std::fmt::Write as _;

use console::measure_text_width;

use super::report;
use crate::diagnostics::Paint;
use crate::review::{Change, Item, Part, Row, Sign, Snapshot, parts};

/// Narrower than this no margin fits beside the text.
const MARGIN_FROM: usize = 40;

/// Narrower than this a terminal breaks lines itself.
const NARROWEST: usize = 12;

/// Where the rest of a line that is too wide begins.
const CONTINUED: &str = "    ";

/// The rows of the plan that differ.
pub(super) fn plan_rows(old: Option<&Snapshot>, new: &Snapshot) -> Vec<Row> {
    let parts = parts(old, new).into_iter().filter(|part| part.title == "plan");
    parts.flat_map(|part| part.runs.into_iter().flatten()).collect()
}

/// How much of which part changes.
pub(super) fn change_in_words(
    old: Option<&Snapshot>,
    new: Option<&Snapshot>,
    change: Option<Change>,
) -> String {
    let Some(new) = new else { return "it can't be read".to_owned() };
    if change == Some(Change::Unreadable) {
        return "what was accepted can't be read".to_owned();
    }
    let count = |part: Part| {
        let (come, go) = part.counts();
        format!("{} +{come} -{go}", part.title)
    };
    let counts: Vec<String> = parts(old, new).into_iter().map(count).collect();
    if counts.is_empty() { "as accepted".to_owned() } else { counts.join(", ") }
}

/// One line for all modules that only another version of Lockweave writes differently; `accepted` are theirs.
pub(super) fn restyled_in_words<'a>(accepted: impl Iterator<Item = Option<&'a Snapshot>>) -> Option<String> {
    let mut versions: Vec<&str> =
        accepted.map(|old| old.map_or("", |old| old.origin.version.as_str())).collect();
    let modules = report::plural(versions.len(), "module");
    versions.dedup();
    let before = versions.first()?;
    let now = env!("CARGO_PKG_VERSION");
    Some(format!("text only: {modules}, by the change from Lockweave {before} to {now}; no plan changed\n"))
}

/// One line about an item.
pub(super) fn title(item: &Item) -> String {
    let name = item.name();
    if item.pending.is_none() {
        return format!("unreadable: {}", item.path.display());
    }
    if let Some(reason) = item.removal() {
        return format!("to be removed: {}: {reason}", item.path.display());
    }
    if item.files.accepted.is_none() {
        return format!("new: {name}");
    }
    format!(
        "changed: {name}: {}",
        change_in_words(item.accepted.as_ref(), item.pending.as_ref(), item.change)
    )
}

/// `text` in the colour of its sign.
pub(super) fn painted(sign: Sign, text: &str, paint: Paint) -> String {
    match (paint, sign) {
        (Paint::Plain, _) | (_, Sign::Same) => text.to_owned(),
        (Paint::Coloured, Sign::Old) => format!("\x1b[31m{text}\x1b[0m"),
        (Paint::Coloured, Sign::New) => format!("\x1b[32m{text}\x1b[0m"),
    }
}

/// A heading.
pub(super) fn heading(text: &str, paint: Paint) -> String {
    match paint {
        Paint::Plain => text.to_owned(),
        Paint::Coloured => format!("\x1b[1m{text}\x1b[0m"),
    }
}

/// What an item would change, in lines of at most `width` columns.
pub(super) fn differences(item: &Item, width: usize, paint: Paint) -> String {
    let Some(pending) = &item.pending else { return String::new() };
    let mut out = String::new();
    for part in parts(item.accepted.as_ref(), pending) {
        let _ = writeln!(out, "{}", heading(part.title, paint));
        let margin = margin(&part, width);
        for (at, run) in part.runs.iter().enumerate() {
            if at > 0 {
                let _ = writeln!(out, "{:margin$}  ...", "");
            }
            run.iter().for_each(|row| push_row(row, margin, width, paint, &mut out));
        }
    }
    out
}

/// The columns that the source's line numbers take, a blank behind them included.
fn margin(part: &Part, width: usize) -> usize {
    let last = part.runs.iter().flatten().filter_map(|row| row.source_line).max();
    last.filter(|_| width >= MARGIN_FROM).map_or(0, |last| last.to_string().len().max(3) + 1)
}

fn push_row(row: &Row, margin: usize, width: usize, paint: Paint, out: &mut String) {
    let sign = match row.sign {
        Sign::Same => ' ',
        Sign::Old => '-',
        Sign::New => '+',
    };
    let number = row.source_line.map_or_else(String::new, |line| line.to_string());
    let digits = margin.saturating_sub(1);
    let room = width.saturating_sub(margin + 2);
    for (at, piece) in wrapped(&visible(row), room).iter().enumerate() {
        let (first, rest) =
            if at == 0 { (number.as_str(), format!("{sign} ")) } else { ("", format!("  {CONTINUED}")) };
        let gap = if margin == 0 { String::new() } else { format!("{first:>digits$} ") };
        let line = painted(row.sign, format!("{rest}{piece}").trim_end(), paint);
        let _ = writeln!(out, "{}", format!("{gap}{line}").trim_end());
    }
}

/// The text of a row with nothing in it that a terminal would act on. In a line that comes or goes, blanks at its end are shown.
fn visible(row: &Row) -> String {
    let text = row.text.as_str();
    let body = if row.sign == Sign::Same { text } else { text.trim_end_matches([' ', '\t']) };
    let mut out = String::new();
    for letter in body.chars() {
        match letter {
            '\t' => {
                let column = measure_text_width(&out);
                out.push_str(&" ".repeat(8 - column % 8));
            }
            _ if letter.is_control() || is_deceptive(letter) => out.extend(letter.escape_unicode()),
            _ => out.push(letter),
        }
    }
    for letter in text[body.len()..].chars() {
        out.push(if letter == '\t' { '\u{2192}' } else { '\u{b7}' });
    }
    out
}

/// Characters that change how others are shown, or show as nothing.
fn is_deceptive(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `text` in pieces of at most `room` columns, those after the first a little narrower.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    if room < NARROWEST || measure_text_width(text) <= room {
        return vec![text.to_owned()];
    }
    let mut pieces = Vec::new();
    let (mut piece, mut used, mut most) = (String::new(), 0, room);
    for letter in text.chars() {
        let columns = measure_text_width(letter.encode_utf8(&mut [0; 4]));
        if used + columns > most {
            pieces.push(std::mem::take(&mut piece));
            (used, most) = (0, room - CONTINUED.len());
        }
        piece.push(letter);
        used += columns;
    }
    pieces.push(piece);
    pieces
}

/// `words` in lines of at most `width` columns, broken between words.
pub(super) fn paragraph(words: &str, width: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in words.split(' ') {
        let columns = measure_text_width(word);
        if used > 0 && used + 1 + columns > width {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += columns;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Row, Sign, paragraph, visible, wrapped};

    fn row(sign: Sign, text: &str) -> String {
        visible(&Row { sign, source_line: None, text: text.to_owned() })
    }

    #[test]
    fn what_a_terminal_would_act_on_is_written_out() {
        assert_eq!(row(Sign::Same, "a\tb"), "a       b");
        assert_eq!(row(Sign::Same, "a\x1b[2J\u{202e}"), "a\\u{1b}[2J\\u{202e}");
        assert_eq!(row(Sign::New, "a \t"), "a\u{b7}\u{2192}");
        assert_eq!(row(Sign::Same, "a "), "a ");
    }

    #[test]
    fn lines_fit_their_width() {
        assert_eq!(wrapped("0123456789abcdef0123", 14), ["0123456789abcd", "ef0123"]);
        assert_eq!(wrapped(&"\u{4e2d}".repeat(8), 13), ["\u{4e2d}".repeat(6), "\u{4e2d}".repeat(2)]);
        assert_eq!(wrapped("0123456789", 5), ["0123456789"]);
        assert_eq!(paragraph("one two three", 8), "one two\nthree");
    }
}
