//! Module names from paths: packages, namespace packages, `src` layouts. Must not know what a module holds.

use std::path::Path;

/// The name by which `relative`, a Python file under the folder `root`, is imported; `None` where no import can name it.
///
/// A root that is itself a package (it has an `__init__.py`) lends its own name, and so do the packages around it. A folder
/// `src` at the root that is no package is a place for packages and gives no name. Any other folder is a package, with or
/// without an `__init__.py` (PEP 420).
pub fn module_name(root: &Path, relative: &Path) -> Option<String> {
    let mut parts = package_of(root);
    let mut names: Vec<&str> = relative.iter().map(|name| name.to_str()).collect::<Option<_>>()?;
    let file = names.pop()?;
    if parts.is_empty() && names.first() == Some(&"src") && !root.join("src/__init__.py").is_file() {
        names.remove(0);
    }
    parts.extend(names.iter().map(|name| (*name).to_owned()));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem != "__init__" {
        parts.push(stem.to_owned());
    }
    let valid = !parts.is_empty() && parts.iter().all(|part| is_identifier(part));
    valid.then(|| parts.join("."))
}

/// The dotted parts of the package that `folder` is, outermost first; empty if it is none.
fn package_of(folder: &Path) -> Vec<String> {
    let mut parts = Vec::new();
    let mut at = folder;
    while at.join("__init__.py").is_file() {
        let Some(name) = at.file_name() else { break };
        parts.push(name.to_string_lossy().into_owned());
        let Some(parent) = at.parent() else { break };
        at = parent;
    }
    parts.reverse();
    parts
}

pub(super) fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && letters.all(|letter| letter == '_' || letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::module_name;

    #[track_caller]
    fn check(relative: &str, expected: Option<&str>) {
        let nowhere = Path::new("/nonexistent-root");
        assert_eq!(module_name(nowhere, Path::new(relative)).as_deref(), expected, "{relative}");
    }

    #[test]
    fn names_follow_folders() {
        check("a.py", Some("a"));
        check("pkg/__init__.py", Some("pkg"));
        check("pkg/sub/mod.py", Some("pkg.sub.mod"));
        check("src/pkg/mod.py", Some("pkg.mod"));
        check("my-script.py", None);
        check("__init__.py", None);
    }
}
