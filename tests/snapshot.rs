//! Reviewed output as its users meet it: what is pending, what a review decides, what may be built.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

#[path = "support/command.rs"]
mod command;

use command::Room;

const HITS: &str = "\
from lockweave import concurrent

hits: dict[str, int] = {}
total = 0


@concurrent
def record(page: str) -> None:
    global total
    hits[page] = hits.get(page, 0) + 1
    total += 1


def report() -> None:
    print(total)


if __name__ == \"__main__\":
    record(\"a\").result()
    report()
";

const SNAP: &str = "lockweave-snapshots/hits.py.snap";
const PENDING: &str = "lockweave-snapshots/hits.py.snap.new";

fn room() -> Room {
    Room::new(&[("src/hits.py", HITS.as_bytes()), ("src/plain.py", b"x = 1\n")])
}

/// A room whose output is accepted.
fn accepted() -> Room {
    let room = room();
    room.run(&["snapshot", "src"]).exits(1);
    room.run(&["review", "--accept"]).exits(0).says("1 snapshot accepted");
    room
}

fn edit(room: &Room, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(room.read(path)).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    room.write(path, text.replace(from, to).as_bytes());
}

#[test]
fn what_is_new_is_pending_until_it_is_accepted() {
    let room = room();
    let ran = room.run(&["snapshot", "src"]).exits(1).says("0 snapshots as accepted, 1 to review");
    assert_eq!(ran.text(), "new: src/hits.py\n");
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap.new"]);
    assert_eq!(room.run(&["review"]).exits(1).text(), "new: src/hits.py\n");
    room.run(&["review", "--accept"]).exits(0);
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap"]);
    assert_eq!(room.run(&["snapshot", "src"]).exits(0).says("1 snapshot as accepted").text(), "");
    room.run(&["snapshot", "src", "--check"]).exits(0);
    room.run(&["review"]).exits(0).says("nothing to review");
}

#[test]
fn a_snapshot_shows_the_plan_before_the_text() {
    let room = accepted();
    let text = String::from_utf8(room.read(SNAP)).unwrap();
    let plan = text.find("  _hits_lock guards hits, total\n").unwrap();
    assert!(text.starts_with("---\nsource: src/hits.py\n") && !text.contains("source-lines"), "{text}");
    assert!(plan < text.find("=== text\n").unwrap() && text.ends_with("    report()\n=== end\n"), "{text}");
}

#[test]
fn a_change_is_told_by_module_and_kept_beside_what_was_accepted() {
    let room = accepted();
    let before = room.read(SNAP);
    edit(&room, "src/hits.py", "    total += 1\n", "    total += 1\n    print(len(hits))\n");
    let ran = room.run(&["snapshot", "src"]).exits(1);
    let told = "changed: src/hits.py: plan +2 -2, text +1 -0\n    -   record holds _hits_lock over 2 lines\n";
    assert!(ran.text().starts_with(told), "{}", ran.text());
    assert_eq!(room.read(SNAP), before);
    room.run(&["review", "--reject"]).exits(0).says("1 snapshot rejected");
    assert_eq!((room.read(SNAP), room.path(PENDING).exists()), (before, false));
    room.run(&["snapshot", "src"]).exits(1);
    edit(&room, "src/hits.py", "    print(len(hits))\n", "");
    room.run(&["snapshot", "src"]).exits(0);
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap"]);
}

#[test]
fn check_writes_nothing_and_fails_on_what_is_not_settled() {
    let room = room();
    room.run(&["snapshot", "src", "--check"]).exits(1);
    assert!(!room.path("lockweave-snapshots").exists());
    let room = accepted();
    edit(&room, "src/hits.py", "total += 1", "total += 2");
    room.run(&["snapshot", "src", "--check"]).exits(1).says("run `lockweave snapshot`");
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap"]);
    room.run(&["snapshot", "src"]).exits(1);
    edit(&room, "src/hits.py", "total += 2", "total += 1");
    let ran = room.run(&["snapshot", "src", "--check"]).exits(1);
    assert_eq!(ran.text(), "pending: src/hits.py: its pending snapshot is left over\n");
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap", "hits.py.snap.new"]);
    room.run(&["snapshot", "src"]).exits(0);
    fs::remove_file(room.path("src/hits.py")).unwrap();
    let ran = room.run(&["snapshot", "src", "--check"]).exits(1);
    assert_eq!(ran.text(), "orphaned: hits.py.snap: its source is gone\n");
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap"]);
}

#[test]
fn an_orphan_goes_when_that_is_accepted() {
    let room = accepted();
    room.write("src/hits.py", b"x = 1\n");
    let ran = room.run(&["snapshot", "src"]).exits(1);
    assert_eq!(ran.text(), "orphaned: hits.py.snap: nothing is woven into its source any more\n");
    assert!(
        room.run(&["review"]).exits(1).text().starts_with("to be removed: hits.py.snap: nothing is woven")
    );
    room.run(&["review", "--accept"]).exits(0);
    assert_eq!(room.files("lockweave-snapshots"), Vec::<String>::new());
    room.run(&["snapshot", "src", "--check"]).exits(0);
}

#[test]
fn what_another_tool_accepted_counts() {
    let room = room();
    room.run(&["snapshot", "src"]).exits(1);
    fs::rename(room.path(PENDING), room.path(SNAP)).unwrap();
    room.run(&["snapshot", "src", "--check"]).exits(0);
    fs::remove_file(room.path("src/hits.py")).unwrap();
    room.run(&["snapshot", "src"]).exits(1);
    fs::rename(room.path(PENDING), room.path(SNAP)).unwrap();
    room.run(&["build", "src", "-o", "out", "--from-snapshots"]).exits(0);
    room.run(&["snapshot", "src"]).exits(0);
    assert_eq!(room.files("lockweave-snapshots"), Vec::<String>::new());
}

#[test]
fn snapshots_of_others_are_left_alone() {
    let room = accepted();
    room.write("lockweave-snapshots/theirs.snap", b"---\nsource: a.rs\n---\nx\n");
    room.write("lockweave-snapshots/theirs.snap.new", b"---\nsource: a.rs\n---\ny\n");
    room.run(&["snapshot", "src", "--check"]).exits(0);
    room.run(&["review", "--accept"]).exits(0).says("nothing to review");
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap", "theirs.snap", "theirs.snap.new"]);
}

#[test]
fn every_byte_of_the_output_counts() {
    let changes: &[&dyn Fn(String) -> Vec<u8>] = &[
        &|text| text.replace('\n', "\r\n").into_bytes(),
        &|text| text.trim_end().as_bytes().to_vec(),
        &|text| format!("{text}\n\n").into_bytes(),
        &|text| format!("\u{feff}{text}").into_bytes(),
        &|text| text.replace("total = 0\n", "total = 0  \n").into_bytes(),
        &|text| text.replace("total = 0\n", "total = 0\r\n").into_bytes(),
        &|text| text.replace("total = 0\n\n", "total = 0\n\x0c\n").into_bytes(),
    ];
    let room = accepted();
    for (number, change) in changes.iter().enumerate() {
        room.write("src/hits.py", &change(HITS.to_owned()));
        let told = room.run(&["snapshot", "src"]).exits(1).text();
        assert!(told.starts_with("changed: src/hits.py: text "), "{number}: {told}");
        room.run(&["review", "--accept"]).exits(0);
        room.run(&["snapshot", "src", "--check"]).exits(0);
    }
    let latin: Vec<u8> = HITS
        .replace("from lockweave", "# coding: latin-1\nname = 'é'\nfrom lockweave")
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    room.write("src/hits.py", &latin);
    room.run(&["snapshot", "src"]).exits(1);
    let pending = String::from_utf8(room.read(PENDING)).unwrap();
    assert!(pending.contains("name = 'é'\n") && pending.contains("=== end: not in UTF-8, "), "{pending}");
}

#[test]
fn a_checkout_with_other_line_ends_is_no_change() {
    let room = accepted();
    let text = String::from_utf8(room.read(SNAP)).unwrap();
    room.write(SNAP, text.replace('\n', "\r\n").as_bytes());
    room.run(&["snapshot", "src", "--check"]).exits(0);
}

#[test]
fn an_edited_or_broken_snapshot_is_a_change() {
    let room = accepted();
    let before = room.read(SNAP);
    edit(&room, SNAP, "hits: dict[str, int] = {}", "hits: dict[str, int] = dict()");
    let told = room.run(&["snapshot", "src", "--check"]).exits(1).text();
    assert_eq!(told, "changed: src/hits.py: text +1 -1\n");
    room.write(SNAP, b"<<<<<<< ours\n");
    room.run(&["snapshot", "src"]).exits(1);
    let told = room.run(&["review"]).exits(1).text();
    assert_eq!(told, "changed: src/hits.py: what was accepted can't be read\n");
    room.run(&["review", "--accept"]).exits(0);
    assert_eq!(room.read(SNAP), before);
    room.write(PENDING, b"lockweave <<<<<<< ours\n");
    assert_eq!(room.run(&["review"]).exits(1).text(), "unreadable: hits.py.snap\n");
    room.run(&["review", "--accept"]).exits(1).says("can't be read");
    room.run(&["snapshot", "src"]).exits(0);
}

#[test]
fn what_was_asked_for_is_no_change_by_itself() {
    let room = accepted();
    edit(&room, SNAP, "lockweave: 0.1.0", "lockweave: 0.0.9");
    edit(&room, SNAP, "line-length: \"88\"", "line-length: \"80\"");
    room.run(&["snapshot", "src", "--check"]).exits(0);
    assert!(String::from_utf8(room.read(SNAP)).unwrap().contains("lockweave: 0.0.9"));
    room.run(&["snapshot", "src"]).exits(0);
    assert!(String::from_utf8(room.read(SNAP)).unwrap().contains("lockweave: 0.1.0"));
}

#[test]
fn another_version_that_changes_text_alone_is_one_line() {
    let room = Room::new(&[("src/hits.py", HITS.as_bytes())]);
    room.write("src/other.py", HITS.replace("hits", "other").as_bytes());
    room.run(&["snapshot", "src"]).exits(1);
    room.run(&["review", "--accept"]).exits(0);
    for (path, lock) in [(SNAP, "_hits_lock"), ("lockweave-snapshots/other.py.snap", "_other_lock")] {
        edit(&room, path, "lockweave: 0.1.0", "lockweave: 0.0.9");
        edit(&room, path, &format!("    {lock}.acquire()\n"), &format!("    {lock}.acquire()  # old\n"));
    }
    let line = format!(
        "text only: 2 modules, by the change from Lockweave 0.0.9 to {}; no plan changed\n",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(room.run(&["snapshot", "src"]).exits(1).text(), line);
    assert_eq!(room.run(&["review"]).exits(1).text(), line);
    room.run(&["review", "--accept"]).exits(0);
    room.run(&["snapshot", "src", "--check"]).exits(0);
}

#[test]
fn an_error_in_a_source_keeps_its_snapshot() {
    let room = accepted();
    room.write("src/hits.py", b"from lockweave import concurrent\nx = (\n");
    room.run(&["snapshot", "src"]).exits(1).says("LW001").says("1 snapshot as accepted, 1 error");
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap"]);
}

#[test]
fn the_folder_is_named_configured_or_beside_the_configuration() {
    let room = room();
    room.write("pyproject.toml", b"[tool.lockweave]\nsnapshot-dir = \"reviewed\"\n");
    room.run(&["snapshot", "src"]).exits(1).says("run `lockweave review`");
    assert_eq!(room.files("reviewed"), ["hits.py.snap.new"]);
    room.run(&["review", "--accept"]).exits(0);
    room.run(&["snapshot", "src", "--check", "--dir", "elsewhere"]).exits(1);
    room.run(&["snapshot", "src", "--dir", "elsewhere"])
        .exits(1)
        .says("run `lockweave review --dir elsewhere`");
    room.run(&["review", "--dir", "elsewhere", "--accept", "src/hits.py"]).exits(0);
    assert_eq!(room.read("elsewhere/hits.py.snap"), room.read("reviewed/hits.py.snap"));
    room.write("pyproject.toml", b"[tool.lockweave]\nsnapshot-dir = 3\n");
    room.run(&["snapshot", "src"]).exits(2).says("LW904");
    room.run(&["review"]).exits(2).says("LW904");
}

#[test]
fn snapshots_inside_the_sources_are_no_sources() {
    let room = Room::new(&[("hits.py", HITS.as_bytes()), ("pyproject.toml", b"[tool.lockweave]\n")]);
    room.run(&["snapshot", "."]).exits(1);
    room.run(&["review", "--accept"]).exits(0);
    room.run(&["build", ".", "-o", "out"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "hits.py", "pyproject.toml"]);
}

#[test]
fn a_snapshot_holds_nothing_of_the_machine() {
    let (one, other) = (room(), room());
    one.run(&["snapshot", "src"]).exits(1);
    other.run(&["snapshot", other.path("src").to_str().unwrap()]).exits(1);
    assert_eq!(one.read(PENDING), other.read(PENDING));
    let away = Room::new(&[]);
    away.run(&["snapshot", other.path("src").to_str().unwrap()]).exits(1);
    let text = String::from_utf8(away.read(PENDING)).unwrap();
    assert!(text.starts_with("---\nsource: hits.py\n"), "{text}");
}

#[test]
fn what_was_cut_short_is_told_and_finished() {
    let room = accepted();
    room.write("lockweave-snapshots/.lockweave-staging/journal", b"lockweave journal 1\nend\n");
    room.run(&["snapshot", "src", "--check"]).exits(1).says("LW907");
    room.run(&["build", "src", "-o", "out", "--from-snapshots"]).exits(1).says("LW907");
    room.run(&["snapshot", "src"]).exits(0);
    assert_eq!(room.files("lockweave-snapshots"), ["hits.py.snap"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let room = Room::new(&[("src/pkg/hits.py", HITS.as_bytes()), ("elsewhere/own.txt", b"mine")]);
    fs::create_dir(room.path("lockweave-snapshots")).unwrap();
    std::os::unix::fs::symlink(room.path("elsewhere"), room.path("lockweave-snapshots/pkg")).unwrap();
    room.run(&["snapshot", "src"]).exits(2).says("LW905");
    assert_eq!(room.files("elsewhere"), ["own.txt"]);
}

#[test]
fn one_file_answers_for_itself_alone() {
    let room = accepted();
    room.write("src/other.py", HITS.as_bytes());
    let told = room.run(&["snapshot", "src/other.py"]).exits(1).text();
    assert_eq!(told, "new: src/other.py\n");
    room.run(&["snapshot", "src/hits.py", "--check"]).exits(0);
}

#[test]
fn only_what_was_accepted_is_built() {
    let room = room();
    let build = ["build", "src", "-o", "out", "--from-snapshots"];
    room.run(&build)
        .exits(1)
        .says("LW908")
        .says("src/hits.py has no accepted snapshot: lockweave-snapshots/hits.py.snap is");
    room.run(&["snapshot", "src"]).exits(1);
    room.run(&build)
        .exits(1)
        .says("lockweave-snapshots/hits.py.snap.new waits for review")
        .says("nothing written");
    assert!(!room.path("out").exists());
    room.run(&["review", "--accept"]).exits(0);
    room.run(&build).exits(0).says("2 files written");
    let (built, text) = (room.read("out/hits.py"), String::from_utf8(room.read(SNAP)).unwrap());
    let shown = text.split_once("=== text\n").unwrap().1.strip_suffix("=== end\n").unwrap();
    assert_eq!(built, shown.as_bytes());
    room.write("src/plain.py", b"x = 2\n");
    edit(&room, "src/hits.py", "total += 1", "total += 2");
    room.run(&build).exits(1).says(
        "src/hits.py and lockweave-snapshots/hits.py.snap have drifted apart: the source has changed since it was accepted",
    );
    assert_eq!((room.read("out/hits.py"), room.read("out/plain.py")), (built, b"x = 1\n".to_vec()));
    edit(&room, "src/hits.py", "total += 2", "total += 1");
    room.run(&build).exits(0).says("1 file written");
    room.run(&["build", "src", "-o", "out", "--from-snapshots", "--style", "with"])
        .exits(1)
        .says("another style than with");
    edit(&room, SNAP, "lockweave: 0.1.0", "lockweave: 0.0.9");
    edit(&room, SNAP, "hits: dict[str, int] = {}", "hits: dict[str, int] = dict()");
    room.run(&build).exits(1).says("accepted from Lockweave 0.0.9, and this is");
    edit(&room, SNAP, "lockweave: 0.0.9", "lockweave: 0.1.0");
    room.run(&build).exits(1).says("or the snapshot was edited");
    fs::remove_file(room.path("src/hits.py")).unwrap();
    room.run(&build)
        .exits(1)
        .says("lockweave-snapshots/hits.py.snap is the snapshot of src/hits.py, but its source is gone");
    assert!(room.path("out/hits.py").exists());
}

#[test]
fn one_accepted_file_is_built_to_standard_output() {
    let room = accepted();
    let build = ["build", "src/hits.py", "-o", "-", "--from-snapshots"];
    let ran = room.run(&build).exits(0);
    assert!(ran.text().starts_with("import "), "{}", ran.text());
    edit(&room, "src/hits.py", "total += 1", "total += 2");
    assert_eq!(room.run(&build).exits(1).says("LW908").stdout, b"");
    room.run(&["build", "src", "-o", "out", "--dir", "lockweave-snapshots"]).exits(2);
    room.run_with_input(&["build", "-", "--from-snapshots"], b"x = 1\n").exits(2);
}

#[test]
fn wrong_use_is_told() {
    let room = room();
    room.run(&["snapshot", "-"]).exits(2);
    room.run(&["snapshot", "missing"]).exits(2).says("LW901");
    room.run(&["snapshot", "src", "--dir", "src/plain.py"]).exits(2).says("LW905");
    room.run(&["review", "--accept", "--reject"]).exits(2);
    room.run(&["snapshot", "src"]).exits(1);
    room.run(&["review", "nothing.py"]).exits(2).says("nothing of nothing.py is pending");
}
