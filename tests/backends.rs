//! Build backends: sample projects installed in fresh virtual environments, woven; and the pre-commit hooks.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use command::Room;
use support::environment::{Environment, TOOLS_FOLDER, WHEEL, both, done, only_file, path_with};
use support::python::Python;

#[path = "support/command.rs"]
mod command;
mod support;

const STATE: &[u8] = b"from lockweave import concurrent\n\ncount = 0\n\n\n@concurrent\ndef bump(n: int) -> int:\n    global count\n    count += n\n    return count\n";

/// Changes what another module's body changes: both need one lock.
const APP: &[u8] = b"# -*- coding: latin-1 -*-
import threading

from lockweave import concurrent
from sample import state

WORD = 'caf\xe9'


@concurrent
def on_main() -> bool:
    state.count += 1
    return threading.current_thread() is threading.main_thread()


def main() -> None:
    print(on_main().result(), state.bump(2).result(), state.count, WORD.encode())
";

const HATCHLING: &str = "[build-system]
requires = [\"hatchling\", \"lockweave\"]
build-backend = \"hatchling.build\"

[project]
name = \"sample-project\"
version = \"1.0\"

[tool.hatch.build.targets.wheel]
packages = [\"src/sample\"]

[tool.hatch.build.targets.wheel.hooks.lockweave]

[tool.lockweave]
style = \"with\"
";

const SETUPTOOLS: &str = "[build-system]
requires = [\"setuptools\", \"lockweave\"]
build-backend = \"setuptools.build_meta\"

[project]
name = \"sample-project\"
version = \"1.0\"

[tool.lockweave]
style = \"with\"
";

fn project(configuration: &str) -> Room {
    Room::new(&[
        ("pyproject.toml", configuration.as_bytes()),
        ("src/sample/__init__.py", b""),
        ("src/sample/state.py", STATE),
        ("src/sample/app.py", APP),
        ("src/sample/data.txt", b"data"),
        ("tests/test_it.py", b"from lockweave import concurrent\n(\n"),
    ])
}

/// pip in `environment`, which finds our wheel beside the index.
fn pip(environment: &Environment, arguments: &[&str]) -> Command {
    let mut command = Command::new(TOOLS_FOLDER.join("python"));
    command
        .args(["-m", "pip", "--disable-pip-version-check", "--python"])
        .arg(environment.programs.join("python"))
        .args(arguments)
        .env("PIP_FIND_LINKS", WHEEL.parent().unwrap())
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn answer(environment: &Environment) -> String {
    let question = "import sample.app, sys; sample.app.main(); print('lockweave' in sys.modules)";
    done(environment.command("python").args(["-c", question]))
}

/// The list of a wheel's files, with their hashes.
fn record(wheel: &Path) -> String {
    let question = "import sys, zipfile; wheel = zipfile.ZipFile(sys.argv[1]); \
                    print([wheel.read(name) for name in wheel.namelist() if name.endswith('RECORD')])";
    done(Command::new(TOOLS_FOLDER.join("python")).args(["-c", question]).arg(wheel))
}

fn check_backend(configuration: &str) {
    let room = project(configuration);
    let folder = tempfile::tempdir().unwrap();
    let python = Python::on_path();
    let environment = Environment::fresh(&python, &folder.path().join("plain"), &[]);
    let build = |round: &str| {
        let wheels = folder.path().join(round);
        let arguments = ["wheel", "--quiet", "--no-deps", "--wheel-dir", wheels.to_str().unwrap(), "."];
        done(pip(&environment, &arguments).current_dir(room.root()));
        only_file(&wheels, ".whl")
    };
    let wheel = build("first");
    environment.install(&[&wheel]);
    assert_eq!(answer(&environment), "False 3 3 b'caf\\xc3\\xa9'\nFalse\n");
    let installed =
        done(environment.command("python").args(["-c", "import sample; print(sample.__path__[0])"]));
    let file = |name: &str| fs::read(Path::new(installed.trim()).join(name)).unwrap();
    assert!(file("_locks.py").starts_with(b"\"\"\""), "{}", String::from_utf8_lossy(&file("_locks.py")));
    let app = file("app.py");
    let text = String::from_utf8_lossy(&app);
    assert!(
        text.contains("with _locks.count:") && app.contains(&0xe9) && !text.contains("lockweave"),
        "{text}"
    );
    // What the first build left must not count as a source.
    assert_eq!(record(&build("second")), record(&wheel));
    assert_eq!(
        room.files("src/sample"),
        ["__init__.py", "app.py", "data.txt", "state.py"],
        "sources stay alone"
    );
}

fn check_editable(configuration: &str) {
    let room = project(configuration);
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment::fresh(&Python::on_path(), &folder.path().join("venv"), &[&WHEEL]);
    done(pip(&environment, &["install", "--quiet", "--editable", "."]).current_dir(room.root()));
    assert_eq!(answer(&environment), "False 3 3 b'caf\\xc3\\xa9'\nTrue\n");
    let changed = String::from_utf8_lossy(STATE).replace("count += n", "count += n * 10");
    room.write("src/sample/state.py", changed.as_bytes());
    assert_eq!(answer(&environment), "False 21 21 b'caf\\xc3\\xa9'\nTrue\n");
    let untouched = environment
        .command("python")
        .args(["-c", "import sys; print('lockweave' in sys.modules)"])
        .output()
        .unwrap();
    assert_eq!(both(&untouched), "False\n", "a Python that imports none of it is not slowed down");
}

#[test]
fn hatchling_builds_woven_wheels() {
    check_backend(HATCHLING);
}

#[test]
fn hatchling_weaves_editable_installs() {
    check_editable(HATCHLING);
}

#[test]
fn setuptools_builds_woven_wheels() {
    check_backend(SETUPTOOLS);
}

#[test]
fn setuptools_weaves_editable_installs() {
    check_editable(SETUPTOOLS);
}

#[test]
fn a_wrong_module_fails_the_build() {
    let room = project(SETUPTOOLS);
    room.write(
        "src/sample/state.py",
        b"from lockweave import concurrent\n\n@concurrent(workers=0)\ndef f():\n    pass\n",
    );
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment::fresh(&Python::on_path(), folder.path(), &[]);
    let output = pip(&environment, &["wheel", "--no-deps", "."]).current_dir(room.root()).output().unwrap();
    let text = both(&output);
    assert!(!output.status.success());
    for words in ["error[LW1", "sample/state.py:3", "lockweave found errors"] {
        assert!(text.contains(words), "`{words}` is missing: {text}");
    }
}

#[test]
fn pre_commit_runs_the_hooks() {
    let manifest = support::root().join(".pre-commit-hooks.yaml");
    let tool = TOOLS_FOLDER.join("pre-commit");
    done(Command::new(&tool).arg("validate-manifest").arg(&manifest));
    // As pre-commit would run them, with the program that is here instead of one that is built anew.
    let hooks = fs::read_to_string(&manifest).unwrap().replace("language: python", "language: system");
    let indented: String = hooks.lines().map(|line| format!("      {line}\n")).collect();
    let room = Room::new(&[("src/state.py", STATE), (".gitignore", b"home\n")]);
    room.write(
        ".pre-commit-config.yaml",
        format!("repos:\n  - repo: local\n    hooks:\n{indented}").as_bytes(),
    );
    let program = Path::new(env!("CARGO_BIN_EXE_lockweave")).parent().unwrap();
    let run = |program_and_arguments: &[&str]| {
        Command::new(program_and_arguments[0])
            .args(&program_and_arguments[1..])
            .current_dir(room.root())
            .env("PATH", path_with(program))
            .env("HOME", room.path("home"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap()
    };
    run(&["git", "init", "--quiet"]);
    run(&["git", "add", "."]);
    let tool = tool.to_str().unwrap();
    let first = both(&run(&[tool, "run", "--all-files"]));
    assert!(first.contains("lockweave check") && first.contains("Passed"), "{first}");
    assert!(room.path("woven/state.py").is_file(), "{first}");
    run(&["git", "add", "."]);
    let second = run(&[tool, "run", "--all-files"]);
    assert!(second.status.success(), "{}", both(&second));
    room.write("src/state.py", b"from lockweave import concurrent\n(\n");
    run(&["git", "add", "."]);
    let third = run(&[tool, "run", "--all-files"]);
    assert!(!third.status.success() && both(&third).contains("LW001"), "{}", both(&third));
}
