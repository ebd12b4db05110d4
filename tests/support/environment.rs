//! Virtual environments: one with the tools that packaging needs, kept under `target/`, and fresh ones to install into.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use super::python::Python;
use super::root;

/// What the tests of packaging and of build systems run.
const TOOLS: [&str; 12] = [
    "build==1.6.1",
    "deco==0.6.3",
    "hatchling==1.27.0",
    "ipython==8.37.0",
    "joblib==1.6.0",
    "jsonschema==4.26.0",
    "maturin==1.16.0",
    "ninja==1.13.2",
    "pebble==5.2.3",
    "pre-commit==4.3.0",
    "pytest==8.4.2",
    "setuptools==80.9.0",
];

/// The folder of the tools' programs.
pub static TOOLS_FOLDER: LazyLock<PathBuf> = LazyLock::new(|| with_packages("packaging-tools", &TOOLS));

/// The folder of programs of a virtual environment that has `packages`, kept under `target/` and made anew where they change.
pub fn with_packages(name: &str, packages: &[&str]) -> PathBuf {
    let folder = root().join("target").join(name);
    let stamp = folder.join("packages");
    let wanted = packages.join("\n");
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&wanted) {
        done(Python::on_path().command().args(["-m", "venv", "--clear"]).arg(&folder));
        let quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        done(Command::new(folder.join("bin/python")).args(quietly).args(packages));
        fs::write(&stamp, wanted).unwrap();
    }
    folder.join("bin")
}

/// Our wheel, built from this tree.
pub static WHEEL: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = root().join("target/packaging-wheel");
    build_wheel(&root(), &folder, &["--no-build-isolation"])
});

/// Builds the wheel of the project (or sdist) `from` into `folder`, with cargo's own target folder, so that little is compiled twice.
pub fn build_wheel(from: &Path, folder: &Path, arguments: &[&str]) -> PathBuf {
    let _ = fs::remove_dir_all(folder);
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let mut command = Command::new(TOOLS_FOLDER.join("python"));
    command
        .args(["-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir"])
        .arg(folder)
        .args(arguments)
        .arg(from)
        .env("PATH", path_with(&TOOLS_FOLDER))
        .env("MATURIN_PEP517_ARGS", format!("--profile {profile}"))
        .env("CARGO_TARGET_DIR", root().join("target"));
    done(&mut command);
    only_file(folder, "whl")
}

/// The one file in `folder` with this ending.
pub fn only_file(folder: &Path, ending: &str) -> PathBuf {
    let found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

/// `PATH` with `folder` before all others.
pub fn path_with(folder: &Path) -> std::ffi::OsString {
    let others = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&others));
    std::env::join_paths(all).unwrap()
}

/// Runs `command`, which must succeed; gives what it printed.
#[track_caller]
pub fn done(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", both(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What was printed and complained.
pub fn both(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A virtual environment of its own.
pub struct Environment {
    /// Its folder of programs.
    pub programs: PathBuf,
}

impl Environment {
    /// A fresh one in `folder`, without pip; `packages` are installed from outside.
    pub fn fresh(python: &Python, folder: &Path, packages: &[&Path]) -> Environment {
        done(python.command().args(["-m", "venv", "--without-pip"]).arg(folder));
        let environment = Environment { programs: folder.join("bin") };
        if !packages.is_empty() {
            environment.install(packages);
        }
        environment
    }

    /// Installs files, with what they need from the index.
    pub fn install(&self, packages: &[&Path]) {
        let mut command = Command::new(TOOLS_FOLDER.join("python"));
        command
            .args(["-m", "pip", "--disable-pip-version-check", "--python"])
            .arg(self.programs.join("python"));
        done(command.args(["install", "--quiet"]).args(packages));
    }

    /// A program of it, with nothing of the caller's environment in its way.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .env("PATH", path_with(&self.programs))
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONHOME")
            .env_remove("LOCKWEAVE_PROGRAM")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }
}
