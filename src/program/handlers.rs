//! Handlers of logs: `logging` calls `emit` of an own handler under that handler's lock, in whatever thread logs something.
//!
//! Who logs takes that lock, then, and what `emit` takes is taken under it. Must not know in which order locks are planned.

use std::collections::BTreeMap;

use super::knowledge::Knowledge;
use super::location::{FunctionKey, LocationId, LocationKind};

/// What a logger is called by where it hands a record to its handlers.
const LOGS: [&str; 9] =
    ["debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"];

/// Methods of a handler that run while its lock is held.
const UNDER_ITS_LOCK: [&str; 2] = ["emit", "format"];

/// Whether a method of a logger, or a function of `logging`, of that name hands a record to handlers.
pub(super) fn logs(name: &str) -> bool {
    LOGS.contains(&name)
}

impl Knowledge<'_> {
    /// Looks for own handlers; gives whether there are any. Their bases must be known.
    pub(super) fn note_handlers(&mut self) -> bool {
        let mut found: BTreeMap<FunctionKey, LocationId> = BTreeMap::new();
        for class in self.classes() {
            if !self.state.made.contains(&class) || !self.is_below_path(class, "logging.") {
                continue;
            }
            let under: Vec<FunctionKey> = self
                .all_methods(class)
                .into_iter()
                .filter(|method| UNDER_ITS_LOCK.contains(&self.function(*method).name.as_str()))
                .collect();
            if let Some(first) = under.first().copied() {
                let place = self.place(first.module, self.function(first).span);
                let lock = self.location(LocationKind::Field(class, "lock".to_owned()), place);
                found.extend(under.into_iter().map(|method| (method, lock)));
            }
        }
        self.handlers = found;
        !self.handlers.is_empty()
    }
}
