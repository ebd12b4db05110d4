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

use super::layout::Margin;
use super::names::{self, Import};
use super::{prelude, template};
use crate::options::Options;
use crate::plan::{Lock, LockModule, LockSource};

/// The text of the lock module.
///
/// A lock whose object the tree makes itself (`User`, `Existing`, `Local`) can't live there and gets no line.
pub fn lock_module(plan: &LockModule, options: &Options) -> String {
    let width = usize::from(options.line_length);
    let margin = Margin { indent: String::new(), unit: "    ".to_owned(), width };
    let mut taken: BTreeSet<String> = plan.locks.iter().map(|lock| lock.name.clone()).collect();
    let plain = Import::THREADING.plain_name();
    let threading = names::free(plain, &mut taken);
    let lines = plan.locks.iter().filter_map(|lock| line(lock, &threading, &margin));
    let head = template::render(
        template::LOCK_MODULE,
        &[("THREADING", &names::binding(plain, &threading)), ("LOCKS", "")],
        &margin,
    );
    format!("{}\n\n{}", head.trim_end_matches('\n'), lines.collect::<String>())
}

fn line(lock: &Lock, threading: &str, margin: &Margin) -> Option<String> {
    match lock.source {
        LockSource::Own | LockSource::Shared => {
            let holes = [("LOCK", lock.name.as_str()), ("THREADING", threading)];
            Some(prelude::with_guards(&template::render(template::LOCK, &holes, margin), lock))
        }
        _ => None,
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
        let plan = LockModule { name: "pkg._locks".to_owned(), locks };
        insta::assert_snapshot!(lock_module(&plan, &Options::default()), @r#"
        """Locks that more than one module needs. Written by Lockweave: do not edit."""

        import threading

        hits = threading.RLock()  # guards state.hits, state.total
        jobs = threading.RLock()  # guards work.jobs
        "#);
    }

    #[test]
    fn a_lock_may_be_called_threading() {
        let plan =
            LockModule { name: "_locks".to_owned(), locks: vec![shared("threading", &["a.threading"])] };
        insta::assert_snapshot!(lock_module(&plan, &Options::default()), @r#"
        """Locks that more than one module needs. Written by Lockweave: do not edit."""

        import threading as _threading

        threading = _threading.RLock()  # guards a.threading
        "#);
    }
}
