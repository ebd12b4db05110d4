//! Diagnostics for people: an excerpt of the source with the places that matter, as rustc shows them.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::Paint;
use crate::diagnostics::{Diagnostic, Label, Role, Severity, source::Atlas};
use crate::text::{LineIndex, Span};

pub(super) fn render(width: usize, paint: Paint, diagnostics: &[Diagnostic], atlas: &Atlas<'_>) -> String {
    let renderer = match paint {
        Paint::Plain => Renderer::plain(),
        Paint::Coloured => Renderer::styled(),
    }
    .decor_style(DecorStyle::Ascii)
    .term_width(width);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&[group(diagnostic, atlas)]));
        out.push_str("\n\n");
    }
    out
}

fn group<'a>(diagnostic: &'a Diagnostic, atlas: &'a Atlas<'_>) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&*diagnostic.message).id(diagnostic.code.as_str()));
    // The primary file comes first; the others in their order.
    let primary = diagnostic.place().map(|place| place.file.0);
    let mut by_file: BTreeMap<(bool, u32), Vec<&Label>> = BTreeMap::new();
    for label in &diagnostic.labels {
        let file = label.place.file.0;
        by_file.entry((Some(file) != primary, file)).or_default().push(label);
    }
    for ((_, file), labels) in by_file {
        let Some(shown) = atlas.file(file) else { continue };
        group = match &shown.text {
            Some((text, lines)) => group.element(snippet(shown.path, text, lines, &labels)),
            None => group.element(Origin::path(shown.path)),
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(&**help));
    }
    group
}

/// The part of `text` from the first to the last label's line, so that a long file costs nothing.
fn snippet<'a>(
    path: &'a str,
    text: &'a str,
    lines: &LineIndex,
    labels: &[&'a Label],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let clamp =
        |span: Span| Span::new(span.start.min(length), span.end.min(length).max(span.start.min(length)));
    let spans: Vec<Span> = labels.iter().map(|label| clamp(label.place.span)).collect();
    let first = spans.iter().map(|span| lines.line(span.start)).min().unwrap_or(0);
    let last = spans.iter().map(|span| lines.line(span.end)).max().unwrap_or(first);
    let window = Span::new(lines.start(first), lines.start(last + 1));
    let annotations = labels.iter().zip(&spans).map(|(label, span)| {
        let kind = match label.role {
            Role::Primary => AnnotationKind::Primary,
            Role::Secondary => AnnotationKind::Context,
        };
        let annotation = kind.span(inside(one_line(*span, lines, text), window));
        if label.text.is_empty() { annotation } else { annotation.label(&*label.text) }
    });
    Snippet::source(window.slice(text)).path(path).line_start(first + 1).fold(true).annotations(annotations)
}

/// A span over several lines is shown by its first one: what counts is where it starts.
fn one_line(span: Span, lines: &LineIndex, text: &str) -> Span {
    let line = lines.full_line(span.start);
    let content = line.slice(text).trim_end_matches(['\n', '\r']).len();
    let end = line.start + u32::try_from(content).unwrap_or(0);
    Span::new(span.start, span.end.min(end).max(span.start))
}

fn inside(span: Span, window: Span) -> Range<usize> {
    (span.start - window.start) as usize..(span.end - window.start) as usize
}

#[cfg(test)]
mod tests {
    use super::{Paint, render};
    use crate::diagnostics::source::Atlas;
    use crate::diagnostics::{Code, Diagnostic, SourceText, Sources};
    use crate::text::{FileId, Place, Span};

    #[test]
    fn places_helps_and_files_without_text() {
        let file =
            |path: &str, text: Option<&str>| SourceText { path: path.into(), text: text.map(str::to_owned) };
        let sources = Sources { files: vec![file("a.py", Some("x = 1\r\ny = x\r\n")), file("b.bin", None)] };
        let place = |file, start, end| Place { file: FileId(file), span: Span::new(start, end) };
        let first = Diagnostic::new(Code::LW203, "m", place(0, 7, 12), "here")
            .with_label(place(0, 0, 5), "cause")
            .with_help("do it");
        let second = Diagnostic::new(Code::LW003, "no text", place(1, 0, 0), "");
        let beyond = Diagnostic::new(Code::LW003, "far", place(0, 900, 999), "");
        let all = [first, second, beyond];
        let text = render(140, Paint::Plain, &all, &Atlas::new(&all, &sources));
        for part in ["warning[LW203]: m", "--> a.py:2:1", "y = x", "cause", "help: do it", "b.bin"] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }
}
