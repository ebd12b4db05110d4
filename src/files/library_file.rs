//! Where an installed library keeps what programs need to know of it. Must not know what is in the file.

use std::path::{Path, PathBuf};

use super::Error;

/// The file, in the package's folder.
pub const LIBRARY_NAME: &str = "lockweave.json";

/// The environment variable with the folders that packages are looked for in, as `PATH` has them. `python -m lockweave` sets it to the
/// folders that Python imports from.
const FOLDERS: &str = "LOCKWEAVE_PATH";

/// The file of the installed package `name`: in the folders of the variable, those of an active virtual environment, or those of the
/// `.venv` in `root`, the folder of the configuration.
///
/// # Errors
/// Where there is none.
pub fn library_file(name: &str, root: &Path) -> Result<PathBuf, Error> {
    let inside: PathBuf = name.split('.').collect();
    let found = folders(root).into_iter().map(|folder| folder.join(&inside).join(LIBRARY_NAME));
    found.into_iter().find(|path| path.is_file()).ok_or_else(|| {
        Error::Place(format!(
            "the library {name} is not found, or was not built with `library = true`: no {LIBRARY_NAME} of it is in {FOLDERS}, the \
             virtual environment or .venv"
        ))
    })
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let named = std::env::var_os(FOLDERS).map(|value| std::env::split_paths(&value).collect::<Vec<_>>());
    let active = std::env::var_os("VIRTUAL_ENV").map(PathBuf::from);
    let mut found = named.unwrap_or_default();
    for environment in active.into_iter().chain([root.join(".venv")]) {
        found.push(environment.join("Lib").join("site-packages"));
        let versions = std::fs::read_dir(environment.join("lib")).into_iter().flatten().flatten();
        let mut versions: Vec<PathBuf> =
            versions.map(|version| version.path().join("site-packages")).collect();
        versions.sort();
        found.extend(versions);
    }
    found
}
