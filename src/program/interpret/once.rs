//! What the event at hand did already: one value that may be of many types does much of the same for each, and the same again finds
//! nothing new.
//!
//! Must not know what a read or a call does.

use std::collections::BTreeMap;

use super::Walk;
use crate::program::common_set::CommonSet;
use crate::program::location::{Access, FunctionKey};
use crate::program::receiver::Receiver;
use crate::program::value::{Alias, Value};
use crate::summary::{StatementId, ValueId};

/// What one event did, when bodies could run and before.
#[derive(Default)]
pub(super) struct Once {
    /// The event, and whether bodies could run.
    at: Option<(StatementId, ValueId, bool)>,
    /// What it called back, and how deep in other such calls.
    called_back: Vec<(Value, usize)>,
    /// The functions that it ran, each with its parameters, how deep in calls back that was, and what came of it.
    ran: BTreeMap<FunctionKey, Vec<Run>>,
    /// What it iterated over, how deep in calls back that was, and what it yields.
    iterated: Vec<(Value, usize, Value)>,
    /// What it gave to libraries, which may use it as they like, and how deep in calls back that was.
    used: Vec<(Value, usize)>,
    /// Objects that it looked at, by whose they are and how.
    read: Vec<(CommonSet<Alias>, Option<Receiver>, Look)>,
}

/// A run of a function.
struct Run {
    bound: Vec<Value>,
    depth: usize,
    gives: Value,
}

/// How the objects of a value are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// The objects themselves.
    At(Access),
    /// Them, and what lies in those that are only held.
    Deep,
    /// Them, and all that lies in them.
    Deepest,
}

impl Walk<'_, '_> {
    fn here_once(&mut self) -> &mut Once {
        let at = Some((self.statement, self.event, self.late));
        if self.once.at != at {
            self.once = Once { at, ..Once::default() };
        }
        &mut self.once
    }

    /// Whether the event at hand called `value` back already, no deeper in such calls than now; it has from here on.
    pub(super) fn is_called_back(&mut self, value: &Value) -> bool {
        let depth = self.calling_back.len();
        is_known(&mut self.here_once().called_back, value, depth)
    }

    /// What a run of `function` gave that the event at hand did already, no deeper in calls back than now.
    pub(super) fn has_run(&mut self, function: FunctionKey, bound: &[Value]) -> Option<Value> {
        let depth = self.calling_back.len();
        let runs = self.here_once().ran.get(&function)?;
        runs.iter().find(|run| run.depth <= depth && run.bound == bound).map(|run| run.gives.clone())
    }

    /// A run of `function`, begun when bodies could run or not as `late` says, gave this.
    pub(super) fn ran(&mut self, function: FunctionKey, bound: &[Value], late: bool, gives: &Value) {
        let depth = self.calling_back.len();
        if late == self.late {
            let run = Run { bound: bound.to_vec(), depth, gives: gives.clone() };
            self.here_once().ran.entry(function).or_default().push(run);
        }
    }

    /// What `value` yields, if the event at hand iterated over it already.
    pub(super) fn has_iterated(&mut self, value: &Value) -> Option<Value> {
        let depth = self.calling_back.len();
        let mut iterated = self.here_once().iterated.iter();
        iterated.find(|(known, at, _)| *at <= depth && known == value).map(|(.., yielded)| yielded.clone())
    }

    /// The event at hand iterated over `value`, which yields this.
    pub(super) fn iterated_over(&mut self, value: &Value, yielded: &Value) {
        let depth = self.calling_back.len();
        self.here_once().iterated.push((value.clone(), depth, yielded.clone()));
    }

    /// Whether the event at hand gave `value` to a library already, which may use it as it likes; it has from here on.
    pub(super) fn is_used(&mut self, value: &Value) -> bool {
        let depth = self.calling_back.len();
        is_known(&mut self.here_once().used, value, depth)
    }

    /// Whether the event at hand looked at the objects of `value` already; it has from here on.
    pub(super) fn is_looked_at(&mut self, value: &Value, look: Look) -> bool {
        let read = &mut self.here_once().read;
        let is_done = read.iter().any(|(aliases, owner, known)| {
            *known == look && *owner == value.owner && *aliases == value.aliases
        });
        if !is_done {
            read.push((value.aliases.clone(), value.owner, look));
        }
        is_done
    }
}

/// Whether `value` is among what was done already, no deeper in calls back; it is from here on.
fn is_known(done: &mut Vec<(Value, usize)>, value: &Value, depth: usize) -> bool {
    let is_done = done.iter().any(|(known, at)| *at <= depth && known == value);
    if !is_done {
        done.push((value.clone(), depth));
    }
    is_done
}
