//! make and ninja: what runs again, and when nothing does.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::Command;
use std::time::{Duration, SystemTime};

use command::Room;
use support::environment::{TOOLS_FOLDER, done};

#[path = "support/command.rs"]
mod command;
mod support;

const STATE: &[u8] = b"from lockweave import concurrent\n\ntotal = 0\n\n\n@concurrent\ndef add(n):\n    global total\n    total += n\n";
const USER: &[u8] = b"import state\n\n\ndef main():\n    return state.add(1).result()\n";

/// Each file of the output is compiled by itself, as a later step of a build would do it: what came out anew is listed in `log`.
const MAKEFILE: &str = "
FILES := $(patsubst src/%.py,%,$(wildcard src/*.py src/*/*.py))
all: $(FILES:%=objects/%.txt)
out.stamp:
\techo weave >> log
\tLOCKWEAVE build src -o out --depfile out.d --stamp $@
$(FILES:%=out/%.py): out.stamp ;
objects/%.txt: out/%.py
\techo $< >> log
\tmkdir -p $(dir $@) && cp $< $@
-include out.d
.DELETE_ON_ERROR:
";

const NINJA: &str = "
rule weave
  command = echo weave >> log && LOCKWEAVE build src -o out --depfile out.d --stamp out.stamp
  depfile = out.d
  restat = 1
rule copy
  command = echo $in >> log && cp $in $out
build out.stamp | out/state.py out/user.py out/pkg/a$ b.py: weave
build objects/state.txt: copy out/state.py
build objects/user.txt: copy out/user.py
";

fn room() -> Room {
    Room::new(&[
        ("src/state.py", STATE),
        ("src/user.py", USER),
        ("src/pkg/a b.py", b"x = 1\n"),
        ("pyproject.toml", b"[tool.lockweave]\n"),
    ])
}

/// The lines that were logged since the last call.
fn logged(room: &Room) -> Vec<String> {
    let text = fs::read_to_string(room.path("log")).unwrap_or_default();
    let _ = fs::remove_file(room.path("log"));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// Writes, a moment after everything that was written before.
fn edit(room: &Room, path: &str, bytes: &[u8]) {
    room.write(path, bytes);
    let later = SystemTime::now() + Duration::from_millis(20);
    fs::File::options().append(true).open(room.path(path)).unwrap().set_modified(later).unwrap();
    std::thread::sleep(Duration::from_millis(40));
}

#[track_caller]
fn check(room: &Room, run: &dyn Fn() -> Command, names: [&str; 2]) {
    let [state, user] = names;
    let ran = |what: &str| {
        let output = run().current_dir(room.root()).output().unwrap();
        assert!(output.status.success(), "{what}: {}", support::environment::both(&output));
        logged(room)
    };
    assert!(ran("at first").contains(&"weave".to_owned()));
    assert_eq!(ran("nothing changed"), [""; 0]);
    edit(room, "src/user.py", &[USER, b"\n\n# a remark\n"].concat());
    assert_eq!(ran("a module changed"), [user, "weave"]);
    edit(
        room,
        "src/state.py",
        &String::from_utf8_lossy(STATE).replace("total += n", "total = n").into_bytes(),
    );
    assert_eq!(ran("another module changed"), [state, "weave"]);
    edit(room, "src/state.py", &fs::read(room.path("src/state.py")).unwrap());
    assert_eq!(ran("only a time changed"), ["weave"]);
    edit(room, "pyproject.toml", b"[tool.lockweave]\nstyle = \"with\"\n");
    assert_eq!(ran("the configuration changed"), [state, "weave"]);
    edit(room, "src/pkg/new.bin", b"new");
    assert_eq!(ran("a file came"), ["weave"]);
    assert_eq!(room.read("out/pkg/new.bin"), b"new");
    fs::remove_file(room.path("src/pkg/new.bin")).unwrap();
    assert_eq!(ran("a file went"), ["weave"]);
    assert!(!room.path("out/pkg/new.bin").exists());
    assert_eq!(ran("nothing changed again"), [""; 0]);
    edit(room, "src/user.py", b"from lockweave import concurrent\n(\n");
    assert!(!run().current_dir(room.root()).output().unwrap().status.success());
    logged(room);
    edit(room, "src/user.py", USER);
    assert_eq!(ran("mended"), [user, "weave"]);
}

#[test]
fn make_runs_what_it_must() {
    let room = room();
    // Its `%` can't hold a blank.
    fs::rename(room.path("src/pkg/a b.py"), room.path("src/pkg/ab.py")).unwrap();
    room.write("Makefile", MAKEFILE.replace("LOCKWEAVE", env!("CARGO_BIN_EXE_lockweave")).as_bytes());
    check(&room, &|| Command::new("make"), ["out/state.py", "out/user.py"]);
}

#[test]
fn ninja_runs_what_it_must() {
    let room = room();
    room.write("build.ninja", NINJA.replace("LOCKWEAVE", env!("CARGO_BIN_EXE_lockweave")).as_bytes());
    check(&room, &|| Command::new(TOOLS_FOLDER.join("ninja")), ["out/state.py", "out/user.py"]);
    let known = done(Command::new(TOOLS_FOLDER.join("ninja")).args(["-t", "deps"]).current_dir(room.root()));
    assert!(!known.contains("missing"), "{known}");
}

#[test]
fn a_build_that_fails_leaves_no_stamp() {
    let room = Room::new(&[("src/a.py", b"from lockweave import concurrent\n(\n")]);
    room.run(&["build", "src", "-o", "out", "--stamp", "stamp", "--depfile", "deps"]).exits(1);
    assert!(!room.path("stamp").exists() && !room.path("deps").exists());
    room.run(&["build", "src", "-o", "out", "--depfile", "deps"]).exits(2).says("--stamp");
}
