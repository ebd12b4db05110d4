//! Locks of the program's own that cover every access to a location already: then they are its locks, and nothing is added.
//!
//! Their blocks are sections fixed by hand. Where a value is read in one block and what depends on it is written in another, the lock
//! does not cover it, and ours comes around both.

use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use super::held::entered_with;
use super::sharing::LockClass;
use super::tree::Tree;
use crate::program::{Access, Duty, FunctionKey, Level, LocationId, LocationKind, Program, Reach, Touch};
use crate::summary::StatementId;

/// Where locks of the program's own are held.
pub(super) struct OwnLocks {
    /// By function: the statements inside a `with` of a lock, and the outermost such `with`.
    inside: BTreeMap<FunctionKey, BTreeMap<StatementId, BTreeMap<LocationId, StatementId>>>,
    entered: BTreeMap<FunctionKey, BTreeSet<LocationId>>,
}

impl OwnLocks {
    pub(super) fn new(program: &Program, inputs: &Inputs<'_>) -> OwnLocks {
        let steady = steady(program);
        let mut inside: BTreeMap<FunctionKey, BTreeMap<StatementId, BTreeMap<LocationId, StatementId>>> =
            BTreeMap::new();
        for (key, facts) in &program.functions {
            let tree = Tree::new(inputs.function(*key));
            for (statement, locks) in &facts.holds {
                for id in tree.inside(*statement).into_iter().filter(|id| id != statement) {
                    let held = inside.entry(*key).or_default().entry(id).or_default();
                    for lock in locks.intersection(&steady) {
                        // Outer statements come first.
                        held.entry(*lock).or_insert(*statement);
                    }
                }
            }
        }
        let entered = entered_with(program, inputs, &|key: FunctionKey, statement: StatementId| {
            let held = inside.get(&key).and_then(|held| held.get(&statement));
            held.into_iter().flat_map(BTreeMap::keys).copied().collect()
        });
        OwnLocks { inside, entered }
    }

    /// The program's own locks that are held at a statement, and the `with` that does it; `None` if the caller does.
    fn held(&self, key: FunctionKey, statement: StatementId) -> BTreeMap<LocationId, Option<StatementId>> {
        let inside = self.inside.get(&key).and_then(|held| held.get(&statement));
        let mut held: BTreeMap<LocationId, Option<StatementId>> =
            inside.into_iter().flatten().map(|(lock, with)| (*lock, Some(*with))).collect();
        held.extend(self.entered.get(&key).into_iter().flatten().map(|lock| (*lock, None)));
        held
    }

    /// The locks under which both ends of a dependence are one section.
    fn around(&self, key: FunctionKey, from: StatementId, to: StatementId) -> BTreeSet<LocationId> {
        let (from, to) = (self.held(key, from), self.held(key, to));
        from.iter().filter(|(lock, with)| to.get(*lock) == Some(*with)).map(|(lock, _)| *lock).collect()
    }

    /// For each class that one lock of the program's own covers wherever it counts, that lock.
    pub(super) fn covering(
        &self,
        program: &Program,
        needs: &dyn Fn(&Touch) -> Option<LockClass>,
        class_of: &dyn Fn(LocationId) -> LockClass,
    ) -> BTreeMap<LockClass, LocationId> {
        let mut common: BTreeMap<LockClass, BTreeSet<LocationId>> = BTreeMap::new();
        let mut covers = |class: LockClass, held: BTreeSet<LocationId>| {
            let known = common.entry(class).or_insert_with(|| held.clone());
            known.retain(|lock| held.contains(lock));
        };
        for (key, facts) in &program.functions {
            let counts =
                |touch: &&Touch| facts.duty != Duty::Ordinary || program.runs_beside(*key, facts, touch);
            let mut needed: BTreeMap<StatementId, BTreeSet<LockClass>> = BTreeMap::new();
            for touch in facts.touches.iter().filter(counts) {
                let Some(class) = needs(touch) else { continue };
                needed.entry(touch.statement).or_default().insert(class);
                if touch.reach == Reach::Direct {
                    covers(class, self.held(*key, touch.statement).into_keys().collect());
                }
            }
            for dependence in &facts.dependences {
                let ends = [&dependence.from, &dependence.to].map(|end| needed.get(end));
                if let [Some(from), Some(to)] = ends {
                    for class in
                        from.intersection(to).filter(|class| **class == class_of(dependence.location))
                    {
                        covers(*class, self.around(*key, dependence.from, dependence.to));
                    }
                }
            }
        }
        common.into_iter().filter_map(|(class, locks)| Some((class, locks.into_iter().next()?))).collect()
    }
}

/// Locations whose name stands for one object from the first body on.
fn steady(program: &Program) -> BTreeSet<LocationId> {
    let all = (0..program.locations.len() as u32).map(LocationId);
    let mut rebound = BTreeSet::new();
    for (key, facts) in &program.functions {
        for touch in &facts.touches {
            let beside = facts.duty != Duty::Ordinary || program.runs_beside(*key, facts, touch);
            if touch.access == Access::Write && touch.level == Level::Binding && beside {
                rebound.insert(touch.location);
            }
        }
    }
    // A field's location stands for one object an instance, a captured variable's for one a call.
    let is_one = |location: &LocationId| {
        !matches!(
            program.locations[location.0 as usize].kind,
            LocationKind::Field(..) | LocationKind::Captured(..) | LocationKind::Site(_)
        )
    };
    all.filter(|location| !rebound.contains(location)).filter(is_one).collect()
}
