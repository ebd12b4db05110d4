//! The locks of a section by the names that they have in it. Those of objects come out of a table, by identity.
//!
//! ```python
//! with _account_locks.of(self):                                             # one object
//!     self.balance += n
//! ```
//! ```python
//! _account_lock, _account_lock_2 = _account_locks.of_all(self, other)       # two, which may be one
//! with _account_lock, _account_lock_2:
//!     self.balance -= n
//!     other.balance += n
//! ```
//! Each is a plain `RLock`, so `with` lets none go astray where an exception strikes between two. Names are read once, before
//! anything is taken: the section may bind them anew.

use super::block::Emitter;
use super::section::Taking;
use super::template;
use crate::plan::{Lock, LockSource, Section};

/// The locks of one section.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// What is written before any is taken.
    pub(super) before: Vec<String>,
    /// In the order in which they are taken.
    pub(super) locks: Vec<Named>,
}

/// A lock as a section names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// An expression that may be evaluated any number of times, but that under `with` once.
    pub(super) name: String,
    /// Whether its `acquire` may say no.
    pub(super) source: LockSource,
}

impl Emitter<'_, '_> {
    /// The locks of `section`, whose lines are indented by `indent`.
    pub(super) fn taken(&mut self, section: &Section, taking: Taking<'_>, indent: &str) -> Taken {
        let plan = self.weaver.plan;
        let mut taken = Taken::default();
        for id in &section.locks {
            let Some(lock) = plan.locks.get(id.0 as usize) else { continue };
            let names = match (lock.source, section.objects.get(id)) {
                (LockSource::PerObject, Some(objects)) => {
                    self.of_objects(lock, objects, taking, indent, &mut taken.before)
                }
                _ => vec![lock.name.clone()],
            };
            taken.locks.extend(names.into_iter().map(|name| Named { name, source: lock.source }));
        }
        taken
    }

    /// The locks of `objects` in the table `lock`; where they need local variables `before` binds these.
    fn of_objects(
        &mut self,
        lock: &Lock,
        objects: &[String],
        taking: Taking<'_>,
        indent: &str,
        before: &mut Vec<String>,
    ) -> Vec<String> {
        let (form, count) = match objects {
            [] => return Vec::new(),
            [object] if taking == Taking::With => {
                let holes = [("TABLE", lock.name.as_str()), ("OBJECT", object.as_str())];
                return vec![template::assigned(template::OF, &holes)];
            }
            [_] => (template::OF, 1),
            _ => (template::OF_ALL, objects.len()),
        };
        let locals: Vec<String> = (0..count).map(|_| self.take_flag(&local(&lock.name))).collect();
        let (names, objects) = (locals.join(", "), objects.join(", "));
        let holes = [
            ("TABLE", lock.name.as_str()),
            ("LOCAL", &names),
            ("LOCALS", &names),
            ("OBJECT", &objects),
            ("OBJECTS", &objects),
        ];
        let text = template::render(form, &holes, &self.weaver.margin(indent));
        before.extend(text.lines().map(str::to_owned));
        locals
    }
}

/// `_account_lock` for `_account_locks` and for `_locks.account`.
fn local(table: &str) -> String {
    let last = table.rsplit('.').next().unwrap_or(table).trim_matches('_');
    format!("_{}_lock", last.strip_suffix("_locks").unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use crate::plan::Form;
    use crate::weave::fixture::Fixture;

    const DEPOSIT: &str = "class A:\n    def deposit(self, n):\n        self.balance += n\n";
    const TRANSFER: &str = "def transfer(a, b, n):\n    log(n)\n    if a:\n        a.balance -= n\n        b.balance += n\n        render()\n    total += n\n";

    #[test]
    fn one_object_needs_no_name_under_with() {
        let woven = Fixture::new(DEPOSIT)
            .around(Form::With, "self.balance", &["_a_lock", "_account_locks", "_z_lock"])
            .of_objects("_account_locks", &["self"])
            .woven();
        insta::assert_snapshot!(woven, @"
        class A:
            def deposit(self, n):
                with _a_lock, _account_locks.of(self), _z_lock:
                    self.balance += n
        ");
        let woven = Fixture::new("while self.jobs:\n    work()\n")
            .around(Form::WhileTest, "while", &["_locks.queue"])
            .of_objects("_locks.queue", &["self"])
            .woven();
        insta::assert_snapshot!(woven, @"
        while True:
            with _locks.queue.of(self):
                if not self.jobs:
                    break
            work()
        ");
        let woven = Fixture::new("with atomic:  # both\n    self.a, self.b = 1, 2\n")
            .around(Form::AtomicWith, "with", &["_pair_locks"])
            .of_objects("_pair_locks", &["self"])
            .woven();
        insta::assert_snapshot!(woven, @"
        with _pair_locks.of(self):  # both
            self.a, self.b = 1, 2
        ");
    }

    #[test]
    fn in_a_body_it_gets_one() {
        let woven = Fixture::new(DEPOSIT)
            .around(Form::Explicit, "self.balance", &["_account_locks"])
            .of_objects("_account_locks", &["self"])
            .woven();
        insta::assert_snapshot!(woven, @"
        class A:
            def deposit(self, n):
                _account_lock = _account_locks.of(self)
                _account_lock.acquire()
                try:
                    self.balance += n
                finally:
                    _account_lock.release()
        ");
        let woven = Fixture::new("with atomic:  # both\n    self.a, self.b = 1, 2\n")
            .around(Form::AtomicExplicit, "with", &["_locks.pair"])
            .of_objects("_locks.pair", &["self"])
            .woven();
        insta::assert_snapshot!(woven, @"
        _pair_lock = _locks.pair.of(self)
        _pair_lock.acquire()
        try:  # both
            self.a, self.b = 1, 2
        finally:
            _pair_lock.release()
        ");
    }

    #[test]
    fn several_are_put_in_order_first() {
        let fixture = |form| {
            Fixture::new(TRANSFER)
                .section(form, ("if a", 0), ("total", 0), &["_account_locks", "_total_lock"])
                .of_objects("_account_locks", &["a", "b"])
        };
        insta::assert_snapshot!(fixture(Form::With).woven(), @"
        def transfer(a, b, n):
            log(n)
            _account_lock, _account_lock_2 = _account_locks.of_all(a, b)
            with _account_lock, _account_lock_2, _total_lock:
                if a:
                    a.balance -= n
                    b.balance += n
                    render()
                total += n
        ");
        insta::assert_snapshot!(fixture(Form::Explicit).release("render", 0).user_lock("_total_lock").woven(), @r#"
        def transfer(a, b, n):
            log(n)
            _account_lock, _account_lock_2 = _account_locks.of_all(a, b)
            _account_lock.acquire()
            _account_lock_2.acquire()
            _held = True
            try:
                if _total_lock.acquire() is False:
                    raise RuntimeError("_total_lock was not acquired")
                try:
                    if a:
                        a.balance -= n
                        b.balance += n
                        _held = False
                        _total_lock.release()
                        _account_lock_2.release()
                        _account_lock.release()
                        render()
                    total += n
                finally:
                    if _held:
                        _total_lock.release()
            finally:
                if _held:
                    _account_lock_2.release()
                    _account_lock.release()
        "#);
    }

    #[test]
    fn names_of_nested_sections_differ() {
        let source = "def f(a, b, _account_lock_2):\n    if a:\n        x()\n        y()\n";
        let woven = Fixture::new(source)
            .around(Form::Explicit, "if", &["_account_locks"])
            .of_objects("_account_locks", &["a"])
            .around(Form::Explicit, "x", &["_account_locks"])
            .of_objects("_account_locks", &["b"])
            .woven();
        insta::assert_snapshot!(woven, @"
        def f(a, b, _account_lock_2):
            _account_lock = _account_locks.of(a)
            _account_lock.acquire()
            try:
                if a:
                    _account_lock_3 = _account_locks.of(b)
                    _account_lock_3.acquire()
                    try:
                        x()
                    finally:
                        _account_lock_3.release()
                    y()
            finally:
                _account_lock.release()
        ");
    }
}
