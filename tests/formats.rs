//! What tools and terminals read: each format against its schema, colour and width as the environment asks for them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use command::{Ran, Room};
use support::environment::{TOOLS_FOLDER, done};

#[path = "support/command.rs"]
mod command;
mod support;

/// Validates each FILE against the SCHEMA: `check.py SCHEMA FILE...`.
const CHECK: &str = "
import json, sys, jsonschema
with open(sys.argv[1]) as file:
    schema = json.load(file)
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
validator = kind(schema, format_checker=kind.FORMAT_CHECKER)
faults = 0
for path in sys.argv[2:]:
    with open(path) as file:
        document = json.load(file)
    for error in validator.iter_errors(document):
        faults += 1
        print(path, error.json_path, error.message[:300])
sys.exit(faults > 0)
";

/// Trees with diagnostics of many codes, one without any, and one that is not there.
fn trees(room: &Room) -> Vec<String> {
    let cases = |theme: &str| support::root().join("tests/cases").join(theme).to_str().unwrap().to_owned();
    room.write("plain/a b.py", b"x = 1\n");
    room.write("odd/caf\u{e9} #%.py", b"from lockweave import concurrent\n@concurrent(\n");
    room.write("odd/no.py", b"# coding: nonsense\nfrom lockweave import concurrent\n");
    vec![
        cases("diagnostics"),
        cases("warnings"),
        cases("arguments"),
        "plain".to_owned(),
        "odd".to_owned(),
        "missing".to_owned(),
    ]
}

fn validate(room: &Room, schema: &Path, files: &[String]) {
    room.write("check.py", CHECK.as_bytes());
    done(
        Command::new(TOOLS_FOLDER.join("python"))
            .arg("check.py")
            .arg(schema)
            .args(files)
            .current_dir(room.root()),
    );
}

#[test]
fn documents_are_as_their_schemas_say() {
    let room = Room::new(&[]);
    let trees = trees(&room);
    let written = |arguments: &[&str], name: &str| -> Vec<String> {
        let mut files = Vec::new();
        for (number, tree) in trees.iter().enumerate() {
            let ran = room.run(&[arguments, &[tree.as_str()]].concat());
            assert!(!ran.stdout.is_empty(), "{ran:?}");
            files.push(format!("{name}-{number}.json"));
            fs::write(room.path(&files[number]), ran.stdout).unwrap();
        }
        files
    };
    let root = support::root();
    let sarif = written(&["check", "--format", "sarif"], "sarif");
    validate(&room, &root.join("tests/schemas/sarif-2.1.0.json"), &sarif);
    let json = written(&["check", "--format", "json"], "json");
    validate(&room, &root.join("docs/schemas/diagnostics.json"), &json);
    let export = written(&["export"], "export");
    validate(&room, &root.join("docs/schemas/export.json"), &export);
}

#[test]
fn annotations_are_one_line_each() {
    let room = Room::new(&[]);
    for tree in trees(&room) {
        let text = room.run(&["check", "--format", "github", &tree]).text();
        for line in text.lines() {
            let (properties, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            assert!(
                properties.starts_with("error title=LW") || properties.starts_with("warning title=LW"),
                "{line}"
            );
            assert!(
                !message.is_empty() && !message.replace("%25", "").replace("%0A", "").contains('%'),
                "{line}"
            );
            let has_columns = properties.contains(",col=");
            let value = |key: &str| properties.split(',').find_map(|part| part.strip_prefix(key));
            assert_eq!(
                has_columns,
                value("line=").is_some() && value("line=") == value("endLine="),
                "{line}"
            );
        }
    }
}

fn with(room: &Room, variables: &[(&str, &str)]) -> Ran {
    let mut command = room.command(&["check", "a.py"]);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    Ran::of(command.env("TERM", "xterm").envs(variables.iter().copied()).output().unwrap())
}

#[test]
fn colour_and_width_are_the_environment_s() {
    let long = format!(
        "from lockweave import concurrent\n@concurrent(workers=0, executor={})\ndef f(): pass\n",
        "x".repeat(300)
    );
    let room = Room::new(&[("a.py", long.as_bytes())]);
    let coloured = |variables| with(&room, variables).stderr.contains('\x1b');
    assert!(!coloured(&[]), "a pipe is no terminal");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "0")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    let widest = |variables| {
        let text = with(&room, variables).stderr;
        let excerpt = text.lines().filter(|line| line.starts_with("2 |"));
        excerpt.map(|line| line.chars().count()).max().unwrap()
    };
    assert!(widest(&[("COLUMNS", "60")]) <= 70, "{}", with(&room, &[("COLUMNS", "60")]).stderr);
    assert!(widest(&[("COLUMNS", "400")]) > 300);
    assert_eq!(widest(&[("COLUMNS", "nonsense")]), widest(&[]));
}

#[test]
fn a_terminal_gets_colours() {
    let room = Room::new(&[("a.py", b"from lockweave import concurrent\n(\n")]);
    let script = "
import os, pty, sys
def run(**variables):
    environment = {**os.environ, 'TERM': 'xterm', **variables}
    for name in ['NO_COLOR', 'CLICOLOR', 'CLICOLOR_FORCE', 'COLUMNS']:
        environment.pop(name, None) if name not in variables else None
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.argv[1], [sys.argv[1], 'check', 'a.py'], environment)
    text = b''
    try:
        while True:
            text += os.read(terminal, 4096)
    except OSError:
        pass
    os.waitpid(child, 0)
    assert b'LW001' in text, text
    return b'\\x1b' in text
assert run()
assert not run(NO_COLOR='1')
assert not run(CLICOLOR='0')
assert not run(TERM='dumb')
";
    let mut command = Command::new("python3");
    done(command.args(["-c", script, env!("CARGO_BIN_EXE_lockweave")]).current_dir(room.root()));
}
