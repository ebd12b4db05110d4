//! `lockweave review` in a real pseudo-terminal: keys, widths, colours, and ends that come too early.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/command.rs"]
mod command;
#[path = "support/terminal.rs"]
mod terminal;

use command::Room;
use terminal::{Seen, review};

fn module(name: &str) -> String {
    format!(
        "from lockweave import concurrent\n\n{name} = 0\n\n\n@concurrent\ndef add(n: int) -> None:\n    global {name}\n    \
         {name} += n\n\n\nadd(1)\nprint({name})\n"
    )
}

/// A room with accepted snapshots of `a.py` and `b.py`, whose sources have changed since, and the changes pending.
fn room() -> Room {
    let room = Room::new(&[("src/a.py", module("a").as_bytes()), ("src/b.py", module("b").as_bytes())]);
    room.run(&["snapshot", "src"]).exits(1);
    room.run(&["review", "--accept"]).exits(0);
    room.write("src/a.py", module("a").replace("a += n\n", "a += n\n    print(a)\n").as_bytes());
    room.write("src/b.py", module("b").replace("b += n", "b += n + 1").as_bytes());
    room.run(&["snapshot", "src"]).exits(1);
    room
}

fn keys(text: &str) -> Vec<Option<String>> {
    text.chars().map(|key| Some(key.to_string())).collect()
}

fn typed(room: &Room, columns: usize, text: &str) -> Seen {
    let keys = keys(text);
    let keys: Vec<Option<&str>> = keys.iter().map(Option::as_deref).collect();
    review(room, columns, &keys, &[])
}

const PENDING: [&str; 2] = ["lockweave-snapshots/a.py.snap.new", "lockweave-snapshots/b.py.snap.new"];

fn pending(room: &Room) -> [bool; 2] {
    PENDING.map(|path| room.path(path).exists())
}

#[test]
fn each_module_is_shown_and_decided() {
    let room = room();
    let accepted = room.read("lockweave-snapshots/b.py.snap");
    let seen = typed(&room, 100, "ar").exits(0);
    let expected = "\
[1/2] changed: src/a.py: plan +3 -2, text +1 -0
plan
  sections:
    the module holds _a_lock over 1 line
      at    print(a)
-   add holds _a_lock over 1 line
-     at    a += n
+   add holds _a_lock over 2 lines
+     from  a += n
+     to    print(a)
text
";
    assert!(seen.plain().contains(expected), "{}", seen.plain());
    let seen = seen.shows(" 10 +         print(a)\n").shows("rejected src/b.py\n").shows("all is reviewed\n");
    assert!(seen.text.contains("\x1b[32m+         print(a)"), "{:?}", seen.text);
    assert_eq!(pending(&room), [false, false]);
    assert!(
        String::from_utf8(room.read("lockweave-snapshots/a.py.snap")).unwrap().contains("    print(a)\n")
    );
    assert_eq!(room.read("lockweave-snapshots/b.py.snap"), accepted);
    room.run(&["snapshot", "src", "--check"]).exits(1);
}

#[test]
fn a_review_that_ends_halfway_goes_on_where_it_was() {
    for end in ["q", "Q", "\u{3}", "\u{4}"] {
        let room = room();
        typed(&room, 80, &format!("a{end}"))
            .exits(1)
            .shows("accepted src/a.py\n")
            .shows("1 snapshot left to review");
        assert_eq!(pending(&room), [false, true], "{end:?}");
        typed(&room, 80, "a").exits(0).shows("[1/1] changed: src/b.py");
        room.run(&["snapshot", "src", "--check"]).exits(0);
    }
}

#[test]
fn decisions_outlive_the_terminal() {
    let room = room();
    review(&room, 80, &[Some("a"), None], &[]);
    assert_eq!(pending(&room), [false, true]);
    room.run(&["review", "--accept"]).exits(0);
}

#[test]
fn skipped_modules_stay_pending() {
    let room = room();
    typed(&room, 80, "ss").exits(1).shows("2 snapshots left to review");
    assert_eq!(pending(&room), [true, true]);
}

#[test]
fn one_key_decides_all_that_is_left() {
    let room = room();
    typed(&room, 80, "A").exits(0).shows("accepted src/a.py, src/b.py");
    room.run(&["snapshot", "src", "--check"]).exits(0);
    let room = self::room();
    typed(&room, 80, "sR").exits(0).shows("rejected src/a.py, src/b.py");
    assert_eq!(pending(&room), [false, false]);
}

#[test]
fn other_keys_decide_nothing() {
    let room = room();
    let arrow = "\x1b[A";
    let keys: Vec<Option<&str>> = ["x", "\n", arrow, "g", "\u{c3}\u{a9}", "h", "d", "q"].map(Some).to_vec();
    let seen = review(&room, 80, &keys, &[]).exits(1);
    let seen = seen
        .shows("`x` is no choice here")
        .shows("`g` is no choice here")
        .shows("that key is no choice here");
    assert_eq!(seen.plain().matches("print(a)\n").count(), 6, "{}", seen.plain());
    assert_eq!(pending(&room), [true, true]);
}

#[test]
fn lines_fit_the_terminal() {
    let room = room();
    let long = format!("{}  # {}\n", module("a").trim_end(), "word ".repeat(30).trim_end());
    room.write("src/a.py", long.as_bytes());
    room.run(&["snapshot", "src"]).exits(1);
    for columns in [24, 39, 40, 60, 200] {
        let seen = typed(&room, columns, "?sq");
        let widest = seen.plain().lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= columns, "{columns}: {widest}\n{}", seen.plain());
        assert_eq!(seen.plain().contains(" 12   add(1)"), columns >= 40, "{}", seen.plain());
    }
    for columns in [1, 2, 5, 11] {
        typed(&room, columns, "sq").exits(1);
    }
}

#[test]
fn colours_are_left_out_on_request() {
    let room = room();
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let seen = review(&room, 80, &[Some("q")], &[(name, value)]);
        assert!(!seen.text.contains('\x1b'), "{:?}", seen.text);
    }
    assert!(typed(&room, 80, "q").text.contains("\x1b[1m"));
}

#[test]
fn a_source_can_t_steer_the_terminal() {
    let room = room();
    let hostile = module("a").replace("a += n", "a += n  # \x1b[2J\x07 \u{202e}x");
    room.write("src/a.py", hostile.as_bytes());
    room.run(&["snapshot", "src"]).exits(1);
    let seen = typed(&room, 80, "q").shows("# \\u{1b}[2J\\u{7} \\u{202e}x");
    assert!(!seen.text.contains("\x1b[2J") && !seen.text.contains('\u{202e}'));
    let told = room.run(&["snapshot", "src"]).exits(1).text();
    assert!(!told.contains(['\x1b', '\u{202e}']), "{told:?}");
}

#[test]
fn modules_that_share_locks_are_accepted_together() {
    let work = "from lockweave import concurrent\nimport state\n\n\n@concurrent\ndef add() -> None:\n    state.items.append(1)\n";
    let main = "import state, work\n\nfuture = work.add()\nprint(len(state.items))\nfuture.result()\n";
    let other = module("other");
    let files = [
        ("src/state.py", "items: list[int] = []\n"),
        ("src/work.py", work),
        ("src/main.py", main),
        ("src/other.py", other.as_str()),
    ];
    let room = Room::new(&files.map(|(path, text)| (path, text.as_bytes())));
    room.run(&["snapshot", "src"]).exits(1);
    let seen = typed(&room, 80, "gs").exits(1);
    let seen = seen.shows("it shares the locks of _locks with src/main.py, src/work.py");
    seen.shows("accepted _locks.py, src/main.py, src/work.py").shows("[4/4] new: src/other.py");
    let left = room.run(&["review"]).exits(1).text();
    assert_eq!(left, "new: src/other.py\n");
}

#[test]
fn the_lock_module_of_a_package_that_is_the_source_is_reviewed_with_it() {
    let files = [
        ("pkg/__init__.py", ""),
        ("pkg/state.py", "items: list[int] = []\n"),
        (
            "pkg/work.py",
            "from lockweave import concurrent\nfrom . import state\n\n\n@concurrent\ndef add() -> None:\n    state.items.append(1)\n",
        ),
        ("pkg/__main__.py", "from pkg import state, work\n\nwork.add()\nprint(len(state.items))\n"),
    ];
    let room = Room::new(&files.map(|(path, text)| (path, text.as_bytes())));
    room.run(&["snapshot", "pkg"]).exits(1).says("3 to review");
    let home = String::from_utf8(room.read("lockweave-snapshots/_locks.py.snap.new")).unwrap();
    let plan = "=== plan\nlocks that modules share:\n  items guards pkg.state.items\n=== text\n";
    assert!(home.contains(plan), "{home}");
    let seen = typed(&room, 80, "g").exits(0);
    let shared = "it shares the locks of pkg._locks with _locks.py, pkg/work.py";
    seen.shows(shared).shows("accepted pkg/__main__.py, _locks.py, pkg/work.py");
    room.run(&["snapshot", "pkg", "--check"]).exits(0);
}

#[test]
fn what_another_version_writes_differently_is_one_question() {
    let room = room();
    room.run(&["review", "--accept"]).exits(0);
    for name in ["a", "b"] {
        let path = format!("lockweave-snapshots/{name}.py.snap");
        let text = String::from_utf8(room.read(&path)).unwrap();
        let version = format!("lockweave: {}", env!("CARGO_PKG_VERSION"));
        let text = text.replace(&version, "lockweave: 0.0.1").replace(".acquire()", ".acquire(True)");
        room.write(&path, text.as_bytes());
    }
    room.run(&["snapshot", "src"]).exits(1);
    let seen = typed(&room, 80, "da")
        .exits(0)
        .shows("[1/1] text only: 2 modules, by the change from Lockweave 0.0.1");
    seen.shows("-     _a_lock.acquire(True)\n").shows("accepted src/a.py, src/b.py");
    room.run(&["snapshot", "src", "--check"]).exits(0);
}

#[test]
fn what_has_changed_since_is_told() {
    let room = room();
    room.write("src/a.py", b"x = 1\n");
    typed(&room, 80, "q").exits(1).shows("note: the source has changed since");
}
