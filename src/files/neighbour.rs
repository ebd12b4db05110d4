//! Python files around the inputs that were not given: whoever imports an input may be among them. Must not know what is in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::discover::{SKIPPED, resolve};
use super::module_name::module_name;
use super::{Input, MANIFEST_NAME, Origin};

/// Files and folders that are looked at, at most: who is given one file of a large tree should not wait for all of it.
const AT_MOST: usize = 20_000;

/// Folders where tools put copies of a program.
const COPIES: &[&str] = &["build", "dist", "site-packages"];

/// A Python file that is no input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Neighbour {
    /// The name that it is imported by, or its file's name where it has none.
    pub name: String,
    /// Whether it is a package's `__init__`.
    pub is_package: bool,
    /// Where it is.
    pub path: PathBuf,
}

/// The Python files in the packages of `inputs`, and in the folders that hold those packages, that are no inputs.
pub fn neighbours(inputs: &[Input]) -> Vec<Neighbour> {
    let mut given = BTreeSet::new();
    let mut roots: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for input in inputs {
        let (Origin::Disk(path), Some(module)) = (&input.origin, &input.module) else { continue };
        let real = resolve(path);
        let is_package = real.file_stem().is_some_and(|stem| stem == "__init__");
        let parts = module.split('.').count();
        // A lone module is imported by files beside it; a package by whatever is in the folder around it.
        let depth = if parts == 1 && !is_package { 1 } else { usize::MAX };
        if let Some(root) = real.ancestors().nth(parts + usize::from(is_package)) {
            let known = roots.entry(root.to_owned()).or_insert(depth);
            *known = depth.max(*known);
        }
        given.insert(real);
    }
    let mut found = BTreeSet::new();
    for (root, depth) in &roots {
        let walk = WalkDir::new(root).max_depth(*depth).sort_by_file_name().into_iter();
        let entries = walk.filter_entry(is_wanted).take(AT_MOST).flatten();
        let files = entries.filter(|entry| entry.file_type().is_file() && !given.contains(entry.path()));
        found.extend(files.filter_map(|entry| neighbour(root, entry.path())));
    }
    found.into_iter().collect()
}

fn neighbour(root: &Path, path: &Path) -> Option<Neighbour> {
    let is_python = path.extension().is_some_and(|extension| extension == "py" || extension == "pyw");
    let file = path.file_name()?.to_str().filter(|_| is_python)?;
    let name = module_name(root, path.strip_prefix(root).ok()?).unwrap_or_else(|| file.to_owned());
    Some(Neighbour { name, is_package: file.starts_with("__init__."), path: path.to_owned() })
}

fn is_wanted(entry: &DirEntry) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_dir() {
        return true;
    }
    let name = entry.file_name().to_string_lossy();
    let holds = |file: &str| entry.path().join(file).exists();
    !name.starts_with('.')
        && !SKIPPED.contains(&&*name)
        && !COPIES.contains(&&*name)
        && !holds("pyvenv.cfg")
        && !holds(MANIFEST_NAME)
}
