//! Reading inputs whole.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::Path;

use super::{Error, Origin};

/// The bytes of an input.
///
/// # Errors
/// Where the disk refuses.
pub fn read(origin: &Origin) -> Result<Cow<'_, [u8]>, Error> {
    match origin {
        Origin::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
        Origin::Disk(path) => read_file(path).map(Cow::Owned),
    }
}

/// The bytes of the file at `path`.
///
/// # Errors
/// Where the disk refuses.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|cause| Error::read(path, cause))
}

/// All of standard input.
///
/// # Errors
/// Where it can't be read.
pub fn read_stdin() -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    match std::io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(cause) => Err(Error::read(Path::new("standard input"), cause)),
    }
}
