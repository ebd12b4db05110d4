//! The snapshots that should be beside those that are there, and what `lockweave snapshot` does about it. Writes nothing itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::decide::name;
use super::expected::{Expected, Module};
use super::format::{Body, Origin, Snapshot, Woven};
use crate::files::{FileChange, PENDING_ENDING, SNAPSHOT_ENDING, Scope, StoredFile};

/// What is to say about a module and its snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The output is as it was accepted.
    Current,
    /// Nothing was accepted yet.
    New,
    /// The output would differ from what was accepted.
    Changed(Change),
    /// There is a snapshot of what has no woven output, for this reason.
    Orphaned(&'static str),
    /// Its source has errors.
    Unknown,
}

/// What of an accepted output would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The plan, and with it the text.
    Plan,
    /// The text alone.
    Text,
    /// The text alone, and by another version of Lockweave: source and options are the same.
    Version,
    /// The snapshot can't be read.
    Unreadable,
}

/// A module or a left-over, and its snapshots.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The accepted snapshot's place in the snapshot folder, whether it is there or not.
    pub path: PathBuf,
    /// Its name for people: the source, else the place.
    pub name: String,
    /// What there is to say.
    pub standing: Standing,
    /// What was accepted, as far as it can be read.
    pub accepted: Option<Snapshot>,
    /// What is to be; `None` where the source has errors.
    pub wanted: Option<Snapshot>,
    /// Both files as they are.
    pub files: Files,
}

/// The two files of a snapshot, as far as they are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// `.snap`
    pub accepted: Option<Vec<u8>>,
    /// `.snap.new`
    pub pending: Option<Vec<u8>>,
}

impl Finding {
    /// Whether it is a left-over that nobody has to decide about: nothing was accepted, or that it goes was.
    pub fn is_gone(&self) -> bool {
        let decided = self.accepted.as_ref().is_some_and(|accepted| accepted.woven().is_none());
        matches!(self.standing, Standing::Orphaned(_)) && (decided || self.files.accepted.is_none())
    }

    /// What `lockweave snapshot` does to its files.
    pub fn changes(&self) -> Vec<FileChange> {
        let Files { accepted, pending } = &self.files;
        let Some(wanted) = &self.wanted else { return Vec::new() };
        let mut changes = Vec::new();
        let mut change = |path: PathBuf, old: &Option<Vec<u8>>, new: Option<Vec<u8>>| {
            if *old != new {
                changes.push(FileChange { path, old: old.clone(), new });
            }
        };
        if self.standing == Standing::Current {
            change(pending_path(&self.path), pending, None);
            change(self.path.clone(), accepted, Some(wanted.accepted().render()));
        } else if self.is_gone() {
            change(pending_path(&self.path), pending, None);
            change(self.path.clone(), accepted, None);
        } else {
            change(pending_path(&self.path), pending, Some(wanted.render()));
        }
        changes
    }
}

impl Snapshot {
    /// The snapshot as it is kept once it is accepted.
    #[must_use]
    pub fn accepted(&self) -> Snapshot {
        Snapshot { origin: Origin { lines: Vec::new(), ..self.origin.clone() }, body: self.body.clone() }
    }

    /// The output, where there is one.
    pub fn woven(&self) -> Option<&Woven> {
        match &self.body {
            Body::Woven(woven) => Some(woven),
            Body::Removed(_) => None,
        }
    }
}

/// The place of the pending file beside the snapshot at `path`.
pub fn pending_path(path: &Path) -> PathBuf {
    let mut pending = path.as_os_str().to_owned();
    pending.push(PENDING_ENDING.strip_prefix(SNAPSHOT_ENDING).unwrap_or(PENDING_ENDING));
    PathBuf::from(pending)
}

/// Pairs of accepted and pending files, by the accepted one's place.
pub fn pairs(stored: Vec<StoredFile>) -> BTreeMap<PathBuf, Files> {
    let mut pairs: BTreeMap<PathBuf, Files> = BTreeMap::new();
    for StoredFile { path, bytes } in stored {
        let name = path.as_os_str().to_string_lossy();
        if name.ends_with(PENDING_ENDING) {
            pairs.entry(path.with_extension("")).or_default().pending = Some(bytes);
        } else {
            pairs.entry(path).or_default().accepted = Some(bytes);
        }
    }
    pairs
}

/// Everything that there is to say, sorted by path.
pub fn survey(expected: &Expected, stored: Vec<StoredFile>) -> Vec<Finding> {
    let mut pairs = pairs(stored);
    let mut findings: Vec<Finding> = expected
        .modules
        .iter()
        .map(|module| compare(module, pairs.remove(&module.path).unwrap_or_default()))
        .collect();
    findings.extend(pairs.into_iter().filter_map(|(path, files)| left_over(expected, path, files)));
    findings.sort_by(|left, right| left.path.cmp(&right.path));
    findings
}

fn compare(module: &Module, files: Files) -> Finding {
    let accepted = files.accepted.as_deref().and_then(Snapshot::parse);
    let standing = match (&files.accepted, &accepted) {
        (None, _) => Standing::New,
        (Some(_), None) => Standing::Changed(Change::Unreadable),
        (Some(_), Some(accepted)) => {
            difference(accepted, &module.snapshot).map_or(Standing::Current, Standing::Changed)
        }
    };
    Finding {
        path: module.path.clone(),
        name: module.name.clone(),
        standing,
        accepted,
        wanted: Some(module.snapshot.clone()),
        files,
    }
}

/// What differs between an accepted output and a new one.
pub fn difference(accepted: &Snapshot, new: &Snapshot) -> Option<Change> {
    if accepted.body == new.body {
        return None;
    }
    let (Some(old), Some(woven)) = (accepted.woven(), new.woven()) else { return Some(Change::Plan) };
    if old.plan != woven.plan {
        return Some(Change::Plan);
    }
    let (before, after) = (&accepted.origin, &new.origin);
    let same_request = before.source_hash == after.source_hash && before.options == after.options;
    Some(if same_request && before.version != after.version { Change::Version } else { Change::Text })
}

/// A snapshot without a module; `None` where it is not for us to say.
fn left_over(expected: &Expected, path: PathBuf, files: Files) -> Option<Finding> {
    let is_ours = |bytes: &Option<Vec<u8>>| bytes.as_deref().and_then(Snapshot::parse);
    let possible = expected.possible.contains(&path);
    let unread = expected.unknown.contains(&path);
    let (accepted, pending) = (is_ours(&files.accepted), is_ours(&files.pending));
    if !unread && !possible && (expected.scope == Scope::Files || accepted.is_none() && pending.is_none()) {
        return None;
    }
    let reason = if possible { "nothing is woven into its source any more" } else { "its source is gone" };
    let standing = if unread { Standing::Unknown } else { Standing::Orphaned(reason) };
    let known = accepted.as_ref().or(pending.as_ref());
    let removed = known.map(|known| Snapshot {
        origin: Origin {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            source_hash: None,
            lines: Vec::new(),
            ..known.origin.clone()
        },
        body: Body::Removed(reason.to_owned()),
    });
    Some(Finding {
        name: name(known, &path),
        path,
        standing,
        accepted,
        wanted: if unread { None } else { removed },
        files,
    })
}
