//! After a fork: locks and pools are made anew in the child, which has none of the threads that held or ran anything.
//!
//! ```python
//! def _renew() -> None:
//!     """A forked child has none of the threads that held locks or ran bodies."""
//!     global _hits_lock, _executor
//!     _hits_lock = _fresh(_hits_lock)
//!     _executor = ThreadPoolExecutor(thread_name_prefix="hits")
//! ```
//! A lock that the forking thread holds itself stays, since that thread goes on in the child and gives it back.

use super::layout::Margin;
use super::{prelude, template};
use crate::plan::{Lock, LockSource};

/// What a child does.
#[derive(Clone, Debug, Default)]
pub(super) struct Renewal {
    /// The globals that it binds anew.
    names: Vec<String>,
    /// The statements, on a line each.
    lines: Vec<String>,
}

impl Renewal {
    /// Those of `locks` that are made where the plan is about are made anew; `fresh` is the function that does it.
    pub(super) fn of_locks(locks: &[Lock], fresh: &str) -> Renewal {
        let mut renewal = Renewal::default();
        for lock in locks.iter().filter(|lock| is_ours(lock)) {
            let form = if lock.source == LockSource::PerObject {
                template::RENEW_OBJECT_LOCKS
            } else {
                renewal.names.push(lock.name.clone());
                template::RENEW_LOCK
            };
            let line = template::line(form, &[("LOCK", lock.name.as_str()), ("FRESH", fresh)]);
            renewal.lines.push(line);
        }
        renewal
    }

    /// Adds the statement `line`, which binds the global `name`.
    pub(super) fn bind(&mut self, name: &str, line: &str) {
        self.names.push(name.to_owned());
        self.lines.push(line.to_owned());
    }

    /// The `global` statements, as many as lines need.
    pub(super) fn globals(&self, margin: &Margin) -> String {
        let room = margin.width.saturating_sub(margin.unit.len() + "global ".len());
        let mut lines: Vec<String> = Vec::new();
        for name in &self.names {
            match lines.last_mut() {
                Some(line) if line.len() + ", ".len() + name.len() <= room => {
                    line.push_str(", ");
                    line.push_str(name);
                }
                _ => lines.push(name.clone()),
            }
        }
        let statements = lines.iter().map(|names| template::line(template::GLOBAL, &[("NAMES", names)]));
        statements.collect::<Vec<_>>().join("\n")
    }

    /// The statements.
    pub(super) fn statements(&self) -> String {
        self.lines.join("\n")
    }
}

/// Whether `lock` is an object that the prelude of its module makes.
pub(super) fn is_ours(lock: &Lock) -> bool {
    matches!(lock.source, LockSource::Own | LockSource::PerObject) && !prelude::lives_elsewhere(lock)
}
