//! Text put into a source that the user asked us to mend. Everything else that we write goes elsewhere.

use std::io::{Error as Failure, ErrorKind};
use std::path::Path;

use super::{Error, decode, read_file};

/// Puts each text in at its offset into the file at `path`, whose decoded text is `before`: all or nothing. Encoding, BOM and line ends stay.
///
/// # Errors
/// Where the file is another one by now, or can't be written.
pub fn amend(path: &Path, before: &str, insertions: &[(u32, &str)]) -> Result<(), Error> {
    let refused = |kind: ErrorKind, message: &str| Error::write(path, Failure::new(kind, message.to_owned()));
    let bytes = read_file(path)?;
    let decoded = decode(&bytes).map_err(|error| refused(ErrorKind::InvalidData, &error.to_string()))?;
    if decoded.text != before {
        return Err(Error::Meanwhile(path.to_owned()));
    }
    let mut after = String::with_capacity(before.len());
    let mut done = 0;
    for (offset, text) in insertions {
        let offset = *offset as usize;
        let Some(part) = before.get(done..offset) else {
            return Err(refused(ErrorKind::InvalidInput, "the places are out of order"));
        };
        after.push_str(part);
        after.push_str(text);
        done = offset;
    }
    after.push_str(&before[done..]);
    let unwritable = || refused(ErrorKind::InvalidData, "its encoding has no way to write this");
    let bytes = decoded.encoding.encode(&after).ok_or_else(unwritable)?;
    replace(path, &bytes).map_err(|cause| Error::write(path, cause))
}

/// Writes beside the file and renames, so that nobody ever sees half of it; a link leads to what is replaced.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let path = path.canonicalize()?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".lockweave-new");
    let beside = path.with_file_name(name);
    std::fs::write(&beside, bytes)?;
    let done = std::fs::set_permissions(&beside, std::fs::metadata(&path)?.permissions())
        .and_then(|()| std::fs::rename(&beside, &path));
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done
}
