//! `OUT/.lockweave`: path and hash of each file that Lockweave wrote. Must not know how or when they are written.
//!
//! ```text
//! # Files that Lockweave wrote here, with their SHA-256. Commit this file with them.
//! lockweave manifest 1
//! 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  pkg/module.py
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

/// The manifest's name in an output folder.
pub const MANIFEST_NAME: &str = ".lockweave";

const COMMENT: &str = "# Files that Lockweave wrote here, with their SHA-256. Commit this file with them.";
const VERSION: &str = "lockweave manifest 1";

/// The SHA-256 of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// The hash of what `reader` gives.
    pub(super) fn of_reader(mut reader: impl std::io::Read) -> std::io::Result<Hash> {
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(Hash(hasher.finalize().into())),
                count => hasher.update(&buffer[..count]),
            }
        }
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Hash> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |letter: u8| char::from(letter).to_digit(16);
            *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
        }
        Some(Hash(hash))
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{self}")
    }
}

/// What was written to an output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// By path relative to the folder; each has only plain names in it.
    pub files: BTreeMap<PathBuf, Hash>,
}

impl Manifest {
    /// The file's text: sorted, so the same files give the same bytes.
    pub fn render(&self) -> String {
        let mut text = format!("{COMMENT}\n{VERSION}\n");
        for (path, hash) in &self.files {
            let _ = writeln!(text, "{hash}  {}", write_path(path));
        }
        text
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// The number, from 1, of the first line that is not understood; a path that leads out of the folder is none.
    pub fn parse(text: &str) -> Result<Manifest, usize> {
        let mut manifest = Manifest::default();
        let mut versioned = false;
        for (number, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if !versioned {
                if line != VERSION {
                    return Err(number + 1);
                }
                versioned = true;
                continue;
            }
            let entry =
                line.split_once("  ").and_then(|(hash, path)| Some((read_path(path)?, Hash::parse(hash)?)));
            let Some((path, hash)) = entry else { return Err(number + 1) };
            manifest.files.insert(path, hash);
        }
        if versioned { Ok(manifest) } else { Err(1) }
    }
}

/// A path as one line of text: slashes, and `\xNN` for backslashes, control characters and bytes that are no UTF-8.
pub(super) fn write_path(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        if !text.is_empty() {
            text.push('/');
        }
        for chunk in component.as_os_str().as_encoded_bytes().utf8_chunks() {
            for letter in chunk.valid().chars() {
                if letter == '\\' || letter.is_control() {
                    let mut buffer = [0; 4];
                    letter.encode_utf8(&mut buffer).bytes().for_each(|byte| push_escaped(&mut text, byte));
                } else {
                    text.push(letter);
                }
            }
            chunk.invalid().iter().for_each(|byte| push_escaped(&mut text, *byte));
        }
    }
    text
}

fn push_escaped(text: &mut String, byte: u8) {
    let _ = write!(text, "\\x{byte:02x}");
}

/// Reads what `write_path` wrote; `None` for a path that isn't relative or leads out of its folder.
pub(super) fn read_path(text: &str) -> Option<PathBuf> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(tail.strip_prefix(b"x")?.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &tail[3..];
    }
    let path = path_from_bytes(bytes)?;
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)))
        && path.components().next().is_some();
    plain.then_some(path)
}

#[cfg(unix)]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Hash, Manifest, read_path, write_path};

    #[test]
    fn a_manifest_reads_back() {
        let mut manifest = Manifest::default();
        for path in ["a.py", "b/c d.py", "line\nbreak\\x.py"] {
            manifest.files.insert(PathBuf::from(path), Hash::of(path.as_bytes()));
        }
        assert_eq!(Manifest::parse(&manifest.render()), Ok(manifest));
    }

    #[test]
    fn paths_never_lead_out() {
        let hash = Hash::of(b"");
        for path in ["../a", "/etc/passwd", "a/../../b", "a/\\x2e\\x2e/b", "", "bad\\x"] {
            assert_eq!(read_path(path), None, "{path}");
            let text = format!("lockweave manifest 1\n{hash}  {path}\n");
            assert_eq!(Manifest::parse(&text), Err(2), "{path}");
        }
        assert_eq!(write_path(Path::new("a/b")), "a/b");
    }

    #[test]
    fn other_files_are_no_manifests() {
        assert_eq!(Manifest::parse(""), Err(1));
        assert_eq!(Manifest::parse("lockweave manifest 2\n"), Err(1));
        assert_eq!(Manifest::parse("<<<<<<< ours\n"), Err(1));
    }
}
