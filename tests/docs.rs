//! The documents: the reference is what the program says of itself, and what stands in blocks of code is right.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use command::Room;
use lockweave::diagnostics::{Code, Severity};
use lockweave::files::{KEYS, Value};
use support::environment::{TOOLS_FOLDER, done, path_with};

#[path = "support/command.rs"]
mod command;
mod support;

/// With this variable set, the reference is written instead of compared.
const WRITE: &str = "LOCKWEAVE_WRITE_DOCS";

fn help(arguments: &[&str]) -> String {
    let room = Room::new(&[]);
    let mut command = room.command(arguments);
    done(command.env_remove("COLUMNS").env("NO_COLOR", "1"))
}

/// The subcommands, as `--help` lists them.
fn subcommands() -> Vec<String> {
    let text = help(&["--help"]);
    let (_, list) = text.split_once("Commands:\n").unwrap();
    let names =
        list.lines().take_while(|line| line.starts_with("  ")).filter(|line| !line.starts_with("    "));
    names
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn reference() -> String {
    let mut text = "# Reference\n\nWritten by `tests/docs.rs` from the program itself.\n\n## Settings in `[tool.lockweave]`\n\n| key | value | default | what it does |\n|---|---|---|---|\n".to_owned();
    for key in KEYS {
        let default = match key.value {
            Value::Default(value) => format!("`{value}`"),
            Value::Example(_) => "none".to_owned(),
        };
        let _ = writeln!(text, "| `{}` | {} | {default} | {} |", key.name, key.expected, key.about);
    }
    text.push_str("\n## Codes\n\n`lockweave rule LW301` prints the page of one.\n\n| code | severity | about |\n|---|---|---|\n");
    for code in Code::ALL {
        let severity = if code.severity() == Severity::Error { "error" } else { "warning" };
        let _ = writeln!(text, "| {code} | {severity} | {} |", code.title().replace('|', "\\|"));
    }
    text.push_str("\n## Commands\n");
    for name in subcommands() {
        let said: String =
            help(&[&name, "--help"]).lines().map(|line| format!("{}\n", line.trim_end())).collect();
        let _ = write!(text, "\n### `lockweave {name}`\n\n```text\n{said}```\n");
    }
    text
}

#[test]
fn the_reference_is_current() {
    let path = support::root().join("docs/reference.md");
    let text = reference();
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, &text).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == text, "docs/reference.md is stale: run `{WRITE}=1 cargo test --test docs`");
}

/// The blocks of code of all documents: file, language, text.
fn blocks() -> Vec<(PathBuf, String, String)> {
    let mut documents = support::files_under(&support::root().join("docs"), |path| {
        path.extension().is_some_and(|ending| ending == "md")
    });
    documents.push(support::root().join("README.md"));
    let mut found = Vec::new();
    for document in documents {
        let text = fs::read_to_string(&document).unwrap();
        for block in text.split("\n```").skip(1).step_by(2) {
            let (language, code) = block.split_once('\n').unwrap();
            found.push((document.clone(), language.to_owned(), format!("{code}\n")));
        }
    }
    found
}

#[test]
fn python_and_settings_in_documents_are_right() {
    let mut faults = Vec::new();
    for (document, language, code) in blocks() {
        let room = Room::new(&[]);
        let ran = match language.as_str() {
            "python" => {
                room.write("example.py", code.as_bytes());
                room.run(&["check", "example.py", "--format", "concise"])
            }
            "toml" => {
                room.write("example.py", b"");
                room.write("pyproject.toml", code.as_bytes());
                // The library that documents speak of is not installed here.
                let empty = b"{\"format\": 1, \"modules\": [], \"locks\": []}";
                room.write(".venv/lib/python3/site-packages/ledgerlib/lockweave.json", empty);
                room.run(&["check", "example.py"])
            }
            _ => continue,
        };
        if ran.status != Some(0) {
            faults.push(format!("{}: {}\n{code}", document.display(), ran.stderr));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn programs_in_documents_run_woven_as_they_stand() {
    let mut count = 0;
    for (document, language, code) in blocks() {
        if language != "python" || !code.contains("\nif __name__ == ") {
            continue;
        }
        let room = Room::new(&[("src/example.py", code.as_bytes())]);
        room.run(&["build", "src", "-o", "out"]).exits(0);
        let run = |folder: &str| {
            let mut command = Command::new("python3");
            command.arg("-B").arg(room.root().join(folder).join("example.py"));
            command.env("PYTHONPATH", support::root().join("python"));
            done(&mut command)
        };
        assert_eq!(run("src"), run("out"), "{}:\n{code}", document.display());
        count += 1;
    }
    assert!(count > 0, "no program is there to be run");
}

#[test]
fn commands_in_documents_exist() {
    let known = subcommands();
    let mut faults = Vec::new();
    for (document, language, code) in blocks() {
        if language != "sh" {
            continue;
        }
        for line in code.lines() {
            let Some((_, rest)) = line.split_once("lockweave ") else { continue };
            let words: Vec<&str> = rest.split_whitespace().take_while(|word| !"|;&".contains(word)).collect();
            let Some(name) = words.first().filter(|name| known.iter().any(|known| known == *name)) else {
                if words.first() != Some(&"run") {
                    faults.push(format!("{}: {line}", document.display()));
                }
                continue;
            };
            let help = help(&[name, "--help"]);
            let options = words.iter().filter(|word| word.starts_with("--"));
            let missing = options.filter(|option| !help.contains(**option));
            faults.extend(missing.map(|option| format!("{}: {option} in {line}", document.display())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_comparison_runs() {
    let mut command = Command::new(TOOLS_FOLDER.join("python"));
    command
        .arg("-B")
        .arg(support::root().join("benches/compare.py"))
        .args(["--calls", "200"])
        .env("PYTHONPATH", support::root().join("python"))
        .env("LOCKWEAVE_PROGRAM", env!("CARGO_BIN_EXE_lockweave"))
        .env("PATH", path_with(&TOOLS_FOLDER));
    let said = done(&mut command);
    for way in ["ThreadPoolExecutor", "pebble", "joblib", "deco (threaded)"] {
        assert!(said.contains(&format!("| {way} |")), "{said}");
    }
    assert!(said.contains("| Lockweave | 0% |"), "{said}");
}
