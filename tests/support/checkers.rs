//! mypy and pyright, at versions of our choice, in a virtual environment under `target/` that is made when it is first needed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::environment::with_packages;
use super::root;

const PACKAGES: [&str; 2] = ["mypy==2.4.1", "pyright[nodejs]==1.1.414"];

/// What a checker has against files, by their path in the folder that was checked.
pub type Complaints = BTreeMap<String, Vec<String>>;

/// The virtual environment's folder of programs.
static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| with_packages("type-checkers", &PACKAGES));

/// What `mypy --strict` says about the Python files in `folder`.
pub fn mypy(folder: &Path) -> Complaints {
    let mut command = Command::new(PROGRAMS.join("mypy"));
    command
        // A cache would tell of the same text under the path that it had before.
        .args(["--strict", "--output", "json", "--cache-dir", "/dev/null"])
        .env("MYPYPATH", root().join("python"))
        .args(super::files_under(folder, |path| path.extension().is_some_and(|extension| extension == "py")));
    let output = command.output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "mypy gave up: {printed}{complaint}");
    let mut complaints = Complaints::new();
    let lines = printed.lines().filter(|line| line.starts_with('{'));
    for found in lines.map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        if found["severity"] == "error" {
            note(
                &mut complaints,
                folder,
                &found["file"],
                format!("mypy: {}: {}", found["line"], found["message"]),
            );
        }
    }
    complaints
}

/// What pyright, in strict mode, says about the Python files in `folder`.
pub fn pyright(folder: &Path) -> Complaints {
    let configuration = folder.join("pyrightconfig.json");
    if !configuration.exists() {
        let settings = json!({"typeCheckingMode": "strict", "extraPaths": [root().join("python")]});
        fs::write(configuration, settings.to_string()).unwrap();
    }
    let output = Command::new(PROGRAMS.join("pyright"))
        .args(["--outputjson", "--project"])
        .arg(folder)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    let report: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("pyright: {complaint}"));
    let mut complaints = Complaints::new();
    for found in report["generalDiagnostics"].as_array().unwrap() {
        if found["severity"] == "error" {
            let line = found["range"]["start"]["line"].as_u64().unwrap() + 1;
            note(&mut complaints, folder, &found["file"], format!("pyright: {line}: {}", found["message"]));
        }
    }
    complaints
}

fn note(complaints: &mut Complaints, folder: &Path, file: &Value, text: String) {
    let path = Path::new(file.as_str().unwrap());
    let inside = path.strip_prefix(folder).unwrap_or(path);
    complaints.entry(inside.to_str().unwrap().to_owned()).or_default().push(text);
}
