//! `lockweave review` in a pseudo-terminal. Each test file uses a part of it.
#![allow(dead_code, reason = "each test binary uses a part of what is here")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::command::Room;

/// What the program writes before it waits for a key.
const PROMPT: &str = "(h)elp";

/// What a review in a terminal gave.
#[derive(Debug)]
pub struct Seen {
    pub text: String,
    pub status: Option<i64>,
}

impl Seen {
    /// Without the terminal's line ends and colours.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        let text = self.text.replace('\r', "");
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("\x1b[") {
            out.push_str(before);
            rest = after.split_once('m').unwrap().1;
        }
        out + rest
    }

    #[track_caller]
    pub fn exits(self, status: i64) -> Seen {
        assert_eq!(self.status, Some(status), "{self:?}");
        self
    }

    #[track_caller]
    pub fn shows(self, words: &str) -> Seen {
        assert!(self.plain().contains(words), "`{words}` is missing: {}", self.plain());
        self
    }
}

/// A review in a terminal of `columns`, which answers the prompts with `keys`, one each; `None` hangs up.
pub fn review(room: &Room, columns: usize, keys: &[Option<&str>], environment: &[(&str, &str)]) -> Seen {
    let script: Vec<Value> = keys.iter().map(|key| json!([PROMPT, key])).collect();
    let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/terminal.py");
    let input = room.path("keys.json");
    fs::write(&input, Value::from(script).to_string()).unwrap();
    let mut command = Command::new("python3");
    command.arg(driver).arg(columns.to_string()).arg(env!("CARGO_BIN_EXE_lockweave")).arg("review");
    command.current_dir(room.root()).stdin(fs::File::open(&input).unwrap()).stderr(Stdio::inherit());
    command.env_remove("NO_COLOR").env("TERM", "xterm").envs(environment.iter().copied());
    let ran = command.output().unwrap();
    let seen: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(seen["restored"], json!(true), "the terminal is left as it was");
    assert_eq!(seen["left"], json!(0), "not all keys were asked for: {}", seen["text"]);
    Seen { text: seen["text"].as_str().unwrap().to_owned(), status: seen["status"].as_i64() }
}
