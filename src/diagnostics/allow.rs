//! Allow comments against diagnostics: `# lockweave: allow[LW203] reason`. Must not know how comments are found.
//!
//! A comment behind code speaks for its line. A comment on a line of its own speaks for the next line that is neither blank
//! nor a comment. A diagnostic is silenced where the first or last line of its primary place is spoken for. Errors can't be
//! silenced: the output would be wrong.

use std::collections::BTreeSet;

use super::{AllowComment, Code, Diagnostic, Severity};
use crate::text::{FileId, LineIndex, Place};

/// Leaves out of `diagnostics` (of the file `file`) what `comments` silence, and adds LW004 and LW005 for those that are in vain.
pub fn apply_allows(
    file: FileId,
    text: &str,
    lines: &LineIndex,
    comments: &[AllowComment],
    diagnostics: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let targets: Vec<usize> =
        comments.iter().map(|comment| target_line(text, lines, comment.line as usize)).collect();
    let mut used: BTreeSet<(usize, Code)> = BTreeSet::new();
    let mut kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| {
            let silencing = silencing(file, lines, comments, &targets, diagnostic);
            used.extend(silencing.iter().map(|comment| (*comment, diagnostic.code)));
            silencing.is_empty()
        })
        .collect();
    for (number, comment) in comments.iter().enumerate() {
        let place = Place { file, span: comment.span };
        let help = "write it as `# lockweave: allow[LW203] reason`; `lockweave rule` lists the codes";
        let unreadable = |message: String| Diagnostic::new(Code::LW005, message, place, "").with_help(help);
        if comment.codes.is_empty() && comment.unknown.is_empty() {
            kept.push(unreadable("an allow comment names no code".to_owned()));
        }
        let no_code = |word: &String| unreadable(format!("`{word}` in an allow comment is no code"));
        kept.extend(comment.unknown.iter().map(no_code));
        kept.extend(
            comment
                .codes
                .iter()
                .filter(|code| !used.contains(&(number, **code)))
                .map(|code| in_vain(*code, place)),
        );
    }
    kept
}

fn in_vain(code: Code, place: Place) -> Diagnostic {
    if code.severity() == Severity::Error {
        let message = format!("{code} is an error, which no comment can silence");
        return Diagnostic::new(Code::LW004, message, place, "")
            .with_help(format!("see `lockweave rule {code}` for ways out"));
    }
    Diagnostic::new(Code::LW004, format!("nothing here raises {code}"), place, "")
        .with_help("remove the comment")
}

/// The comments that silence `diagnostic`.
fn silencing(
    file: FileId,
    lines: &LineIndex,
    comments: &[AllowComment],
    targets: &[usize],
    diagnostic: &Diagnostic,
) -> Vec<usize> {
    let Some(place) = diagnostic.place().filter(|place| place.file == file) else { return Vec::new() };
    if diagnostic.severity() == Severity::Error {
        return Vec::new();
    }
    let first = lines.line(place.span.start);
    let last = lines.line(place.span.end.saturating_sub(1).max(place.span.start));
    let speaks = |number: &usize| {
        let line = targets[*number];
        (line == first || line == last) && comments[*number].codes.contains(&diagnostic.code)
    };
    (0..comments.len()).filter(speaks).collect()
}

/// The line that a comment on `line` speaks for.
fn target_line(text: &str, lines: &LineIndex, line: usize) -> usize {
    let content = |number: usize| lines.full_line(lines.start(number)).slice(text).trim_start().to_owned();
    if !content(line).starts_with('#') {
        return line;
    }
    let is_code = |number: &usize| {
        let content = content(*number);
        !content.is_empty() && !content.starts_with('#')
    };
    (line + 1..lines.count()).find(is_code).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::apply_allows;
    use crate::diagnostics::{AllowComment, Code, Diagnostic};
    use crate::text::{FileId, LineIndex, Place, Span};

    fn left(text: &str, code: Code, at: &str) -> Vec<String> {
        let lines = LineIndex::new(text);
        let comment = text.find("# lockweave").unwrap() as u32;
        let allow = AllowComment {
            span: Span::new(comment, comment + 5),
            line: lines.line(comment) as u32,
            codes: vec![Code::LW203],
            unknown: vec![],
        };
        let start = text.find(at).unwrap() as u32;
        let place = Place { file: FileId(0), span: Span::new(start, start + at.len() as u32) };
        let diagnostics = vec![Diagnostic::new(code, "", place, "")];
        let left = apply_allows(FileId(0), text, &lines, &[allow], diagnostics);
        left.iter().map(|diagnostic| diagnostic.code.to_string()).collect()
    }

    #[test]
    fn a_comment_speaks_for_its_line_or_the_next() {
        assert_eq!(left("x = 1  # lockweave: allow[LW203]\n", Code::LW203, "x = 1"), Vec::<String>::new());
        assert_eq!(
            left("# lockweave: allow[LW203]\n# why\n\nx = 1\n", Code::LW203, "x = 1"),
            Vec::<String>::new()
        );
        assert_eq!(
            left("x = 1\ny = 2  # lockweave: allow[LW203]\n", Code::LW203, "x = 1"),
            ["LW203", "LW004"]
        );
    }

    #[test]
    fn errors_stay() {
        assert_eq!(left("x = 1  # lockweave: allow[LW203]\n", Code::LW301, "x = 1"), ["LW301", "LW004"]);
    }
}
