//! The difference between an accepted snapshot and a pending one, in rows: the plan first, then the text with the source's lines.

use std::time::{Duration, Instant};

use similar::{Algorithm, ChangeTag, TextDiff};

use super::format::{Snapshot, Woven};

/// Lines that are shown around a change.
const CONTEXT: usize = 3;

/// How long the smallest difference is looked for; then one that is good enough is taken.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// In both.
    Same,
    /// Only in what was accepted.
    Old,
    /// Only in what is pending.
    New,
}

/// A row of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub sign: Sign,
    /// The source's line, from 1, that it came from, as far as it is known.
    pub source_line: Option<u32>,
    /// The line.
    pub text: String,
}

/// A part of a snapshot: rows around changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `plan`, `text` or `bytes`.
    pub title: &'static str,
    /// Runs of rows; between two of them something is left out.
    pub runs: Vec<Vec<Row>>,
}

impl Part {
    /// How many lines come and how many go.
    pub fn counts(&self) -> (usize, usize) {
        let count = |sign| self.runs.iter().flatten().filter(|row| row.sign == sign).count();
        (count(Sign::New), count(Sign::Old))
    }
}

/// What differs, part by part; parts that are the same are left out.
pub fn parts(old: Option<&Snapshot>, new: &Snapshot) -> Vec<Part> {
    let (before, after) = (old.and_then(Snapshot::woven), new.woven());
    let plan = |woven: Option<&Woven>| woven.map(|woven| woven.plan.clone()).unwrap_or_default();
    let text = |woven: Option<&Woven>| {
        let mut lines = woven.map(|woven| woven.text.clone()).unwrap_or_default();
        // What the lines don't show of the bytes is a line of its own.
        lines.extend(woven.filter(|woven| !woven.bytes.is_empty()).map(Woven::last_line));
        lines
    };
    let lines = &new.origin.lines;
    let mut parts = vec![
        Part { title: "plan", runs: without_bare_headings(runs(&plan(before), &plan(after), &[])) },
        Part { title: "text", runs: runs(&text(before), &text(after), lines) },
    ];
    parts.retain(|part| !part.runs.is_empty());
    if let (true, Some(before), Some(after)) = (parts.is_empty(), before, after)
        && before.hash != after.hash
    {
        let hash = |woven: &Woven| vec![format!("SHA-256 {}", woven.hash)];
        parts.push(Part { title: "bytes", runs: runs(&hash(before), &hash(after), &[]) });
    }
    parts
}

/// A heading of the plan at a run's end says nothing: what stands below it is not shown.
fn without_bare_headings(mut runs: Vec<Vec<Row>>) -> Vec<Vec<Row>> {
    for run in &mut runs {
        while run.pop_if(|last| last.sign == Sign::Same && !last.text.starts_with(' ')).is_some() {}
    }
    runs
}

fn runs(old: &[String], new: &[String], source_lines: &[Option<u32>]) -> Vec<Vec<Row>> {
    let (old, new) = (borrowed(old), borrowed(new));
    let mut config = TextDiff::configure();
    config.algorithm(Algorithm::Myers).deadline(Instant::now() + PATIENCE);
    let difference = config.diff_slices(&old, &new);
    let rows = |group: &Vec<similar::DiffOp>| {
        let changes = group.iter().flat_map(|op| difference.iter_changes(op));
        changes
            .map(|change| {
                let sign = match change.tag() {
                    ChangeTag::Equal => Sign::Same,
                    ChangeTag::Delete => Sign::Old,
                    ChangeTag::Insert => Sign::New,
                };
                let line = change.new_index().and_then(|at| source_lines.get(at).copied().flatten());
                Row { sign, source_line: line.map(|line| line + 1), text: change.value().to_owned() }
            })
            .collect()
    };
    difference.grouped_ops(CONTEXT).iter().map(rows).collect()
}

fn borrowed(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}
