//! One JSON object. Its `version` changes when a field goes or means something else; new fields may come at any time.
//!
//! ```json
//! {"version": 1, "diagnostics": [{"code": "LW203", "severity": "warning", "message": "...", "file": "a.py",
//!   "line": 3, "column": 5, "end_line": 3, "end_column": 9, "help": null,
//!   "labels": [{"role": "primary", "text": "...", "file": "a.py", "line": 3, "column": 5, "end_line": 3, "end_column": 9}]}]}
//! ```
//! Lines and columns count from 1, columns in characters; an end is behind the last character. `file` and numbers are null
//! for a diagnostic without a place.

use serde::Serialize;

use super::locate;
use crate::diagnostics::{Diagnostic, Label, Role, Severity, source::Atlas};
use crate::text::Place;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: Range<'a>,
    labels: Vec<Mark<'a>>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Mark<'a> {
    role: Role,
    text: &'a str,
    #[serde(flatten)]
    place: Range<'a>,
}

#[derive(Default, Serialize)]
struct Range<'a> {
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
}

pub(super) fn render(diagnostics: &[Diagnostic], atlas: &Atlas<'_>) -> String {
    let entries = diagnostics.iter().map(|diagnostic| entry(diagnostic, atlas)).collect();
    let document = Document { version: 1, diagnostics: entries };
    let mut text = serde_json::to_string_pretty(&document).expect("strings and numbers always serialise");
    text.push('\n');
    text
}

fn entry<'a>(diagnostic: &'a Diagnostic, atlas: &'a Atlas<'_>) -> Entry<'a> {
    let mark =
        |label: &'a Label| Mark { role: label.role, text: &label.text, place: range(label.place, atlas) };
    Entry {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity(),
        message: &diagnostic.message,
        place: diagnostic.place().map(|place| range(place, atlas)).unwrap_or_default(),
        labels: diagnostic.labels.iter().map(mark).collect(),
        help: diagnostic.help.as_deref(),
    }
}

fn range<'a>(place: Place, atlas: &'a Atlas<'_>) -> Range<'a> {
    let Some(found) = locate(place, atlas) else { return Range::default() };
    let (start, end) = found.range.unzip();
    Range {
        file: Some(found.path),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
    }
}
