//! The commands around a build: trace, watch, init, export, completions.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use command::{Ran, Room};
use serde_json::Value;

#[path = "support/command.rs"]
mod command;

/// Line 9 divides by zero, under a lock.
const APP: &[u8] = b"from lockweave import concurrent

total = 0

@concurrent
def add(n):
    global total
    total += n
    total += 1 / n
    return n

if __name__ == '__main__':
    print(add(2).result(), total)
    add(0).result()
";

fn python(room: &Room, arguments: &[&str]) -> Ran {
    Ran::of(Command::new("python3").args(arguments).current_dir(room.root()).output().unwrap())
}

#[test]
fn a_traceback_names_the_source() {
    let room = Room::new(&[("src/app.py", APP)]);
    room.run(&["build", "src", "-o", "out", "--line-maps"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "app.py", "app.py.lines"]);
    room.run(&["build", "src", "-o", "out", "--line-maps", "--check"]).exits(0);
    let failed = python(&room, &["out/app.py"]).exits(1);
    let check = |ran: Ran| {
        let text = ran.exits(0).text();
        for words in [
            "File \"src/app.py\", line 14, in <module>\n    add(0).result()\n",
            "File \"src/app.py\", line 9, in _add_body\n    total += 1 / n\n",
            "ZeroDivisionError: division by zero\n",
        ] {
            assert!(text.contains(words), "{text}");
        }
        assert!(!text.contains("out/app.py"), "{text}");
    };
    check(room.run_with_input(&["trace"], failed.stderr.as_bytes()));
    room.run(&["build", "src", "-o", "out"]).exits(0).says("1 removed");
    let unknown = room.run_with_input(&["trace"], failed.stderr.as_bytes()).exits(0);
    assert_eq!(unknown.text(), failed.stderr);
    check(room.run_with_input(&["trace", "src", "-o", "out"], failed.stderr.as_bytes()));
    let elsewhere = failed.stderr.replace("out/app.py", "/srv/app.py");
    check(room.run_with_input(&["trace", "src"], elsewhere.as_bytes()));
}

#[test]
fn lines_that_name_nothing_stay() {
    let room = Room::new(&[("src/app.py", APP)]);
    let log =
        b"caf\xe9 app.py:9\r\nthing.py:3: x\r\n\napp.py:x app.pyx:3 app.py:99999999999999999999\nno end";
    assert_eq!(room.run_with_input(&["trace", "src"], log).exits(0).stdout, log);
}

/// A process that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn watching(room: &Room, arguments: &[&str]) -> (Running, Receiver<String>) {
    let mut child = room.command(arguments).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let (sender, receiver) = channel();
    std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
    (Running(child), receiver)
}

#[test]
fn watch_builds_after_each_change() {
    let room = Room::new(&[("src/app.py", APP), ("src/b.py", b"x = 1\n"), ("pyproject.toml", b"")]);
    // The output inside of the source, which must not wake it up.
    let (_running, lines) = watching(&room, &["watch", "src", "-o", "src/out"]);
    let next = || lines.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(next(), "2 files written, 0 unchanged");
    room.write("src/b.py", b"x = 2\n");
    assert_eq!(next(), "src/b.py changed: 1 file written, 1 unchanged");
    assert_eq!(room.read("src/out/b.py"), b"x = 2\n");
    std::fs::remove_file(room.path("src/b.py")).unwrap();
    assert_eq!(next(), "src/b.py changed: 0 files written, 1 unchanged, 1 removed");
    room.write("pyproject.toml", b"[tool.lockweave]\nstyle = \"with\"\n");
    assert_eq!(next(), "pyproject.toml changed: 1 file written, 0 unchanged");
    assert!(lines.recv_timeout(Duration::from_millis(400)).is_err(), "nothing has changed");
}

#[test]
fn init_writes_what_can_be_set() {
    let room = Room::new(&[("old/pyproject.toml", b"[project]\nname = \"x\"\n")]);
    for folder in ["old", "."] {
        room.run(&["init", folder]).exits(0).says("[tool.lockweave] is in");
        room.run(&["init", folder]).exits(2).says("has a [tool.lockweave] already");
    }
    let text = String::from_utf8(room.read("old/pyproject.toml")).unwrap();
    assert!(text.starts_with("[project]\nname = \"x\"\n\n[tool.lockweave]\n"), "{text}");
    assert!(text.contains("\n# line-length = 88\n"), "{text}");
    room.write("old/a.py", APP);
    room.run(&["check", "old"]).exits(0);
    room.run(&["init", "nowhere"]).exits(2).says("can't write");
}

#[test]
fn export_has_texts_lines_and_what_failed() {
    let room = Room::new(&[
        ("src/app.py", APP),
        ("src/plain.py", b"x = 1\n"),
        ("src/pkg/bad.py", b"from lockweave import concurrent\n(\n"),
    ]);
    let ran = room.run(&["export", "src"]).exits(1);
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(document["version"], 1);
    let [app] = document["modules"].as_array().unwrap().as_slice() else { panic!("{document}") };
    assert_eq!(
        (&app["source"], &app["path"], &app["module"]),
        (&"src/app.py".into(), &"app.py".into(), &"app".into())
    );
    let text = app["text"].as_str().unwrap();
    assert_eq!(text.lines().count(), app["lines"].as_array().unwrap().len());
    let at = text.lines().position(|line| line.contains("1 / n")).unwrap();
    assert_eq!(app["lines"][at], 9);
    let [bad] = document["failed"].as_array().unwrap().as_slice() else { panic!("{document}") };
    assert_eq!(bad["module"], "pkg.bad");
    assert!(bad["message"].as_str().unwrap().contains("error[LW001]"), "{bad}");
    assert_eq!(document["diagnostics"][0]["code"], "LW001");
}

#[test]
fn completions_are_scripts() {
    let room = Room::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = room.run(&["completions", shell]).exits(0).text();
        assert!(script.contains("line-maps") && script.contains("watch"), "{shell}: {script}");
    }
    let script = room.run(&["completions", "bash"]).exits(0).stdout;
    room.write("complete.bash", &script);
    let question = "source complete.bash; COMP_WORDS=(lockweave bu); COMP_CWORD=1; _lockweave lockweave bu lockweave; echo $COMPREPLY";
    let ran = Ran::of(Command::new("bash").args(["-c", question]).current_dir(room.root()).output().unwrap());
    assert_eq!(ran.exits(0).text(), "build\n");
}
