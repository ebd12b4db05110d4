//! Sections: statements that hold locks.
//!
//! ```python
//! hits[page] = hits.get(page, 0) + 1      # before
//! ```
//! ```python
//! _hits_lock.acquire()                    # after, in a body
//! try:
//!     hits[page] = hits.get(page, 0) + 1
//! finally:
//!     _hits_lock.release()
//! ```
//! In ordinary code, `with _hits_lock:`. A lock of the user's is always acquired by hand, since it need not be a context
//! manager, and its `acquire` may say no. Knows forms. Must not know why a lock is held.

use super::Indent;
use super::block::Emitter;
use super::decisions::{At, Guard};
use super::form::{self, Filled, Holes};
use crate::plan::{Form, LockId, LockSource};

/// A section that has been opened.
#[derive(Debug)]
pub(super) struct Opened {
    /// Where its statements go.
    pub(super) inner: Indent,
    /// Its last part.
    pub(super) last: At,
    /// The lines behind it.
    pub(super) behind: Vec<String>,
    /// How many flags were in use before it.
    flags: usize,
    /// How many points of release were known before it.
    released: usize,
}

/// How locks are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taking<'a> {
    /// `with`
    With,
    /// acquire / try / finally / release
    Explicit,
    /// The same, with this flag.
    Held(&'a str),
}

/// The lines around what holds `locks`, and where it goes.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// Before it.
    pub(super) before: Vec<String>,
    /// Its indentation.
    pub(super) inner: String,
    /// Behind it.
    pub(super) behind: Vec<String>,
}

impl Emitter<'_, '_> {
    /// Writes what stands before a section.
    pub(super) fn open(&mut self, guard: &Guard<'_>, indent: &Indent) -> Opened {
        let (flags, released) = (self.flags.len(), self.released.len());
        let flag = (!guard.releases.is_empty()).then(|| self.take_flag("_held"));
        let taking = match (guard.section.form, &flag) {
            (Form::With, _) => Taking::With,
            (_, Some(flag)) => Taking::Held(flag),
            (_, None) => Taking::Explicit,
        };
        let frame = self.frame(&guard.section.locks, taking, &indent.to);
        self.write(&frame.before);
        if let Some(flag) = &flag {
            let release = self.release_lines(&guard.section.locks, flag);
            self.released.extend(guard.releases.iter().map(|at| (*at, release.clone())));
        }
        let inner = Indent { from: indent.from.clone(), to: frame.inner };
        Opened { inner, last: guard.last, behind: frame.behind, flags, released }
    }

    /// Writes what stands behind it.
    pub(super) fn close(&mut self, opened: Opened) {
        self.write(&opened.behind);
        self.flags.truncate(opened.flags);
        self.released.truncate(opened.released);
    }

    /// Gives back the locks that are held no longer from `at` on, those of the innermost section first.
    pub(super) fn release(&mut self, at: At, indent: &Indent) {
        let lines: Vec<String> = self
            .released
            .iter()
            .rev()
            .filter(|(point, _)| *point == at)
            .flat_map(|(_, lines)| lines.clone())
            .collect();
        for line in lines {
            self.lines.line(&indent.to, &line);
        }
    }

    fn release_lines(&self, locks: &[LockId], flag: &str) -> Vec<String> {
        let mut names: Vec<&str> = locks.iter().filter_map(|id| self.lock_name(*id)).collect();
        names.reverse();
        form::fill(form::RELEASE, Holes { locks: &names, held: flag }, "", "").before
    }

    /// The lines that take `locks`, in their order: own ones together, each of the user's with a `try` of its own.
    pub(super) fn frame(&self, locks: &[LockId], taking: Taking<'_>, indent: &str) -> Frame {
        let unit = self.unit(indent);
        let mut frame = Frame { inner: indent.to_owned(), ..Frame::default() };
        let mut rest = locks;
        while let Some(first) = rest.first() {
            let is_user = |id: &LockId| self.is_user_lock(*id);
            let count = if is_user(first) { 1 } else { rest.iter().take_while(|id| !is_user(id)).count() };
            let (group, others) = rest.split_at(count);
            let names: Vec<&str> = group.iter().filter_map(|id| self.lock_name(*id)).collect();
            rest = others;
            if is_user(first) {
                frame.nest(user_form(taking), &names, taking, unit);
            } else if taking == Taking::With {
                for names in self.lines_of_names(&names, &frame.inner) {
                    frame.nest(form::WITH, &[&names], taking, unit);
                }
            } else {
                let template =
                    if matches!(taking, Taking::Held(_)) { form::EXPLICIT_HELD } else { form::EXPLICIT };
                frame.nest(template, &names, taking, unit);
            }
        }
        frame
    }

    /// `a, b` as often as `with a, b:` needs lines.
    fn lines_of_names(&self, names: &[&str], indent: &str) -> Vec<String> {
        let width = usize::from(self.weaver.options.line_length);
        let mut lines: Vec<String> = Vec::new();
        for name in names {
            match lines.last_mut() {
                Some(line) if indent.len() + "with , :".len() + line.len() + name.len() <= width => {
                    line.push_str(", ");
                    line.push_str(name);
                }
                _ => lines.push((*name).to_owned()),
            }
        }
        lines
    }

    fn lock_name(&self, id: LockId) -> Option<&str> {
        self.weaver.plan.locks.get(id.0 as usize).map(|lock| lock.name.as_str())
    }

    fn is_user_lock(&self, id: LockId) -> bool {
        let lock = self.weaver.plan.locks.get(id.0 as usize);
        lock.is_some_and(|lock| matches!(lock.source, LockSource::User(_)))
    }

    /// One level more in a block that is indented by `indent`.
    pub(super) fn unit(&self, indent: &str) -> &str {
        if indent.ends_with('\t') { "\t" } else { &self.weaver.module.style.indent }
    }

    /// Lines that carry their indentation.
    pub(super) fn write(&mut self, lines: &[String]) {
        for line in lines {
            self.lines.line("", line);
        }
    }

    /// A name like `plain` that neither the module nor the plan spells and that is not in use around this place.
    pub(super) fn take_flag(&mut self, plain: &str) -> String {
        let plan = self.weaver.plan;
        let hoisted = plan.splits.iter().flat_map(|split| &split.hoists).map(|hoist| &hoist.name);
        let locks = plan.locks.iter().map(|lock| &lock.name);
        let pools = plan.pools.iter().map(|pool| &pool.name);
        let bodies = plan.launches.iter().map(|launch| &launch.body_name);
        let taken: Vec<&String> =
            hoisted.chain(locks).chain(pools).chain(bodies).chain(&self.flags).collect();
        let numbered = (2_u32..).map(|number| format!("{plain}_{number}"));
        let free = |name: &String| {
            !taken.contains(&name) && self.weaver.summary.identifiers.binary_search(name).is_err()
        };
        let name =
            std::iter::once(plain.to_owned()).chain(numbered).find(free).unwrap_or_else(|| plain.to_owned());
        self.flags.push(name.clone());
        name
    }
}

fn user_form(taking: Taking<'_>) -> &'static str {
    if matches!(taking, Taking::Held(_)) { form::USER_HELD } else { form::USER }
}

impl Frame {
    /// Puts one more form inside what is there.
    fn nest(&mut self, template: &str, locks: &[&str], taking: Taking<'_>, unit: &str) {
        let held = if let Taking::Held(flag) = taking { flag } else { "" };
        let nested = !self.before.is_empty();
        let Filled { mut before, inner, behind } =
            form::fill(template, Holes { locks, held }, &self.inner, unit);
        if nested {
            let set = format!("{}{held} = True", self.inner);
            before.retain(|line| *line != set);
        }
        self.before.extend(before);
        self.inner = inner;
        self.behind.splice(0..0, behind);
    }
}
