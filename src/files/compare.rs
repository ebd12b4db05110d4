//! What a build would change: the files it wants beside the files that are there, and whose those are.
//!
//! Reads the output folder and writes nothing. A file there is ours if the manifest lists it with the hash that it has, or
//! if it equals what would be written; anything else stays as it is.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::discover::slashed;
use super::manifest::Hash;
use super::{Error, MANIFEST_NAME, Manifest};
use crate::diagnostics::{Code, Diagnostic};

/// Where a build writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The output folder.
    pub folder: PathBuf,
    /// What in it is this build's.
    pub scope: Scope,
}

/// What of an output folder a build answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it: what was written for a source that went, goes.
    Tree,
    /// Only the files that it writes.
    Files,
}

/// What becomes of files that are not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// They stay (LW902).
    Own,
    /// They are overwritten where the build wants their place (`--force`).
    Any,
}

/// A file that a build wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its place in the output folder.
    pub path: PathBuf,
    /// What it is to hold.
    pub content: Content,
    /// The file whose permissions it gets.
    pub like: Option<PathBuf>,
}

/// What a file is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What this file holds.
    CopyOf(PathBuf),
    /// What it holds now: its source has errors.
    Kept,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The file is written.
    Write {
        /// What.
        wanted: Wanted,
        /// The hash of what it will hold.
        hash: Hash,
        /// The hash of what it holds; `None` where there is no file.
        old: Option<Hash>,
    },
    /// The file is removed.
    Remove {
        /// Which.
        path: PathBuf,
        /// The hash of what it holds.
        old: Hash,
    },
}

impl Change {
    /// The file's place in the output folder.
    pub fn path(&self) -> &Path {
        match self {
            Change::Write { wanted, .. } => &wanted.path,
            Change::Remove { path, .. } => path,
        }
    }
}

/// All that a build would change.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Files, sorted by path; removals included.
    pub changes: Vec<Change>,
    /// LW901 and LW902.
    pub problems: Vec<Diagnostic>,
    /// The manifest as it will be.
    pub manifest: Manifest,
    /// Whether the one on the disk differs.
    pub manifest_changes: bool,
    /// Files that hold what they should and only lack their source's permissions.
    pub permissions: Vec<(PathBuf, PathBuf)>,
    /// How many files are as they should be.
    pub unchanged: usize,
}

impl Comparison {
    /// Whether the output is as it should be.
    pub fn is_current(&self) -> bool {
        self.changes.is_empty() && !self.manifest_changes
    }
}

/// What stands at a place in the output.
enum Standing {
    Nothing,
    File(Hash),
    Link,
    Folder,
    Other,
}

/// Compares `wanted` with what is in the output folder.
///
/// # Errors
/// Where the manifest can't be read.
pub fn compare(target: &Target, wanted: Vec<Wanted>, overwrite: Overwrite) -> Result<Comparison, Error> {
    let listed = read_manifest(&target.folder, overwrite)?;
    let paths: BTreeSet<&Path> = wanted.iter().map(|wanted| wanted.path.as_path()).collect();
    let mut comparison = Comparison::default();
    if target.scope == Scope::Files {
        comparison.manifest.files = listed.files.clone();
    } else {
        let gone = listed.files.iter().filter(|(path, _)| !paths.contains(path.as_path()));
        for (path, hash) in gone {
            removal(target, path, *hash, overwrite, &mut comparison);
        }
    }
    let removed: BTreeSet<PathBuf> =
        comparison.changes.iter().map(|change| change.path().to_owned()).collect();
    let verdicts: Vec<Verdict> = wanted
        .into_par_iter()
        .map(|wanted| {
            let old = listed.files.get(&wanted.path).copied();
            judge(target, wanted, old, overwrite, &removed)
        })
        .collect();
    for verdict in verdicts {
        comparison.add(verdict);
    }
    comparison.changes.sort_by(|left, right| left.path().cmp(right.path()));
    comparison.manifest_changes = listed != comparison.manifest;
    Ok(comparison)
}

/// The manifest in `folder`; an empty one where there is none.
fn read_manifest(folder: &Path, overwrite: Overwrite) -> Result<Manifest, Error> {
    let path = folder.join(MANIFEST_NAME);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Manifest::default()),
        // The folder is a file, or the manifest a folder: what follows says it better.
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Ok(Manifest::default()),
        Err(cause) => return Err(Error::Read { path, cause }),
    };
    match Manifest::parse(&String::from_utf8_lossy(&bytes)) {
        Ok(manifest) => Ok(manifest),
        Err(_) if overwrite == Overwrite::Any => Ok(Manifest::default()),
        Err(line) => Err(Error::Manifest { path, line }),
    }
}

/// What becomes of one wanted file.
enum Verdict {
    Same {
        path: PathBuf,
        hash: Hash,
        permissions: Option<PathBuf>,
    },
    Change {
        change: Change,
        hash: Hash,
    },
    /// It stays, with the manifest's entry that it had.
    Stays {
        path: PathBuf,
        listed: Option<Hash>,
        problem: Option<Diagnostic>,
    },
}

impl Comparison {
    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Same { path, hash, permissions } => {
                self.unchanged += 1;
                self.permissions.extend(permissions.map(|like| (path.clone(), like)));
                self.manifest.files.insert(path, hash);
            }
            Verdict::Change { change, hash } => {
                self.manifest.files.insert(change.path().to_owned(), hash);
                self.changes.push(change);
            }
            Verdict::Stays { path, listed, problem } => {
                if let Some(hash) = listed {
                    self.manifest.files.insert(path, hash);
                }
                self.problems.extend(problem);
            }
        }
    }
}

fn judge(
    target: &Target,
    wanted: Wanted,
    listed: Option<Hash>,
    overwrite: Overwrite,
    removed: &BTreeSet<PathBuf>,
) -> Verdict {
    let path = wanted.path.clone();
    let stays = |problem| Verdict::Stays { path: path.clone(), listed, problem };
    let hash = match &wanted.content {
        Content::Kept => return stays(None),
        Content::Bytes(bytes) => Hash::of(bytes),
        Content::CopyOf(source) => match File::open(source).and_then(Hash::of_reader) {
            Ok(hash) => hash,
            Err(cause) => return stays(Some(Error::read(source, cause).into_diagnostic())),
        },
    };
    if let Some(problem) = blocked_parent(target, &path, removed) {
        return stays(Some(problem));
    }
    let full = target.folder.join(&path);
    let old = match standing(&full) {
        Err(cause) => return stays(Some(Error::read(&full, cause).into_diagnostic())),
        Ok(Standing::Nothing) => None,
        Ok(Standing::File(old)) if old == hash => {
            let permissions = wanted.like.filter(|like| permissions_differ(like, &full));
            return Verdict::Same { path, hash, permissions };
        }
        Ok(Standing::File(old)) if listed == Some(old) || overwrite == Overwrite::Any => Some(old),
        Ok(Standing::File(_)) if listed.is_some() => {
            return stays(Some(foreign(&full, "was changed since Lockweave wrote it")));
        }
        Ok(Standing::File(_)) => return stays(Some(foreign(&full, "was not written by Lockweave"))),
        Ok(Standing::Link) if overwrite == Overwrite::Any => None,
        Ok(Standing::Link) => return stays(Some(foreign(&full, "is a link, which Lockweave never writes"))),
        Ok(Standing::Folder) if empties(&target.folder, &full, removed) => None,
        Ok(Standing::Folder) => return stays(Some(foreign(&full, "is a folder that holds files of others"))),
        Ok(Standing::Other) => return stays(Some(foreign(&full, "is no regular file"))),
    };
    Verdict::Change { change: Change::Write { wanted, hash, old }, hash }
}

fn removal(target: &Target, path: &Path, listed: Hash, overwrite: Overwrite, comparison: &mut Comparison) {
    let full = target.folder.join(path);
    let through_link = blocked_parent(target, path, &BTreeSet::new()).is_some();
    let problem = match standing(&full) {
        _ if through_link => return,
        Ok(Standing::File(old)) if old == listed || overwrite == Overwrite::Any => {
            comparison.changes.push(Change::Remove { path: path.to_owned(), old });
            return;
        }
        Ok(Standing::File(_)) => {
            let problem = foreign(&full, "was changed since Lockweave wrote it, and its source is gone");
            problem.with_help("delete it, or run with --force to have it removed")
        }
        // Somebody has removed or replaced it: nothing of ours is left there.
        Ok(_) => return,
        Err(cause) => Error::read(&full, cause).into_diagnostic(),
    };
    comparison.manifest.files.insert(path.to_owned(), listed);
    comparison.problems.push(problem);
}

fn foreign(path: &Path, what: &str) -> Diagnostic {
    Diagnostic::without_place(Code::LW902, format!("{} {what}", path.display()))
        .with_help("move it away, or run with --force to have it overwritten")
}

/// A problem where a folder on the way to `path` is a link (writing would leave the output) or a file of others.
pub(super) fn blocked_parent(
    target: &Target,
    path: &Path,
    removed: &BTreeSet<PathBuf>,
) -> Option<Diagnostic> {
    let parents: Vec<&Path> =
        path.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()).collect();
    for parent in parents.into_iter().rev() {
        let full = target.folder.join(parent);
        match std::fs::symlink_metadata(&full) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if metadata.is_symlink() => {
                let message =
                    format!("{} is a link, so {} would leave the output", full.display(), slashed(path));
                return Some(
                    Diagnostic::without_place(Code::LW902, message).with_help("replace the link by a folder"),
                );
            }
            Ok(_) if removed.contains(parent) => return None,
            Ok(_) => return Some(foreign(&full, "is a file where a folder is needed")),
            Err(_) => return None,
        }
    }
    None
}

fn standing(path: &Path) -> std::io::Result<Standing> {
    let metadata = match std::fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error)
            if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
        {
            return Ok(Standing::Nothing);
        }
        Err(error) => return Err(error),
    };
    Ok(if metadata.is_symlink() {
        Standing::Link
    } else if metadata.is_dir() {
        Standing::Folder
    } else if metadata.is_file() {
        Standing::File(Hash::of_reader(File::open(path)?)?)
    } else {
        Standing::Other
    })
}

/// Whether `folder` holds nothing that stays after the removals.
fn empties(output: &Path, folder: &Path, removed: &BTreeSet<PathBuf>) -> bool {
    walkdir::WalkDir::new(folder).into_iter().all(|entry| {
        entry.is_ok_and(|entry| {
            entry.file_type().is_dir()
                || entry.path().strip_prefix(output).is_ok_and(|path| removed.contains(path))
        })
    })
}

#[cfg(unix)]
fn permissions_differ(left: &Path, right: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let mode =
        |path: &Path| std::fs::metadata(path).map(|metadata| metadata.permissions().mode() & 0o777).ok();
    mode(left) != mode(right)
}

#[cfg(not(unix))]
fn permissions_differ(_left: &Path, _right: &Path) -> bool {
    false
}
