//! Making the changes: staged inside the output folder, then renamed in one burst, the manifest last.
//!
//! A journal in the staging folder says what the burst does. A build that is cut short before the journal stands has changed
//! nothing; one that is cut short after it is finished by the next one. A lock file keeps a second build out meanwhile.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::compare::{Change, Comparison, Content};
use super::journal::{Journal, Move};
use super::{Error, MANIFEST_NAME};

/// The staging folder's name in an output folder.
pub const STAGING_NAME: &str = ".lockweave-staging";
/// The lock file's name in an output folder.
pub const LOCK_NAME: &str = ".lockweave-lock";

const JOURNAL_NAME: &str = "journal";

/// An output folder that no other build writes to while this value lives.
#[derive(Debug)]
pub struct Locked {
    folder: PathBuf,
    /// Held for its lock.
    _file: File,
    /// The folders that were made for it, innermost first; they go again if nothing is written.
    made: Vec<PathBuf>,
}

/// What was found of an earlier build that was cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// Nothing.
    No,
    /// It had changed nothing; its staged files are waste.
    Staged,
    /// It was in its burst: the tree is mixed until the next build finishes it.
    Mixed,
}

/// What `folder` has of an earlier build that was cut short, or of one that is running.
pub fn unfinished(folder: &Path) -> Unfinished {
    let staging = folder.join(STAGING_NAME);
    if staging.join(JOURNAL_NAME).exists() {
        Unfinished::Mixed
    } else if staging.exists() {
        Unfinished::Staged
    } else {
        Unfinished::No
    }
}

impl Locked {
    /// Makes `folder` where it is missing and locks it.
    ///
    /// # Errors
    /// Where it can't be made, or another build has it.
    pub fn new(folder: &Path) -> Result<Locked, Error> {
        let made = make_folders(folder)?;
        let path = folder.join(LOCK_NAME);
        loop {
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = opened.map_err(|cause| Error::write(folder, cause))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut process = String::new();
                    let known = file.read_to_string(&mut process).is_ok() && !process.trim().is_empty();
                    let process = known.then(|| process.trim().to_owned());
                    return Err(Error::Busy { output: folder.to_owned(), process });
                }
                // A file system without locks: two builds at once can't be told apart there.
                Err(TryLockError::Error(_)) => {}
            }
            // The build that had the lock removes the file before it lets go; then this lock is on no file and counts for nothing.
            if still_names(&path, &file) {
                let _ = file.set_len(0);
                let _ = writeln!(file, "{}", std::process::id());
                return Ok(Locked { folder: folder.to_owned(), _file: file, made });
            }
        }
    }

    /// Finishes or undoes an earlier build that was cut short.
    ///
    /// # Errors
    /// Where the disk refuses; the next call tries again.
    pub fn recover(&self) -> Result<Unfinished, Error> {
        let found = unfinished(&self.folder);
        let staging = self.folder.join(STAGING_NAME);
        if found == Unfinished::Mixed {
            let path = staging.join(JOURNAL_NAME);
            let text = std::fs::read_to_string(&path).map_err(|cause| Error::read(&path, cause))?;
            if let Some(journal) = Journal::parse(&text) {
                journal.finish(&self.folder, &staging)?;
            }
        }
        if found != Unfinished::No {
            std::fs::remove_dir_all(&staging).map_err(|cause| Error::write(&staging, cause))?;
        }
        Ok(found)
    }

    /// Makes the changes of `comparison`.
    ///
    /// # Errors
    /// Where the disk refuses. Nothing is changed then, unless it was in the burst: then the next build finishes it.
    pub fn commit(&self, comparison: &Comparison) -> Result<(), Error> {
        for (path, like) in &comparison.permissions {
            copy_permissions(like, &self.folder.join(path))?;
        }
        if comparison.is_current() {
            return Ok(());
        }
        let staging = self.folder.join(STAGING_NAME);
        let staged = stage(&staging, comparison).and_then(|journal| {
            journal.check_folders(&self.folder)?;
            write_journal(&staging, &journal)?;
            Ok(journal)
        });
        let journal = match staged {
            Ok(journal) => journal,
            Err(error) => {
                let _ = std::fs::remove_dir_all(&staging);
                return Err(error);
            }
        };
        journal.finish(&self.folder, &staging)?;
        std::fs::remove_dir_all(&staging).map_err(|cause| Error::write(&staging, cause))
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(self.folder.join(LOCK_NAME));
        for folder in &self.made {
            // Fails where something was written, as it should.
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Makes `folder` and what is missing above it; gives what was made, innermost first.
fn make_folders(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let missing: Vec<PathBuf> = folder
        .ancestors()
        .filter(|path| !path.as_os_str().is_empty())
        .take_while(|path| !path.exists())
        .map(Path::to_owned)
        .collect();
    std::fs::create_dir_all(folder).map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            Error::Place(format!("{} can't be the output folder: a file is in the way", folder.display()))
        }
        _ => Error::write(folder, cause),
    })?;
    Ok(missing)
}

#[cfg(unix)]
fn still_names(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    match (std::fs::metadata(path), file.metadata()) {
        (Ok(named), Ok(open)) => identity(named) == identity(open),
        _ => false,
    }
}

#[cfg(not(unix))]
fn still_names(path: &Path, _file: &File) -> bool {
    // A file that is open can't be removed there.
    path.exists()
}

/// Writes the new files and the new manifest into the staging folder.
fn stage(staging: &Path, comparison: &Comparison) -> Result<Journal, Error> {
    std::fs::create_dir_all(staging).map_err(|cause| Error::write(staging, cause))?;
    let mut journal = Journal::default();
    for (number, change) in comparison.changes.iter().enumerate() {
        match change {
            Change::Remove { path, old } => journal.removals.push((path.clone(), *old)),
            Change::Write { wanted, hash, old } => {
                let name = number.to_string();
                let staged = staging.join(&name);
                match &wanted.content {
                    Content::Bytes(bytes) => std::fs::write(&staged, bytes),
                    Content::CopyOf(source) => std::fs::copy(source, &staged).map(|_| ()),
                    // Never a change.
                    Content::Kept => Ok(()),
                }
                .map_err(|cause| Error::write(&staged, cause))?;
                if let Some(like) = &wanted.like {
                    copy_permissions(like, &staged)?;
                }
                journal.moves.push(Move { staged: name, path: wanted.path.clone(), new: *hash, old: *old });
            }
        }
    }
    if comparison.manifest_changes {
        let staged = staging.join(MANIFEST_NAME);
        std::fs::write(&staged, comparison.manifest.render())
            .map_err(|cause| Error::write(&staged, cause))?;
    }
    Ok(journal)
}

/// The journal stands at once or not at all.
fn write_journal(staging: &Path, journal: &Journal) -> Result<(), Error> {
    let path = staging.join(JOURNAL_NAME);
    let draft = staging.join("journal.draft");
    std::fs::write(&draft, journal.render())
        .and_then(|()| std::fs::rename(&draft, &path))
        .map_err(|cause| Error::Write { path, cause })
}

#[cfg(unix)]
pub(super) fn copy_permissions(from: &Path, to: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = std::fs::metadata(from).map_err(|cause| Error::read(from, cause))?;
    let mode = metadata.permissions().mode() & 0o777;
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(mode))
        .map_err(|cause| Error::write(to, cause))
}

#[cfg(not(unix))]
pub(super) fn copy_permissions(_from: &Path, _to: &Path) -> Result<(), Error> {
    Ok(())
}
