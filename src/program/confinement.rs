//! Which state no two threads can have: fields of classes whose instances never leave the thread that makes them.
//!
//! A class counts as a whole, with the classes above and below it. Must not know who writes what: it says only who may have whom.

use std::collections::{BTreeMap, BTreeSet};

use super::crowd::Grain;
use super::facts::Duty;
use super::fixpoint::reachable;
use super::interpret::{duty, is_for_executor};
use super::knowledge::Knowledge;
use super::location::{ClassKey, Confined, FunctionKey, Level, LocationId, LocationKind, Root};
use super::value::{Type, Types};
use crate::options::Switch;
use crate::python::Marker;
use crate::summary::{Function, MethodKind, Statement, StatementKind};

/// What is known of who may have whose instances. It only grows.
#[derive(Default)]
pub(super) struct Confinement {
    /// For each class the one that stands for it and all that are related to it.
    hierarchies: BTreeMap<ClassKey, ClassKey>,
    /// The classes, by who stands for them, of which two threads may have one instance.
    shared: BTreeSet<ClassKey>,
    /// The fields that may hold an object which others have too, by a name that is not confined.
    open: BTreeSet<LocationId>,
    /// What bodies, and what else takes locks or runs in the middle of other code, touch, directly or not.
    reached: BTreeSet<LocationId>,
    counts: Counts,
    /// Whether what functions do is known, so that it shows which loops wait for somebody else.
    waits: Switch,
}

/// Whose instances count.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Counts {
    /// Those that the program is known to make and give away.
    #[default]
    Seen,
    /// Those of classes and bodies, too, that others instantiate and start: what the program does itself is known by now.
    Others,
}

impl Confinement {
    /// What the program makes and starts itself is known: what it doesn't is done by others.
    pub(super) fn counts_others(&mut self) {
        self.counts = Counts::Others;
    }

    /// From here on loops that wait for somebody else count as such.
    pub(super) fn counts_waits(&mut self) {
        self.waits = Switch::On;
    }

    /// Whether loops that wait for somebody else can be told from others.
    pub(super) fn tells_waits(&self) -> bool {
        self.waits == Switch::On
    }

    /// Whether no two threads can have `location`, a field at that level.
    fn confines(&self, location: LocationId, kind: &LocationKind, level: Level) -> bool {
        let LocationKind::Field(class, _) = kind else { return false };
        let leader = self.hierarchies.get(class);
        leader.is_none_or(|class| !self.shared.contains(class))
            && (level == Level::Binding || !self.open.contains(&location))
    }
}

impl Knowledge<'_> {
    /// Whether a body may reach that part of a location, and another thread as well, as far as is known: if not, an access to it is
    /// no caller's business.
    pub(super) fn concerns_bodies(&self, location: LocationId, level: Level) -> bool {
        self.progress.reads_location(location);
        self.is_reached(location) && self.crowds.counts(location) && !self.is_confined(location, level)
    }

    /// Whether a body may reach a location, as far as is known.
    pub(super) fn is_reached(&self, location: LocationId) -> bool {
        self.confinement.reached.contains(&location)
    }

    fn is_confined(&self, location: LocationId, level: Level) -> bool {
        !self.crowds.is_crowded(location)
            && self.confinement.confines(location, &self.locations[location.0 as usize].kind, level)
    }
}

/// Looks again at who may have whose instances.
pub(super) fn refresh(knowledge: &mut Knowledge<'_>) {
    let hierarchies = hierarchies(knowledge);
    let mut shared = Shared { knowledge, hierarchies: &hierarchies }.find();
    // Objects with one dictionary of fields have what others have.
    shared.extend(&knowledge.state.entangled);
    let led = knowledge
        .confinement
        .shared
        .iter()
        .chain(&knowledge.state.entangled)
        .filter_map(|class| hierarchies.get(class));
    shared.extend(led);
    if hierarchies != knowledge.confinement.hierarchies {
        knowledge.confinement.hierarchies = hierarchies;
        knowledge.changed = true;
    }
    let news: BTreeSet<ClassKey> = &shared - &knowledge.confinement.shared;
    knowledge.changed |= !knowledge.confinement.shared.is_subset(&shared);
    knowledge.confinement.shared = shared;
    let mut grown: BTreeSet<LocationId> = fields_of(knowledge, &news);
    let open = open(knowledge);
    grown.extend(open.iter().filter(|location| !knowledge.confinement.open.contains(location)));
    knowledge.confinement.open.extend(open);
    let reached = reached(knowledge);
    grown.extend(&reached - &knowledge.confinement.reached);
    knowledge.confinement.reached = reached;
    for location in grown {
        knowledge.progress.location_grows(location);
    }
    knowledge.crowds_together();
}

/// The fields of classes that some of `leaders` stand for.
fn fields_of(knowledge: &Knowledge<'_>, leaders: &BTreeSet<ClassKey>) -> BTreeSet<LocationId> {
    let is_field = |kind: &LocationKind| match kind {
        LocationKind::Field(class, _) => {
            knowledge.confinement.hierarchies.get(class).is_some_and(|leader| leaders.contains(leader))
        }
        _ => false,
    };
    let all = (0u32..).map(LocationId).zip(&knowledge.locations);
    all.filter(|(_, location)| is_field(&location.kind)).map(|(id, _)| id).collect()
}

/// What bodies, atomic code and what runs beside them or in the middle of other code touch, directly or not.
fn reached(knowledge: &Knowledge<'_>) -> BTreeSet<LocationId> {
    let names_locations = |function: &Function| match &function.marker {
        Some(Marker::Concurrent(arguments)) => arguments.globals.is_some() || !arguments.locks.is_empty(),
        _ => false,
    };
    let functions = knowledge.functions();
    if functions.iter().any(|key| names_locations(knowledge.function(*key))) {
        // Every access to a location that a marker names counts, whoever reaches it.
        return (0..knowledge.locations.len() as u32).map(LocationId).collect();
    }
    let is_atomic =
        |statement: &Statement| matches!(statement.kind, StatementKind::With { atomic: true, .. });
    let counts = |key: &FunctionKey| {
        let function = knowledge.function(*key);
        duty(function) != Duty::Ordinary
            || knowledge.interrupts.contains_key(key)
            || knowledge.threaded.contains(key)
            || function.statements.iter().any(is_atomic)
    };
    let below = reachable(knowledge, functions.into_iter().filter(counts).collect());
    let touched = below.iter().filter_map(|key| knowledge.effects.get(key)).flat_map(|effects| &effects.own);
    let mut reached = knowledge.confinement.reached.clone();
    let mut rest: Vec<LocationId> = touched.map(|(location, _)| *location).collect();
    let same = same_objects(knowledge);
    while let Some(location) = rest.pop() {
        if reached.insert(location) {
            rest.extend(same.get(&location).into_iter().flatten());
        }
    }
    reached
}

/// For each location those that may name the same object, or the same field of it.
fn same_objects(knowledge: &Knowledge<'_>) -> BTreeMap<LocationId, Vec<LocationId>> {
    let mut same: BTreeMap<LocationId, Vec<LocationId>> = BTreeMap::new();
    let mut pair = |first: LocationId, second: LocationId| {
        same.entry(first).or_default().push(second);
        same.entry(second).or_default().push(first);
    };
    for (first, _, second) in knowledge.joins.keys() {
        pair(*first, *second);
    }
    for (name, origins) in &knowledge.origins {
        origins.iter().for_each(|origin| pair(*name, *origin));
    }
    let mut fields: BTreeMap<(ClassKey, &str), LocationId> = BTreeMap::new();
    for (index, location) in knowledge.locations.iter().enumerate() {
        let LocationKind::Field(class, name) = &location.kind else { continue };
        let Some(leader) = knowledge.confinement.hierarchies.get(class) else { continue };
        let id = LocationId(index as u32);
        pair(*fields.entry((*leader, name)).or_insert(id), id);
    }
    same
}

/// The confined fields whose objects bodies are given, or that something joins, directly or not, with what is not confined.
fn open(knowledge: &Knowledge<'_>) -> BTreeSet<LocationId> {
    let mut joined: BTreeMap<LocationId, Vec<LocationId>> = BTreeMap::new();
    for (first, _, second) in knowledge.joins.keys() {
        joined.entry(*first).or_default().push(*second);
        joined.entry(*second).or_default().push(*first);
    }
    let is_free = |location: &LocationId| !knowledge.is_confined(*location, Level::Binding);
    let given = knowledge.state.passed.values().flatten().filter_map(|alias| match alias.root {
        Root::Location(location) => Some(location),
        _ => None,
    });
    let mut open: BTreeSet<LocationId> = given.filter(|location| !is_free(location)).collect();
    let mut rest: Vec<LocationId> = joined.keys().copied().filter(is_free).collect();
    rest.extend(&open);
    while let Some(location) = rest.pop() {
        for other in joined.get(&location).into_iter().flatten() {
            if !is_free(other) && open.insert(*other) {
                rest.push(*other);
            }
        }
    }
    open
}

/// Sets `hierarchy`, `holds` and `confined` of every location.
pub(super) fn tell(knowledge: &mut Knowledge<'_>) {
    let finder = Shared { knowledge, hierarchies: &knowledge.confinement.hierarchies };
    let count = knowledge.locations.len() as u32;
    let holds: Vec<BTreeSet<ClassKey>> = (0..count)
        .map(|id| {
            let mut classes = BTreeSet::new();
            finder.add(&finder.types_in(LocationId(id)), &mut classes);
            classes
        })
        .collect();
    let leaders = &knowledge.confinement.hierarchies;
    let leader = |class: &ClassKey| leaders.get(class).copied().unwrap_or(*class);
    knowledge.state.entangled = knowledge.state.entangled.iter().map(leader).collect();
    for (class, sites) in std::mem::take(&mut knowledge.state.made_at) {
        knowledge.state.made_at.entry(leader(&class)).or_default().extend(sites);
    }
    for (index, (location, holds)) in knowledge.locations.iter_mut().zip(holds).enumerate() {
        location.holds = holds;
        if let LocationKind::Field(class, _) = &location.kind {
            location.hierarchy = knowledge.confinement.hierarchies.get(class).copied();
        }
        let id = LocationId(index as u32);
        let is_crowded = knowledge.crowds.is_crowded(id);
        let confines = |level| !is_crowded && knowledge.confinement.confines(id, &location.kind, level);
        location.confined = match (confines(Level::Binding), confines(Level::Object)) {
            (false, _) => Confined::Nothing,
            (true, false) => Confined::Name,
            (true, true) => Confined::Whole,
        };
    }
}

/// For each class the one that stands for it and all that are related to it.
fn hierarchies(knowledge: &Knowledge<'_>) -> BTreeMap<ClassKey, ClassKey> {
    let mut leaders: BTreeMap<ClassKey, ClassKey> =
        knowledge.classes().into_iter().map(|class| (class, class)).collect();
    for class in knowledge.classes() {
        for base in knowledge.bases(class) {
            let (one, other) = (leaders[&class], leaders[&base]);
            let (low, high) = if one < other { (one, other) } else { (other, one) };
            for leader in leaders.values_mut().filter(|leader| **leader == high) {
                *leader = low;
            }
        }
    }
    leaders
}

struct Shared<'k, 'a> {
    knowledge: &'k Knowledge<'a>,
    hierarchies: &'k BTreeMap<ClassKey, ClassKey>,
}

impl Shared<'_, '_> {
    /// The classes, by who stands for them, of which two threads may have one instance.
    fn find(&self) -> BTreeSet<ClassKey> {
        let mut shared = BTreeSet::new();
        let mut reached: BTreeSet<LocationId> = match self.knowledge.crowds.grain {
            Grain::Fine => BTreeSet::new(),
            // Nobody is told of each.
            Grain::Coarse => self.knowledge.confinement.reached.clone(),
        };
        let threaded = reachable(self.knowledge, self.knowledge.threaded.clone());
        for (key, effects) in &self.knowledge.effects {
            let function = self.knowledge.function(*key);
            let is_threaded = threaded.contains(key);
            if (duty(function) != Duty::Ordinary || is_threaded) && !is_for_executor(function) {
                reached.extend(effects.accesses.keys().filter_map(|(root, _, _)| match root {
                    Root::Location(location) => Some(*location),
                    _ => None,
                }));
            }
        }
        for key in self.knowledge.functions() {
            if duty(self.knowledge.function(key)) == Duty::Body || self.knowledge.threaded.contains(&key) {
                self.given_to(key, &mut shared);
            }
        }
        self.add(&self.knowledge.state.lost, &mut shared);
        self.add(&self.knowledge.state.kept, &mut shared);
        if self.knowledge.confinement.counts == Counts::Others {
            self.never_made(&mut shared);
        }
        loop {
            let before = shared.len();
            for location in &reached {
                let holder = match &self.knowledge.locations[location.0 as usize].kind {
                    LocationKind::Field(class, _) => {
                        self.hierarchies.get(class).is_some_and(|class| shared.contains(class))
                    }
                    _ => true,
                };
                if holder {
                    self.add(&self.types_in(*location), &mut shared);
                }
            }
            if shared.len() == before {
                return shared;
            }
        }
    }

    /// What a body has from its callers.
    fn given_to(&self, body: FunctionKey, shared: &mut BTreeSet<ClassKey>) {
        let function = self.knowledge.function(body);
        if let Some(class) = function.class
            && matches!(function.method, MethodKind::Instance | MethodKind::Property)
        {
            shared.extend(self.hierarchies.get(&ClassKey { module: body.module, class }));
        }
        let known =
            self.knowledge.confinement.counts == Counts::Seen || self.knowledge.spawned.contains(&body);
        for (index, param) in function.params.iter().enumerate() {
            let passed = self.knowledge.state.passed_types.get(&(body, index as u32));
            let is_clear = known && passed.is_none_or(|(types, _)| !types.contains(&Type::Unknown));
            if let Some(annotation) = param.annotation.as_ref().filter(|_| !is_clear) {
                let (types, content) = self.knowledge.annotated(body.module, annotation);
                self.add(&types, shared);
                self.add(&content, shared);
            }
        }
    }

    /// The types of what a location holds, at any depth.
    fn types_in(&self, location: LocationId) -> Types {
        let held = self.knowledge.held_by(location);
        let mut types: Types = held.all_types().cloned().collect();
        let info = &self.knowledge.locations[location.0 as usize];
        if let Some(annotation) = self.knowledge.annotations.get(&location) {
            let (declared, content) = self.knowledge.annotated(info.module(), annotation);
            types.extend(declared.into_iter().chain(content));
        }
        let more = match &info.kind {
            LocationKind::Captured(owner, local) => self.knowledge.captured.get(&(*owner, *local)),
            LocationKind::Default(function, index) => self.knowledge.defaults.get(&(*function, *index)),
            _ => None,
        };
        if let Some(value) = more {
            types.extend(value.all_types().cloned());
        }
        types
    }

    /// Instances that the program doesn't make come from somewhere else, and nobody knows who has them.
    fn never_made(&self, shared: &mut BTreeSet<ClassKey>) {
        let made = self.knowledge.state.made.iter();
        let made: BTreeSet<ClassKey> =
            made.filter_map(|class| self.hierarchies.get(class)).copied().collect();
        shared.extend(self.hierarchies.values().filter(|class| !made.contains(class)));
    }

    fn add(&self, types: &Types, shared: &mut BTreeSet<ClassKey>) {
        for kind in types {
            if let Type::Own(class) = kind {
                shared.extend(self.hierarchies.get(class));
            }
        }
    }
}
