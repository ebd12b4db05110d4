//! The lock module: the generated module of the locks that more than one module needs.
//!
//! ```python
//! """Locks that more than one module needs. Written by Lockweave: do not edit."""
//!
//! import threading
//!
//! total = threading.RLock()  # guards state.total
//! ```
//! It imports nothing of the tree, so whoever imports it, and whenever, finds all its locks. Must not know who takes them.

use std::collections::BTreeSet;

use super::helper::Helper;
use super::layout::Margin;
use super::names::{self, Import};
use super::renewal::Renewal;
use super::{annotation, builtin, prelude, template};
use crate::options::{Options, Switch};
use crate::plan::{GivenLock, Lock, LockModule, LockSource};

/// The text of the lock module.
///
/// A lock whose object the tree makes itself (`User`, `Existing`, `Local`) can't live there and gets no line.
pub fn lock_module(plan: &LockModule, options: &Options) -> String {
    let width = usize::from(options.line_length);
    let margin = Margin { indent: String::new(), unit: "    ".to_owned(), width };
    let locks: Vec<Lock> = plan.locks.iter().filter_map(made_here).collect();
    let names = Spelled::new(plan, &locks, options);
    let given: String = plan.given.iter().map(|given| handed_on(given, &margin)).collect();
    let imports = [names.imports.as_str(), given.trim_end()];
    let imports: Vec<&str> = imports.into_iter().filter(|part| !part.is_empty()).collect();
    let imports = imports.join("\n\n");
    let renewal = Renewal::of_locks(&locks, &names.fresh);
    let (globals, renewals) = (renewal.globals(&margin), renewal.statements());
    let mut holes = names.holes();
    holes.extend([("GLOBAL_NAMES", globals.as_str()), ("RENEWALS", renewals.as_str())]);
    holes.push(("IMPORTS", imports.as_str()));
    let mut blocks = vec![template::render(template::LOCK_MODULE, &holes, &margin)];
    if names.has_tables {
        blocks.push(template::render(tables(plan), &holes, &margin));
    }
    if !locks.is_empty() {
        blocks.push(locks.iter().map(|lock| line(lock, &names, &margin)).collect());
    }
    if names.renews {
        blocks.extend(
            [template::FRESH_LOCK, template::RENEW].map(|form| template::render(form, &holes, &margin)),
        );
    }
    prelude::joined(&blocks)
}

/// A lock of a library, by its name here.
fn handed_on(given: &GivenLock, margin: &Margin) -> String {
    let GivenLock { module, there, lock } = given;
    let holes = [("MODULE", module.as_str()), ("THERE", there.as_str()), ("LOCK", lock.name.as_str())];
    prelude::with_guards(&template::render(template::GIVEN_LOCK, &holes, margin), lock)
}

/// The class of the tables.
fn tables(plan: &LockModule) -> &'static str {
    match plan.takes_whole_tables {
        Switch::On => template::OBJECT_LOCKS_WHOLE,
        Switch::Off => template::OBJECT_LOCKS,
    }
}

/// `lock` as its own module sees it.
fn made_here(lock: &Lock) -> Option<Lock> {
    let source = match lock.source {
        LockSource::Own | LockSource::Shared => LockSource::Own,
        LockSource::PerObject => LockSource::PerObject,
        LockSource::User(_) | LockSource::Existing | LockSource::Local(_) => return None,
    };
    Some(Lock { source, ..lock.clone() })
}

fn line(lock: &Lock, names: &Spelled, margin: &Margin) -> String {
    let form = match lock.source {
        LockSource::PerObject => template::OBJECT_LOCKS_LINE,
        _ => template::LOCK,
    };
    let mut holes = names.holes();
    holes.push(("LOCK", &lock.name));
    prelude::with_guards(&template::render(form, &holes, margin), lock)
}

/// What the module is made of, by names that no lock has.
struct Spelled {
    has_tables: bool,
    renews: bool,
    imports: String,
    threading: String,
    os: String,
    class: String,
    fresh: String,
    renew: String,
    list: String,
    /// Builtins that a lock hides, each with a way to it.
    builtins: Vec<(&'static str, String)>,
}

impl Spelled {
    fn new(plan: &LockModule, locks: &[Lock], options: &Options) -> Spelled {
        let has_tables = locks.iter().any(|lock| lock.source == LockSource::PerObject);
        let renews = plan.forks == Switch::On && !locks.is_empty();
        let mut used = if locks.is_empty() { BTreeSet::new() } else { BTreeSet::from([Import::THREADING]) };
        let mut hidden = BTreeSet::new();
        let given = plan.given.iter().map(|given| &given.lock.name);
        let mut taken: BTreeSet<String> = locks.iter().map(|lock| &lock.name).chain(given).cloned().collect();
        let is_lock = |name: &str| taken.contains(name);
        if has_tables {
            hidden.extend(builtin::shadowed_by(tables(plan), is_lock));
        }
        if renews {
            used.insert(Import::OS);
            hidden.extend(
                [template::FRESH_LOCK, template::RENEW]
                    .iter()
                    .flat_map(|form| builtin::shadowed_by(form, is_lock)),
            );
        }
        if !hidden.is_empty() {
            used.insert(Import::BUILTINS);
        }
        let mut free = |plain: &str| names::free(plain, &mut taken);
        let imported: Vec<(Import, String)> =
            used.iter().map(|import| (*import, free(import.plain_name()))).collect();
        let named = |wanted: Import| {
            imported
                .iter()
                .find(|(import, _)| *import == wanted)
                .map_or("", |(_, name)| name.as_str())
                .to_owned()
        };
        let lines = imported.iter().map(|(import, name)| names::binding(import.plain_name(), name));
        let builtin = |name: &str| match hidden.contains(name) {
            true => format!("{}.{name}", named(Import::BUILTINS)),
            false => name.to_owned(),
        };
        let list = format!("{}[{}.RLock]", builtin("list"), named(Import::THREADING));
        let builtins = hidden.iter().map(|name| (*name, builtin(name))).collect();
        Spelled {
            has_tables,
            renews,
            imports: lines
                .map(|line| template::line(template::IMPORT, &[("MODULE", line.as_str())]))
                .collect::<Vec<_>>()
                .join("\n"),
            threading: named(Import::THREADING),
            os: named(Import::OS),
            list: if options.target.minor < 9 { annotation::quoted(&list) } else { list },
            builtins,
            class: free(Helper::ObjectLocks.plain_name()),
            fresh: free(Helper::FreshLock.plain_name()),
            renew: free(Helper::Renew.plain_name()),
        }
    }

    fn holes(&self) -> Vec<(&str, &str)> {
        let mut holes = vec![
            ("FRESH", self.fresh.as_str()),
            ("LIST_OF_LOCKS", &self.list),
            ("OBJECT_LOCKS", &self.class),
            ("OS", &self.os),
            ("RENEW", &self.renew),
            ("THREADING", &self.threading),
        ];
        holes.extend(self.builtins.iter().map(|(name, spelled)| (*name, spelled.as_str())));
        holes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(name: &str, guards: &[&str]) -> Lock {
        let guards = guards.iter().map(|guard| (*guard).to_owned()).collect();
        Lock { name: name.to_owned(), guards, source: LockSource::Shared }
    }

    #[test]
    fn a_line_a_lock() {
        let locks = vec![shared("hits", &["state.hits", "state.total"]), shared("jobs", &["work.jobs"])];
        let plan = LockModule { locks, forks: Switch::Off, ..forking() };
        insta::assert_snapshot!(lock_module(&plan, &Options::default()), @r#"
        """Locks that more than one module needs. Written by Lockweave: do not edit."""

        import threading

        hits = threading.RLock()  # guards state.hits, state.total
        jobs = threading.RLock()  # guards work.jobs
        "#);
    }

    #[test]
    fn locks_of_libraries_are_handed_on() {
        let lock = shared("ratings", &["ledger.state.ratings"]);
        let given = vec![GivenLock { module: "ledger._locks".to_owned(), there: "ratings".to_owned(), lock }];
        let alone = LockModule { locks: Vec::new(), given, forks: Switch::Off, ..forking() };
        insta::assert_snapshot!(lock_module(&alone, &Options::default()), @r#"
        """Locks that more than one module needs. Written by Lockweave: do not edit."""

        from ledger._locks import ratings as ratings  # guards ledger.state.ratings
        "#);
        let both = LockModule { locks: vec![shared("hits", &["state.hits"])], ..alone };
        insta::assert_snapshot!(lock_module(&both, &Options::default()), @r#"
        """Locks that more than one module needs. Written by Lockweave: do not edit."""

        import threading

        from ledger._locks import ratings as ratings  # guards ledger.state.ratings

        hits = threading.RLock()  # guards state.hits
        "#);
    }

    /// A table for objects and a lock, in a tree that forks.
    fn forking() -> LockModule {
        let table = Lock { source: LockSource::PerObject, ..shared("account", &["Account.balance"]) };
        let locks = vec![table, shared("hits", &["state.hits"])];
        LockModule {
            name: "pkg._locks".to_owned(),
            locks,
            given: Vec::new(),
            forks: Switch::On,
            takes_whole_tables: Switch::Off,
        }
    }

    #[test]
    fn a_table_for_objects_and_what_a_fork_needs() {
        let plan = forking();
        insta::assert_snapshot!(lock_module(&plan, &Options::default()), @r#"
        """Locks that more than one module needs. Written by Lockweave: do not edit."""

        import os
        import threading


        class _ObjectLocks:
            """Locks for objects, told apart by identity; two objects may have one lock."""

            def __init__(self) -> None:
                self.locks = [threading.RLock() for _ in range(251)]

            def of(self, thing: object) -> threading.RLock:
                return self.locks[id(thing) // 16 % 251]

            def of_all(self, *things: object) -> list[threading.RLock]:
                """In one order, whatever the order of things."""
                places = sorted(id(thing) // 16 % 251 for thing in things)
                return [self.locks[place] for place in places]


        account = _ObjectLocks()  # for each object, guards Account.balance
        hits = threading.RLock()  # guards state.hits


        def _fresh(lock: threading.RLock) -> threading.RLock:
            """Another lock, unless this thread holds this one."""
            return lock if getattr(lock, "_is_owned")() else threading.RLock()


        def _renew() -> None:
            """A forked child has none of the threads that held locks or ran bodies."""
            global hits
            account.locks = [_fresh(lock) for lock in account.locks]
            hits = _fresh(hits)


        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_renew)
        "#);
    }

    #[test]
    fn names_of_locks_hide_nothing() {
        let mut plan = forking();
        plan.locks.extend(["threading", "list", "getattr"].map(|name| shared(name, &["a.b"])));
        let mut options = Options::default();
        options.target.minor = 8;
        insta::assert_snapshot!(lock_module(&plan, &options), @r#"
        """Locks that more than one module needs. Written by Lockweave: do not edit."""

        import builtins
        import os
        import threading as _threading


        class _ObjectLocks:
            """Locks for objects, told apart by identity; two objects may have one lock."""

            def __init__(self) -> None:
                self.locks = [_threading.RLock() for _ in range(251)]

            def of(self, thing: object) -> _threading.RLock:
                return self.locks[id(thing) // 16 % 251]

            def of_all(self, *things: object) -> "builtins.list[_threading.RLock]":
                """In one order, whatever the order of things."""
                places = sorted(id(thing) // 16 % 251 for thing in things)
                return [self.locks[place] for place in places]


        account = _ObjectLocks()  # for each object, guards Account.balance
        hits = _threading.RLock()  # guards state.hits
        threading = _threading.RLock()  # guards a.b
        list = _threading.RLock()  # guards a.b
        getattr = _threading.RLock()  # guards a.b


        def _fresh(lock: _threading.RLock) -> _threading.RLock:
            """Another lock, unless this thread holds this one."""
            return lock if builtins.getattr(lock, "_is_owned")() else _threading.RLock()


        def _renew() -> None:
            """A forked child has none of the threads that held locks or ran bodies."""
            global hits, threading, list, getattr
            account.locks = [_fresh(lock) for lock in account.locks]
            hits = _fresh(hits)
            threading = _fresh(threading)
            list = _fresh(list)
            getattr = _fresh(getattr)


        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_renew)
        "#);
    }
}
