//! Waiting for sources to change. Must not know what is done about it.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Error;
use super::discover::{SKIPPED, resolve};

/// What changes within this time is one change: editors write in several steps.
const PAUSE: Duration = Duration::from_millis(100);

/// Sources that are looked at.
#[derive(Debug)]
pub struct Watch {
    /// Stops when it is dropped.
    _watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    ignored: Vec<PathBuf>,
}

impl Watch {
    /// Begins to look at `paths`, folders with all that is below and files; what is at or below `ignored` does not count.
    ///
    /// # Errors
    /// Where the system can't watch them.
    pub fn begin(paths: &[PathBuf], ignored: &[PathBuf]) -> Result<Watch, Error> {
        let (sender, events) = channel();
        let failed = |path: &Path, error: notify::Error| Error::read(path, std::io::Error::other(error));
        let mut watcher =
            notify::recommended_watcher(sender).map_err(|error| failed(Path::new("."), error))?;
        let real: Vec<PathBuf> = paths.iter().map(|path| resolve(path)).collect();
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = real.into_iter().partition(|path| path.is_dir());
        for folder in &folders {
            watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| failed(folder, error))?;
        }
        for file in &files {
            // A file that is replaced is another file: its folder tells.
            let folder = file.parent().unwrap_or(Path::new("."));
            if !folders.iter().any(|other| folder.starts_with(other)) {
                watcher.watch(folder, RecursiveMode::NonRecursive).map_err(|error| failed(folder, error))?;
            }
        }
        let ignored = ignored.iter().map(|path| resolve(path)).collect();
        Ok(Watch { _watcher: watcher, events, folders, files, ignored })
    }

    /// Waits for a change; gives the paths that changed, sorted. `None` where nothing can be seen any more.
    pub fn wait(&self) -> Option<Vec<PathBuf>> {
        let mut changed = Vec::new();
        while changed.is_empty() {
            self.take(self.events.recv().ok()?, &mut changed);
        }
        while let Ok(event) = self.events.recv_timeout(PAUSE) {
            self.take(event, &mut changed);
        }
        changed.sort();
        changed.dedup();
        Some(changed)
    }

    fn take(&self, event: notify::Result<Event>, changed: &mut Vec<PathBuf>) {
        match event {
            Ok(event) if !matches!(event.kind, EventKind::Access(_)) => {
                changed.extend(event.paths.into_iter().filter(|path| self.counts(path)));
            }
            // Some were lost: anything may have changed.
            Err(_) => changed.extend(self.folders.first().or(self.files.first()).cloned()),
            Ok(_) => {}
        }
    }

    fn counts(&self, path: &Path) -> bool {
        if self.ignored.iter().any(|ignored| path.starts_with(ignored)) {
            return false;
        }
        let below = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        let skipped = |rest: &Path| rest.iter().any(|name| SKIPPED.iter().any(|skipped| name == *skipped));
        below.is_some_and(|rest| !skipped(rest)) || self.files.iter().any(|file| file == path)
    }
}
