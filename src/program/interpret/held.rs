//! Locks of the program's own that are taken, and those that a block surely holds: that of a `with`, or of a `try` between `acquire` and `release`.
//!
//! ```python
//! lock.acquire()
//! try:
//!     total += 1          # held here
//! finally:
//!     lock.release()
//! ```
//! Must not know what the locks guard.

use std::collections::BTreeSet;

use super::Walk;
use super::call::Given;
use crate::diagnostics::{Step, Why};
use crate::program::location::LocationId;
use crate::program::value::{Source, Type, Value};
use crate::summary::{Function, Op, StatementId, StatementKind, ValueId};

impl Walk<'_, '_> {
    /// A lock of the program's own is taken at the event at hand.
    pub(super) fn acquires(&mut self, lock: LocationId, why: Why) {
        self.effects.acquires.entry(lock).or_insert_with(|| why.clone());
        self.facts.acquires.entry((self.statement, self.event, lock)).or_insert(why);
    }

    /// The locks that `value` may be are taken here.
    pub(super) fn acquires_here(&mut self, value: &Value) {
        let why = Why { steps: vec![Step::end(self.here(), "takes the lock here")] };
        for depend in &value.depends {
            if let Source::Location(lock) = depend.source {
                self.acquires(lock, why.clone());
            }
        }
    }

    /// A record goes to the handlers of a log, each under its lock.
    pub(super) fn logs_here(&mut self) {
        let why = Why { steps: vec![Step::end(self.here(), "logs here, under the handler's lock")] };
        let locks: BTreeSet<LocationId> = self.knowledge.handlers.values().copied().collect();
        for lock in locks {
            self.acquires(lock, why.clone());
        }
    }

    /// A method of a lock or of something else to wait for.
    pub(super) fn lock_method(&mut self, name: &str, lock: &Value, given: &[Given], callee: Option<ValueId>) {
        if name == "acquire" {
            self.acquires_here(lock);
            if let Some(callee) = callee.filter(|_| given.is_empty()) {
                self.holds_by_hand(callee, lock);
            }
        }
    }

    /// Notes the lock that the block of the `with` at hand holds, if there is no doubt which.
    pub(super) fn holds(&mut self, manager: ValueId, value: &Value) {
        if let Some(lock) = self.named_lock(manager, value) {
            self.facts.holds.entry(self.statement).or_default().insert(lock);
        }
    }

    /// Notes the lock that is acquired by the event at hand, a call of `callee`, if the statement behind is a `try` that gives it back.
    pub(super) fn holds_by_hand(&mut self, callee: ValueId, value: &Value) {
        let statement = self.statement;
        let Some(Op::Attribute(object, _)) = op(self.function, statement, callee) else { return };
        let Some(tried) = tried_behind(self.function, statement, *object) else { return };
        if let Some(lock) = self.named_lock(*object, value) {
            self.facts.holds.entry(tried).or_default().insert(lock);
            self.facts.acquired_before.insert(tried, statement);
        }
    }

    /// The location of the lock that the event `named` names, if it is one for sure.
    fn named_lock(&self, named: ValueId, value: &Value) -> Option<LocationId> {
        if !matches!(op(self.function, self.statement, named), Some(Op::Load(_) | Op::Attribute(..)))
            || !value.is_only(is_lock)
        {
            return None;
        }
        // In `state.lock` the module is read, too.
        let holds_locks = |location: &LocationId| self.knowledge.held_at(*location).types.iter().any(is_lock);
        let mut locks = value.depends.iter().filter_map(|depend| match depend.source {
            Source::Location(location) if depend.at == self.statement => Some(location),
            _ => None,
        });
        let mut locks = locks.by_ref().filter(holds_locks);
        let (Some(lock), None) = (locks.next(), locks.next()) else { return None };
        match self.knowledge.known_as(lock).into_iter().collect::<Vec<_>>()[..] {
            [one] => Some(one),
            _ => None,
        }
    }
}

fn is_lock(kind: &Type) -> bool {
    matches!(kind, Type::Lock | Type::Condition)
}

fn op(function: &Function, statement: StatementId, event: ValueId) -> Option<&Op> {
    Some(&function.statements.get(statement.0 as usize)?.events.get(event.0 as usize)?.op)
}

/// The `try` right behind `statement`, which acquires what `object` names and does nothing else, if it ends by releasing that.
fn tried_behind(function: &Function, statement: StatementId, object: ValueId) -> Option<StatementId> {
    let at = |id: StatementId| function.statements.get(id.0 as usize);
    if !matches!(at(statement)?.kind, StatementKind::Simple) {
        return None;
    }
    let blocks = function.statements.iter().flat_map(|statement| statement.kind.blocks());
    let mut blocks = blocks.chain([&function.body]);
    let next = blocks.find_map(|block| {
        let place = block.statements.iter().position(|id| *id == statement)?;
        block.statements.get(place + 1).copied()
    })?;
    let StatementKind::Try { finally, .. } = &at(next)?.kind else { return None };
    let last = *finally.statements.last()?;
    let acquired = dotted(function, statement, object)?;
    let releases = at(last)?.events.iter().any(|event| match &event.op {
        Op::Call(callee, none) if none.is_empty() => match op(function, last, *callee) {
            Some(Op::Attribute(released, name)) => {
                name == "release" && dotted(function, last, *released).as_ref() == Some(&acquired)
            }
            _ => false,
        },
        _ => false,
    });
    releases.then_some(next)
}

/// The variable and the attributes that `event` names; `None` where it is something else.
fn dotted(
    function: &Function,
    statement: StatementId,
    event: ValueId,
) -> Option<(crate::summary::Name, Vec<&str>)> {
    let mut path = Vec::new();
    let mut at = event;
    loop {
        match op(function, statement, at)? {
            Op::Load(name) => return Some((name.clone(), path)),
            Op::Attribute(object, name) => {
                path.push(name.as_str());
                at = *object;
            }
            _ => return None,
        }
    }
}
