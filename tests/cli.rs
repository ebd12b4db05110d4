//! The command line as its users meet it: exit statuses, what is written, what is left alone.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

#[path = "support/command.rs"]
mod command;

use command::Room;

const PLAIN: &[u8] = b"x = 1\n";
const BROKEN: &[u8] = b"from lockweave import concurrent\nx = (\n";

fn modified(room: &Room, path: &str) -> SystemTime {
    fs::metadata(room.path(path)).unwrap().modified().unwrap()
}

/// Gives `path` a time that no write of the test can have by chance.
fn make_old(room: &Room, path: &str) -> SystemTime {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::options().append(true).open(room.path(path)).unwrap().set_modified(old).unwrap();
    modified(room, path)
}

#[test]
fn a_tree_is_mirrored() {
    let room = Room::new(&[
        ("src/pkg/__init__.py", b""),
        ("src/pkg/m.py", PLAIN),
        ("src/pkg/data.bin", b"\x00\xff"),
        ("src/.hidden", b"h"),
        ("src/.git/config", b"g"),
        ("src/pkg/__pycache__/m.pyc", b"c"),
        ("src/node_modules/a.py", PLAIN),
        ("src/env/pyvenv.cfg", b""),
        ("src/env/lib/a.py", PLAIN),
    ]);
    room.run(&["build", "src", "-o", "out"]).exits(0).says("4 files written, 0 unchanged");
    assert_eq!(room.files("out"), [".hidden", ".lockweave", "pkg/__init__.py", "pkg/data.bin", "pkg/m.py"]);
    assert_eq!(room.read("out/pkg/data.bin"), b"\x00\xff");
    assert_eq!(room.read("out/pkg/m.py"), PLAIN);
}

#[test]
fn what_does_not_change_keeps_its_time() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/b.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    let old = make_old(&room, "out/a.py");
    let manifest = make_old(&room, "out/.lockweave");
    room.run(&["build", "src", "-o", "out"]).exits(0).says("0 files written, 2 unchanged");
    assert_eq!((modified(&room, "out/a.py"), modified(&room, "out/.lockweave")), (old, manifest));
    room.write("src/b.py", b"x = 2\n");
    room.run(&["build", "src", "-o", "out"]).exits(0).says("1 file written, 1 unchanged");
    assert_eq!(modified(&room, "out/a.py"), old);
    assert_eq!(room.read("out/b.py"), b"x = 2\n");
}

#[test]
fn the_output_of_a_source_that_went_goes() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/deep/er/b.py", PLAIN), ("src/keep/c.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    room.write("out/keep/own.txt", b"mine");
    fs::remove_dir_all(room.path("src/deep")).unwrap();
    fs::remove_dir_all(room.path("src/keep")).unwrap();
    room.run(&["build", "src", "-o", "out"]).exits(0).says("2 removed");
    assert_eq!(room.files("out"), [".lockweave", "a.py", "keep/own.txt"]);
    assert!(!room.path("out/deep").exists());
}

#[test]
fn a_file_and_a_folder_change_places() {
    let room = Room::new(&[("src/a", b"file"), ("src/b/c.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    fs::remove_file(room.path("src/a")).unwrap();
    fs::remove_dir_all(room.path("src/b")).unwrap();
    room.write("src/a/d.py", PLAIN);
    room.write("src/b", b"file");
    room.run(&["build", "src", "-o", "out"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "a/d.py", "b"]);
}

#[test]
fn what_is_not_ours_stays() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/b.py", PLAIN), ("out/a.py", b"mine\n")]);
    room.run(&["build", "src", "-o", "out"]).exits(1).says("LW902");
    assert_eq!((room.read("out/a.py"), room.read("out/b.py")), (b"mine\n".to_vec(), PLAIN.to_vec()));
    room.run(&["build", "src", "-o", "out", "--force"]).exits(0);
    assert_eq!(room.read("out/a.py"), PLAIN);
}

#[test]
fn what_equals_the_output_is_ours() {
    let room = Room::new(&[("src/a.py", PLAIN), ("out/a.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0).says("1 unchanged");
    room.write("src/a.py", b"x = 2\n");
    room.run(&["build", "src", "-o", "out"]).exits(0);
    assert_eq!(room.read("out/a.py"), b"x = 2\n");
}

#[test]
fn an_edited_output_stays_even_when_its_source_went() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/b.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    room.write("out/a.py", b"edited\n");
    room.write("src/a.py", b"x = 2\n");
    room.run(&["build", "src", "-o", "out"]).exits(1).says("was changed since Lockweave wrote it");
    fs::remove_file(room.path("src/a.py")).unwrap();
    room.run(&["build", "src", "-o", "out"]).exits(1).says("its source is gone");
    assert_eq!(room.read("out/a.py"), b"edited\n");
    room.run(&["build", "src", "-o", "out", "--force"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "b.py"]);
}

#[test]
fn an_error_keeps_the_old_output_and_the_rest_is_written() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/b.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    room.write("src/a.py", BROKEN);
    room.write("src/b.py", b"x = 2\n");
    room.run(&["build", "src", "-o", "out"]).exits(1).says("LW001").says("src/a.py:");
    assert_eq!((room.read("out/a.py"), room.read("out/b.py")), (PLAIN.to_vec(), b"x = 2\n".to_vec()));
    room.write("src/a.py", b"x = 3\n");
    room.run(&["build", "src", "-o", "out"]).exits(0);
    assert_eq!(room.read("out/a.py"), b"x = 3\n");
}

#[test]
fn check_of_an_output_names_what_is_stale_and_writes_nothing() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/b.py", PLAIN)]);
    let ran = room.run(&["build", "src", "-o", "out", "--check"]).exits(1);
    assert_eq!(ran.text(), "missing: out/a.py\nmissing: out/b.py\n");
    assert!(!room.path("out").exists());
    room.run(&["build", "src", "-o", "out"]).exits(0);
    assert_eq!(room.run(&["build", "src", "-o", "out", "--check"]).exits(0).text(), "");
    room.write("src/a.py", b"x = 2\n");
    fs::remove_file(room.path("src/b.py")).unwrap();
    let ran = room.run(&["build", "src", "-o", "out", "--check"]).exits(1);
    assert_eq!(ran.text(), "stale: out/a.py\nleft over: out/b.py\n");
    assert_eq!(room.read("out/a.py"), PLAIN);
}

#[test]
fn one_file_goes_to_a_file_or_into_a_folder() {
    let room = Room::new(&[("a.py", PLAIN), ("there/other.txt", b"mine")]);
    room.run(&["build", "a.py", "-o", "b.py"]).exits(0);
    assert_eq!(room.read("b.py"), PLAIN);
    room.write("a.py", b"x = 2\n");
    room.run(&["build", "a.py", "-o", "b.py"]).exits(0);
    assert_eq!(room.read("b.py"), b"x = 2\n");
    room.run(&["build", "a.py", "-o", "there"]).exits(0);
    room.run(&["build", "a.py", "-o", "new/"]).exits(0);
    assert_eq!((room.read("there/a.py"), room.read("new/a.py")), (b"x = 2\n".to_vec(), b"x = 2\n".to_vec()));
    room.write("c.py", b"mine\n");
    room.run(&["build", "a.py", "-o", "c.py"]).exits(1).says("LW902");
    assert_eq!(room.read("c.py"), b"mine\n");
}

#[test]
fn a_file_built_into_the_output_of_a_tree_removes_nothing() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/b.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    room.write("src/a.py", b"x = 2\n");
    room.run(&["build", "src/a.py", "-o", "out"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "a.py", "b.py"]);
    assert_eq!(room.run(&["build", "src", "-o", "out", "--check"]).exits(0).text(), "");
}

#[test]
fn the_output_is_never_the_input() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/sub/b.py", PLAIN)]);
    room.run(&["build", "src", "-o", "src"]).exits(2).says("LW905");
    room.run(&["build", "src/sub", "-o", "src"]).exits(2).says("LW905");
    room.run(&["build", "src/a.py", "-o", "src/a.py"]).exits(2).says("LW905");
    room.run(&["build", "src/a.py", "-o", "src"]).exits(2).says("LW905");
    room.run(&["build", "src", "-o", "src/a.py"]).exits(2).says("LW905");
    assert_eq!(room.files("src"), ["a.py", "sub/b.py"]);
}

#[test]
fn an_output_inside_the_source_is_no_source() {
    let room = Room::new(&[("src/a.py", PLAIN)]);
    room.run(&["build", "src", "-o", "src/out"]).exits(0);
    room.run(&["build", "src", "-o", "src/out"]).exits(0).says("0 files written, 1 unchanged");
    assert_eq!(room.files("src/out"), [".lockweave", "a.py"]);
}

#[test]
fn two_sources_for_one_output() {
    let room = Room::new(&[("one/a.py", PLAIN), ("two/a.py", PLAIN), ("two/b.py", PLAIN)]);
    room.run(&["build", "one", "two", "-o", "out"]).exits(2).says("LW903");
    assert!(!room.path("out").exists());
    fs::remove_file(room.path("two/a.py")).unwrap();
    room.run(&["build", "one", "two", "-o", "out"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "a.py", "b.py"]);
}

#[test]
fn patterns_leave_files_out() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/b_test.py", PLAIN), ("src/x/y/c.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out", "--exclude", "*_test.py", "--exclude", "x/y"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "a.py"]);
}

#[test]
fn standard_input_is_a_filter() {
    let room = Room::new(&[]);
    let ran = room.run_with_input(&["build", "-"], b"y = 1\r\n").exits(0);
    assert_eq!(ran.stdout, b"y = 1\r\n");
    room.run_with_input(&["build", "-", "-o", "a.py"], PLAIN).exits(0);
    assert_eq!(room.read("a.py"), PLAIN);
    let ran = room.run_with_input(&["build", "-"], BROKEN).exits(1).says("<stdin>:");
    assert_eq!(ran.stdout, b"");
    room.run_with_input(&["check", "-"], BROKEN).exits(1);
    room.run_with_input(&["build", "-", "a.py", "-o", "out"], PLAIN).exits(2);
    room.run_with_input(&["build", "-", "-o", "out/"], PLAIN).exits(2);
}

#[test]
fn bytes_stay_what_they_are() {
    let sources: &[(&str, &[u8])] = &[
        ("src/bom.py", b"\xef\xbb\xbfx = 1\r\n# concurrent\r\n"),
        ("src/latin.py", b"# -*- coding: latin-1 -*-\nx = '\x80\xe9'  # concurrent\n"),
        ("src/koi.py", b"# coding: koi8-r\nx = '\xd0\xd2'  # concurrent"),
        ("src/tabs.py", b"if 1:\n\tx = 1 \\\n\t\t+ 2\n\x0c\n# concurrent\n\n\n"),
        ("src/cr.py", b"x = 1\ry = 2\r# concurrent\r"),
        ("src/empty.py", b""),
    ];
    let room = Room::new(sources);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    for (path, bytes) in sources {
        assert_eq!(room.read(&path.replace("src/", "out/")), *bytes, "{path}");
    }
}

#[test]
fn diff_shows_what_build_would_change() {
    let source = "# coding: latin-1\nfrom lockweave import concurrent\n\n@concurrent\ndef f() -> str:\n    return 'é'\n";
    let latin: Vec<u8> = source.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let room = Room::new(&[("src/a.py", &latin), ("src/b.py", PLAIN), ("src/c.bin", b"\xff")]);
    let text = room.run(&["diff", "src"]).exits(0).text();
    assert!(text.starts_with("--- src/a.py\n+++ src/a.py\n@@ "), "{text}");
    assert!(
        text.contains("-from lockweave import concurrent\n") && text.contains("     return 'é'\n"),
        "{text}"
    );
    assert!(!text.contains("b.py"), "{text}");
    let text = room.run(&["diff", "src", "-o", "out"]).exits(0).text();
    assert!(text.contains("--- /dev/null\n+++ out/b.py\n@@ -0,0 +1 @@\n+x = 1\n"), "{text}");
    assert!(!room.path("out").exists());
    room.run(&["build", "src", "-o", "out"]).exits(0);
    assert_eq!(room.run(&["diff", "src", "-o", "out"]).exits(0).text(), "");
    assert_eq!(room.read("out/a.py").iter().filter(|byte| **byte == 0xe9).count(), 1);
}

#[test]
fn wrong_use_is_told() {
    let room = Room::new(&[("a.py", PLAIN)]);
    room.run(&[]).exits(2);
    room.run(&["build"]).exits(2);
    room.run(&["build", "a.py"]).exits(2).says("-o OUT");
    room.run(&["build", "a.py", "-o", "b.py", "--target-version", "2.7"]).exits(2);
    room.run(&["build", "missing.py", "-o", "out"]).exits(2).says("LW901");
    room.run(&["check", "missing"]).exits(2).says("missing");
    room.run(&["--help"]).exits(0);
    room.run(&["--version"]).exits(0);
}

#[test]
fn configuration_is_read_from_above_the_sources() {
    let room = Room::new(&[
        ("pyproject.toml", b"[tool.lockweave]\nexclude = [\"skipped\"]\n"),
        ("src/a.py", PLAIN),
        ("src/skipped/b.py", PLAIN),
    ]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "a.py"]);
    room.run(&["build", "src", "-o", "all", "--no-config"]).exits(0);
    assert_eq!(room.files("all"), [".lockweave", "a.py", "skipped/b.py"]);
    room.write("pyproject.toml", b"[tool.lockweave]\nexclud = []\n");
    room.run(&["check", "src"])
        .exits(2)
        .says("LW904")
        .says("did you mean `exclude`?")
        .says("pyproject.toml:2:1");
}

#[test]
fn data_for_tools_goes_to_standard_output() {
    let room = Room::new(&[("src/a.py", BROKEN)]);
    let ran = room.run(&["check", "src", "--format", "json"]).exits(1);
    let document: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(document["version"], 1);
    let first = &document["diagnostics"][0];
    assert_eq!((&first["code"], &first["severity"]), (&"LW001".into(), &"error".into()));
    assert_eq!((&first["file"], first["line"].is_u64()), (&"src/a.py".into(), true));
    let ran = room.run(&["check", "src", "--format", "sarif"]).exits(1);
    let document: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(document["runs"][0]["results"][0]["ruleId"], "LW001");
    let ran = room.run(&["check", "src", "--format", "github"]).exits(1);
    assert!(ran.text().starts_with("::error title=LW001,file=src/a.py,line="), "{}", ran.text());
    room.run(&["check", "src", "--format", "concise"]).exits(1).says("src/a.py:");
}

#[test]
fn rules_are_listed_and_explained() {
    let room = Room::new(&[]);
    let list = room.run(&["rule"]).exits(0).text();
    assert!(list.lines().count() > 30 && list.contains("LW301"));
    assert!(room.run(&["rule", "lw301"]).exits(0).text().starts_with("# LW301"));
    room.run(&["rule", "LW000"]).exits(2);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let room = Room::new(&[]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = room.command(&["rule"]).stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn no_colours_and_no_bar_outside_a_terminal() {
    let files: Vec<(String, Vec<u8>)> = (0..80).map(|n| (format!("src/m{n}.py"), BROKEN.to_vec())).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let room = Room::new(&files);
    let ran = room.run(&["check", "src"]).exits(1);
    assert!(!ran.stderr.contains('\x1b') && !ran.stderr.contains('\r'));
}

/// A future taken for its value, in an encoding of its own with Windows line ends.
const MENDED: &[u8] = b"# -*- coding: latin-1 -*-\r\nfrom lockweave import concurrent\r\n\r\n@concurrent\r\ndef size(text: str) -> int:\r\n    return len(text)\r\n\r\nprint(size('\xe9') + 1)  # \xfc\r\n";

#[test]
fn check_fix_puts_result_where_it_is_missing_and_nothing_else() {
    let room = Room::new(&[("src/a.py", MENDED), ("src/b.py", PLAIN)]);
    let old = make_old(&room, "src/b.py");
    room.run(&["check", "src"]).exits(0).says("1 warning");
    assert_eq!(room.read("src/a.py"), MENDED);
    room.run(&["check", "src", "--fix"]).exits(0).says("2 files checked, 1 fixed");
    let mut mended = MENDED.to_vec();
    let at = MENDED.windows(4).position(|bytes| bytes == b"') +").unwrap() + 2;
    mended.splice(at..at, b".result()".iter().copied());
    assert_eq!(room.read("src/a.py"), mended);
    assert_eq!(modified(&room, "src/b.py"), old);
    assert_eq!(room.files("src"), ["a.py", "b.py"]);
    room.run(&["check", "src", "--fix", "--deny-warnings"]).exits(0).says("0 fixed");
    room.run_with_input(&["check", "-", "--fix"], MENDED).exits(2);
}
