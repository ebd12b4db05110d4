//! Workflow commands of GitHub Actions: each diagnostic becomes an annotation of the change that is reviewed.

use std::fmt::Write as _;

use super::{locate, severity_word};
use crate::diagnostics::{Diagnostic, source::Atlas};

pub(super) fn render(diagnostics: &[Diagnostic], atlas: &Atlas<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let _ = write!(out, "::{} title={}", severity_word(diagnostic.severity()), diagnostic.code);
        if let Some(place) = diagnostic.place().and_then(|place| locate(place, atlas)) {
            let _ = write!(out, ",file={}", property(place.path));
            if let Some((start, end)) = place.range {
                let _ = write!(out, ",line={},endLine={}", start.line, end.line);
                // Columns count only within a line.
                if start.line == end.line {
                    let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
                }
            }
        }
        let mut message = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        let _ = writeln!(out, "::{}", data(&message));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
