//! Diagnostics as text for people and as data for tools: a file a format. Must not know where the result is written.

mod concise;
mod github;
mod json;
mod sarif;
mod text;

use super::source::Atlas;
use super::{Diagnostic, Severity, Sources};
use crate::text::{LineColumn, Place};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With excerpts of the source, for people.
    Text,
    /// One line each.
    Concise,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// Whether a text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// No colours.
    Plain,
    /// Colours, as terminals have them.
    Coloured,
}

/// The columns that excerpts of the source take where nobody says how many there are.
pub const DEFAULT_WIDTH: usize = 140;

/// Writes `diagnostics` in `format`; empty text formats where there are none, a whole document in the others.
pub fn render(format: Format, paint: Paint, diagnostics: &[Diagnostic], sources: &Sources) -> String {
    render_within(DEFAULT_WIDTH, format, paint, diagnostics, sources)
}

/// As `render`, with excerpts that fit into `width` columns.
pub fn render_within(
    width: usize,
    format: Format,
    paint: Paint,
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> String {
    let atlas = Atlas::new(diagnostics, sources);
    match format {
        Format::Text => text::render(width, paint, diagnostics, &atlas),
        Format::Concise => concise::render(diagnostics, &atlas),
        Format::Json => json::render(diagnostics, &atlas),
        Format::Sarif => sarif::render(diagnostics, &atlas),
        Format::Github => github::render(diagnostics, &atlas),
    }
}

/// A place as people and tools name it.
struct Where<'a> {
    path: &'a str,
    /// First byte and the byte behind the last; `None` where the file is no text.
    range: Option<(LineColumn, LineColumn)>,
}

fn locate<'a>(place: Place, atlas: &'a Atlas<'_>) -> Option<Where<'a>> {
    let shown = atlas.file(place.file.0)?;
    let range = shown.text.as_ref().map(|(text, lines)| {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let at = |offset: u32| lines.line_column(text, offset.min(length));
        (at(place.span.start), at(place.span.end))
    });
    Some(Where { path: shown.path, range })
}

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
