//! From parsing to weaving, with programs that nobody wrote: the cases changed at random, in ways that keep most of them programs.
//!
//! Of each: no panic; output that Python compiles wherever it compiled the input; output that is woven to itself. A change that
//! brings what no program before it brought (which codes, which pieces of output) becomes a start for further ones: guidance by what
//! comes out, on the stable toolchain. `LOCKWEAVE_FUZZ=FROM:COUNT` tries other seeds, `LOCKWEAVE_LONG=1` many.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "the figures are worth a look, whether or not the test fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lockweave::options::{LockStyle, Options, TargetVersion};
use rayon::prelude::*;
use support::case::Case;
use support::mutation::{Random, mutated};
use support::pipeline::{Tree, Weaving, weave};
use support::python::{Job, Python, Task};

mod support;

/// Each row of programs begins anew from the cases, so rows can run beside each other and a seed gives the same row.
const ROW: u64 = 100;
/// Larger than what a case ever is: changes that double a program must not go on for ever.
const LARGEST: usize = 20_000;
/// Rows of the short run.
const ROWS: u64 = 20;

#[test]
fn what_nobody_wrote_is_woven_or_refused() {
    let (first, count) = rows();
    let seeds = seeds();
    let folder = tempfile::tempdir().unwrap();
    let python = Python::all().pop().unwrap();
    let mut seen = Figures::default();
    // In parts, so that a long run neither fills the disk nor keeps its findings to itself.
    for part in (first..first + count).collect::<Vec<_>>().chunks(40) {
        let place = folder.path().join("part");
        let rows: Vec<Figures> =
            part.par_iter().map(|row| try_row(*row, &seeds, &place.join(row.to_string()))).collect();
        rows.into_iter().for_each(|row| seen.add(row));
        ask_python(&python, &place, &mut seen.faults);
        fs::remove_dir_all(&place).ok();
        if count > ROWS {
            println!("up to {}: {}", part.last().unwrap(), seen.shown());
        }
    }
    println!("{}", seen.shown());
    keep(&seen.faults);
    let names: Vec<_> = seen.faults.iter().map(|fault| format!("{}: {}", fault.name, fault.what)).collect();
    assert!(names.is_empty(), "see target/tmp/fuzz/:\n{}", names.join("\n"));
}

/// `FROM:COUNT` of the environment.
fn rows() -> (u64, u64) {
    let asked = std::env::var("LOCKWEAVE_FUZZ").ok();
    let asked = asked.as_deref().and_then(|text| text.split_once(':'));
    let default = if support::long() { (0, 5000) } else { (0, ROWS) };
    asked.map_or(default, |(from, count)| (from.parse().unwrap(), count.parse().unwrap()))
}

/// The cases and the examples.
fn seeds() -> Vec<Tree> {
    let examples = support::files_under(&support::root().join("examples"), |path| {
        path.extension().is_some_and(|extension| extension == "py")
    });
    let example = |path: &PathBuf| Tree::from([(path.file_name().unwrap().into(), fs::read(path).unwrap())]);
    Case::all().into_iter().map(|case| case.sources).chain(examples.iter().map(example)).collect()
}

#[derive(Default)]
struct Figures {
    programs: usize,
    woven: usize,
    rewritten: usize,
    faults: Vec<Fault>,
}

struct Fault {
    name: String,
    what: String,
    tree: Tree,
}

impl Figures {
    fn add(&mut self, other: Figures) {
        self.programs += other.programs;
        self.woven += other.woven;
        self.rewritten += other.rewritten;
        self.faults.extend(other.faults);
    }

    fn shown(&self) -> String {
        let Figures { programs, woven, rewritten, faults } = self;
        format!(
            "{programs} programs, {woven} without errors, {rewritten} of them rewritten; {} faults",
            faults.len()
        )
    }
}

/// One row: what is written under `folder` is for Python to compile, each file before and after.
fn try_row(row: u64, seeds: &[Tree], folder: &Path) -> Figures {
    let mut random = Random::new(row);
    let mut starts: Vec<Tree> = Vec::new();
    let mut known = BTreeSet::new();
    let mut figures = Figures::default();
    for number in 0..ROW {
        let from =
            if starts.is_empty() || random.below(3) > 0 { random.pick(seeds) } else { random.pick(&starts) };
        let tree = mutated(from, random.pick(seeds), &mut random);
        if tree.values().map(Vec::len).sum::<usize>() > LARGEST {
            continue;
        }
        let options = options(&mut random);
        let name = format!("{row}-{number}");
        figures.programs += 1;
        mark(row, &tree);
        let woven = weave(&tree, &options);
        if let Some(what) = fault_of(&woven, &options) {
            support::write_tree(&folder.join(&name).join("doubted"), &tree);
            figures.faults.push(Fault { name: name.clone(), what, tree: tree.clone() });
        }
        if !woven.has_errors() {
            figures.woven += 1;
            figures.rewritten += usize::from(woven.files != tree);
        }
        write_changed(&folder.join(&name), &tree, &woven);
        if known.insert(shape(&woven)) {
            starts.push(tree);
        }
    }
    unmark(row);
    figures
}

fn options(random: &mut Random) -> Options {
    let mut options = Options::default();
    match random.below(6) {
        0 => options.style = LockStyle::With,
        1 => options.target = TargetVersion::OLDEST,
        2 => options.target = TargetVersion::parse("3.13").unwrap(),
        3 => options.line_length = 40,
        _ => {}
    }
    options
}

/// What is wrong with a result, as far as that can be seen without Python.
fn fault_of(woven: &Weaving, options: &Options) -> Option<String> {
    if let Some(finding) = woven.findings.iter().find(|finding| finding.code.as_str() == "LW906") {
        // A program whose objects can't be followed in reasonable time is refused, which is no fault.
        let is_refusal = finding.text.contains("what this body touches is not known");
        return (!is_refusal).then(|| finding.text.clone());
    }
    if woven.has_errors() {
        return None;
    }
    let again = weave(&woven.files, options);
    if again.has_errors() {
        let said: Vec<_> = again.findings.iter().map(|finding| finding.text.as_str()).collect();
        return Some(format!("woven again, it is refused: {}", said.join("\n")));
    }
    (again.files != woven.files).then(|| "woven again, it changes".to_owned())
}

/// What tells a program from others: the codes of its diagnostics, and the pieces of Python that came into its output.
fn shape(woven: &Weaving) -> (Vec<&'static str>, Vec<bool>) {
    const PIECES: &[&str] = &[
        ".acquire()",
        "with _",
        "_locks.",
        "_executor",
        "Thread(",
        "_held",
        "while True:",
        "_copy",
        "*args",
        "nonlocal ",
        "@staticmethod",
        "@classmethod",
        "@overload",
        "class _",
        "lambda: ",
        "_chosen",
        "_result",
        "_value",
        "_test",
    ];
    let mut codes: Vec<_> = woven.findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let text: String = woven.files.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    (codes, PIECES.iter().map(|piece| text.contains(piece)).collect())
}

fn write_changed(folder: &Path, tree: &Tree, woven: &Weaving) {
    for (path, after) in woven.files.iter().filter(|(path, after)| tree.get(*path) != Some(after)) {
        let empty = Vec::new();
        let before = tree.get(path).unwrap_or(&empty);
        let named = |side: &str| {
            (PathBuf::from(side).join(path), [before, after][usize::from(side == "after")].clone())
        };
        support::write_tree(folder, &Tree::from([named("before"), named("after")]));
    }
}

/// Adds the outputs that Python refuses though it takes the input, and drops the faults of what is no Python to begin with:
/// some of what Python's compiler refuses (a parameter twice, a `yield` in an annotation) is syntax for all that a parser knows.
fn ask_python(python: &Python, folder: &Path, faults: &mut Vec<Fault>) {
    if !folder.exists() {
        return;
    }
    let files = support::files_under(folder, |_| true);
    let jobs: Vec<_> = files
        .iter()
        .map(|file| Job { id: file.to_str().unwrap().to_owned(), file: file.clone(), task: Task::Compile })
        .collect();
    let outcomes = python.batch(&jobs);
    for file in &files {
        let place = file.strip_prefix(folder).unwrap();
        let mut parts = place.iter().skip(1).map(|part| part.to_str().unwrap());
        let (name, side) = (parts.next().unwrap(), parts.next().unwrap());
        let outcome = &outcomes[file.to_str().unwrap()];
        if side == "doubted" && outcome.status != 0 {
            faults.retain(|fault| fault.name != name);
        }
        let before = PathBuf::from(file.to_str().unwrap().replace("/after/", "/before/"));
        if side == "after" && outcome.status != 0 && outcomes[before.to_str().unwrap()].status == 0 {
            let read = |path: &Path| fs::read(path).unwrap();
            let tree = Tree::from([("before.py".into(), read(&before)), ("after.py".into(), read(file))]);
            faults.push(Fault { name: name.to_owned(), what: outcome.stderr.clone(), tree });
        }
    }
}

/// Where findings, and programs that end the process, can be found.
fn place() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz")
}

fn keep(faults: &[Fault]) {
    for fault in faults {
        support::write_tree(&place().join(&fault.name), &fault.tree);
    }
}

/// The program that a row is at: it is still there if it has ended the process.
fn mark(row: u64, tree: &Tree) {
    unmark(row);
    support::write_tree(&place().join(format!("at-{row}")), tree);
}

fn unmark(row: u64) {
    fs::remove_dir_all(place().join(format!("at-{row}"))).ok();
}
