//! Which locations are shared: alias classes (Steensgaard's unification, POPL 1996) and contention, level by level.
//!
//! A part of a location needs a lock only if a body can reach it and code that may run beside that body writes it
//! (Hicks, Foster, Pratikakis 2006).

use std::collections::{BTreeMap, BTreeSet};

use crate::program::{
    Access, ClassKey, Confined, Duty, Facts, FunctionKey, Join, Level, LocationId, LocationKind, Program,
    Reach, Touch,
};
use crate::python::Marker;
use crate::summary::{Function, StatementId, StatementKind};

use super::Inputs;
use super::named::Named;
use super::own_locks::OwnLocks;
use super::reentry::{HeldByHand, held_by_hand};

/// A lock to be: the first location, in source order, of an alias class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LockClass(pub(super) LocationId);

/// Who is one object with whom, and what is contended.
pub(super) struct Sharing {
    /// Locations that may be one object are one class.
    object_of: Vec<LockClass>,
    /// Objects under one lock: the contended fields of related classes, too.
    lock_of: Vec<LockClass>,
    joined: BTreeSet<LockClass>,
    contended: BTreeSet<(LockClass, Level)>,
    /// Named by a marker: every access counts.
    forced: BTreeSet<LockClass>,
    /// Covered by a lock of the program's own.
    covered: BTreeMap<LockClass, LocationId>,
    /// Where the program itself holds a lock that a marker gives.
    pub(super) held_by_hand: HeldByHand,
    /// What no two threads can have.
    confined: BTreeSet<LocationId>,
    /// Classes of such locations alone.
    confined_objects: BTreeSet<LockClass>,
}

impl Sharing {
    /// The lock of a location, if it has one.
    pub(super) fn class(&self, location: LocationId) -> LockClass {
        self.lock_of[location.0 as usize]
    }

    /// What stands for all that may be one object with a location.
    pub(super) fn object(&self, location: LocationId) -> LockClass {
        self.object_of[location.0 as usize]
    }

    /// Whether that part of the location may be written beside a body that reaches it.
    pub(super) fn is_contended(&self, location: LocationId, level: Level) -> bool {
        let object = self.object(location);
        if self.forced.contains(&object) {
            return true;
        }
        !self.is_confined(location, level)
            && !self.covered.contains_key(&self.class(location))
            && self.contended.contains(&(object, self.part(object, level)))
    }

    /// The lock of the program's own that covers every access to the location already.
    pub(super) fn covered_by(&self, location: LocationId) -> Option<LocationId> {
        self.covered.get(&self.class(location)).copied()
    }

    /// The class whose lock a touch needs, if it needs one.
    pub(super) fn need(&self, touch: &Touch) -> Option<LockClass> {
        self.is_contended(touch.location, touch.level).then(|| self.class(touch.location))
    }

    /// The name of a confined location is nobody else's; its object may be.
    fn is_confined(&self, location: LocationId, level: Level) -> bool {
        self.confined_objects.contains(&self.object(location))
            || (level == Level::Binding && self.confined.contains(&location))
    }

    /// In a class of joined locations the object of one may be reached through another: those levels are one.
    fn part(&self, object: LockClass, level: Level) -> Level {
        if level == Level::Inner && self.joined.contains(&object) { Level::Object } else { level }
    }

    /// Contended fields of related classes have one lock.
    fn with_hierarchies(mut self, program: &Program, named: &Named) -> Sharing {
        let mut union = Union { parents: self.object_of.iter().map(|class| class.0).collect() };
        let mut first: BTreeMap<ClassKey, LocationId> = BTreeMap::new();
        for (index, location) in program.locations.iter().enumerate() {
            let id = LocationId(index as u32);
            let Some(hierarchy) = location.hierarchy else { continue };
            if [Level::Binding, Level::Object, Level::Inner].iter().any(|level| self.is_contended(id, *level))
            {
                union.join(*first.entry(hierarchy).or_insert(id), id);
            }
        }
        // A lock that the user names for a global is the lock of what is reached through it.
        for location in named.locks.keys() {
            for hierarchy in &program.locations[location.0 as usize].holds {
                if let Some(field) = first.get(hierarchy) {
                    union.join(*location, *field);
                }
            }
        }
        self.lock_of =
            (0..program.locations.len() as u32).map(|id| LockClass(union.find(LocationId(id)))).collect();
        self
    }
}

/// Decides sharing for the whole program.
pub(super) fn sharing(program: &Program, inputs: &Inputs<'_>, named: &Named) -> Sharing {
    let mut union = Union::new(program.locations.len());
    for join in joins(program) {
        union.join(join.first, join.second);
    }
    let mut fields: BTreeMap<(ClassKey, &str), LocationId> = BTreeMap::new();
    for (index, location) in program.locations.iter().enumerate() {
        if let (Some(hierarchy), LocationKind::Field(_, name)) = (location.hierarchy, &location.kind) {
            let id = LocationId(index as u32);
            union.join(*fields.entry((hierarchy, name)).or_insert(id), id);
        }
    }
    let object_of: Vec<LockClass> =
        (0..program.locations.len() as u32).map(|id| LockClass(union.find(LocationId(id)))).collect();
    let mut members: BTreeMap<LockClass, usize> = BTreeMap::new();
    for class in &object_of {
        *members.entry(*class).or_default() += 1;
    }
    let confined: BTreeSet<LocationId> = (0..program.locations.len() as u32)
        .map(LocationId)
        .filter(|id| program.locations[id.0 as usize].confined != Confined::Nothing)
        .collect();
    let open: BTreeSet<LockClass> = (0..program.locations.len() as u32)
        .map(LocationId)
        .filter(|id| program.locations[id.0 as usize].confined != Confined::Whole)
        .map(|id| object_of[id.0 as usize])
        .collect();
    let confined_objects = object_of.iter().filter(|class| !open.contains(class)).copied().collect();
    let joined = members.iter().filter(|(_, count)| **count > 1).map(|(class, _)| *class).collect();
    let forced = named.locations().map(|location| object_of[location.0 as usize]).collect();
    let mut sharing = Sharing {
        lock_of: object_of.clone(),
        object_of,
        joined,
        contended: BTreeSet::new(),
        forced,
        covered: BTreeMap::new(),
        held_by_hand: HeldByHand::new(),
        confined,
        confined_objects,
    };
    sharing.contended = contended(program, inputs, named, &sharing);
    let variables: BTreeSet<LockClass> = (0..program.locations.len() as u32)
        .map(LocationId)
        .filter(|location| is_variable(program, inputs, *location))
        .map(|location| sharing.class(location))
        .collect();
    // What is bound once, by `def`, `class` or `import`, needs no lock even where it is bound late.
    sharing.contended.retain(|(class, _)| variables.contains(class));
    let own = OwnLocks::new(program, inputs);
    // An object's own lock may cover one field and not another.
    let of_objects = own.covering_fields(program, inputs, &|touch| sharing.need(touch));
    sharing.covered = of_objects
        .into_iter()
        .filter(|(class, lock)| is_of_object(program, &sharing, *class, *lock))
        .collect();
    let mut sharing = sharing.with_hierarchies(program, named);
    let covering = own.covering(program, &|touch| sharing.need(touch), &|location| sharing.class(location));
    let forced: BTreeSet<LockClass> = named.locations().map(|location| sharing.class(location)).collect();
    sharing.covered.extend(covering);
    sharing.covered.retain(|class, _| !forced.contains(class));
    sharing.held_by_hand = held_by_hand(program, inputs, named, &own, &|location| sharing.class(location));
    sharing
}

/// Whether all of a class are fields that belong to one object each, as their lock does.
fn is_of_object(program: &Program, sharing: &Sharing, class: LockClass, lock: LocationId) -> bool {
    let hierarchy = program.locations[lock.0 as usize].hierarchy;
    let levels = [Level::Binding, Level::Object, Level::Inner];
    let mut members = program
        .locations
        .iter()
        .enumerate()
        .filter(|(index, _)| sharing.class(LocationId(*index as u32)) == class);
    members.all(|(index, location)| {
        let id = LocationId(index as u32);
        let contended = levels.iter().filter(|level| sharing.is_contended(id, **level));
        matches!(location.kind, LocationKind::Field(..))
            && location.hierarchy == hierarchy
            && contended.into_iter().all(|level| !program.unowned.contains(&(id, *level)))
    }) && hierarchy.is_none_or(|hierarchy| !program.entangled.contains(&hierarchy))
}

/// The statements that do make two locations one object for us: what is put inside another matters only if somebody changes it.
pub(super) fn joins(program: &Program) -> impl Iterator<Item = &Join> {
    let changed_inside = written(program, Level::Inner);
    let changed = &written(program, Level::Object) | &changed_inside;
    let counts = move |join: &&Join| {
        join.level != Level::Inner
            || changed_inside.contains(&join.first)
            || changed_inside.contains(&join.second)
    };
    let mut same = Union::new(program.locations.len());
    for join in program.joins.iter().filter(&counts) {
        same.join(join.first, join.second);
    }
    // Of objects that nobody changes it is no matter how many names they have.
    let mut changing: BTreeSet<LocationId> = BTreeSet::new();
    for (index, location) in program.locations.iter().enumerate() {
        let id = LocationId(index as u32);
        if location.opaque || changed.contains(&id) {
            changing.insert(same.find(id));
        }
    }
    program.joins.iter().filter(counts).filter(move |join| changing.contains(&same.find(join.first)))
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
            let object = sharing.object(touch.location);
            let part = (object, sharing.part(object, touch.level));
            if named.is_vouched(*key, object, sharing) || sharing.is_confined(touch.location, touch.level) {
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
        let object = sharing.object(LocationId(index as u32));
        if location.opaque && locked.contains(&object) {
            contended.extend([(object, Level::Object), (object, Level::Inner)]);
        }
    }
    contended
}

/// Functions, classes and imports may stand in an alias class, but a reader wants to hear of variables.
pub(super) fn is_variable(program: &Program, inputs: &Inputs<'_>, location: LocationId) -> bool {
    match &program.locations[location.0 as usize].kind {
        LocationKind::Global(..) if program.module_names.contains_key(&location) => false,
        LocationKind::Global(..) if program.imported.contains(&location) => false,
        LocationKind::Global(module, name) => {
            let summary = inputs.summary(*module);
            !summary.classes.iter().any(|class| class.name == *name && class.qualname == *name)
                && !summary.functions.iter().any(|function| function.qualname == *name)
        }
        _ => true,
    }
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
