//! What waits for review, and what a decision does to the files. Must not know who decides, or how he is asked.

use std::path::{Path, PathBuf};

use super::format::{Body, Snapshot};
use super::survey::{Change, Files, difference, pairs, pending_path};
use crate::files::{FileChange, SNAPSHOT_ENDING, StoredFile};

/// A pending snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The accepted snapshot's place in the snapshot folder, whether it is there or not.
    pub path: PathBuf,
    /// What was accepted, as far as it can be read.
    pub accepted: Option<Snapshot>,
    /// What waits; `None` where it can't be read: then it can only be rejected.
    pub pending: Option<Snapshot>,
    /// What would change; `None` for a new module, and for one that goes.
    pub change: Option<Change>,
    /// Both files as they are.
    pub files: Files,
}

impl Item {
    /// Its name for people: the source, else the output's place.
    pub fn name(&self) -> String {
        name(self.pending.as_ref().or(self.accepted.as_ref()), &self.path)
    }

    /// The module whose locks it shares with others.
    pub fn linked(&self) -> Option<&str> {
        self.pending.as_ref()?.origin.linked.as_deref()
    }

    /// Why accepting it removes the snapshot, if it does.
    pub fn removal(&self) -> Option<&str> {
        match &self.pending.as_ref()?.body {
            Body::Removed(reason) => Some(reason),
            Body::Woven(_) => None,
        }
    }

    /// The pending file's place in the snapshot folder.
    pub fn pending_path(&self) -> PathBuf {
        pending_path(&self.path)
    }
}

/// The source of a snapshot; the output's place where it has none, or can't be read.
pub(super) fn name(snapshot: Option<&Snapshot>, path: &Path) -> String {
    let source = snapshot.map(|snapshot| snapshot.origin.source.clone()).filter(|source| !source.is_empty());
    let output = path.to_string_lossy();
    source.unwrap_or_else(|| output.strip_suffix(SNAPSHOT_ENDING).unwrap_or(&output).to_owned())
}

/// What of `stored` waits for review: modules that share locks stand together, and last those whose text alone another version of
/// Lockweave writes in another way.
pub fn items(stored: Vec<StoredFile>) -> Vec<Item> {
    let mut items: Vec<Item> =
        pairs(stored).into_iter().filter_map(|(path, files)| item(path, files)).collect();
    let first =
        |linked: &str| items.iter().find(|item| item.linked() == Some(linked)).map(|item| item.path.clone());
    let keys: Vec<(bool, PathBuf, PathBuf)> = items
        .iter()
        .map(|item| {
            let group = item.linked().and_then(first).unwrap_or_else(|| item.path.clone());
            (item.change == Some(Change::Version), group, item.path.clone())
        })
        .collect();
    let mut keyed: Vec<_> = keys.into_iter().zip(items.drain(..)).collect();
    keyed.sort_by(|left, right| left.0.cmp(&right.0));
    keyed.into_iter().map(|(_, item)| item).collect()
}

fn item(path: PathBuf, files: Files) -> Option<Item> {
    let bytes = files.pending.as_deref()?;
    let pending = Snapshot::parse(bytes);
    let accepted = files.accepted.as_deref().and_then(Snapshot::parse);
    if pending.is_none() && accepted.is_none() && !mentions_us(bytes) {
        // A snapshot of somebody else's.
        return None;
    }
    let change = match (&accepted, &pending) {
        (Some(accepted), Some(pending)) if pending.woven().is_some() => difference(accepted, pending),
        (None, Some(_)) if files.accepted.is_some() => Some(Change::Unreadable),
        _ => None,
    };
    Some(Item { path, accepted, pending, change, files })
}

fn mentions_us(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains("lockweave")
}

/// The changes that accept `items`. Those that can't be read stay pending.
pub fn accept<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<FileChange> {
    let mut changes = Vec::new();
    for item in items {
        let Some(pending) = &item.pending else { continue };
        let new = item.removal().is_none().then(|| pending.accepted().render());
        if item.files.accepted != new {
            changes.push(FileChange { path: item.path.clone(), old: item.files.accepted.clone(), new });
        }
        changes.push(withdrawal(item));
    }
    changes
}

/// The changes that reject `items`: what was accepted stays.
pub fn reject<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<FileChange> {
    items.into_iter().map(withdrawal).collect()
}

fn withdrawal(item: &Item) -> FileChange {
    FileChange { path: pending_path(&item.path), old: item.files.pending.clone(), new: None }
}
