//! `lockweave explain`: what it says of the cases under `tests/cases/explain/` and of the examples, in every form, and how it is asked.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use lockweave::Project;
use lockweave::diagnostics::Paint;
use lockweave::explain::{Assumptions, Explanation, Format, Look, render, select};
use lockweave::options::Options;

#[path = "support/command.rs"]
mod command;
mod support;

use command::Room;
use support::case::Case;

const LOOK: Look = Look { paint: Paint::Plain, width: 100, assumptions: Assumptions::Listed };

fn explained(files: Vec<(String, Vec<u8>)>) -> Explanation {
    Project::in_memory(files, Options::default()).explain_watched(&|| ()).0
}

fn of_case(name: &str) -> Explanation {
    let case = Case::all().into_iter().find(|case| case.name == format!("explain/{name}")).unwrap();
    let files = case.sources.iter().map(|(path, bytes)| (path.to_str().unwrap().to_owned(), bytes.clone()));
    explained(files.collect())
}

fn check(name: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(support::root().join("snapshots/explain"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn cases_are_explained_as_reviewed() {
    for name in ["three_hops", "joined_and_merged", "assumptions", "reasons", "sections"] {
        check(&format!("{name}_text"), &render(Format::Text, LOOK, &of_case(name)));
    }
}

#[test]
fn data_and_graph_are_as_reviewed() {
    check("three_hops_json", &render(Format::Json, LOOK, &of_case("three_hops")));
    check("joined_and_merged_dot", &render(Format::Dot, LOOK, &of_case("joined_and_merged")));
    check("three_hops_html", &render(Format::Html, LOOK, &of_case("three_hops")));
}

#[test]
fn examples_are_explained_as_reviewed() {
    for name in ["hit_counter", "bank", "job_queue", "web_cache"] {
        let path = format!("{name}.py");
        let bytes = fs::read(support::root().join("examples").join(&path)).unwrap();
        check(&format!("example_{name}"), &render(Format::Text, LOOK, &explained(vec![(path, bytes)])));
    }
}

#[test]
fn every_hop_of_a_way_is_told_with_its_place() {
    let text = render(Format::Text, LOOK, &of_case("three_hops"));
    for part in [
        "record → forward → bump → add → state.total, written at state.py:10",
        "app.py:12 calls `forward`, app.py:7 calls `bump`, tally.py:5 calls `add`",
    ] {
        assert!(text.contains(part), "`{part}` is missing in\n{text}");
    }
}

#[test]
fn the_guide_shows_what_is_said() {
    let guide = fs::read_to_string(support::root().join("docs/explain.md")).unwrap();
    let text = render(Format::Text, LOOK, &of_case("three_hops"));
    assert!(guide.contains(&text), "docs/explain.md does not show\n{text}");
}

#[test]
fn every_kind_of_assumption_is_listed() {
    let explanation = of_case("assumptions");
    let mut kinds: Vec<&str> = explanation.assumptions.iter().map(|assumption| assumption.kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["dynamic", "fixed by hand", "other code", "silenced", "unknown callee", "unlocked"]);
}

#[test]
fn a_name_is_found_by_its_end_and_an_unknown_one_is_not() {
    let explanation = of_case("three_hops");
    for name in ["total", "state.total", "pkg.state.total", "_locks.total"] {
        let found = select(&explanation, name).unwrap();
        assert_eq!((found.locks.len(), found.bodies.len()), (1, 0), "{name}");
    }
    assert_eq!(select(&explanation, "record").unwrap().bodies.len(), 1);
    assert_eq!(select(&explanation, "add").unwrap().others.len(), 1);
    assert_eq!(select(&explanation, "LIMIT").unwrap().without_lock.len(), 1);
    assert_eq!(select(&explanation, "state.totl").unwrap_err().close[0], "state.total");
    assert!(select(&explanation, "xyzzy").unwrap_err().close.is_empty());
}

#[test]
fn the_same_program_is_explained_by_the_same_bytes() {
    for format in [Format::Text, Format::Json, Format::Dot, Format::Html] {
        let once = render(format, LOOK, &of_case("joined_and_merged"));
        assert_eq!(once, render(format, LOOK, &of_case("joined_and_merged")));
    }
}

#[test]
fn lines_fit_and_colours_are_for_terminals() {
    let narrow = Look { width: 60, ..LOOK };
    let text = render(Format::Text, narrow, &of_case("sections"));
    assert!(!text.contains('\x1b'));
    let coloured = render(Format::Text, Look { paint: Paint::Coloured, ..narrow }, &of_case("sections"));
    assert!(coloured.contains("\x1b[1m_hits_lock\x1b[0m"));
    for line in text.lines().filter(|line| line.contains(' ')) {
        assert!(line.chars().count() <= 60 || line.trim().split(' ').count() < 4, "{line}");
    }
}

const COUNTER: &[u8] = b"\
from lockweave import concurrent

total = 0


@concurrent
def record(n: int) -> None:
    global total
    total += n
";

#[test]
fn the_command_takes_sources_then_a_name() {
    let room = Room::new(&[("src/counter.py", COUNTER)]);
    let all = room.run(&["explain", "src"]).exits(0).text();
    assert!(all.starts_with("1 concurrent body, 1 lock over 1 variable."), "{all}");
    assert!(all.contains("record → total, written at counter.py:9"), "{all}");
    assert!(all.contains("This rests on 1 assumption"), "{all}");
    let one = room.run(&["explain", "src", "_total_lock"]).exits(0).text();
    assert!(one.contains("_total_lock") && !one.contains("Concurrent bodies"), "{one}");
    room.run(&["explain", "src", "--name", "record"]).exits(0);
    room.run(&["explain", "src", "totl"])
        .exits(2)
        .says("no lock, function or variable `totl`")
        .says("`total`");
    room.run(&["explain", "src", "missing.py"]).exits(2);
    room.run(&["explain"]).exits(2);
    let listed = room.run(&["explain", "src", "--assumptions"]).exits(0).text();
    assert!(listed.contains("Assumptions"), "{listed}");
}

#[test]
fn data_for_tools_is_data() {
    let room = Room::new(&[("counter.py", COUNTER), ("none.py", b"x = 1\n")]);
    let json = room.run(&["explain", "counter.py", "--format", "json"]).exits(0).text();
    let data: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(data["version"], 1);
    assert_eq!(data["locks"][0]["guards"][0]["full"], "counter.total");
    assert_eq!(data["bodies"][0]["sections"][0]["at"]["line"], 9);
    let dot = room.run(&["explain", "counter.py", "--format", "dot"]).exits(0).text();
    assert!(dot.starts_with("digraph lockweave {\n") && dot.ends_with("}\n"), "{dot}");
    let nothing = room.run(&["explain", "none.py"]).exits(0).text();
    assert_eq!(nothing, "No concurrent body, no lock.\n");
}

#[test]
fn errors_are_told_beside_the_plan() {
    let broken = [COUNTER, b"\n\n@concurrent(wrong=1)\ndef other() -> None: ...\n"].concat();
    let room = Room::new(&[("counter.py", &broken)]);
    room.run(&["explain", "counter.py"]).exits(1).says("error[LW1");
}
