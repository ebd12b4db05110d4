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
        $($(#[doc = $doc])* pub(crate) const $name: &str = include_str!(concat!("../../templates/", $path));)*

        #[cfg(test)]
        const ALL: &[(&str, &str)] = &[$(($path, $name),)*];
    };
}

templates! {
    AT_EXIT = "prelude/drop_at_exit.py";
    BODY = "body.py";
    BODY_UNANNOTATED = "body_unannotated.py";
    CANCEL = "prelude/cancel.py";
    CANCEL_BY_HAND = "prelude/cancel_by_hand.py";
    CHECKED_LOCK = "prelude/checked_lock.py";
    CHECKED_LOCK_LINE = "prelude/checked_lock_line.py";
    DRAIN = "prelude/drain.py";
    EXCEPTHOOK = "prelude/drop_on_interrupt.py";
    FRESH_LOCK = "prelude/fresh_lock.py";
    GIVEN_LOCK = "given_lock.py";
    GLOBAL = "prelude/global.py";
    IMPORT = "import.py";
    IN_CONTEXT = "prelude/in_context.py";
    LOCK = "prelude/lock.py";
    LOCK_MODULE = "lock_module.py";
    LOGGED = "prelude/logged.py";
    LOGGED_UNTYPED = "prelude/logged_untyped.py";
    OBJECT_LOCKS = "prelude/object_locks.py";
    OBJECT_LOCKS_WHOLE = "prelude/object_locks_whole.py";
    OBJECT_LOCKS_LINE = "prelude/object_locks_line.py";
    OF = "section/of.py";
    OF_ALL = "section/of_all.py";
    POOL = "prelude/pool.py";
    RENEW = "prelude/renew.py";
    RENEW_LOCK = "prelude/renew_lock.py";
    RENEW_OBJECT_LOCKS = "prelude/renew_object_locks.py";
    RUN = "prelude/run.py";
    SERIAL_COMPLETE = "synchronized/complete.py";
    SERIAL_PENDING = "synchronized/pending.py";
    SERIAL_TYPING = "synchronized/typing.py";
    SPAWN = "prelude/spawn.py";
    SPAWN_AS = "prelude/spawn_as.py";
    STAND_IN = "prelude/stand_in.py";
    TYPE_VARIABLE = "prelude/type_variable.py";
    USER_LOCK = "prelude/user_lock.py";
    WAIT_FOR = "prelude/wait_for.py";
    WRAPPER_ANY = "wrapper/any.py";
    WRAPPER_ANY_TYPED = "wrapper/any_typed.py";
    WRAPPER_LOGGED = "wrapper/logged.py";
    WRAPPER_NAMED_THREAD = "wrapper/named_thread.py";
    WRAPPER_POOL = "wrapper/pool.py";
    WRAPPER_POOL_DEFERRED = "wrapper/pool_deferred.py";
    WRAPPER_POOL_UNTYPED = "wrapper/pool_untyped.py";
    WRAPPER_STAND_IN = "wrapper/stand_in.py";
    WRAPPER_THREAD = "wrapper/thread.py";
    WORKERS_OF = "prelude/workers_of.py";
}

/// What a hole is filled with.
pub(crate) type Holes<'a> = &'a [(&'a str, &'a str)];

/// The whole of `template`, filled and laid out; each line ends with `\n`.
pub(crate) fn render(template: &str, holes: Holes<'_>, margin: &Margin) -> String {
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

/// What the first statement under the first line of `template` returns, on one line.
pub(super) fn returned(template: &str, holes: Holes<'_>) -> String {
    let line = template.lines().nth(1).unwrap_or_default().trim_start();
    fill(line.strip_prefix("return ").unwrap_or(line), holes)
}

/// The first line of `template`, filled, whatever its width.
pub(super) fn line(template: &str, holes: Holes<'_>) -> String {
    fill(template.lines().next().unwrap_or_default(), holes)
}

/// What `template`, an assignment, assigns, on one line.
pub(super) fn assigned(template: &str, holes: Holes<'_>) -> String {
    let line = template.lines().next().unwrap_or_default();
    fill(line.split_once(" = ").map_or(line, |(_, value)| value), holes)
}

fn lines<'t>(
    mut lines: impl Iterator<Item = &'t str>,
    dedent: usize,
    holes: Holes<'_>,
    margin: &Margin,
) -> String {
    let mut output = String::new();
    while let Some(line) = lines.next() {
        let content = line.trim_start_matches(' ');
        if content.is_empty() {
            output.push('\n');
            continue;
        }
        let level = ((line.len() - content.len()) / 4).saturating_sub(dedent);
        let content = logical(content, &mut lines);
        let filled = fill(&content, holes);
        if filled.is_empty() {
            continue;
        }
        let margin =
            Margin { indent: format!("{}{}", margin.indent, margin.unit.repeat(level)), ..margin.clone() };
        // A hole that is a whole statement may be filled with several.
        let statements =
            if content.chars().all(is_word) { filled.split('\n').collect() } else { vec![filled.as_str()] };
        for statement in statements {
            output.push_str(&layout::statement(statement, &margin));
            output.push('\n');
        }
    }
    output
}

/// The statement that starts with `first`, on one line.
fn logical<'t>(first: &str, rest: &mut impl Iterator<Item = &'t str>) -> String {
    let mut text = first.to_owned();
    while !layout::is_complete(&text) {
        let Some(line) = rest.next() else { break };
        let line = line.trim_start();
        if line.starts_with([')', ']', '}']) {
            text.truncate(text.trim_end_matches([',', ' ']).len());
        } else if text.ends_with(',') {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
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
