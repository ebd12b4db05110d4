//! The journal of a burst: what is removed and what is renamed to where, written down before the first of it happens.
//!
//! ```text
//! lockweave journal 1
//! remove 9f86... old/module.py
//! rename 0 2c26... 9f86... pkg/module.py
//! end
//! ```

use std::fmt::Write as _;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::manifest::{Hash, read_path, write_path};
use super::{Error, MANIFEST_NAME};

const VERSION: &str = "lockweave journal 1";

/// A staged file and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Move {
    /// Its name in the staging folder.
    pub(super) staged: String,
    /// Its place in the output folder.
    pub(super) path: PathBuf,
    /// The hash of what it holds.
    pub(super) new: Hash,
    /// The hash of what it replaces.
    pub(super) old: Option<Hash>,
}

/// What a burst does: removals, then renames, then the manifest if it is staged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) removals: Vec<(PathBuf, Hash)>,
    pub(super) moves: Vec<Move>,
}

impl Journal {
    pub(super) fn render(&self) -> String {
        let mut text = format!("{VERSION}\n");
        for (path, old) in &self.removals {
            let _ = writeln!(text, "remove {old} {}", write_path(path));
        }
        for Move { staged, path, new, old } in &self.moves {
            let old = old.map_or_else(|| "-".to_owned(), |old| old.to_string());
            let _ = writeln!(text, "rename {staged} {new} {old} {}", write_path(path));
        }
        text.push_str("end\n");
        text
    }

    /// Reads a journal; `None` where it is not whole.
    pub(super) fn parse(text: &str) -> Option<Journal> {
        let body = text.strip_prefix(VERSION)?.strip_prefix('\n')?.strip_suffix("end\n")?;
        let mut journal = Journal::default();
        for line in body.lines() {
            let (word, rest) = line.split_once(' ')?;
            if word == "remove" {
                let (old, path) = rest.split_once(' ')?;
                journal.removals.push((read_path(path)?, Hash::parse(old)?));
                continue;
            }
            let mut fields = rest.splitn(4, ' ');
            let staged = fields.next()?.to_owned();
            let is_number = !staged.is_empty() && staged.bytes().all(|byte| byte.is_ascii_digit());
            let new = Hash::parse(fields.next()?)?;
            let old = match fields.next()? {
                "-" => None,
                old => Some(Hash::parse(old)?),
            };
            let path = read_path(fields.next()?)?;
            if word != "rename" || !is_number {
                return None;
            }
            journal.moves.push(Move { staged, path, new, old });
        }
        Some(journal)
    }

    /// Refuses the burst before it begins where a folder that it writes to is closed to writing.
    pub(super) fn check_folders(&self, output: &Path) -> Result<(), Error> {
        for path in self.moves.iter().map(|each| &each.path).chain(self.removals.iter().map(|(path, _)| path))
        {
            let full = output.join(path);
            let existing =
                full.ancestors().skip(1).find_map(|folder| Some((folder, std::fs::metadata(folder).ok()?)));
            if let Some((folder, metadata)) = existing
                && metadata.is_dir()
                && metadata.permissions().readonly()
            {
                return Err(Error::write(folder, ErrorKind::PermissionDenied.into()));
            }
        }
        Ok(())
    }

    /// Does what is not yet done. May be called again after it was cut short; what others changed meanwhile stays.
    pub(super) fn finish(&self, output: &Path, staging: &Path) -> Result<(), Error> {
        for (path, old) in &self.removals {
            remove(output, path, *old)?;
        }
        for each in &self.moves {
            each.finish(output, staging)?;
        }
        let manifest = staging.join(MANIFEST_NAME);
        rename_if_staged(&manifest, &output.join(MANIFEST_NAME))
    }
}

impl Move {
    fn finish(&self, output: &Path, staging: &Path) -> Result<(), Error> {
        let to = output.join(&self.path);
        let is_folder = std::fs::symlink_metadata(&to).is_ok_and(|metadata| metadata.is_dir());
        if is_folder {
            // The removals have emptied it; its folders may still be there.
            prune(&to);
        } else if hash_at(&to)?.is_some_and(|now| Some(now) != self.old && now != self.new) {
            return Ok(());
        }
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent).map_err(|cause| Error::write(parent, cause))?;
        }
        rename_if_staged(&staging.join(&self.staged), &to)
    }
}

fn rename_if_staged(from: &Path, to: &Path) -> Result<(), Error> {
    match std::fs::rename(from, to) {
        Err(cause) if cause.kind() == ErrorKind::NotFound && !from.exists() => Ok(()),
        Err(cause) => Err(Error::write(to, cause)),
        Ok(()) => Ok(()),
    }
}

fn remove(output: &Path, path: &Path, old: Hash) -> Result<(), Error> {
    let full = output.join(path);
    if hash_at(&full)? != Some(old) {
        return Ok(());
    }
    std::fs::remove_file(&full).map_err(|cause| Error::write(&full, cause))?;
    for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        // Fails, as it should, on the first that still holds something.
        if std::fs::remove_dir(output.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Removes the empty folders at and below `folder`.
fn prune(folder: &Path) {
    for entry in walkdir::WalkDir::new(folder).contents_first(true).into_iter().flatten() {
        let _ = std::fs::remove_dir(entry.path());
    }
}

/// The hash of the regular file at `path`; `None` where there is none (a link is none).
pub(super) fn hash_at(path: &Path) -> Result<Option<Hash>, Error> {
    let is_file = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    if !is_file {
        return Ok(None);
    }
    File::open(path).and_then(Hash::of_reader).map(Some).map_err(|cause| Error::read(path, cause))
}

#[cfg(test)]
mod tests {
    use super::{Hash, Journal, Move};

    #[test]
    fn a_journal_reads_back_only_if_whole() {
        let hash = Hash::of(b"x");
        let rename = Move { staged: "0".into(), path: "a b/c.py".into(), new: hash, old: None };
        let journal = Journal { removals: vec![("d.py".into(), hash)], moves: vec![rename] };
        let text = journal.render();
        assert_eq!(Journal::parse(&text), Some(journal));
        assert_eq!(Journal::parse(&text[..text.len() - 4]), None);
        assert_eq!(Journal::parse(&text.replace(" 0 ", " ../0 ")), None);
    }
}
