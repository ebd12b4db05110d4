//! Locks of the program's own that cover every access to a location already: then they are its locks, and nothing is added.
//!
//! The lock of an object is the lock of those of its fields that are touched only where the same object's lock is held. Their blocks are sections fixed by hand. Where a value is read in one block and what depends on it is written in another, the lock
//! does not cover it, and ours comes around both.

use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use super::held::{entered_with, is_private};
use super::sharing::LockClass;
use super::tree::Tree;
use crate::program::{
    Access, Duty, FunctionKey, Holder, Level, Location, LocationId, LocationKind, Nature, Program, Reach,
    Receiver, Receivers, SafeKind, Touch,
};
use crate::summary::{Function, Name, Op, StatementId};

/// Where locks of the program's own are held.
pub(super) struct OwnLocks {
    /// By function: the statements inside a `with` of a lock, and the outermost such `with`.
    inside: BTreeMap<FunctionKey, BTreeMap<StatementId, BTreeMap<LocationId, StatementId>>>,
    entered: BTreeMap<FunctionKey, BTreeSet<LocationId>>,
    of_objects: OfObjects,
}

/// Locks of objects, each with the `with` that holds it.
type Held = BTreeMap<(LocationId, Receiver), StatementId>;

/// Where an object's own lock is held: of whom, and by which `with`.
#[derive(Default)]
struct OfObjects {
    inside: BTreeMap<FunctionKey, BTreeMap<StatementId, Held>>,
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
        OwnLocks { inside, entered, of_objects: OfObjects::new(program, inputs) }
    }

    /// For each class of fields of related classes that the object's own lock covers wherever it counts, that lock.
    ///
    /// A field of `self` is covered where `self`'s lock is held: in the `with` itself, or, in a private helper, at every call. Calls of
    /// two methods that each hold a condition are two acts, as their author has it: no lock of ours could be around what waits.
    pub(super) fn covering_fields(
        &self,
        program: &Program,
        inputs: &Inputs<'_>,
        needs: &dyn Fn(&Touch) -> Option<LockClass>,
    ) -> BTreeMap<LockClass, LocationId> {
        let mut common: BTreeMap<LockClass, BTreeSet<LocationId>> = BTreeMap::new();
        let mut covers = |class: LockClass, held: BTreeSet<LocationId>| {
            let known = common.entry(class).or_insert_with(|| held.clone());
            known.retain(|lock| held.contains(lock));
        };
        for (key, facts) in &program.functions {
            let counts =
                |touch: &&Touch| facts.duty != Duty::Ordinary || program.runs_beside(*key, facts, touch);
            let mut needed: BTreeMap<(StatementId, LocationId), LockClass> = BTreeMap::new();
            let mut direct: BTreeSet<(StatementId, LocationId)> = BTreeSet::new();
            for touch in facts.touches.iter().filter(counts) {
                let Some(class) = needs(touch) else { continue };
                needed.insert((touch.statement, touch.location), class);
                if touch.reach == Reach::Direct {
                    direct.insert((touch.statement, touch.location));
                    covers(class, self.of_objects.held(program, inputs, *key, touch, &mut BTreeSet::new()));
                }
            }
            for dependence in &facts.dependences {
                let end = |statement| needed.get(&(statement, dependence.location));
                if let (Some(class), Some(_)) = (end(dependence.from), end(dependence.to)) {
                    let mut around = self.of_objects.around(*key, dependence.from, dependence.to);
                    let is_below = |statement| !direct.contains(&(statement, dependence.location));
                    if is_below(dependence.from) && is_below(dependence.to) {
                        around.extend(conditions(program));
                    }
                    covers(*class, around);
                }
            }
        }
        common.into_iter().filter_map(|(class, locks)| Some((class, locks.into_iter().next()?))).collect()
    }

    /// The statements that run while `lock` is held, by a `with` around them or by every caller's.
    pub(super) fn places_of(
        &self,
        inputs: &Inputs<'_>,
        lock: LocationId,
    ) -> BTreeSet<(FunctionKey, StatementId)> {
        let inside = self.inside.iter().flat_map(|(key, held)| {
            let holding = held.iter().filter(|(_, locks)| locks.contains_key(&lock));
            holding.map(|(statement, _)| (*key, *statement))
        });
        let entered = self.entered.iter().filter(|(_, locks)| locks.contains(&lock)).flat_map(|(key, _)| {
            let statements = 0..inputs.function(*key).statements.len() as u32;
            statements.map(|statement| (*key, StatementId(statement)))
        });
        inside.chain(entered).collect()
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

impl OfObjects {
    fn new(program: &Program, inputs: &Inputs<'_>) -> OfObjects {
        let rebound = rebound(program);
        let mut found = OfObjects::default();
        for (key, facts) in &program.functions {
            let function = inputs.function(*key);
            let tree = Tree::new(function);
            for (with, locks) in &facts.holds {
                let inside = tree.inside(*with);
                for lock in locks.iter().filter(|lock| !rebound.contains(lock)) {
                    let acquires = facts.acquired_before.get(with).unwrap_or(with);
                    let named = facts.receivers.get(&(*acquires, *lock, Level::Binding));
                    let Some(owner) = named.and_then(only) else { continue };
                    if !stays(function, &inside, owner) {
                        continue;
                    }
                    for id in inside.iter().filter(|id| *id != with) {
                        let held = found.inside.entry(*key).or_default().entry(*id).or_default();
                        // Outer statements come first.
                        held.entry((*lock, owner)).or_insert(*with);
                    }
                }
            }
        }
        found
    }

    /// The locks held at `touch` of the object whose field it touches. `open` are functions whose callers are looked at already.
    fn held(
        &self,
        program: &Program,
        inputs: &Inputs<'_>,
        key: FunctionKey,
        touch: &Touch,
        open: &mut BTreeSet<FunctionKey>,
    ) -> BTreeSet<LocationId> {
        let named = program.functions[&key].receivers.get(&(touch.statement, touch.location, touch.level));
        let Some(owner) = named.and_then(only) else { return BTreeSet::new() };
        let here = self.inside.get(&key).and_then(|held| held.get(&touch.statement));
        let held: BTreeSet<LocationId> = here
            .into_iter()
            .flat_map(BTreeMap::keys)
            .filter(|(_, of)| *of == owner)
            .map(|(lock, _)| *lock)
            .collect();
        if !held.is_empty() || !is_private(program, inputs, key) || !open.insert(key) {
            return held;
        }
        // What a private helper touches its callers touch, too, at the calls.
        let mut common: Option<BTreeSet<LocationId>> = None;
        for (caller, facts) in &program.functions {
            for (statement, _) in facts.calls.iter().filter(|(_, callee)| *callee == key) {
                let here = |other: &&Touch| {
                    other.statement == *statement
                        && other.reach == Reach::Below
                        && (other.location, other.level, other.access)
                            == (touch.location, touch.level, touch.access)
                };
                let at_call = facts.touches.iter().find(here);
                let held = at_call.map(|touch| self.held(program, inputs, *caller, touch, open));
                let held = held.unwrap_or_default();
                common = Some(match common {
                    Some(common) => common.intersection(&held).copied().collect(),
                    None => held,
                });
            }
        }
        open.remove(&key);
        common.unwrap_or_default()
    }

    /// The locks under which both ends of a dependence are one section.
    fn around(&self, key: FunctionKey, from: StatementId, to: StatementId) -> BTreeSet<LocationId> {
        let at = |statement| self.inside.get(&key).and_then(|held| held.get(&statement));
        let (Some(from), Some(to)) = (at(from), at(to)) else { return BTreeSet::new() };
        from.iter().filter(|(lock, with)| to.get(*lock) == Some(*with)).map(|((lock, _), _)| *lock).collect()
    }
}

/// Fields that hold conditions.
fn conditions(program: &Program) -> impl Iterator<Item = LocationId> + '_ {
    let is_condition = |(index, location): &(usize, &Location)| {
        matches!(location.kind, LocationKind::Field(..))
            && program.natures.get(*index) == Some(&Nature::Safe(SafeKind::Waitable))
    };
    program.locations.iter().enumerate().filter(is_condition).map(|(index, _)| LocationId(index as u32))
}

/// The object that is surely meant, if one is.
fn only(receivers: &Receivers) -> Option<Receiver> {
    match receivers.iter().collect::<Vec<_>>()[..] {
        [Some(one)] => Some(*one),
        _ => None,
    }
}

/// Whether `owner` means one object in all of these statements.
fn stays(function: &Function, statements: &[StatementId], owner: Receiver) -> bool {
    let binds = |op: &Op| matches!(op, Op::Store(Name::Local(local), _) | Op::Delete(Name::Local(local)) if owner.holder == Holder::Local(*local));
    let mut events = statements.iter().flat_map(|id| &function.statements[id.0 as usize].events);
    matches!(owner.holder, Holder::Local(_)) && owner.field.is_none() && !events.any(|event| binds(&event.op))
}

/// Locations that are bound anew when bodies may run.
fn rebound(program: &Program) -> BTreeSet<LocationId> {
    let mut rebound = BTreeSet::new();
    for (key, facts) in &program.functions {
        for touch in &facts.touches {
            let beside = facts.duty != Duty::Ordinary || program.runs_beside(*key, facts, touch);
            if touch.access == Access::Write && touch.level == Level::Binding && beside {
                rebound.insert(touch.location);
            }
        }
    }
    rebound
}

/// Locations whose name stands for one object from the first body on.
fn steady(program: &Program) -> BTreeSet<LocationId> {
    let all = (0..program.locations.len() as u32).map(LocationId);
    let rebound = rebound(program);
    // A field's location stands for one object an instance, a captured variable's for one a call.
    let is_one = |location: &LocationId| {
        !matches!(
            program.locations[location.0 as usize].kind,
            LocationKind::Field(..) | LocationKind::Captured(..) | LocationKind::Site(_)
        )
    };
    all.filter(|location| !rebound.contains(location)).filter(is_one).collect()
}
