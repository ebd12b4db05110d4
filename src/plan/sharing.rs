//! Which locations are shared: alias classes (Steensgaard's unification, POPL 1996) and contention, level by level.
//!
//! A part of a location needs a lock only if a body can reach it and code that may run beside that body writes it
//! (Hicks, Foster, Pratikakis 2006).

use std::collections::{BTreeMap, BTreeSet};

use crate::program::{Access, Duty, Facts, FunctionKey, Join, Level, LocationId, Program, Reach, Touch};
use crate::python::Marker;
use crate::summary::{Function, StatementId, StatementKind};

use super::Inputs;
use super::named::Named;
use super::own_locks::OwnLocks;

/// A lock to be: the first location, in source order, of an alias class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LockClass(pub(super) LocationId);

/// Who is one object with whom, and what is contended.
pub(super) struct Sharing {
    class_of: Vec<LockClass>,
    joined: BTreeSet<LockClass>,
    contended: BTreeSet<(LockClass, Level)>,
    /// Named by a marker: every access counts.
    forced: BTreeSet<LockClass>,
    /// Covered by a lock of the program's own.
    covered: BTreeMap<LockClass, LocationId>,
}

impl Sharing {
    pub(super) fn class(&self, location: LocationId) -> LockClass {
        self.class_of[location.0 as usize]
    }

    /// Whether that part of the location may be written beside a body that reaches it.
    pub(super) fn is_contended(&self, location: LocationId, level: Level) -> bool {
        let class = self.class(location);
        self.forced.contains(&class)
            || (!self.covered.contains_key(&class)
                && self.contended.contains(&(class, self.part(class, level))))
    }

    /// The lock of the program's own that covers every access to the location already.
    pub(super) fn covered_by(&self, location: LocationId) -> Option<LocationId> {
        self.covered.get(&self.class(location)).copied()
    }

    /// The class whose lock a touch needs, if it needs one.
    pub(super) fn need(&self, touch: &Touch) -> Option<LockClass> {
        self.is_contended(touch.location, touch.level).then(|| self.class(touch.location))
    }

    /// In a class of joined locations the object of one may be reached through another: those levels are one.
    fn part(&self, class: LockClass, level: Level) -> Level {
        if level == Level::Inner && self.joined.contains(&class) { Level::Object } else { level }
    }
}

/// Decides sharing for the whole program.
pub(super) fn sharing(program: &Program, inputs: &Inputs<'_>, named: &Named) -> Sharing {
    let mut union = Union::new(program.locations.len());
    for join in joins(program) {
        union.join(join.first, join.second);
    }
    let class_of: Vec<LockClass> =
        (0..program.locations.len() as u32).map(|id| LockClass(union.find(LocationId(id)))).collect();
    let mut members: BTreeMap<LockClass, usize> = BTreeMap::new();
    for class in &class_of {
        *members.entry(*class).or_default() += 1;
    }
    let joined = members.iter().filter(|(_, count)| **count > 1).map(|(class, _)| *class).collect();
    let forced = named.locations().map(|location| class_of[location.0 as usize]).collect();
    let mut sharing =
        Sharing { class_of, joined, contended: BTreeSet::new(), forced, covered: BTreeMap::new() };
    sharing.contended = contended(program, inputs, named, &sharing);
    let covering =
        OwnLocks::new(program, inputs)
            .covering(program, &|touch| sharing.need(touch), &|location| sharing.class(location));
    sharing.covered = covering.into_iter().filter(|(class, _)| !sharing.forced.contains(class)).collect();
    sharing
}

/// The statements that do make two locations one object for us: what is put inside another matters only if somebody changes it.
pub(super) fn joins(program: &Program) -> impl Iterator<Item = &Join> {
    let changed_inside = written(program, Level::Inner);
    program.joins.iter().filter(move |join| {
        join.level != Level::Inner
            || changed_inside.contains(&join.first)
            || changed_inside.contains(&join.second)
    })
}

fn contended(
    program: &Program,
    inputs: &Inputs<'_>,
    named: &Named,
    sharing: &Sharing,
) -> BTreeSet<(LockClass, Level)> {
    let mut reached = BTreeSet::new();
    let mut written = BTreeSet::new();
    for (key, facts) in &program.functions {
        let runs = Runs::new(program, inputs, *key);
        for touch in &facts.touches {
            let class = sharing.class(touch.location);
            let part = (class, sharing.part(class, touch.level));
            if named.is_vouched(*key, class, sharing) {
                continue;
            }
            if runs.reaches(touch) {
                reached.insert(part);
            }
            if runs.writes_beside(touch) {
                written.insert(part);
            }
        }
    }
    let mut contended: BTreeSet<(LockClass, Level)> = reached.intersection(&written).copied().collect();
    // Once an object of a library has a lock, every use of it is under that lock: nobody sees what its methods do.
    let locked: BTreeSet<LockClass> = contended.iter().map(|(class, _)| *class).collect();
    for (index, location) in program.locations.iter().enumerate() {
        let class = sharing.class(LocationId(index as u32));
        if location.opaque && locked.contains(&class) {
            contended.extend([(class, Level::Object), (class, Level::Inner)]);
        }
    }
    contended
}

/// When the code of a function runs, as far as contention rests on it.
pub(super) struct Runs<'a> {
    program: &'a Program,
    key: FunctionKey,
    facts: &'a Facts,
    /// Statements of `with atomic:` blocks.
    atomic: BTreeSet<StatementId>,
    threaded: bool,
    elsewhere: bool,
}

impl<'a> Runs<'a> {
    pub(super) fn new(program: &'a Program, inputs: &Inputs<'_>, key: FunctionKey) -> Runs<'a> {
        let function = inputs.function(key);
        Runs {
            program,
            key,
            facts: &program.functions[&key],
            atomic: atomic_statements(function),
            threaded: program.threaded.contains(&key),
            elsewhere: is_elsewhere(function),
        }
    }

    fn in_section(&self, touch: &Touch) -> bool {
        self.facts.duty != Duty::Ordinary || self.atomic.contains(&touch.statement)
    }

    /// Whether this is a body's access, or one that runs in the thread of a body.
    pub(super) fn reaches(&self, touch: &Touch) -> bool {
        let threaded = self.threaded && touch.reach == Reach::Direct;
        (self.in_section(touch) || threaded) && !self.elsewhere
    }

    /// Whether this is a write that may happen beside a body.
    pub(super) fn writes_beside(&self, touch: &Touch) -> bool {
        // What a callee writes counts where the callee itself runs: a call may start before the first body and end after it.
        let beside = touch.reach == Reach::Direct && self.program.runs_beside(self.key, self.facts, touch);
        touch.access == Access::Write && (self.in_section(touch) || beside)
    }
}

/// A body for the user's own executor may run in another process: it shares nothing here.
fn is_elsewhere(function: &Function) -> bool {
    matches!(&function.marker, Some(Marker::Concurrent(arguments)) if arguments.executor.is_some())
}

/// The statements inside `with atomic:` blocks of a function.
pub(super) fn atomic_statements(function: &Function) -> BTreeSet<StatementId> {
    let mut found = BTreeSet::new();
    let tree = super::tree::Tree::new(function);
    for (index, statement) in function.statements.iter().enumerate() {
        if let StatementKind::With { atomic: true, .. } = statement.kind {
            found.extend(tree.inside(StatementId(index as u32)));
        }
    }
    found
}

/// Locations with a write to that part of them, by anyone at any time.
fn written(program: &Program, level: Level) -> BTreeSet<LocationId> {
    let touches = program.functions.values().flat_map(|facts| &facts.touches);
    touches
        .filter(|touch| touch.level == level && touch.access == Access::Write)
        .map(|touch| touch.location)
        .collect()
}

/// Union-find; the smallest location of a class stands for it.
struct Union {
    parents: Vec<LocationId>,
}

impl Union {
    fn new(count: usize) -> Union {
        Union { parents: (0..count as u32).map(LocationId).collect() }
    }

    fn find(&mut self, location: LocationId) -> LocationId {
        let mut at = location;
        while self.parents[at.0 as usize] != at {
            let grandparent = self.parents[self.parents[at.0 as usize].0 as usize];
            self.parents[at.0 as usize] = grandparent;
            at = grandparent;
        }
        at
    }

    fn join(&mut self, one: LocationId, other: LocationId) {
        let (one, other) = (self.find(one), self.find(other));
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        self.parents[high.0 as usize] = low;
    }
}
