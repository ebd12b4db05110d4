//! Snapshot files: found below their folder, and changed together or not at all. Must not know what is in them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::compare::blocked_parent;
use super::journal::hash_at;
use super::{
    Change, Comparison, Content, Error, Hash, Locked, STAGING_NAME, Scope, Target, Unfinished, Wanted,
    unfinished,
};

/// How the name of a reviewed snapshot ends.
pub const SNAPSHOT_ENDING: &str = ".snap";
/// How the name of one that waits for review ends.
pub const PENDING_ENDING: &str = ".snap.new";

/// A file and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its place in the folder.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its place in the folder.
    pub path: PathBuf,
    /// What it holds now; `None` where it is not there.
    pub old: Option<Vec<u8>>,
    /// What it is to hold; `None` where it goes.
    pub new: Option<Vec<u8>>,
}

/// The snapshots below `folder`, reviewed and pending, sorted by path. Links are not followed.
///
/// # Errors
/// Where something can't be read.
pub fn stored_snapshots(folder: &Path) -> Result<Vec<StoredFile>, Error> {
    if std::fs::symlink_metadata(folder).is_err() {
        return Ok(Vec::new());
    }
    if !folder.is_dir() {
        return Err(Error::Place(format!("{} can't hold snapshots: it is no folder", folder.display())));
    }
    let mut files = Vec::new();
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.file_name() != STAGING_NAME) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            let cause =
                error.into_io_error().unwrap_or_else(|| std::io::Error::other("the folders form a loop"));
            Error::Read { path, cause }
        })?;
        let name = entry.file_name().as_encoded_bytes();
        let ours = [SNAPSHOT_ENDING, PENDING_ENDING].iter().any(|ending| name.ends_with(ending.as_bytes()));
        if !ours || !entry.file_type().is_file() {
            continue;
        }
        let Ok(path) = entry.path().strip_prefix(folder) else { continue };
        let bytes = std::fs::read(entry.path()).map_err(|cause| Error::read(entry.path(), cause))?;
        files.push(StoredFile { path: path.to_owned(), bytes });
    }
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}

/// Finishes or undoes changes in `folder` that were cut short.
///
/// # Errors
/// Where the disk refuses, or another run is at it.
pub fn settle(folder: &Path) -> Result<(), Error> {
    match unfinished(folder) {
        Unfinished::No => Ok(()),
        Unfinished::Staged | Unfinished::Mixed => Locked::new(folder)?.recover().map(|_| ()),
    }
}

/// Makes all of `changes` in `folder`, or none.
///
/// # Errors
/// Where a file no longer holds what its change says, or the disk refuses.
pub fn change_together(folder: &Path, changes: Vec<FileChange>) -> Result<(), Error> {
    if changes.is_empty() {
        return Ok(());
    }
    let locked = Locked::new(folder)?;
    locked.recover()?;
    let target = Target { folder: folder.to_owned(), scope: Scope::Files };
    let mut comparison = Comparison::default();
    for FileChange { path, old, new } in changes {
        if let Some(problem) = blocked_parent(&target, &path, &BTreeSet::new()) {
            return Err(Error::Place(problem.message));
        }
        let full = folder.join(&path);
        let old = old.map(|bytes| Hash::of(&bytes));
        if hash_at(&full)? != old {
            return Err(Error::Meanwhile(full));
        }
        comparison.changes.extend(match (new, old) {
            (Some(bytes), old) => {
                let hash = Hash::of(&bytes);
                let wanted = Wanted { path, content: Content::Bytes(bytes), like: None };
                Some(Change::Write { wanted, hash, old })
            }
            (None, Some(old)) => Some(Change::Remove { path, old }),
            (None, None) => None,
        });
    }
    locked.commit(&comparison)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{Error, FileChange, change_together, stored_snapshots};

    fn change(path: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> FileChange {
        FileChange { path: PathBuf::from(path), old: old.map(<[u8]>::to_vec), new: new.map(<[u8]>::to_vec) }
    }

    #[test]
    fn changes_are_made_together_or_not_at_all() {
        let room = tempfile::tempdir().unwrap();
        let folder = room.path().join("snaps");
        change_together(
            &folder,
            vec![change("a/b.snap.new", None, Some(b"1")), change("c.snap", None, Some(b"2"))],
        )
        .unwrap();
        fs::write(folder.join("other.txt"), "mine").unwrap();
        let paths = |folder| -> Vec<PathBuf> {
            stored_snapshots(folder).unwrap().into_iter().map(|file| file.path).collect()
        };
        assert_eq!(paths(&folder), [PathBuf::from("a/b.snap.new"), PathBuf::from("c.snap")]);
        let changes = vec![change("a/b.snap.new", Some(b"1"), None), change("c.snap", Some(b"other"), None)];
        assert!(matches!(change_together(&folder, changes), Err(Error::Meanwhile(_))));
        assert_eq!(paths(&folder).len(), 2);
        let changes = vec![change("a/b.snap.new", Some(b"1"), None), change("a/b.snap", None, Some(b"1"))];
        change_together(&folder, changes).unwrap();
        assert_eq!(paths(&folder), [PathBuf::from("a/b.snap"), PathBuf::from("c.snap")]);
    }

    #[test]
    fn an_error_leaves_no_folder_behind() {
        let room = tempfile::tempdir().unwrap();
        let folder = room.path().join("snaps");
        assert!(change_together(&folder, vec![change("a.snap", Some(b"1"), None)]).is_err());
        assert!(!folder.exists());
        assert_eq!(stored_snapshots(&folder).unwrap(), []);
    }
}
