//! The header of a snapshot file: the part of YAML that insta writes there, maps of strings. Must not know what the keys mean.
//!
//! ```text
//! ---
//! source: src/hits.py
//! info:
//!   lockweave: 0.1.0
//! ---
//! ```
//! Written as insta writes it, so that a snapshot accepted with cargo-insta holds the same bytes as one accepted here.

use std::fmt::Write as _;

/// The line before and after the header.
const FENCE: &str = "---";

/// A map whose values are strings or maps, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Map {
    pub(super) entries: Vec<(String, Value)>,
}

/// A value of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Map(Map),
}

impl Map {
    pub(super) fn push(&mut self, key: &str, text: impl Into<String>) {
        self.entries.push((key.to_owned(), Value::Text(text.into())));
    }

    pub(super) fn push_map(&mut self, key: &str, map: Map) {
        self.entries.push((key.to_owned(), Value::Map(map)));
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.find(key)? {
            Value::Text(text) => Some(text),
            Value::Map(_) => None,
        }
    }

    pub(super) fn map(&self, key: &str) -> Option<&Map> {
        match self.find(key)? {
            Value::Map(map) => Some(map),
            Value::Text(_) => None,
        }
    }

    fn find(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The header with its fences.
    pub(super) fn render(&self) -> String {
        let mut out = format!("{FENCE}\n");
        self.write(0, &mut out);
        out.push_str(FENCE);
        out.push('\n');
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        for (key, value) in &self.entries {
            let _ = write!(out, "{:indent$}{}:", "", scalar(key), indent = depth * 2);
            match value {
                Value::Text(text) => {
                    let _ = writeln!(out, " {}", scalar(text));
                }
                Value::Map(map) => {
                    out.push('\n');
                    map.write(depth + 1, out);
                }
            }
        }
    }

    /// Reads the header of `text`; gives it and what follows. `None` where there is none that we could have written.
    pub(super) fn parse(text: &str) -> Option<(Map, &str)> {
        let mut lines = Lines { rest: text };
        if lines.next()? != FENCE {
            return None;
        }
        let mut header = Vec::new();
        loop {
            match lines.next()? {
                FENCE => break,
                line => header.push(line),
            }
        }
        let mut at = 0;
        let map = block(&header, &mut at, 0)?;
        (at == header.len()).then_some((map, lines.rest))
    }
}

/// The lines of a text, without their ends; `rest` is what follows them.
struct Lines<'a> {
    rest: &'a str,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        Some(line.trim_end())
    }
}

/// The entries at `lines[*at..]` that are indented by `indent`. A deeper map stands below a key without a value.
fn block(lines: &[&str], at: &mut usize, indent: usize) -> Option<Map> {
    /// Deeper than any header of ours.
    const DEEPEST: usize = 8;
    let mut map = Map::default();
    while let Some(line) = lines.get(*at) {
        let body = line.trim_start_matches(' ');
        let depth = line.len() - body.len();
        if depth < indent {
            break;
        }
        if depth > indent || indent > DEEPEST {
            return None;
        }
        *at += 1;
        let (key, rest) = key(body)?;
        let deeper = lines.get(*at).map(|next| next.len() - next.trim_start_matches(' ').len());
        let value = match (rest.is_empty(), deeper) {
            (true, Some(deeper)) if deeper > indent => Value::Map(block(lines, at, deeper)?),
            _ => Value::Text(unquote(rest)?),
        };
        map.entries.push((key, value));
    }
    Some(map)
}

/// A key and what stands behind its colon.
fn key(line: &str) -> Option<(String, &str)> {
    let end = match line.strip_prefix('"') {
        Some(quoted) => quoted.find("\":")? + 2,
        None => line.find(':')?,
    };
    Some((unquote(&line[..end])?, line.get(end + 1..)?.trim_start_matches(' ')))
}

/// `text` as YAML writes it: plain where that is read back as the same string.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\0'..='\x1f' | '\x7f' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// insta's rule, so that it writes the same.
fn is_plain(text: &str) -> bool {
    /// What other readers of YAML take for truth values or nothing.
    const WORDS: &[&str] = &["yes", "no", "true", "false", "on", "off", "null", "~"];
    let special = |letter: char| ":{}[],#`\"'\\".contains(letter) || letter.is_control();
    !text.is_empty()
        && !text.starts_with([' ', '&', '*', '?', '|', '-', '<', '>', '=', '!', '%', '@', '.'])
        && !text.ends_with(' ')
        && !text.contains(special)
        && !WORDS.contains(&text.to_lowercase().as_str())
        && !text.starts_with("0x")
        && text.parse::<i64>().is_err()
        && text.parse::<f64>().is_err()
}

/// The string that a scalar stands for.
fn unquote(text: &str) -> Option<String> {
    if let Some(quoted) = text.strip_prefix('\'') {
        return quoted.strip_suffix('\'').map(|inner| inner.replace("''", "'"));
    }
    let Some(quoted) = text.strip_prefix('"') else { return Some(text.to_owned()) };
    let mut out = String::new();
    let mut letters = quoted.strip_suffix('"')?.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next()? {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'b' => out.push('\x08'),
            'f' => out.push('\x0c'),
            'u' => {
                let digits: String = letters.by_ref().take(4).collect();
                out.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
            }
            other => out.push(other),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{Map, scalar, unquote};

    #[test]
    fn a_header_reads_back() {
        let mut options = Map::default();
        options.push("target-version", "3.9");
        let mut info = Map::default();
        info.push("lockweave", "0.1.0");
        info.push_map("options", options);
        info.push("linked", "pkg: _locks");
        let mut map = Map::default();
        map.push("source", "src/a b.py");
        map.push_map("info", info);
        let text = map.render();
        insta::assert_snapshot!(text, @r#"
        ---
        source: src/a b.py
        info:
          lockweave: 0.1.0
          options:
            target-version: "3.9"
          linked: "pkg: _locks"
        ---
        "#);
        let with_body = format!("{text}body\n---\n");
        assert_eq!(Map::parse(&with_body), Some((map.clone(), "body\n---\n")));
        assert_eq!(Map::parse(&text.replace('\n', "\r\n")), Some((map, "")));
    }

    #[test]
    fn strings_read_back() {
        for text in
            ["", "a", " a", "3.9", "true", "a: b", "\"", "\\", "\t\n\r\x0c\x01", "é", "-", "'", "1e5", "#"]
        {
            assert_eq!(unquote(&scalar(text)).as_deref(), Some(text), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_header_is_refused() {
        for text in
            ["", "---", "---\na: b\n", "x\n---\n", "---\n  a: b\n---\n", "---\na\n---\n", "---\na: \"\n---\n"]
        {
            assert_eq!(Map::parse(text), None, "{text:?}");
        }
    }
}
