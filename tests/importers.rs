//! Importers of a locked module that were not given are counted (LW210).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use lockweave::Project;
use lockweave::files::Request;
use lockweave::options::Options;

const STATE: &str = "from lockweave import concurrent\n\ntotal = 0\n\n\n@concurrent\ndef add(n):\n    global total\n    total += n\n";

/// Writes `files` and says what there is to say about `sources`.
fn said(files: &[(&str, &str)], sources: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let sources = sources.iter().map(|source| folder.path().join(Path::new(source))).collect();
    let request = Request { sources, ..Request::default() };
    let found = Project::discover(&request, Options::default()).analyze().diagnostics;
    found.iter().map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.message)).collect()
}

const PACKAGE: &[(&str, &str)] = &[
    ("pkg/__init__.py", ""),
    ("pkg/state.py", STATE),
    ("pkg/user.py", "from . import state\n\n\ndef reset():\n    state.total = 0\n"),
    ("pkg/sub/__init__.py", ""),
    ("pkg/sub/deep.py", "from ..state import add\n"),
    ("pkg/other.py", "# a state of affairs\nimport json\n"),
    ("main.py", "import pkg.state as s\n"),
    ("out/.lockweave", ""),
    ("out/pkg/user.py", "from . import state\n"),
];

#[test]
fn importers_beside_a_file_are_counted() {
    let expected =
        ["LW210 3 modules import `pkg.state` and were not given: `main`, `pkg.sub.deep`, `pkg.user`"];
    assert_eq!(said(PACKAGE, &["pkg/state.py"]), expected);
    assert_eq!(
        said(PACKAGE, &["pkg/state.py", "pkg/user.py", "pkg/sub"]),
        ["LW210 `main` imports `pkg.state` and was not given"]
    );
}

#[test]
fn a_whole_tree_has_no_others() {
    let all: Vec<_> = PACKAGE.iter().filter(|(name, _)| !name.starts_with("out")).copied().collect();
    assert_eq!(said(&all, &["."]), [""; 0]);
}

#[test]
fn modules_without_locks_may_be_imported_by_anybody() {
    let files = [
        ("a.py", "from lockweave import concurrent\n\n\n@concurrent\ndef f(n):\n    return n\n"),
        ("b.py", "import a\n"),
    ];
    assert_eq!(said(&files, &["a.py"]), [""; 0]);
    let files = [("a.py", STATE), ("b.py", "import a\n"), ("c/d.py", "import a\n")];
    assert_eq!(said(&files, &["a.py"]), ["LW210 `b` imports `a` and was not given"]);
}
