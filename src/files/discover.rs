//! Discovery: from the sources that were named to the sorted list of files, each with its place in the output.
//!
//! No link is followed out of the tree, and nothing is opened here. Must not know what is in the files.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::module_name::module_name;
use super::pattern::Pattern;
use super::{Error, LOCK_NAME, MANIFEST_NAME, STAGING_NAME};
use crate::diagnostics::{Code, Diagnostic};

/// Folders that are never sources: what version control, environments and tools keep for themselves.
pub(super) const SKIPPED: &[&str] = &[
    ".git",
    ".hg",
    ".svn",
    ".bzr",
    ".jj",
    "_darcs",
    "CVS",
    "__pycache__",
    "node_modules",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".tox",
    ".nox",
];

/// What is to be read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders, as named; `-` alone is standard input.
    pub sources: Vec<PathBuf>,
    /// Where the output goes, if there is one: it is no input.
    pub output: Option<PathBuf>,
    /// Where snapshots are kept: no input either.
    pub snapshots: Option<PathBuf>,
    /// Patterns of files and folders that are left out. A file named by itself is never left out.
    pub exclude: Vec<String>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Python source.
    Python,
    /// Anything else: copied.
    Other,
}

/// Where a file's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// On the disk.
    Disk(PathBuf),
    /// Here.
    Memory(Vec<u8>),
}

/// One input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name for people: the source as it was named, and the way from there, with slashes.
    pub name: String,
    /// Its place in the output, relative.
    pub output: PathBuf,
    /// Where its bytes are.
    pub origin: Origin,
    /// What it is.
    pub kind: Kind,
    /// The name that it is imported by; `None` where it has none (`my-script.py`).
    pub module: Option<String>,
}

/// What discovery found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The files, sorted by their place in the output.
    pub inputs: Vec<Input>,
    /// What can't be read (LW901) and, where there is an output, what collides in it (LW903).
    pub diagnostics: Vec<Diagnostic>,
    /// Links that were not followed.
    pub skipped_links: Vec<String>,
    /// The folders that were looked into: when one changes, there may be other files.
    pub folders: Vec<PathBuf>,
    /// Whether every source was a file named by itself.
    pub only_files: bool,
}

/// Finds the files of `request`.
pub fn discover(request: &Request) -> Found {
    let patterns: Vec<Pattern> = request.exclude.iter().map(|text| Pattern::new(text)).collect();
    let own = [&request.output, &request.snapshots].into_iter().flatten().map(|path| resolve(path)).collect();
    let mut search =
        Search { patterns, own, seen: HashSet::new(), found: Found { only_files: true, ..Found::default() } };
    for source in &request.sources {
        search.source(source);
    }
    let mut found = search.found;
    found.inputs.sort_by(|left, right| left.output.cmp(&right.output));
    if request.output.is_some() {
        report_collisions(&mut found);
    }
    found
}

/// The absolute path of `path`, links resolved as far as it exists.
pub(super) fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut rest = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return rest.iter().rev().fold(real, |path, name| match name {
                Component::ParentDir => path.parent().map(Path::to_owned).unwrap_or(path),
                other => path.join(other),
            });
        }
        let Some(last) = existing.components().next_back() else { return absolute };
        rest.push(last);
        let Some(parent) = existing.parent() else { return absolute };
        existing = parent;
    }
}

/// `path` with slashes, for people and patterns.
pub(super) fn slashed(path: &Path) -> String {
    let names: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    names.join("/")
}

struct Search {
    patterns: Vec<Pattern>,
    /// Folders that Lockweave writes.
    own: Vec<PathBuf>,
    seen: HashSet<PathBuf>,
    found: Found,
}

impl Search {
    fn source(&mut self, source: &Path) {
        match std::fs::metadata(source) {
            Err(cause) => self.found.diagnostics.push(Error::read(source, cause).into_diagnostic()),
            Ok(metadata) if metadata.is_dir() => {
                self.found.only_files = false;
                self.tree(source);
            }
            Ok(_) => self.file(source),
        }
    }

    fn file(&mut self, source: &Path) {
        let real = resolve(source);
        let name = source.file_name().or_else(|| real.file_name()).map(PathBuf::from);
        let Some(output) = name else { return };
        if !self.seen.insert(real.clone()) {
            return;
        }
        self.found.inputs.push(Input {
            name: source.to_string_lossy().into_owned(),
            module: module_name(real.parent().unwrap_or(Path::new("")), &output),
            output,
            origin: Origin::Disk(source.to_owned()),
            kind: Kind::Python,
        });
    }

    fn tree(&mut self, root: &Path) {
        let real_root = resolve(root);
        let walk = WalkDir::new(root).sort_by_file_name().into_iter();
        let patterns = self.patterns.clone();
        let own = self.own.clone();
        let wanted = |entry: &DirEntry| is_wanted(entry, root, &real_root, &patterns, &own);
        for entry in walk.filter_entry(wanted) {
            match entry {
                Ok(entry) => self.entry(root, &real_root, &entry),
                Err(error) => self.found.diagnostics.push(unreadable(root, error)),
            }
        }
    }

    fn entry(&mut self, root: &Path, real_root: &Path, entry: &DirEntry) {
        let Ok(relative) = entry.path().strip_prefix(root) else { return };
        let file_type = entry.file_type();
        if file_type.is_dir() {
            self.found.folders.push(entry.path().to_owned());
            return;
        }
        let name = display_name(root, relative);
        let mut real = real_root.join(relative);
        if file_type.is_symlink() {
            match real.canonicalize() {
                Ok(target) if target.is_file() && target.starts_with(real_root) => real.clone_from(&target),
                _ => {
                    self.found.skipped_links.push(name);
                    return;
                }
            }
        } else if !file_type.is_file() {
            // A pipe, a socket or a device: opening one could wait for ever.
            return;
        }
        let linked = file_type.is_symlink();
        if !linked && !self.seen.insert(real) {
            return;
        }
        let kind = if is_python(relative) { Kind::Python } else { Kind::Other };
        self.found.inputs.push(Input {
            name,
            output: relative.to_owned(),
            origin: Origin::Disk(entry.path().to_owned()),
            kind,
            module: if kind == Kind::Python { module_name(real_root, relative) } else { None },
        });
    }
}

pub(super) fn display_name(root: &Path, relative: &Path) -> String {
    let way = slashed(relative);
    match root.to_string_lossy() {
        root if root == "." => way,
        root => format!("{}/{way}", root.trim_end_matches('/')),
    }
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py" || extension == "pyw")
}

fn is_wanted(entry: &DirEntry, root: &Path, real_root: &Path, patterns: &[Pattern], own: &[PathBuf]) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let Ok(relative) = entry.path().strip_prefix(root) else { return false };
    if own.contains(&real_root.join(relative)) {
        return false;
    }
    let name = entry.file_name().to_string_lossy();
    let path = slashed(relative);
    if [MANIFEST_NAME, STAGING_NAME, LOCK_NAME].contains(&&*name)
        || patterns.iter().any(|pattern| pattern.matches(&path))
    {
        return false;
    }
    if entry.file_type().is_dir() {
        return !SKIPPED.contains(&&*name) && !entry.path().join("pyvenv.cfg").is_file();
    }
    true
}

fn unreadable(root: &Path, error: walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(root).to_owned();
    let cause = error.into_io_error().unwrap_or_else(|| std::io::Error::other("the folders form a loop"));
    Error::read(&path, cause).into_diagnostic()
}

/// LW903 where two inputs want one place in the output, or one wants a file where another wants a folder.
fn report_collisions(found: &mut Found) {
    let Found { inputs, diagnostics, .. } = found;
    for (at, input) in inputs.iter().enumerate() {
        // Sorted by components, all paths below `input.output` follow it directly.
        let rest = inputs[at + 1..].iter().take_while(|other| other.output.starts_with(&input.output));
        for other in rest {
            let message = if other.output == input.output {
                format!(
                    "{} and {} would both be written to {}",
                    input.name,
                    other.name,
                    slashed(&input.output)
                )
            } else {
                format!("{} would be a file where {} needs a folder", input.name, other.name)
            };
            let help = "build them into different folders, or leave one out with --exclude";
            diagnostics.push(Diagnostic::without_place(Code::LW903, message).with_help(help));
        }
    }
}
