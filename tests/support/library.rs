//! The standard libraries of the Pythons of this machine.

use std::path::{Path, PathBuf};

use super::files_under;
use super::python::Python;

/// Parts of paths that are left out: what was installed beside the library, and files that are broken on purpose, for tests of
/// parsers.
const LEFT_OUT: [&str; 5] = ["site-packages", "dist-packages", "__pycache__", "bad", "lib2to3"];

/// The folder of a Python's standard library.
pub fn folder(python: &Python) -> PathBuf {
    let question = "import sysconfig; print(sysconfig.get_path('stdlib'))";
    let output = python.command().args(["-c", question]).output().unwrap();
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim_end())
}

/// Its Python files.
pub fn files(python: &Python) -> Vec<PathBuf> {
    let folder = folder(python);
    files_under(&folder, |path| {
        let inside = path.strip_prefix(&folder).unwrap();
        is_python(path)
            && !inside.iter().any(|piece| LEFT_OUT.iter().any(|part| piece.to_string_lossy().contains(part)))
    })
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
}
