//! One line a diagnostic: `path:line:column: warning[LW203] message`.

use std::fmt::Write as _;

use super::{locate, severity_word};
use crate::diagnostics::{Diagnostic, source::Atlas};

pub(super) fn render(diagnostics: &[Diagnostic], atlas: &Atlas<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(place) = diagnostic.place().and_then(|place| locate(place, atlas)) {
            let _ = match place.range {
                Some((start, _)) => write!(out, "{}:{}:{}: ", place.path, start.line, start.column),
                None => write!(out, "{}: ", place.path),
            };
        }
        let severity = severity_word(diagnostic.severity());
        let _ = writeln!(out, "{severity}[{}] {}", diagnostic.code, one_line(&diagnostic.message));
    }
    out
}

/// A path or message may hold any character; a line must stay one.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
