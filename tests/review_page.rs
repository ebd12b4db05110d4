//! The page on reviewed output: its files are written, its commands run, and what they print compared.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

#[path = "support/command.rs"]
mod command;
#[path = "support/terminal.rs"]
mod terminal;

use command::Room;

#[test]
fn its_commands_do_what_it_says() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/review.md")).unwrap();
    let room = Room::new(&[]);
    let mut commands = 0;
    for (language, block) in blocks(&page) {
        match language {
            "python" => {
                let name = block.lines().next().unwrap().strip_prefix("# ").unwrap();
                room.write(name, block.as_bytes());
            }
            "console" => {
                let steps = block.split("$ lockweave ").skip(1);
                commands += steps.map(|step| run(&room, step)).count();
            }
            "text" => {
                let snapshots = ["lockweave-snapshots", "reviewed"].map(|folder| {
                    let snapshots = room.files(folder).into_iter().filter(|name| name.ends_with(".snap"));
                    snapshots.map(|name| room.read(&format!("{folder}/{name}"))).collect::<Vec<_>>()
                });
                let has = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(block);
                assert!(snapshots.concat().iter().any(has), "{block}");
            }
            other => panic!("a block of {other}"),
        }
    }
    assert!(commands > 5, "{commands}");
}

/// A command line without the program's name, and what it prints.
fn run(room: &Room, step: &str) {
    let (line, printed) = step.split_once('\n').unwrap();
    let arguments: Vec<&str> = line.split(' ').collect();
    let shown = if arguments == ["review"] {
        let (_, answer) = printed.split_once("(h)elp ").unwrap();
        let key = answer.lines().next().unwrap();
        let seen = terminal::review(room, 100, &[Some(key)], &[("NO_COLOR", "1")]);
        seen.text.replace('\r', "").replace("(h)elp \n", &format!("(h)elp {key}\n"))
    } else {
        let ran = room.run(&arguments);
        ran.text() + &ran.stderr
    };
    assert_eq!(shown, printed, "lockweave {line}");
}

/// The fenced blocks of a page, by language.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap()).collect()
}
