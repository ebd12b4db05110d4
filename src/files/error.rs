//! What the machine refused: I/O errors with what was being done. Must not know how they are shown.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Code, Diagnostic};

/// Something that went wrong outside of any source text.
#[derive(Debug)]
pub enum Error {
    /// An input can't be read.
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The output can't be changed.
    Write {
        /// What was to be written.
        path: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// Another process is writing the same output.
    Busy {
        /// The output.
        output: PathBuf,
        /// The other process, where it left its number.
        process: Option<String>,
    },
    /// `.lockweave` is there but is no manifest that this version can read.
    Manifest {
        /// The file.
        path: PathBuf,
        /// The first line that isn't understood, from 1.
        line: usize,
    },
    /// A file was changed by others between reading and writing.
    Meanwhile(PathBuf),
    /// The output can't be where it was asked to be.
    Place(String),
    /// The configuration can't be followed.
    Configuration(Diagnostic),
}

impl Error {
    /// A failed read of `path`.
    pub fn read(path: &Path, cause: io::Error) -> Error {
        Error::Read { path: path.to_owned(), cause }
    }

    /// A failed write of `path`.
    pub fn write(path: &Path, cause: io::Error) -> Error {
        Error::Write { path: path.to_owned(), cause }
    }

    /// The error as a diagnostic.
    pub fn into_diagnostic(self) -> Diagnostic {
        let (code, help) = match &self {
            Error::Configuration(diagnostic) => return diagnostic.clone(),
            Error::Read { .. } => (Code::LW901, None),
            Error::Busy { .. } => (Code::LW905, Some("wait until it has ended, then run the command again")),
            Error::Meanwhile(_) => (Code::LW905, Some("run the command again")),
            Error::Manifest { .. } => {
                (Code::LW905, Some("restore the file from version control, or delete it and use --force"))
            }
            Error::Write { .. } | Error::Place(_) => (Code::LW905, None),
        };
        let diagnostic = Diagnostic::without_place(code, self.to_string());
        match help {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Read { path, cause } => {
                write!(formatter, "can't read {}: {}", path.display(), plain(cause))
            }
            Error::Write { path, cause } => {
                write!(formatter, "can't write {}: {}", path.display(), plain(cause))
            }
            Error::Busy { output, process } => {
                write!(formatter, "another build is writing {}", output.display())?;
                match process {
                    Some(process) => write!(formatter, " (process {process})"),
                    None => Ok(()),
                }
            }
            Error::Manifest { path, line } => {
                write!(
                    formatter,
                    "{} is not a manifest that this version can read (line {line})",
                    path.display()
                )
            }
            Error::Meanwhile(path) => {
                write!(formatter, "{} was changed while it was being looked at", path.display())
            }
            Error::Place(message) => formatter.write_str(message),
            Error::Configuration(diagnostic) => formatter.write_str(&diagnostic.message),
        }
    }
}

impl std::error::Error for Error {}

/// The system's words without its number, which means nothing to a reader.
pub(super) fn plain(cause: &io::Error) -> String {
    let text = cause.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
