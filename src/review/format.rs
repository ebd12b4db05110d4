//! A snapshot as a file: insta's header, the plan in words, the woven text. Must not know where the file is.
//!
//! ```text
//! ---
//! source: src/hits.py
//! expression: lockweave build
//! info:
//!   lockweave: 0.1.0
//!   source-sha256: 9f86...
//!   output-sha256: 2c26...
//!   options:
//!     style: explicit
//! ---
//! === plan
//! locks:
//!   _hits_lock guards hits, total
//! === text
//! import threading
//! === end
//! ```
//!
//! The text stands there as UTF-8 with plain line ends, since tools that show and merge such files change others. What that takes
//! from the output (a BOM, `\r\n`, a missing final newline, its encoding) the last line tells, and the hash of the output's bytes
//! tells every difference. Whatever the output ends with, the file ends with a word: so insta's trimming takes nothing away.

use super::header::Map;
use crate::files::{Hash, decode};
use crate::text::LineIndex;

const PLAN: &str = "=== plan";
const TEXT: &str = "=== text";
const END: &str = "=== end";
const REMOVED: &str = "=== removed: ";

/// What a `\r` that is not part of the output's usual line end looks like.
const CARRIAGE_RETURN: &str = "\u{240d}";

/// A snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// What it was made from.
    pub origin: Origin,
    /// What was, or is to be, accepted.
    pub body: Body,
}

/// What a snapshot was made from. None of it needs a review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The source, for people; empty where the output has none.
    pub source: String,
    /// Lockweave's version.
    pub version: String,
    /// The hash of the source's bytes.
    pub source_hash: Option<Hash>,
    /// What was asked for, by the names that the configuration has.
    pub options: Vec<(String, String)>,
    /// The module whose locks it shares with others.
    pub linked: Option<String>,
    /// Only while it is pending: the source's line, from 0, for each line of the text.
    pub lines: Vec<Option<u32>>,
}

/// What a snapshot says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The output.
    Woven(Woven),
    /// Pending only: there is nothing to keep a snapshot of, for this reason.
    Removed(String),
}

/// An output and its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Woven {
    /// The plan, in lines.
    pub plan: Vec<String>,
    /// The text, in lines without their ends.
    pub text: Vec<String>,
    /// What the lines don't show of the bytes: `CRLF, no final newline`; mostly nothing.
    pub bytes: String,
    /// The hash of the bytes.
    pub hash: Hash,
}

impl Woven {
    /// The output `bytes`, woven by `plan`.
    pub fn new(plan: Vec<String>, bytes: &[u8]) -> Woven {
        let (text, notes) = lines_of(bytes);
        Woven { plan, text, bytes: notes.join(", "), hash: Hash::of(bytes) }
    }
}

impl Snapshot {
    /// The file's bytes.
    pub fn render(&self) -> Vec<u8> {
        let mut out = self.header().render();
        match &self.body {
            Body::Removed(reason) => push_line(&mut out, &format!("{REMOVED}{reason}")),
            Body::Woven(woven) => {
                push_line(&mut out, PLAN);
                woven.plan.iter().for_each(|line| push_line(&mut out, line));
                push_line(&mut out, TEXT);
                woven.text.iter().for_each(|line| push_line(&mut out, line));
                push_line(&mut out, &woven.last_line());
            }
        }
        out.into_bytes()
    }

    fn header(&self) -> Map {
        let Origin { source, version, source_hash, options, linked, lines } = &self.origin;
        let mut info = Map::default();
        info.push("lockweave", version);
        if let Some(hash) = source_hash {
            info.push("source-sha256", hash.to_string());
        }
        if let Body::Woven(woven) = &self.body {
            info.push("output-sha256", woven.hash.to_string());
        }
        let mut asked = Map::default();
        options.iter().for_each(|(key, value)| asked.push(key, value));
        if !options.is_empty() {
            info.push_map("options", asked);
        }
        if let Some(linked) = linked {
            info.push("linked", linked);
        }
        if !lines.is_empty() {
            info.push("source-lines", write_lines(lines));
        }
        let mut map = Map::default();
        if !source.is_empty() {
            map.push("source", source);
        }
        map.push("expression", "lockweave build");
        map.push_map("info", info);
        map
    }

    /// Reads a file; `None` where it is no snapshot of Lockweave's.
    pub fn parse(bytes: &[u8]) -> Option<Snapshot> {
        let (header, rest) = Map::parse(std::str::from_utf8(bytes).ok()?)?;
        let info = header.map("info")?;
        let options = info.map("options").map(|options| {
            let value = |key: &String| options.text(key).unwrap_or_default().to_owned();
            options.entries.iter().map(|(key, _)| (key.clone(), value(key))).collect()
        });
        let origin = Origin {
            source: header.text("source").unwrap_or_default().to_owned(),
            version: info.text("lockweave")?.to_owned(),
            source_hash: info.text("source-sha256").and_then(Hash::parse),
            options: options.unwrap_or_default(),
            linked: info.text("linked").map(str::to_owned),
            lines: info.text("source-lines").and_then(read_lines).unwrap_or_default(),
        };
        let body = match rest.strip_prefix(REMOVED) {
            Some(reason) => Body::Removed(reason.trim_end().to_owned()),
            None => Body::Woven(Woven::parse(rest, Hash::parse(info.text("output-sha256")?)?)?),
        };
        Some(Snapshot { origin, body })
    }
}

impl Woven {
    /// The line that ends the file.
    pub fn last_line(&self) -> String {
        if self.bytes.is_empty() { END.to_owned() } else { format!("{END}: {}", self.bytes) }
    }

    fn parse(text: &str, hash: Hash) -> Option<Woven> {
        let mut lines: Vec<&str> =
            text.split_terminator('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
        let last = lines.pop()?;
        let bytes = match last.strip_prefix(END)? {
            "" => "",
            notes => notes.strip_prefix(": ")?,
        };
        let lines = lines.strip_prefix(&[PLAN])?;
        let middle = lines.iter().position(|line| *line == TEXT)?;
        let own = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        Some(Woven {
            plan: own(&lines[..middle]),
            text: own(&lines[middle + 1..]),
            bytes: bytes.to_owned(),
            hash,
        })
    }
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// The text of `bytes` in lines, and what they don't show.
fn lines_of(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut notes = Vec::new();
    let text = match decode(bytes) {
        Ok(decoded) => {
            let marked = bytes.starts_with(b"\xef\xbb\xbf");
            if marked {
                notes.push("byte order mark".to_owned());
            }
            if !marked && decoded.text.as_bytes() != bytes {
                notes.push(format!("not in UTF-8, {} bytes", bytes.len()));
            }
            decoded.text
        }
        Err(_) => {
            notes.push("no text".to_owned());
            String::from_utf8_lossy(bytes).into_owned()
        }
    };
    let index = LineIndex::new(&text);
    let full = |line: usize| text.get(index.start(line) as usize..index.start(line + 1) as usize);
    let lines: Vec<(&str, &str)> =
        (0..index.count()).filter_map(full).map(split_end).filter(|pair| *pair != ("", "")).collect();
    if lines.last().is_some_and(|(_, end)| end.is_empty()) {
        notes.push("no final newline".to_owned());
    }
    let mut ends: Vec<&str> = lines.iter().map(|(_, end)| *end).filter(|end| !end.is_empty()).collect();
    ends.sort_unstable();
    ends.dedup();
    match ends.as_slice() {
        [] | ["\n"] => {}
        ["\r\n"] => notes.push("CRLF".to_owned()),
        ["\r"] => notes.push("CR".to_owned()),
        _ => notes.push("mixed line ends".to_owned()),
    }
    let mixed = ends.len() > 1;
    let shown = |(line, end): &(&str, &str)| match mixed && end.starts_with('\r') {
        true => format!("{line}{CARRIAGE_RETURN}"),
        false => (*line).to_owned(),
    };
    (lines.iter().map(shown).collect(), notes)
}

/// A line and its end.
fn split_end(full: &str) -> (&str, &str) {
    full.split_at(full.trim_end_matches(['\r', '\n']).len())
}

/// `1-5 +2 6-20`: lines of the source, from 1, and how many new ones stand between.
fn write_lines(lines: &[Option<u32>]) -> String {
    let mut runs: Vec<(Option<u32>, u32)> = Vec::new();
    for line in lines {
        match (runs.last_mut(), line) {
            (Some((None, length)), None) => *length += 1,
            (Some((Some(first), length)), Some(line)) if *first + *length == *line => *length += 1,
            _ => runs.push((*line, 1)),
        }
    }
    let words: Vec<String> = runs
        .into_iter()
        .map(|run| match run {
            (None, length) => format!("+{length}"),
            (Some(first), 1) => format!("{}", first + 1),
            (Some(first), length) => format!("{}-{}", first + 1, first + length),
        })
        .collect();
    words.join(" ")
}

fn read_lines(text: &str) -> Option<Vec<Option<u32>>> {
    /// More lines than any output has: a hostile file must not fill the memory.
    const MOST: usize = 1 << 22;
    let mut lines = Vec::new();
    for word in text.split(' ') {
        let (first, count) = match word.strip_prefix('+') {
            Some(count) => (None, count.parse().ok()?),
            None => {
                let (first, last) = word.split_once('-').unwrap_or((word, word));
                let first = first.parse::<u32>().ok()?.checked_sub(1)?;
                (Some(first), last.parse::<u32>().ok()?.checked_sub(first)?)
            }
        };
        if lines.len() + count as usize > MOST {
            return None;
        }
        lines.extend((0..count).map(|at| first.map(|first| first + at)));
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::{Body, Origin, Snapshot, Woven, read_lines, write_lines};

    fn snapshot(bytes: &[u8]) -> Snapshot {
        let plan = vec!["locks:".to_owned(), "  _a_lock guards a".to_owned()];
        let origin = Origin {
            source: "src/a.py".to_owned(),
            version: "0.1.0".to_owned(),
            options: vec![("style".to_owned(), "with".to_owned())],
            lines: vec![Some(0), None, Some(3)],
            ..Origin::default()
        };
        Snapshot { origin, body: Body::Woven(Woven::new(plan, bytes)) }
    }

    #[test]
    fn a_file_shows_plan_and_text() {
        let text = String::from_utf8(snapshot(b"a = 1\n\nb = 2\n").render()).unwrap();
        insta::assert_snapshot!(text, @"
        ---
        source: src/a.py
        expression: lockweave build
        info:
          lockweave: 0.1.0
          output-sha256: f369e52ad019eb19f829aaefb1405c2cdc234881138f69e49ef1b7d4f846c3ee
          options:
            style: with
          source-lines: 1 +1 4
        ---
        === plan
        locks:
          _a_lock guards a
        === text
        a = 1

        b = 2
        === end
        ");
    }

    #[test]
    fn files_read_back() {
        let outputs: &[&[u8]] = &[
            b"",
            b"\n\n",
            b"a = 1",
            b"a = 1\r\nb\r\n",
            b"a\rb\r",
            b"a\r\nb\n",
            b"\xef\xbb\xbfa\r\n",
            b"# coding: latin-1\n'\xe9'\n",
            b"=== text\n=== end\n---\n",
            b"\xff",
        ];
        for bytes in outputs {
            let made = snapshot(bytes);
            assert_eq!(Snapshot::parse(&made.render()), Some(made), "{bytes:?}");
        }
        let removed = Snapshot { body: Body::Removed("gone".to_owned()), ..snapshot(b"") };
        assert_eq!(Snapshot::parse(&removed.render()), Some(removed));
    }

    #[test]
    fn a_checkout_with_other_line_ends_reads_the_same() {
        let made = snapshot(b"a = 1\nb = 2\n");
        let text = String::from_utf8(made.render()).unwrap();
        assert_eq!(Snapshot::parse(text.replace('\n', "\r\n").as_bytes()), Some(made));
    }

    #[test]
    fn every_byte_counts() {
        let all: Vec<Snapshot> = [&b"a\n"[..], b"a", b"a\r\n", b"a\r", b"a\n\n", b"a \n", b"\xef\xbb\xbfa\n"]
            .iter()
            .map(|bytes| snapshot(bytes))
            .collect();
        for (at, left) in all.iter().enumerate() {
            assert!(
                all[at + 1..].iter().all(|right| right.body != left.body && right.render() != left.render())
            );
        }
    }

    #[test]
    fn other_files_are_no_snapshots() {
        let text = String::from_utf8(snapshot(b"a\n").render()).unwrap();
        for broken in [
            String::new(),
            "---\nsource: a.rs\n---\nx\n".to_owned(),
            text.replace("=== end\n", ""),
            text.replace("=== plan\n", ""),
            text.replace("=== text\n", ""),
            text.replace("output-sha256", "other"),
            text.replace("lockweave: 0.1.0", "<<<<<<< ours"),
        ] {
            assert_eq!(Snapshot::parse(broken.as_bytes()), None, "{broken}");
        }
    }

    #[test]
    fn lines_read_back() {
        let lines = vec![None, None, Some(0), Some(1), Some(7), None, Some(8)];
        assert_eq!(write_lines(&lines), "+2 1-2 8 +1 9");
        assert_eq!(read_lines(&write_lines(&lines)), Some(lines));
        for text in ["", "0", "5-3x", "x", "+9999999999", "1-4294967295"] {
            assert_eq!(read_lines(text), None, "{text}");
        }
    }
}
