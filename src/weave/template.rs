//! Templates: the Python that is emitted, one file a form under `templates/`, with holes in capitals.
//!
//! ```python
//! return EXECUTOR.submit(BODY, ARGUMENTS)              # the template
//! return _executor.submit(_record_body, page, n)       # filled
//! ```
//! A hole is an identifier or a whole statement. One that is filled with nothing takes its comma with it, or its line.
//! Must not know what fills a hole.

use super::layout::{self, Margin};

macro_rules! templates {
    ($($(#[doc = $doc:literal])* $name:ident = $path:literal;)*) => {
        $($(#[doc = $doc])* pub(super) const $name: &str = include_str!(concat!("../../templates/", $path));)*

        #[cfg(test)]
        const ALL: &[(&str, &str)] = &[$(($path, $name),)*];
    };
}

templates! {
    BODY = "body.py";
    BODY_UNANNOTATED = "body_unannotated.py";
    LOCK = "prelude/lock.py";
    POOL = "prelude/pool.py";
    WRAPPER_POOL = "wrapper/pool.py";
    WRAPPER_THREAD = "wrapper/thread.py";
    WRAPPER_NAMED_THREAD = "wrapper/named_thread.py";
}

/// What a hole is filled with.
pub(super) type Holes<'a> = &'a [(&'a str, &'a str)];

/// The whole of `template`, filled and laid out; each line ends with `\n`.
pub(super) fn render(template: &str, holes: Holes<'_>, margin: &Margin) -> String {
    lines(template.lines(), 0, holes, margin)
}

/// The first line of `template`, filled and laid out.
pub(super) fn header(template: &str, holes: Holes<'_>, margin: &Margin) -> String {
    lines(template.lines().take(1), 0, holes, margin)
}

/// What stands in the block under the first line of `template`; `margin` is the block's.
pub(super) fn suite(template: &str, holes: Holes<'_>, margin: &Margin) -> String {
    lines(template.lines().skip(1), 1, holes, margin)
}

fn lines<'t>(
    lines: impl Iterator<Item = &'t str>,
    dedent: usize,
    holes: Holes<'_>,
    margin: &Margin,
) -> String {
    let mut output = String::new();
    for line in lines {
        let content = line.trim_start_matches(' ');
        if content.is_empty() {
            output.push('\n');
            continue;
        }
        let level = ((line.len() - content.len()) / 4).saturating_sub(dedent);
        let filled = fill(content, holes);
        if filled.is_empty() {
            continue;
        }
        let margin =
            Margin { indent: format!("{}{}", margin.indent, margin.unit.repeat(level)), ..margin.clone() };
        output.push_str(&layout::statement(&filled, &margin));
        output.push('\n');
    }
    output
}

/// `line` with its holes filled.
fn fill(line: &str, holes: Holes<'_>) -> String {
    let mut output = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(is_word) {
        let end =
            rest[start..].find(|character| !is_word(character)).map_or(rest.len(), |length| start + length);
        output.push_str(&rest[..start]);
        let word = &rest[start..end];
        rest = &rest[end..];
        match holes.iter().find(|(hole, _)| *hole == word) {
            Some((_, "")) => {
                if output.ends_with(", ") {
                    output.truncate(output.len() - 2);
                } else {
                    rest = rest.strip_prefix(", ").unwrap_or(rest);
                }
            }
            Some((_, value)) => output.push_str(value),
            None => output.push_str(word),
        }
    }
    output.push_str(rest);
    output
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::parse;
    use crate::text::FileId;

    #[test]
    fn each_template_parses() {
        for (path, text) in ALL {
            assert!(parse(FileId(0), (*text).to_owned()).is_ok(), "{path}");
        }
    }

    #[test]
    fn an_empty_hole_takes_its_comma() {
        assert_eq!(fill("f(BODY, ARGUMENTS)", &[("BODY", "g"), ("ARGUMENTS", "")]), "f(g)");
        assert_eq!(fill("f(NAME, b)", &[("NAME", "")]), "f(b)");
    }
}
