//! `summarize`, `link`, `weave`: run one by one, anywhere and in any order, they give the bytes that `build` gives.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, SystemTime};

use lockweave::Project;
use lockweave::diagnostics::{Format, Paint, render};
use lockweave::files::Origin;
use lockweave::options::Options;
use lockweave::project::steps::{self, Plan, Summary};

use command::Room;
use support::case::Case;
use support::environment::{TOOLS_FOLDER, both};
use support::pipeline::Tree;

#[path = "support/command.rs"]
mod command;
mod support;

fn project(files: &Tree, options: &Options) -> Project {
    let named = |(path, bytes): (&PathBuf, &Vec<u8>)| (path.to_str().unwrap().to_owned(), bytes.clone());
    Project::in_memory(files.iter().map(named).collect(), options.clone())
}

/// What the steps make of `files`, and what they say; `None` where a file can't be summarized.
fn stepwise(files: &Tree, options: &Options) -> Option<(Tree, String)> {
    let project = project(files, options);
    let mut summaries = Vec::new();
    let mut bytes_of: BTreeMap<PathBuf, &[u8]> = BTreeMap::new();
    for input in project.inputs() {
        let Origin::Memory(bytes) = &input.origin else { panic!("{}", input.name) };
        let summary = steps::summarize(input, bytes).ok()?;
        assert_eq!(summary.to_bytes(), steps::summarize(input, bytes).unwrap().to_bytes(), "{}", input.name);
        summaries.push(Summary::from_bytes(&summary.to_bytes()).unwrap());
        bytes_of.insert(input.output.clone(), bytes);
    }
    let linking = steps::link(summaries.clone(), &[], options);
    summaries.reverse();
    assert_eq!(plan_bytes(&steps::link(summaries, &[], options).plans), plan_bytes(&linking.plans));
    let weave = |plan: &Plan| {
        let plan = Plan::from_bytes(&plan.to_bytes()).unwrap();
        let woven = steps::weave(&plan, bytes_of.get(plan.output()).copied());
        woven.ok().map(|woven| (plan.output().to_owned(), woven.bytes))
    };
    let said = &linking.said;
    let said = render(Format::Text, Paint::Plain, &said.diagnostics, &said.sources);
    Some((linking.plans.iter().filter_map(weave).collect(), said))
}

fn plan_bytes(plans: &[Plan]) -> Vec<Vec<u8>> {
    plans.iter().map(Plan::to_bytes).collect()
}

/// What is wrong with the steps on `files`. Stubs are not theirs.
fn fault(name: &str, files: &Tree, options: &Options) -> Option<String> {
    let is_module = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "py");
    let files: &Tree = &files
        .iter()
        .filter(|(path, _)| is_module(path))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    let built = project(files, options).weave();
    let said = render(Format::Text, Paint::Plain, &built.diagnostics, &built.sources);
    match stepwise(files, options) {
        None => said.is_empty().then(|| format!("{name}: can't be summarized")),
        Some((woven, _)) if woven != built.all_bytes() => {
            let differ = |path: &&PathBuf| woven.get(*path) != built.all_bytes().get(*path);
            let all = built.all_bytes();
            Some(format!("{name}: {:?} differ", all.keys().chain(woven.keys()).find(differ)))
        }
        Some((_, told)) => (told != said).then(|| format!("{name}: it says\n{told}\nand build says\n{said}")),
    }
}

#[test]
fn every_case_comes_out_as_from_build() {
    // Not in a pool of ours: whoever waits for a pool in a pool takes other work meanwhile, on the same stack.
    let cases = Case::all();
    let faults = |cases: &[Case]| -> Vec<String> {
        cases.iter().filter_map(|case| fault(&case.name, &case.sources, &case.options)).collect()
    };
    let faults: Vec<String> = std::thread::scope(|scope| {
        let started: Vec<_> =
            cases.chunks(cases.len().div_ceil(4)).map(|part| scope.spawn(|| faults(part))).collect();
        started.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_examples_and_a_family_of_cases_come_out_as_from_build() {
    let folder = support::root().join("examples");
    let python = |path: &std::path::Path| path.extension().is_some_and(|ending| ending == "py");
    let examples: Tree = support::files_under(&folder, python)
        .into_iter()
        .map(|file| (file.strip_prefix(&folder).unwrap().to_owned(), fs::read(&file).unwrap()))
        .collect();
    assert!(examples.len() > 10);
    let cases = Case::all().into_iter().filter(|case| case.name.starts_with("reexports"));
    let family = cases.flat_map(|case| {
        let folder = case.name.replace('/', "_");
        case.sources.into_iter().map(move |(path, bytes)| (PathBuf::from(&folder).join(path), bytes))
    });
    for (name, files) in [("examples", examples), ("reexports", family.collect())] {
        assert_eq!(fault(name, &files, &Options::default()), None);
    }
}

const STATE: &str = "total = 0\nnames: list[str] = []\n\n\ndef count() -> int:\n    return len(names)\n";
const OURS: &str = "from lockweave import concurrent as spawn\n";
const WORK: &str = "from . import state\nfrom .ours import spawn\n\n\n@spawn\ndef add(n):\n    state.total += n\n    state.names.append(str(n))\n";
const MAIN: &str = "from pkg import state, work\n\n\ndef main():\n    work.add(1).result()\n    print(state.total, state.count())\n\n\nmain()\n";
const ALONE: &str = "x = 1\n";

const MAKEFILE: &str = "
SOURCES := $(shell find src -name '*.py')
SUMMARIES := $(SOURCES:src/%=summaries/%.summary)
all: plans.stamp
\t@$(MAKE) -s woven
summaries/%.summary: src/%
\t@echo summarize $* >> log
\t@LOCKWEAVE summarize $< --root src -o $@
plans.stamp: $(SUMMARIES)
\t@echo link >> log
\t@LOCKWEAVE link $^ -o plans --stamp $@
woven: $(patsubst plans/%.plan,out/%,$(shell find plans -name '*.plan' 2>/dev/null))
.SECONDEXPANSION:
out/%: plans/%.plan $$(wildcard src/%)
\t@echo weave $* >> log
\t@LOCKWEAVE weave $^ -o $@
.DELETE_ON_ERROR:
.PHONY: all woven
";

const NINJA_RULES: &str = "
rule summarize
  command = echo summarize $name >> log && LOCKWEAVE summarize $in --root src -o $out
rule link
  command = echo link >> log && LOCKWEAVE link @$out.list -o plans --stamp $out
  rspfile = $out.list
  rspfile_content = $in_newline
  restat = 1
rule weave
  command = echo weave $name >> log && LOCKWEAVE weave $in -o $out
";

fn sources() -> Vec<(&'static str, &'static str)> {
    vec![
        ("pkg/__init__.py", ""),
        ("pkg/state.py", STATE),
        ("pkg/ours.py", OURS),
        ("pkg/work.py", WORK),
        ("pkg/alone.py", ALONE),
        ("main.py", MAIN),
    ]
}

/// Where the configuration says that the module of shared locks is, a build file can name it.
const LOCKS: &str = "pkg/_locks.py";

fn room() -> Room {
    let room = Room::new(&[("pyproject.toml", b"[tool.lockweave]\nlock-module = \"pkg._locks\"\n")]);
    for (path, text) in sources() {
        room.write(&format!("src/{path}"), text.as_bytes());
    }
    room
}

fn ninja_file() -> String {
    let mut file = NINJA_RULES.to_owned();
    let (mut summaries, mut plans) = (String::new(), String::new());
    for (path, _) in sources() {
        summaries += &format!(" summaries/{path}.summary");
        plans += &format!(" plans/{path}.plan");
        file += &format!("build summaries/{path}.summary: summarize src/{path}\n  name = {path}\n");
        file += &format!("build out/{path}: weave plans/{path}.plan src/{path}\n  name = {path}\n");
    }
    file += &format!("build plans.stamp | plans/{LOCKS}.plan{plans}: link{summaries}\n");
    file + &format!("build out/{LOCKS}: weave plans/{LOCKS}.plan\n  name = {LOCKS}\n")
}

/// What ran since the last call, sorted.
fn logged(room: &Room) -> Vec<String> {
    let text = fs::read_to_string(room.path("log")).unwrap_or_default();
    let _ = fs::remove_file(room.path("log"));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

fn edit(room: &Room, path: &str, text: &str) {
    room.write(path, text.as_bytes());
    let later = SystemTime::now() + Duration::from_millis(20);
    fs::File::options().append(true).open(room.path(path)).unwrap().set_modified(later).unwrap();
    std::thread::sleep(Duration::from_millis(60));
}

/// The output of the steps is that of `build`.
#[track_caller]
fn as_built(room: &Room) {
    room.run(&["build", "src", "-o", "built"]).exits(0);
    let files: Vec<String> =
        room.files("built").into_iter().filter(|name| !name.ends_with(".lockweave")).collect();
    assert_eq!(room.files("out"), files);
    for file in files {
        let (out, built) = (room.read(&format!("out/{file}")), room.read(&format!("built/{file}")));
        assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&built), "{file}");
    }
}

#[track_caller]
fn check(run: &dyn Fn() -> Command, room: &Room) {
    let ran = |what: &str| {
        let output = run().current_dir(room.root()).output().unwrap();
        assert!(output.status.success(), "{what}: {}", both(&output));
        logged(room)
    };
    assert_eq!(ran("at first").len(), 6 + 1 + 7);
    as_built(room);
    assert_eq!(ran("nothing changed"), [""; 0]);
    edit(room, "src/pkg/alone.py", "x = 2\n");
    assert_eq!(ran("a module that no plan knows"), ["link", "summarize pkg/alone.py", "weave pkg/alone.py"]);
    edit(room, "src/pkg/work.py", &format!("{WORK}\n\n# a remark\n"));
    assert_eq!(ran("a module changed"), ["link", "summarize pkg/work.py", "weave pkg/work.py"]);
    as_built(room);
    // Its `names` have a lock no longer, so the module that holds it changes, and who took it.
    edit(room, "src/pkg/work.py", &WORK.replace("    state.names.append(str(n))\n", ""));
    let woven = ran("a lock went");
    assert!(
        woven.contains(&format!("weave {LOCKS}")) && !woven.contains(&"weave pkg/ours.py".to_owned()),
        "{woven:?}"
    );
    as_built(room);
    edit(room, "src/main.py", "from lockweave import atomic\n(\n");
    assert!(!run().current_dir(room.root()).output().unwrap().status.success());
    logged(room);
    edit(room, "src/main.py", MAIN);
    ran("mended");
    as_built(room);
}

#[test]
fn make_runs_the_steps_that_it_must() {
    let room = room();
    room.write("Makefile", MAKEFILE.replace("LOCKWEAVE", env!("CARGO_BIN_EXE_lockweave")).as_bytes());
    let make = || {
        let mut make = Command::new("make");
        make.arg("-j4");
        make
    };
    check(&make, &room);
}

#[test]
fn ninja_runs_the_steps_that_it_must() {
    let room = room();
    room.write("build.ninja", ninja_file().replace("LOCKWEAVE", env!("CARGO_BIN_EXE_lockweave")).as_bytes());
    check(&|| Command::new(TOOLS_FOLDER.join("ninja")), &room);
}

#[test]
fn steps_can_run_elsewhere() {
    let room = room();
    let mut summaries = Vec::new();
    for (path, text) in sources() {
        // Each summary is made in a room of its own, where nothing else is.
        let elsewhere = Room::new(&[(&format!("src/{path}"), text.as_bytes())]);
        let file = format!("src/{path}");
        elsewhere.run(&["summarize", &file, "--root", "src", "-o", "summary"]).exits(0);
        room.run(&["summarize", &file, "--root", "src", "-o", "summary"]).exits(0);
        assert_eq!(room.read("summary"), elsewhere.read("summary"), "{path}");
        room.write(&format!("summaries/{path}"), &elsewhere.read("summary"));
        summaries.push(format!("summaries/{path}"));
    }
    let mut link = vec!["link", "-o", "plans"];
    link.extend(summaries.iter().map(String::as_str));
    room.run(&link).exits(0);
    for (path, text) in sources() {
        let plan = room.read(&format!("plans/{path}.plan"));
        let elsewhere = Room::new(&[("plan", &plan), ("source", text.as_bytes())]);
        elsewhere.run(&["weave", "plan", "source", "-o", "woven"]).exits(0);
        room.write(&format!("out/{path}"), &elsewhere.read("woven"));
    }
    let locks = format!("out/{LOCKS}");
    room.run(&["weave", &format!("plans/{LOCKS}.plan"), "-o", &locks]).exits(0);
    as_built(&room);
}

#[test]
fn what_does_not_fit_is_refused() {
    let room = room();
    let summarize = |path: &str| room.run(&["summarize", path, "--root", "src", "-o", "one.summary"]);
    summarize("src/pkg/work.py").exits(0);
    room.run(&["link", "one.summary", "one.summary", "-o", "plans"]).exits(2).says("LW903");
    room.run(&["link", "src/main.py", "-o", "plans"]).exits(1).says("LW909");
    room.run(&["link", "missing", "-o", "plans"]).exits(2).says("LW901");
    room.run(&["link", "one.summary", "-o", "plans"]).exits(0);
    let plan = "plans/pkg/work.py.plan";
    assert_eq!(room.files("plans"), [".lockweave", "pkg/work.py.plan"]);
    summarize("main.py").exits(2).says("LW905");
    summarize("pyproject.toml").exits(2).says("LW905").says("does not lie in src");
    room.write("src/pkg/bad.py", b"from lockweave import concurrent\n(\n");
    summarize("src/pkg/bad.py").exits(1).says("LW001").says("src/pkg/bad.py:2");
    room.write("src/pkg/work.pyi", b"def add(n): ...\n");
    summarize("src/pkg/work.pyi").exits(2).says("LW905").says("is a stub");
    // Data that ends in `.py` is nobody's module.
    room.write("src/pkg/data.py", b"(\n");
    summarize("src/pkg/data.py").exits(0);
    // What `work` marks by the name that `ours` gives it is seen only together.
    for path in ["ours", "work", "__init__", "state"] {
        let (file, summary) = (format!("src/pkg/{path}.py"), format!("{path}.summary"));
        room.run(&["summarize", &file, "--root", "src", "-o", &summary]).exits(0);
    }
    let all = ["link", "ours.summary", "work.summary", "__init__.summary", "state.summary", "-o", "plans"];
    room.run(&all).exits(0);
    room.write("src/pkg/work.py", format!("\n{WORK}").as_bytes());
    let weave = ["weave", plan, "src/pkg/work.py", "-o", "out.py"];
    room.run(&weave).exits(1).says("LW909").says("was made for another text of src/pkg/work.py");
    room.run(&weave[..2]).exits(2);
    room.run(&["weave", plan, "-o", "out.py"]).exits(1).says("needs its source");
    assert!(!room.path("out.py").exists());
    room.write("src/pkg/work.py", WORK.as_bytes());
    room.run(&["weave", plan, "src/pkg/work.py", "-o", "src/pkg/work.py"]).exits(2).says("the source itself");
    assert_eq!(room.read("src/pkg/work.py"), WORK.as_bytes());
    room.run(&["weave", plan, "src/pkg/work.py", "-o", "out.py", "--line-maps"]).exits(0);
    assert!(room.path("out.py.lines").exists());
    room.write(plan, &String::from_utf8(room.read(plan)).unwrap().replace("0.1.0", "0.0.9").into_bytes());
    room.run(&weave).exits(1).says("was written by Lockweave 0.0.9");
}

#[test]
fn an_error_keeps_the_plans_of_those_that_share_locks() {
    let room = room();
    let summarize = || {
        let mut summaries = Vec::new();
        for (path, _) in sources() {
            let (file, summary) = (format!("src/{path}"), format!("summaries/{path}"));
            room.run(&["summarize", &file, "--root", "src", "-o", &summary]).exits(0);
            summaries.push(summary);
        }
        room.write("list", summaries.join("\n").as_bytes());
    };
    summarize();
    let link = ["link", "@list", "-o", "plans", "--stamp", "stamp"];
    room.run(&link).exits(0);
    let before: Vec<Vec<u8>> =
        room.files("plans").iter().map(|file| room.read(&format!("plans/{file}"))).collect();
    fs::remove_file(room.path("stamp")).unwrap();
    room.write("src/pkg/work.py", format!("{WORK}\n\n@spawn\ndef __len__():\n    yield 1\n").as_bytes());
    summarize();
    let ran = room.run(&link).exits(1);
    assert!(ran.stderr.contains("src/pkg/work.py:"), "{ran:?}");
    assert!(!room.path("stamp").exists());
    let after: Vec<Vec<u8>> =
        room.files("plans").iter().map(|file| room.read(&format!("plans/{file}"))).collect();
    assert_eq!(after, before);
}
