//! Input that nobody means well with, disks that refuse, builds that are cut short. Nothing here is decided by a clock.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[path = "support/command.rs"]
mod command;

use command::{Ran, Room};

const PLAIN: &[u8] = b"x = 1\n";
const MARKED: &str = "from lockweave import concurrent\n";

/// The program ends by itself, with a status that it chose.
#[track_caller]
fn survives(name: &str, source: Vec<u8>) -> Ran {
    let room = Room::new(&[("src/a.py", &source)]);
    let ran = room.run(&["build", "src", "-o", "out"]);
    assert!(matches!(ran.status, Some(0 | 1)), "{name}: {:?} {}", ran.status, ran.stderr);
    assert!(!ran.stderr.contains("LW906"), "{name}: {}", ran.stderr);
    ran
}

#[test]
fn nesting_ten_thousand_deep() {
    let n = 10_000;
    let nest =
        |open: &str, inside: &str, close: &str| format!("{}{inside}{}", open.repeat(n), close.repeat(n));
    let blocks: String = (0..1000).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect();
    let cases = [
        ("brackets", format!("x = {}\n", nest("(", "1", ")"))),
        ("open brackets", format!("x = {}\n", nest("[", "1", ""))),
        ("subscripts", format!("x: {} = 1\n", nest("list[", "int", "]"))),
        ("not", format!("x = {}\n", nest("not ", "1", ""))),
        ("signs", format!("x = {}\n", nest("-", "1", ""))),
        ("sums", format!("x = {}\n", nest("1+", "1", ""))),
        ("powers", format!("x = {}\n", nest("2**", "1", ""))),
        ("attributes", format!("x = y{}\n", nest(".z", "", ""))),
        ("calls", format!("x = y{}\n", nest("()", "", ""))),
        ("lambdas", format!("x = {}\n", nest("lambda: ", "1", ""))),
        ("ternaries", format!("x = {}\n", nest("1 if y else ", "1", ""))),
        ("elif", format!("if 1:\n    pass\n{}", nest("elif 2:\n    pass\n", "", ""))),
        ("f-strings", format!("x = {}\n", nest("f'{", "1", "}'"))),
        ("patterns", format!("match x:\n    case {}:\n        pass\n", nest("[", "y", "]"))),
        ("blocks", format!("{blocks}{}pass\n", " ".repeat(1000))),
        ("stars", format!("x = {}\n", nest("*", "1", ""))),
    ];
    for (name, source) in cases {
        survives(name, format!("{MARKED}{source}").into_bytes());
    }
}

#[test]
fn bytes_that_are_no_program() {
    survives("NULs", format!("{MARKED}x = 1\0\n").into_bytes());
    survives("only NULs", vec![0; 4096]);
    survives("NULs and a word", [b"concurrent".as_slice(), &[0; 4096]].concat());
    survives("a lone carriage return", format!("{MARKED}\r\r\rx = 1\r").into_bytes());
    survives("one long line", format!("{MARKED}x = '{}'\n", "y".repeat(1_000_000)).into_bytes());
    survives("an open string", format!("{MARKED}x = '''y").into_bytes());
    survives("bad tabs", format!("{MARKED}if 1:\n\tx = 1\n        y = 2\n").into_bytes());
    survives("form feeds", format!("{MARKED}\x0c\x0cif 1:\n\x0c    x = 1\n").into_bytes());
    survives("an escape for terminals", format!("{MARKED}x = \x1b[31m\n").into_bytes());
    survives("odd letters", format!("{MARKED}x\u{200b} = '\u{202e}'\n\u{feff}").into_bytes());
    survives("a lone BOM", b"\xef\xbb\xbf".to_vec());
}

#[test]
fn bytes_that_are_no_text_are_refused_only_where_they_matter() {
    let room = Room::new(&[
        ("src/a.py", b"\xff\xfe\x00x"),
        ("src/b.py", b"# concurrent \xff\n"),
        ("src/c.py", PLAIN),
    ]);
    room.run(&["build", "src", "-o", "out"]).exits(1).says("LW003").says("src/b.py");
    assert_eq!(room.files("out"), [".lockweave", "a.py", "c.py"]);
    assert_eq!(room.read("out/a.py"), b"\xff\xfe\x00x");
}

#[test]
fn ten_megabytes() {
    let line = format!("# {}\n", "concurrent ".repeat(9));
    let mut source =
        format!("{MARKED}total = 0\n\n@concurrent\ndef add(n):\n    global total\n    total += n\n");
    source.push_str(&line.repeat(10_000_000 / line.len()));
    let room = Room::new(&[("src/a.py", source.as_bytes())]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    let woven = String::from_utf8(room.read("out/a.py")).unwrap();
    assert!(woven.ends_with(&line.repeat(100)) && woven.contains("_total_lock"));
}

#[test]
fn a_staged_build_is_undone_and_a_begun_burst_is_finished() {
    let room = Room::new(&[("src/a.py", PLAIN), ("src/b.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    room.write("out/.lockweave-staging/0", b"half a fi");
    room.run(&["build", "src", "-o", "out"]).exits(0).says("cut short");
    assert_eq!(room.files("out"), [".lockweave", "a.py", "b.py"]);

    // As if a build that writes `new` to a.py and removes b.py had been killed before its first rename.
    let hash = |bytes: &[u8]| lockweave::files::Hash::of(bytes).to_string();
    let journal = format!(
        "lockweave journal 1\nremove {} b.py\nrename 0 {} {} a.py\nend\n",
        hash(PLAIN),
        hash(b"new\n"),
        hash(PLAIN)
    );
    let manifest = format!("lockweave manifest 1\n{}  a.py\n", hash(b"new\n"));
    room.write("out/.lockweave-staging/0", b"new\n");
    room.write("out/.lockweave-staging/.lockweave", manifest.as_bytes());
    room.write("out/.lockweave-staging/journal", journal.as_bytes());
    room.run(&["build", "src", "-o", "out", "--check"]).exits(1).says("LW907");
    room.write("src/a.py", b"new\n");
    fs::remove_file(room.path("src/b.py")).unwrap();
    room.run(&["build", "src", "-o", "out"]).exits(0).says("0 files written, 1 unchanged");
    assert_eq!(room.files("out"), [".lockweave", "a.py"]);
    assert_eq!(room.read("out/a.py"), b"new\n");
}

#[test]
fn a_journal_never_touches_what_others_changed() {
    let room = Room::new(&[("src/a.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    let hash = |bytes: &[u8]| lockweave::files::Hash::of(bytes).to_string();
    let text = format!("lockweave journal 1\nrename 0 {} {} a.py\nend\n", hash(b"new\n"), hash(PLAIN));
    room.write("out/.lockweave-staging/0", b"new\n");
    room.write("out/.lockweave-staging/journal", text.as_bytes());
    room.write("out/a.py", b"mine\n");
    room.run(&["build", "src", "-o", "out"]).exits(1).says("LW902");
    assert_eq!(room.read("out/a.py"), b"mine\n");
}

#[test]
fn surrogates_and_other_half_characters() {
    survives("a surrogate in a name", [MARKED.as_bytes(), b"x\xed\xa0\x80 = 1\n"].concat());
    survives("a pair of them", [MARKED.as_bytes(), b"x = '\xed\xa0\xbd\xed\xb8\x80'\n"].concat());
    survives("half a character", [MARKED.as_bytes(), b"x = '\xe2\x82'\n"].concat());
    survives(
        "escaped ones",
        format!(
            "{MARKED}total = '\\ud800'\n@concurrent\ndef f():\n    global total\n    total += '\\udfff'\n"
        )
        .into_bytes(),
    );
    survives("a wrong cookie", [b"# coding: nothing\n", MARKED.as_bytes()].concat());
}

#[test]
fn a_hundred_thousand_functions() {
    let mut source =
        format!("{MARKED}total = 0\n\n@concurrent\ndef add(n):\n    global total\n    total += n\n");
    // A build without optimisation is tried with fewer, so that nobody waits.
    let count = if cfg!(debug_assertions) { 5_000 } else { 100_000 };
    for n in 0..count {
        source.push_str(&format!("def f{n}(x):\n    return x + {n}\n"));
    }
    let room = Room::new(&[("src/a.py", source.as_bytes())]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    let woven = String::from_utf8(room.read("out/a.py")).unwrap();
    assert!(woven.ends_with(&source[source.len() - 100_000..]) && woven.contains("_total_lock"));
}

#[test]
fn files_change_and_vanish_while_they_are_read() {
    let files: Vec<(String, Vec<u8>)> = (0..40).map(|n| (format!("src/m{n}.py"), version(0, n))).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let room = Room::new(&files);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0_usize.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                let number = round * 7 % 40;
                let path = room.path(&format!("src/m{number}.py"));
                if round % 3 == 0 {
                    fs::remove_file(path).ok();
                } else {
                    // In place, so that a reader can see a part of it.
                    fs::write(path, version(round % 2, number)).ok();
                }
            }
        });
        for _ in 0..10 {
            let ran = room.run(&["build", "src", "-o", "out"]);
            assert!(matches!(ran.status, Some(0..=2)), "{ran:?}");
            assert!(!ran.stderr.contains("LW906"), "{}", ran.stderr);
        }
        over.store(true, Ordering::Relaxed);
    });
    for (path, bytes) in &files {
        room.write(path, bytes);
    }
    room.run(&["build", "src", "-o", "out"]).exits(0);
    room.run(&["build", "src", "-o", "out", "--check"]).exits(0);
    assert_eq!(room.files("out").len(), 41 + usize::from(room.path("out/_locks.py").exists()));
}

/// One of two versions of a module, long enough that it is not read at once.
fn version(which: usize, number: usize) -> Vec<u8> {
    format!("x = {which}  # {number}\n").repeat(3000).into_bytes()
}

/// The two versions of a tree of which some files are linked by a lock.
fn linked(which: usize) -> Vec<(String, Vec<u8>)> {
    let state = format!("hits = {{}}\nlimit = {which}\n");
    let user = |n: usize| {
        format!(
            "import state\nfrom lockweave import concurrent\n\n\n@concurrent\ndef record{n}(page):\n    \
             state.hits[page] = state.hits.get(page, 0) + 1{which}{n}\n"
        )
    };
    let mut files = vec![("state.py".to_owned(), state.into_bytes())];
    files.extend((0..4).map(|n| (format!("user{n}.py"), user(n).into_bytes())));
    files.extend((0..6).map(|n| (format!("plain{n}.py"), version(which, n))));
    files
}

#[test]
fn a_build_killed_two_hundred_times_never_tears_a_file() {
    let room = Room::new(&[]);
    let mut woven = Vec::new();
    let start = |which: usize| {
        for (path, bytes) in linked(which) {
            room.write(&format!("src/{path}"), &bytes);
        }
    };
    for which in 0..2 {
        start(which);
        room.run(&["build", "src", "-o", "out"]).exits(0);
        woven.push(
            linked(which).into_iter().map(|(path, _)| room.read(&format!("out/{path}"))).collect::<Vec<_>>(),
        );
    }
    let mut random = 7_u64;
    for round in 0..200 {
        start(round % 2);
        let mut child = room.command(&["build", "src", "-o", "out"]).stderr(Stdio::null()).spawn().unwrap();
        // Wherever this strikes, the checks below hold.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((random >> 33) % 30_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let versions: Vec<usize> = linked(0)
            .iter()
            .enumerate()
            .map(|(at, (path, _))| {
                let found = room.read(&format!("out/{path}"));
                woven
                    .iter()
                    .position(|version| version[at] == found)
                    .unwrap_or_else(|| panic!("{path} is torn"))
            })
            .collect();
        if versions[..5].iter().any(|version| *version != versions[0]) {
            room.run(&["build", "src", "-o", "out", "--check"]).exits(1).says("LW907");
        }
        // What mends is killed too: only now and then it is left to come to its end.
        if round % 8 == 7 {
            room.run(&["build", "src", "-o", "out"]).exits(0);
            room.run(&["build", "src", "-o", "out", "--check"]).exits(0);
            assert_eq!(room.files("out").len(), 13, "{:?}", room.files("out"));
        }
    }
}

#[test]
fn a_second_build_is_told_to_wait() {
    let room = Room::new(&[("src/a.py", PLAIN)]);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    let lock = fs::File::create(room.path("out/.lockweave-lock")).unwrap();
    lock.lock().unwrap();
    room.run(&["build", "src", "-o", "out"]).exits(2).says("another build is writing");
    lock.unlock().unwrap();
    room.run(&["build", "src", "-o", "out"]).exits(0);
    assert_eq!(room.files("out"), [".lockweave", "a.py"]);
}

#[test]
fn builds_at_once_end_with_a_whole_tree() {
    let files: Vec<(String, Vec<u8>)> = (0..60).map(|n| (format!("src/m{n}.py"), vec![b'#'; 3000])).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let room = Room::new(&files);
    let start = |_| room.command(&["build", "src", "-o", "out"]).stderr(Stdio::piped()).spawn().unwrap();
    let children: Vec<_> = (0..4).map(start).collect();
    let ends: Vec<Ran> =
        children.into_iter().map(|child| Ran::of(child.wait_with_output().unwrap())).collect();
    assert!(ends.iter().any(|ran| ran.status == Some(0)), "{ends:?}");
    for ran in &ends {
        let refused = ran.status == Some(2) && ran.stderr.contains("another build is writing");
        assert!(ran.status == Some(0) || refused, "{ran:?}");
    }
    room.run(&["build", "src", "-o", "out", "--check"]).exits(0);
    assert_eq!(room.files("out").len(), 61);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Command;

    use super::*;

    /// Whether permissions bind us at all: the super-user is above them.
    fn is_bound(room: &Room) -> bool {
        room.write("probe", b"");
        fs::set_permissions(room.path("probe"), fs::Permissions::from_mode(0o000)).unwrap();
        fs::read(room.path("probe")).is_err()
    }

    #[test]
    fn links_are_not_followed_out_of_the_tree() {
        let room =
            Room::new(&[("src/a.py", PLAIN), ("src/sub/b.py", PLAIN), ("outside/secret.py", b"secret\n")]);
        symlink(room.path("outside"), room.path("src/out-folder")).unwrap();
        symlink(room.path("outside/secret.py"), room.path("src/secret.py")).unwrap();
        symlink("sub/b.py", room.path("src/inside.py")).unwrap();
        symlink("..", room.path("src/sub/loop")).unwrap();
        symlink("nowhere", room.path("src/dangling.py")).unwrap();
        symlink("self", room.path("src/self")).unwrap();
        room.run(&["build", "src", "-o", "out"]).exits(0).says("src/secret.py is a link");
        assert_eq!(room.files("out"), [".lockweave", "a.py", "inside.py", "sub/b.py"]);
        room.run(&["build", "src", "-o", "out", "--check"]).exits(0);
    }

    #[test]
    fn nothing_is_written_through_links_in_the_output() {
        let room = Room::new(&[
            ("src/a.py", PLAIN),
            ("src/sub/b.py", PLAIN),
            ("other/b.py", b"other\n"),
            ("other.py", b"o\n"),
        ]);
        fs::create_dir(room.path("out")).unwrap();
        symlink(room.path("other"), room.path("out/sub")).unwrap();
        symlink(room.path("other.py"), room.path("out/a.py")).unwrap();
        room.run(&["build", "src", "-o", "out"]).exits(1).says("LW902");
        room.run(&["build", "src", "-o", "out", "--force"]).exits(1).says("is a link");
        assert_eq!((room.read("other/b.py"), room.read("other.py")), (b"other\n".to_vec(), b"o\n".to_vec()));
        assert_eq!(room.read("out/a.py"), PLAIN);
    }

    #[test]
    fn special_files_are_left_out() {
        let room = Room::new(&[("src/a.py", PLAIN)]);
        assert!(Command::new("mkfifo").arg(room.path("src/pipe.py")).status().unwrap().success());
        room.run(&["build", "src", "-o", "out"]).exits(0);
        assert_eq!(room.files("out"), [".lockweave", "a.py"]);
    }

    #[test]
    fn a_limit_on_file_sizes_changes_nothing() {
        let room = Room::new(&[("src/a.py", PLAIN), ("src/big.bin", &[7; 100_000])]);
        let program = env!("CARGO_BIN_EXE_lockweave");
        let limited = format!("ulimit -c 0; ulimit -f 8; exec {program} build src -o out");
        let status = Command::new("sh").current_dir(room.root()).args(["-c", &limited]).status().unwrap();
        assert!(!status.success());
        let left: Vec<String> =
            room.files("out").into_iter().filter(|path| !path.starts_with(".lockweave-")).collect();
        assert!(left.is_empty(), "{left:?}");
        room.run(&["build", "src", "-o", "out"]).exits(0);
        assert_eq!(room.files("out"), [".lockweave", "a.py", "big.bin"]);
    }

    #[test]
    fn places_that_nothing_can_be_written_to() {
        let room = Room::new(&[("src/a.py", PLAIN), ("file", b"")]);
        room.run(&["build", "src", "-o", "file/out"]).exits(2);
        room.run(&["build", "src", "-o", "file"]).exits(2);
        if cfg!(target_os = "linux") {
            room.run(&["build", "src", "-o", "/proc/lockweave"]).exits(2);
            let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            let mut command = room.command(&["build", "src/a.py", "-o", "-"]);
            let ran = Ran::of(
                command.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap(),
            );
            ran.exits(2);
        }
        assert_eq!(room.read("src/a.py"), PLAIN);
    }

    #[test]
    fn names_with_surrogates() {
        let room = Room::new(&[("src/a.py", PLAIN)]);
        let odd = std::ffi::OsStr::from_bytes(b"src/s\xed\xa0\x80.py");
        let marked = "from lockweave import concurrent\n\n\n@concurrent\ndef f() -> int:\n    return 1\n";
        if fs::write(room.root().join(odd), marked).is_ok() {
            room.run(&["build", "src", "-o", "out"]).exits(0);
            room.run(&["build", "src", "-o", "out", "--check"]).exits(0);
            room.run(&["check", "src", "--format", "json"]).exits(0);
        }
    }

    #[test]
    fn permissions_are_kept_and_refusals_told() {
        let room = Room::new(&[("src/run.py", b"#!/usr/bin/env python3\n"), ("src/a.py", PLAIN)]);
        fs::set_permissions(room.path("src/run.py"), fs::Permissions::from_mode(0o755)).unwrap();
        room.run(&["build", "src", "-o", "out"]).exits(0);
        let mode = |path: &str| fs::metadata(room.path(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode("out/run.py"), 0o755);
        fs::set_permissions(room.path("src/run.py"), fs::Permissions::from_mode(0o744)).unwrap();
        room.run(&["build", "src", "-o", "out"]).exits(0).says("0 files written");
        assert_eq!(mode("out/run.py"), 0o744);
        fs::set_permissions(room.path("out"), fs::Permissions::from_mode(0o555)).unwrap();
        room.write("src/a.py", b"x = 2\n");
        if is_bound(&room) {
            room.run(&["build", "src", "-o", "out"]).exits(2).says("LW905");
            assert_eq!(room.read("out/a.py"), PLAIN);
            fs::set_permissions(room.path("src/a.py"), fs::Permissions::from_mode(0o000)).unwrap();
            fs::set_permissions(room.path("out"), fs::Permissions::from_mode(0o755)).unwrap();
            room.run(&["build", "src", "-o", "out"]).exits(2).says("LW901");
            assert_eq!(room.read("out/a.py"), PLAIN);
        }
        fs::set_permissions(room.path("out"), fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn names_that_are_no_text() {
        let room = Room::new(&[("src/a.py", PLAIN)]);
        let odd = std::ffi::OsStr::from_bytes(b"src/b\xff\n.py");
        if fs::write(room.root().join(odd), PLAIN).is_ok() {
            room.run(&["build", "src", "-o", "out"]).exits(0).says("2 files written");
            room.run(&["build", "src", "-o", "out"]).exits(0).says("2 unchanged");
        }
    }
}
