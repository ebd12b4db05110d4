//! Packages from PyPI that keep state in globals: their functions marked, woven as trees, and judged by their own test suites.
//!
//! Needs the network when its folder under `target/` is made, so it runs with `.ci/run --long`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use support::python::Python;

mod support;

/// A source distribution and what is done with it.
struct Package {
    /// As pip asks for it.
    requirement: &'static str,
    /// The package inside the distribution's folder.
    package: &'static str,
    /// Its tests there, unless they are part of the package.
    tests: Option<&'static str>,
    /// The functions that become concurrent, by file.
    functions: fn() -> Value,
}

const PACKAGES: [Package; 3] = [
    // One scheduler for all, in a global, and the list of its jobs in another.
    Package {
        requirement: "schedule==1.2.2",
        package: "schedule",
        tests: Some("test_schedule.py"),
        functions: || {
            json!({"schedule/__init__.py": [
                "run_pending", "run_all", "get_jobs", "clear", "cancel_job", "next_run", "idle_seconds",
            ]})
        },
    },
    // Lists of rules, filled by a function while the module is imported.
    Package {
        requirement: "inflection==0.5.1",
        package: "inflection",
        tests: Some("test_inflection.py"),
        functions: || {
            json!({"inflection/__init__.py": [
                "_irregular", "camelize", "humanize", "ordinal", "pluralize", "singularize", "tableize", "underscore",
            ]})
        },
    },
    // Signals by name, in a namespace that everybody shares; bodies are methods.
    Package {
        requirement: "blinker==1.8.2",
        package: "src/blinker",
        tests: Some("tests"),
        functions: || {
            json!({"blinker/base.py": [
                "Namespace.signal", "Signal.connect", "Signal.disconnect", "Signal.has_receivers_for",
            ]})
        },
    },
];

#[test]
fn their_own_tests_pass_on_what_is_woven() {
    if !support::long() {
        return;
    }
    let folder = support::root().join("target/packages");
    fs::create_dir_all(&folder).unwrap();
    let python = tester(&folder);
    let faults: Vec<_> =
        PACKAGES.iter().filter_map(|package| fault_of(package, &python, &folder).err()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A Python that has what the suites need.
fn tester(folder: &Path) -> PathBuf {
    let environment = folder.join("environment");
    let python = environment.join("bin/python");
    if !python.exists() {
        done(Python::on_path().command().args(["-m", "venv"]).arg(&environment)).unwrap();
        done(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args([
            "pytest==8.3.3",
            "pytest-asyncio==0.24.0",
            "pytz==2024.2",
        ]))
        .unwrap();
    }
    python
}

/// Marks, weaves and tests a package.
fn fault_of(package: &Package, python: &Path, folder: &Path) -> Result<(), String> {
    let unpacked = unpack(package, python, folder)?;
    let work = tempfile::tempdir().unwrap();
    let (marked, woven) = (work.path().join("marked"), work.path().join("woven"));
    fs::create_dir(&marked).unwrap();
    done(Command::new("cp").arg("-r").arg(unpacked.join(package.package)).arg(&marked))?;
    let script = support::root().join("tests/support/mark_package.py");
    let functions = (package.functions)().to_string();
    done(Python::on_path().command().arg(script).arg(&marked).arg(functions))?;
    done(Command::new(env!("CARGO_BIN_EXE_lockweave")).arg("build").arg(&marked).arg("-o").arg(&woven))?;
    if let Some(tests) = package.tests {
        done(Command::new("cp").arg("-r").arg(unpacked.join(tests)).arg(&woven))?;
    }
    let quietly = ["-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto"];
    done(Command::new(python).current_dir(&woven).env("PYTHONPATH", &woven).args(quietly))
}

/// The folder of the unpacked distribution.
fn unpack(package: &Package, python: &Path, folder: &Path) -> Result<PathBuf, String> {
    let name = package.requirement.replace("==", "-");
    let unpacked = folder.join(&name);
    if !unpacked.exists() {
        let from_source = ["--quiet", "--no-deps", "--no-binary", ":all:"];
        let mut download = Command::new(python);
        download.args(["-m", "pip", "download"]).args(from_source).arg("--dest").arg(folder);
        done(download.arg(package.requirement))?;
        let archive = folder.join(format!("{name}.tar.gz"));
        done(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(folder))?;
    }
    Ok(unpacked)
}

/// Runs `command` to success; else what it said.
fn done(command: &mut Command) -> Result<(), String> {
    let output = command.output().unwrap();
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&said)))
}
