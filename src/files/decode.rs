//! From bytes to text and back: BOM, encoding cookie (PEP 263), strict decoding. Must not know Python beyond the cookie.

use super::encoding::Codec;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Whether a text starts with a byte order mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Absent,
    Present,
}

/// How a text was encoded: enough to write it back with the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceEncoding {
    codec: Codec,
    mark: Mark,
}

impl SourceEncoding {
    /// The bytes of `text`, BOM included; `None` where a character has none in this encoding.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let encoded = self.codec.encode(text)?;
        Some(match self.mark {
            Mark::Absent => encoded,
            Mark::Present => [BOM, &encoded].concat(),
        })
    }
}

/// A text (without a BOM) and how it was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// How to write it back.
    pub encoding: SourceEncoding,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The cookie names an encoding that we don't have.
    Unknown(String),
    /// A BOM says UTF-8, the cookie something else.
    Conflict(String),
    /// Bytes that mean nothing in the encoding of that name; the line, from 1, where it is known.
    Bytes {
        /// The encoding, as declared.
        encoding: String,
        /// The line.
        line: Option<usize>,
    },
    /// More than 4 GiB.
    TooLong,
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DecodeError::Unknown(name) => write!(formatter, "the encoding `{name}` is unknown to Lockweave"),
            DecodeError::Conflict(name) => {
                write!(formatter, "the byte order mark says UTF-8, the cookie says `{name}`")
            }
            DecodeError::Bytes { encoding, line: Some(line) } => {
                write!(formatter, "line {line} is not text in {encoding}")
            }
            DecodeError::Bytes { encoding, line: None } => {
                write!(formatter, "the bytes are not text in {encoding}")
            }
            DecodeError::TooLong => formatter.write_str("the text is longer than 4 GiB"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Decodes a Python source as Python would.
///
/// # Errors
/// Where Python would refuse it, where its encoding is unknown, and where encoding it again would not give the same bytes.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (mark, content) = match bytes.strip_prefix(BOM) {
        Some(rest) => (Mark::Present, rest),
        None => (Mark::Absent, bytes),
    };
    let cookie = cookie(content);
    let name = cookie.as_deref().unwrap_or("utf-8");
    let codec = Codec::named(name).ok_or_else(|| DecodeError::Unknown(name.to_owned()))?;
    if mark == Mark::Present && codec != Codec::Utf8 {
        return Err(DecodeError::Conflict(name.to_owned()));
    }
    let text = codec.decode(content).map_err(|at| DecodeError::Bytes {
        encoding: name.to_owned(),
        line: at.map(|at| content[..at].iter().filter(|byte| **byte == b'\n').count() + 1),
    })?;
    if u32::try_from(text.len()).is_err() {
        return Err(DecodeError::TooLong);
    }
    Ok(Decoded { text, encoding: SourceEncoding { codec, mark } })
}

/// The encoding that a comment in one of the first two lines declares. The second counts only below a blank or comment line.
fn cookie(bytes: &[u8]) -> Option<String> {
    let mut lines =
        bytes.split(|byte| *byte == b'\n' || *byte == b'\r').take(if bytes_has_crlf(bytes) { 3 } else { 2 });
    let first = lines.next()?;
    if let Some(name) = cookie_in(first) {
        return Some(name);
    }
    let blank = first.iter().find(|byte| !b" \t\x0c".contains(byte));
    if blank.is_some_and(|byte| *byte != b'#') {
        return None;
    }
    lines.find_map(cookie_in)
}

/// Whether the first line ends with `\r\n`, whose halves the split above takes for two line ends.
fn bytes_has_crlf(bytes: &[u8]) -> bool {
    let end = bytes.iter().position(|byte| *byte == b'\n' || *byte == b'\r');
    end.is_some_and(|at| bytes[at..].starts_with(b"\r\n"))
}

/// `^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)`
fn cookie_in(line: &[u8]) -> Option<String> {
    let start = line.iter().position(|byte| !b" \t\x0c".contains(byte))?;
    let comment = line[start..].strip_prefix(b"#")?;
    let word = b"coding";
    (0..comment.len()).find_map(|at| {
        let rest = comment[at..].strip_prefix(word)?;
        let (separator, rest) = rest.split_first()?;
        if !b":=".contains(separator) {
            return None;
        }
        let from = rest.iter().position(|byte| !b" \t".contains(byte))?;
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let name: Vec<u8> = rest[from..].iter().take_while(is_name).copied().collect();
        if name.is_empty() { None } else { String::from_utf8(name).ok() }
    })
}

#[cfg(test)]
mod tests {
    use super::{DecodeError, cookie, decode};

    #[track_caller]
    fn round_trips(bytes: &[u8], contains: &str) {
        let decoded = decode(bytes).unwrap();
        assert!(decoded.text.contains(contains), "{:?}", decoded.text);
        assert_eq!(decoded.encoding.encode(&decoded.text).unwrap(), bytes);
    }

    #[test]
    fn cookies_as_python_finds_them() {
        assert_eq!(cookie(b"# -*- coding: latin-1 -*-\n").as_deref(), Some("latin-1"));
        assert_eq!(
            cookie(b"#!/usr/bin/python\n# vim: set fileencoding=koi8-r :\n").as_deref(),
            Some("koi8-r")
        );
        assert_eq!(cookie(b"#!x\r\n# coding=cp1252\r\n").as_deref(), Some("cp1252"));
        assert_eq!(cookie(b"x = 1\n# coding: latin-1\n"), None);
        assert_eq!(cookie(b"\n\n# coding: latin-1\n"), None);
        assert_eq!(cookie(b"'''coding: latin-1'''\n"), None);
        assert_eq!(cookie(b"# encoding coding : x\n"), None);
    }

    #[test]
    fn every_byte_of_latin_1_is_its_own_character() {
        let mut bytes = b"# coding: iso-8859-1\ns = '".to_vec();
        bytes.extend(0x80..=0xff);
        round_trips(&bytes, "\u{80}");
        round_trips(b"# coding: latin-1-unix\n\x93", "\u{93}");
        round_trips(b"# coding: iso-8859-9\n\xfd", "\u{131}");
    }

    #[test]
    fn other_encodings_keep_their_bytes() {
        round_trips(b"\xef\xbb\xbf# coding: utf-8\nx", "x");
        round_trips(b"# coding: koi8-r\n\xd0\xd2", "\u{43f}\u{440}");
        round_trips(b"# coding: shift_jis\n\x83\x5c", "\u{30bd}");
        round_trips(b"# coding: gb18030\n\xc4\xe3", "\u{4f60}");
        round_trips(b"# coding: euc-jp\n\xa4\xa2", "\u{3042}");
        round_trips(b"# coding: cp1252\n\x80", "\u{20ac}");
    }

    #[test]
    fn refusals_say_why() {
        assert!(matches!(decode(b"x\n\xff"), Err(DecodeError::Bytes { line: Some(2), .. })));
        assert!(matches!(decode(b"# coding: ascii\n\xe9"), Err(DecodeError::Bytes { line: Some(2), .. })));
        assert!(matches!(decode(b"# coding: cp1252\n\x81"), Err(DecodeError::Bytes { line: None, .. })));
        assert!(matches!(decode(b"# coding: martian\n"), Err(DecodeError::Unknown(_))));
        assert!(matches!(decode(b"\xef\xbb\xbf# coding: latin-1\n"), Err(DecodeError::Conflict(_))));
    }
}
