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
use super::object_locks::Named;
use crate::plan::{Form, LockSource, Section};

/// Locks that one `with` takes at most: each is a block of its own for Python, which nests no more than 20. More are taken by hand.
const MOST_MANAGERS: usize = 8;

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
    /// The locks.
    pub(super) locks: Vec<Named>,
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
        let frame = self.frame(guard.section, taking, &indent.to);
        self.write(&frame.before);
        if let Some(flag) = &flag {
            let release = release_lines(&frame.locks, flag);
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

    /// The lines that take the locks of `section`, in their order: own ones together, each of the user's with a `try` of its own.
    pub(super) fn frame(&mut self, section: &Section, taking: Taking<'_>, indent: &str) -> Frame {
        let taken = self.taken(section, taking, indent);
        let unit = self.unit(indent);
        let mut frame = Frame { inner: indent.to_owned(), ..Frame::default() };
        let mut rest = taken.locks.as_slice();
        while let Some(first) = rest.first() {
            let count =
                if is_user(first) { 1 } else { rest.iter().take_while(|lock| !is_user(lock)).count() };
            let (group, others) = rest.split_at(count);
            let names: Vec<&str> = group.iter().map(|lock| lock.name.as_str()).collect();
            rest = others;
            if is_user(first) {
                frame.nest(user_form(taking), &names, taking, unit);
                let error = format!("raise {}(", self.weaver.builtin("RuntimeError"));
                for line in &mut frame.before {
                    *line = line.replace("raise RuntimeError(", &error);
                }
            } else if taking == Taking::With && names.len() <= MOST_MANAGERS {
                for names in self.lines_of_names(&names, &frame.inner) {
                    frame.nest(form::WITH, &[&names], taking, unit);
                }
            } else {
                let template =
                    if matches!(taking, Taking::Held(_)) { form::EXPLICIT_HELD } else { form::EXPLICIT };
                frame.nest(template, &names, taking, unit);
            }
        }
        frame.before.splice(0..0, taken.before);
        frame.locks = taken.locks;
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
        let lock_module = plan.lock_import.iter().map(|import| &import.name);
        let planned = hoisted.chain(locks).chain(pools).chain(bodies).chain(lock_module);
        let taken: Vec<&String> = planned.chain(&self.flags).collect();
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

fn release_lines(locks: &[Named], flag: &str) -> Vec<String> {
    let names: Vec<&str> = locks.iter().rev().map(|lock| lock.name.as_str()).collect();
    form::fill(form::RELEASE, Holes { locks: &names, held: flag }, "", "").before
}

fn is_user(lock: &Named) -> bool {
    matches!(lock.source, LockSource::User(_))
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

#[cfg(test)]
mod tests {
    use crate::plan::Form;
    use crate::weave::fixture::Fixture;

    #[test]
    fn locks_given_back_early_leave_a_flag() {
        let source = "def get(u):\n    if u in cache:\n        return render(cache[u])\n    d = fetch(u)\n    cache[u] = d\n";
        let woven = Fixture::new(source)
            .split("return render", &[("cache[u]", "_value")])
            .section(Form::Explicit, ("if u", 0), ("cache[u] = d", 0), &["_cache_lock"])
            .release("return render", 1)
            .woven();
        insta::assert_snapshot!(woven, @"
        def get(u):
            _cache_lock.acquire()
            _held = True
            try:
                if u in cache:
                    _value = cache[u]
                    _held = False
                    _cache_lock.release()
                    return render(_value)
                d = fetch(u)
                cache[u] = d
            finally:
                if _held:
                    _cache_lock.release()
        ");
    }

    #[test]
    fn a_return_leaves_through_a_temporary() {
        let woven = Fixture::new("def get(u):\n    touch(cache)\n    return render(cache[u])\n")
            .split("return render", &[("cache[u]", "_value")])
            .section(Form::Explicit, ("touch", 0), ("return render", 0), &["_cache_lock"])
            .woven();
        insta::assert_snapshot!(woven, @"
        def get(u):
            _cache_lock.acquire()
            try:
                touch(cache)
                _value = cache[u]
            finally:
                _cache_lock.release()
            return render(_value)
        ");
    }

    #[test]
    fn a_lock_of_the_users_is_acquired_by_hand() {
        let woven = Fixture::new("def f():\n    x()\n    if a:\n        y()\n")
            .section(Form::Explicit, ("x()", 0), ("if a", 0), &["_a_lock", "_b_lock", "_c_lock", "_d_lock"])
            .user_lock("_c_lock")
            .release("y()", 0)
            .woven();
        insta::assert_snapshot!(woven, @r#"
        def f():
            _a_lock.acquire()
            _b_lock.acquire()
            _held = True
            try:
                if _c_lock.acquire() is False:
                    raise RuntimeError("_c_lock was not acquired")
                try:
                    _d_lock.acquire()
                    try:
                        x()
                        if a:
                            _held = False
                            _d_lock.release()
                            _c_lock.release()
                            _b_lock.release()
                            _a_lock.release()
                            y()
                    finally:
                        if _held:
                            _d_lock.release()
                finally:
                    if _held:
                        _c_lock.release()
            finally:
                if _held:
                    _b_lock.release()
                    _a_lock.release()
        "#);
        let woven = Fixture::new("x()\n")
            .around(Form::With, "x()", &["_a_lock", "_b_lock", "_c_lock"])
            .user_lock("_b_lock")
            .woven();
        insta::assert_snapshot!(woven, @r#"
        with _a_lock:
            if _b_lock.acquire() is False:
                raise RuntimeError("_b_lock was not acquired")
            try:
                with _c_lock:
                    x()
            finally:
                _b_lock.release()
        "#);
    }

    #[test]
    fn flags_of_nested_sections_differ() {
        let source = "_held = 0\ndef f():\n    if a:\n        x()\n        if b:\n            y()\n    z()\n";
        let woven = Fixture::new(source)
            .section(Form::Explicit, ("if a", 0), ("z()", 0), &["_a_lock"])
            .release("y()", 0)
            .section(Form::Explicit, ("x()", 0), ("if b", 0), &["_b_lock"])
            .release("y()", 0)
            .woven();
        insta::assert_snapshot!(woven, @"
        _held = 0
        def f():
            _a_lock.acquire()
            _held_2 = True
            try:
                if a:
                    _b_lock.acquire()
                    _held_3 = True
                    try:
                        x()
                        if b:
                            _held_3 = False
                            _b_lock.release()
                            _held_2 = False
                            _a_lock.release()
                            y()
                    finally:
                        if _held_3:
                            _b_lock.release()
                z()
            finally:
                if _held_2:
                    _a_lock.release()
        ");
    }

    #[test]
    fn more_locks_than_blocks_can_nest_are_taken_by_hand() {
        let names: Vec<String> = (0..9).map(|at| format!("_lock_{at}")).collect();
        let locks: Vec<&str> = names.iter().map(String::as_str).collect();
        let woven = Fixture::new("x()\n").around(Form::With, "x()", &locks).woven();
        assert!(
            woven.contains("_lock_0.acquire()\n") && woven.contains("\ntry:\n    x()\nfinally:\n"),
            "{woven}"
        );
    }

    #[test]
    fn a_long_line_of_locks_nests() {
        let names: Vec<String> = (0..5).map(|at| format!("_a_rather_long_name_of_a_lock_{at}")).collect();
        let locks: Vec<&str> = names.iter().map(String::as_str).collect();
        let woven = Fixture::new("x()\n").around(Form::With, "x()", &locks).woven();
        insta::assert_snapshot!(woven, @"
        with _a_rather_long_name_of_a_lock_0, _a_rather_long_name_of_a_lock_1:
            with _a_rather_long_name_of_a_lock_2, _a_rather_long_name_of_a_lock_3:
                with _a_rather_long_name_of_a_lock_4:
                    x()
        ");
    }
}
