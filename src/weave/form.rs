//! The forms of sections as templates: the lines before and behind what they hold.
//!
//! ```python
//! LOCK.acquire()       # a line with LOCK is written for each lock, in their order
//! try:
//!     BODY             # what the form holds
//! finally:
//!     LOCK.release()   # behind it in the reverse order
//! ```
//! Must not know what a section is.

/// acquire / try / finally / release
pub(super) const EXPLICIT: &str = include_str!("../../templates/section/explicit.py");
/// The same with a flag, for locks that may be given back before its end.
pub(super) const EXPLICIT_HELD: &str = include_str!("../../templates/section/explicit_held.py");
/// One lock of the user's, whose `acquire` may say no.
pub(super) const USER: &str = include_str!("../../templates/section/user.py");
/// The same with a flag.
pub(super) const USER_HELD: &str = include_str!("../../templates/section/user_held.py");
/// Locks given back early.
pub(super) const RELEASE: &str = include_str!("../../templates/section/release.py");
/// `with`
pub(super) const WITH: &str = include_str!("../../templates/section/with.py");

/// What the holes of a form are filled with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holes<'a> {
    /// `LOCK`
    pub(super) locks: &'a [&'a str],
    /// `HELD`
    pub(super) held: &'a str,
}

/// The lines of a form, filled: indented by `indent` and as many levels of `unit` as they have.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    /// Before what it holds.
    pub(super) before: Vec<String>,
    /// Indentation of what it holds.
    pub(super) inner: String,
    /// Behind it.
    pub(super) behind: Vec<String>,
}

/// `template`, filled.
pub(super) fn fill(template: &str, holes: Holes<'_>, indent: &str, unit: &str) -> Filled {
    let mut filled = Filled { before: Vec::new(), inner: indent.to_owned(), behind: Vec::new() };
    let mut locks = holes.locks.to_vec();
    let mut lines = &mut filled.before;
    for line in template.lines() {
        let code = line.trim_start_matches(' ');
        let indent = format!("{indent}{}", unit.repeat((line.len() - code.len()) / 4));
        if code == "BODY" {
            filled.inner = indent;
            lines = &mut filled.behind;
            locks.reverse();
        } else if code.contains("LOCK") {
            lines.extend(locks.iter().map(|lock| format!("{indent}{}", code.replace("LOCK", lock))));
        } else {
            lines.push(format!("{indent}{}", code.replace("HELD", holes.held)));
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::parse;
    use crate::text::FileId;

    #[test]
    fn each_template_parses() {
        for template in [EXPLICIT, EXPLICIT_HELD, USER, USER_HELD, RELEASE, WITH] {
            assert!(parse(FileId(0), template.to_owned()).is_ok(), "{template}");
        }
    }
}
