//! Layout: a generated statement as `black` and `ruff format` would write it.
//!
//! ```python
//! return _executor.submit(_record_body, page)    # fits: one line
//! return _executor.submit(                       # else the bracket's inside on a line of its own
//!     _record_body, page
//! )
//! return _executor.submit(                       # else an item a line, each with its comma
//!     _record_body,
//!     page,
//! )
//! ```
//! Knows brackets, strings and comments of a line. Must not know what the line means.

use pretty::RcDoc;

/// Stands for a line end inside an item that was copied from the source, so that its indentation is left alone.
const COPIED_NEWLINE: char = '\u{E000}';

/// Where generated lines go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Margin {
    /// Indentation of the statement.
    pub(crate) indent: String,
    /// One level more.
    pub(crate) unit: String,
    /// Columns of the project.
    pub(crate) width: usize,
}

/// `text`, a statement or a header written on one line, laid out with its indentation and without a line end.
pub(super) fn statement(text: &str, margin: &Margin) -> String {
    let room = margin.width.saturating_sub(columns(&margin.indent));
    let fits = !text.contains('\n') && columns(text) <= room;
    if fits || split(text).is_none() {
        return format!("{}{text}", margin.indent);
    }
    render(text, margin, room)
}

/// Whether each bracket that `text` opens is closed in it.
pub(super) fn is_complete(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut depth = 0_i32;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = string_end(bytes, at),
            b'#' => break,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    depth <= 0
}

/// Width of `text`; a tab counts as four.
fn columns(text: &str) -> usize {
    text.chars().map(|character| if character == '\t' { 4 } else { 1 }).sum()
}

fn render(text: &str, margin: &Margin, room: usize) -> String {
    let step = columns(&margin.unit).max(1);
    let text = text.replace('\n', &COPIED_NEWLINE.to_string());
    let pretty = document(&text, step as isize, 0).pretty(room).to_string();
    let lines = pretty.split('\n').map(|line| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        format!("{}{}{}", margin.indent, margin.unit.repeat(blanks / step), &line[blanks..])
    });
    lines.collect::<Vec<_>>().join("\n").replace(COPIED_NEWLINE, "\n")
}

/// How deep brackets are taken apart.
const DEEPEST: usize = 16;

/// `text` with the places where it may be broken.
fn document(text: &str, step: isize, depth: usize) -> RcDoc<'static, ()> {
    let Some(parts) = split(text).filter(|_| depth < DEEPEST) else { return RcDoc::text(text.to_owned()) };
    let items = parts.items.iter().map(|item| document(item, step, depth + 1));
    let inside = RcDoc::intersperse(items, RcDoc::text(",").append(RcDoc::line()));
    let inside = match parts.items.len() {
        1 => inside,
        _ => inside.append(RcDoc::text(",").flat_alt(RcDoc::nil())).group(),
    };
    RcDoc::text(parts.head.to_owned())
        .append(RcDoc::line_().append(inside).nest(step))
        .append(RcDoc::line_())
        .append(RcDoc::text(parts.tail.to_owned()))
        .group()
}

/// A statement cut at the bracket that is broken first.
struct Parts<'a> {
    head: &'a str,
    items: Vec<&'a str>,
    tail: &'a str,
}

/// Cuts at the parameters of a `def`, elsewhere at the last bracket; `None` where there is nothing to break.
fn split(text: &str) -> Option<Parts<'_>> {
    let pairs = outer_brackets(text);
    let pair = if text.starts_with("def ") {
        pairs.iter().find(|pair| text[pair.open..].starts_with('('))
    } else {
        pairs.last()
    }?;
    let mut items = Vec::new();
    let mut start = pair.open + 1;
    for at in pair.commas.iter().chain([&pair.close]) {
        let item = text[start..*at].trim();
        if !item.is_empty() {
            items.push(item);
        }
        start = at + 1;
    }
    (!items.is_empty()).then(|| Parts { head: &text[..=pair.open], items, tail: &text[pair.close..] })
}

/// An outermost bracket pair, with the commas directly in it.
struct Pair {
    open: usize,
    close: usize,
    commas: Vec<usize>,
}

fn outer_brackets(text: &str) -> Vec<Pair> {
    let bytes = text.as_bytes();
    let mut pairs = Vec::new();
    let mut current = Pair { open: 0, close: 0, commas: Vec::new() };
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = string_end(bytes, at),
            b'#' => at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at),
            b'(' | b'[' | b'{' => {
                if depth == 0 {
                    current = Pair { open: at, close: at, commas: Vec::new() };
                }
                depth += 1;
            }
            b')' | b']' | b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    current.close = at;
                    pairs.push(std::mem::replace(
                        &mut current,
                        Pair { open: at, close: at, commas: Vec::new() },
                    ));
                }
            }
            b',' if depth == 1 => current.commas.push(at),
            _ => {}
        }
        at += 1;
    }
    pairs
}

/// Offset of the last quote of the string that starts at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let length = if triple { 3 } else { 1 };
    let mut at = start + length;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at] == quote && (!triple || bytes[at..].starts_with(&[quote; 3])) {
            return at + length - 1;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(text: &str, width: usize) -> String {
        statement(text, &Margin { indent: "    ".to_owned(), unit: "    ".to_owned(), width })
    }

    #[test]
    fn a_short_statement_stays_on_its_line() {
        assert_eq!(laid_out("return f(a, b)", 88), "    return f(a, b)");
    }

    #[test]
    fn arguments_move_to_a_line_of_their_own() {
        assert_eq!(laid_out("return f(aaaaa, bbbbb)", 24), "    return f(\n        aaaaa, bbbbb\n    )");
    }

    #[test]
    fn arguments_that_fit_no_line_stand_one_a_line() {
        assert_eq!(
            laid_out("return f(aaaaa, \"b,)\", *bbbbb)", 24),
            "    return f(\n        aaaaa,\n        \"b,)\",\n        *bbbbb,\n    )"
        );
    }

    #[test]
    fn a_call_alone_in_a_call_breaks_in_turn() {
        assert_eq!(
            laid_out("return f(gggggggg(aaaaa, bbbbb))", 27),
            "    return f(\n        gggggggg(\n            aaaaa, bbbbb\n        )\n    )"
        );
    }

    #[test]
    fn a_def_breaks_at_its_parameters() {
        assert_eq!(
            laid_out("def f[T](a: dict[str, T]) -> list[T]:", 30),
            "    def f[T](\n        a: dict[str, T]\n    ) -> list[T]:"
        );
    }
}
