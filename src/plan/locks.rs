//! Locks from lock classes: merged where that costs no parallelism (Emmi, Fischer, Jhala, Majumdar, POPL 2007), named after
//! their first location, ordered by module and name, each in the one module where everybody who takes it can reach it.

use std::collections::{BTreeMap, BTreeSet};

use super::local_locks;
use super::lock_module::{self, Home};
use super::objects::Objects;
use super::sharing::{LockClass, Sharing, is_variable};
use super::view::Classes;
use super::{
    GivenLock, Inputs, Lock, LockId, LockImport, LockModule, LockSource, named::Named, names::Names,
};
use crate::diagnostics::Diagnostic;
use crate::options::{Options, Switch};
use crate::program::{FunctionKey, KnownLock, Location, LocationId, LocationKind, Program};
use crate::text::{Place, Span};

/// The locks of a program, and the class that each class was merged into.
#[derive(Default)]
pub(super) struct Locks {
    /// In the order in which they are acquired.
    pub(super) locks: Vec<ProgramLock>,
    ids: BTreeMap<LockClass, LockId>,
    home: Option<Home>,
    /// The class whose lock guards a class: another one's where the two were merged.
    pub(super) leaders: BTreeMap<LockClass, LockClass>,
}

/// A lock, seen from nowhere.
pub(super) struct ProgramLock {
    /// What it guards, in source order.
    pub(super) members: Vec<LocationId>,
    /// The same, as readers know it.
    pub(super) guards: Vec<String>,
    /// The modules that take it.
    pub(super) takers: BTreeSet<u32>,
    /// Its variable in its module, or in the lock module.
    pub(super) name: String,
    pub(super) source: LockSource,
    /// Whether each object has its own.
    pub(super) by_object: Switch,
    /// The library's lock that it is.
    given: Option<KnownLock>,
    /// The dotted name of the module of its first location.
    home: String,
}

/// The locks as one module sees them.
#[derive(Default)]
pub(super) struct ModuleLocks {
    pub(super) locks: Vec<Lock>,
    pub(super) import: Option<LockImport>,
    local: BTreeMap<LockId, LockId>,
}

impl ModuleLocks {
    /// The module's own number for a lock.
    pub(super) fn one(&self, lock: LockId) -> Option<LockId> {
        self.local.get(&lock).copied()
    }

    /// The module's own numbers for these locks.
    pub(super) fn local(&self, locks: &[LockId]) -> Vec<LockId> {
        locks.iter().filter_map(|id| self.local.get(id).copied()).collect()
    }
}

/// Lock objects of the user's: the module whose marker gives each, and the expression there.
type Users = BTreeMap<LockClass, (u32, Span)>;

/// What one section takes: its function, and the classes.
pub(super) type Taken = (FunctionKey, Classes);

impl Locks {
    /// The lock of a class.
    pub(super) fn id(&self, class: LockClass) -> Option<LockId> {
        self.ids.get(&class).copied()
    }

    /// The locks of these classes, in the order in which they are acquired.
    pub(super) fn of(&self, classes: &Classes) -> Vec<LockId> {
        let ids: BTreeSet<LockId> = classes.iter().filter_map(|class| self.ids.get(class).copied()).collect();
        ids.into_iter().collect()
    }

    /// The locks that `module` takes, by the names that they have there.
    pub(super) fn seen_from(&self, module: u32, names: &mut Names) -> ModuleLocks {
        let mut seen = ModuleLocks::default();
        for (index, lock) in self.locks.iter().enumerate().filter(|(_, lock)| lock.takers.contains(&module)) {
            let mut name = lock.name.clone();
            if lock.source == LockSource::Shared
                && let Some(home) = &self.home
            {
                let import = seen.import.get_or_insert_with(|| home.import(names));
                name = format!("{}.{name}", import.name);
            }
            seen.local.insert(LockId(index as u32), LockId(seen.locks.len() as u32));
            let source = if lock.by_object == Switch::On { LockSource::PerObject } else { lock.source };
            seen.locks.push(Lock { name, guards: lock.guards.clone(), source });
        }
        seen
    }

    /// An error for each lock of the user's that a module takes which can't see the expression.
    pub(super) fn unreachable(
        &self,
        program: &Program,
        inputs: &Inputs<'_>,
        named: &Named,
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for lock in &self.locks {
            let given = lock.members.iter().find_map(|location| named.locks.get(location));
            let Some((module, given)) = given else { continue };
            if let Some(taker) = lock.takers.iter().find(|taker| *taker != module) {
                found.push(super::diagnostics::lock_out_of_sight(
                    inputs.place(*module, given.expression),
                    &given.location.name,
                    &program.modules[*taker as usize].name,
                ));
            }
        }
        found
    }

    /// The generated module, if some lock lives there.
    pub(super) fn lock_module(&self, program: &Program, takes_whole_tables: Switch) -> Option<LockModule> {
        let home = self.home.as_ref()?;
        let shared = self.locks.iter().filter(|lock| lock.source == LockSource::Shared);
        let mut module = LockModule {
            name: home.dotted(),
            locks: Vec::new(),
            given: Vec::new(),
            forks: program.forks,
            takes_whole_tables,
        };
        for lock in shared {
            let made = Lock {
                name: lock.name.clone(),
                guards: lock
                    .members
                    .iter()
                    .map(|location| lock_module::qualified(program, *location))
                    .collect(),
                source: if lock.by_object == Switch::On { LockSource::PerObject } else { LockSource::Own },
            };
            match &lock.given {
                None => module.locks.push(made),
                Some(KnownLock { module: from, name, .. }) => {
                    module.given.push(GivenLock { module: from.clone(), there: name.clone(), lock: made });
                }
            }
        }
        Some(module)
    }

    /// A library's table may have no way to take all of its locks: where somebody has to, it can't be used.
    pub(super) fn give_back_tables(&mut self) {
        let tables = self.locks.iter_mut().filter(|lock| lock.by_object == Switch::On);
        tables.for_each(|lock| lock.given = None);
    }

    /// The locks that other programs may have to take.
    pub(super) fn known(&self, program: &Program) -> Vec<KnownLock> {
        let known = |lock: &ProgramLock| {
            let module = match lock.source {
                LockSource::Shared => self.home.as_ref()?.dotted(),
                LockSource::Own | LockSource::PerObject => lock.home.clone(),
                LockSource::User(_) | LockSource::Existing | LockSource::Local(_) => return None,
            };
            let guards =
                lock.members.iter().map(|location| lock_module::qualified(program, *location)).collect();
            Some(KnownLock { module, name: lock.name.clone(), guards, by_object: lock.by_object })
        };
        self.locks.iter().filter(|lock| lock.given.is_none()).filter_map(known).collect()
    }

    /// A warning for each location of a library that has no lock there, at the first section that needs one.
    pub(super) fn missing(
        &self,
        inputs: &Inputs<'_>,
        program: &Program,
        at: &dyn Fn(LockId) -> Option<Place>,
    ) -> Vec<Diagnostic> {
        let is_library = |location: &&LocationId| {
            inputs.library(program.locations[location.0 as usize].module()).is_some()
        };
        let mut found = Vec::new();
        for (lock, id) in self.locks.iter().zip(0..).filter(|(lock, _)| lock.given.is_none()) {
            if let (Some(location), Some(place)) = (lock.members.iter().find(is_library), at(LockId(id))) {
                found.push(super::diagnostics::library_without_lock(
                    place,
                    &lock_module::qualified(program, *location),
                ));
            }
        }
        found
    }
}

/// The modules that take the `shared` locks, and those that have what they guard, as far as they are `own`.
fn concerned<'m>(
    program: &Program,
    shared: impl Iterator<Item = (&'m [LocationId], &'m BTreeSet<u32>)>,
    own: &dyn Fn(&u32) -> bool,
) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let (mut concerned, mut owning) = (BTreeSet::new(), BTreeSet::new());
    for (members, takers) in shared {
        let homes = members.iter().map(|member| program.locations[member.0 as usize].module());
        owning.extend(homes.filter(own));
        concerned.extend(takers.iter().copied().filter(own));
    }
    concerned.extend(&owning);
    (concerned, owning)
}

/// Makes the locks for `sections`, each the classes that one section of a module takes.
pub(super) fn locks(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    (named, objects): (&Named, &Objects),
    sections: &[Taken],
    names: &mut [Names],
    options: &Options,
) -> Locks {
    let mut users: Users = named
        .locks
        .iter()
        .map(|(location, (module, lock))| (sharing.class(*location), (*module, lock.expression)))
        .collect();
    let used: BTreeSet<LockClass> = sections.iter().flat_map(|(_, classes)| classes).copied().collect();
    let alone = alone(program, sharing, &users);
    let owners = match options.lock_module {
        None => local_locks::owners(program, inputs, sharing, sections),
        Some(_) => BTreeMap::new(),
    };
    let home = |class: &LockClass| (program.locations[class.0.0 as usize].module(), owners.get(class));
    let merged = merged(sections, &used, &alone, &home);
    let mut made = made(program, inputs, sharing, sections, &merged);
    sort(program, inputs, &mut made);
    keep_those_in_sight(&mut users, &made);
    let is_own = |module: &u32| inputs.library(*module).is_none();
    let is_shared = |home: u32, takers: &BTreeSet<u32>, class: &LockClass| {
        !users.contains_key(class)
            && takers.iter().any(is_own)
            && (options.lock_module.is_some() || takers.iter().any(|taker| *taker != home))
    };
    let module_of = |members: &[LocationId]| program.locations[members[0].0 as usize].module();
    let shared = made
        .iter()
        .filter(|(class, members, takers)| is_shared(module_of(members), takers, class))
        .map(|(_, members, takers)| (members.as_slice(), takers));
    let (concerned, owning) = concerned(program, shared, &is_own);
    let mut home = Home::of(program, inputs, (&concerned, &owning), options.lock_module.as_deref());
    let mut result = Locks { leaders: merged.clone(), ..Locks::default() };
    let mut by_leader: BTreeMap<LockClass, LockId> = BTreeMap::new();
    for (class, members, takers) in made {
        let first = &program.locations[members[0].0 as usize];
        let (source, name) = match (users.get(&class), &mut home) {
            (Some((module, span)), _) => {
                (LockSource::User(*span), names[*module as usize].lock(lock_stem(first)))
            }
            (None, Some(home)) if is_shared(first.module(), &takers, &class) => {
                let stem = if objects.is_table(class) { lock_stem(first) } else { &first.name };
                (LockSource::Shared, home.name(program, first.module(), stem))
            }
            _ if owners.contains_key(&class) => {
                let owner = owners[&class].function;
                (LockSource::Local(owner), names[first.module() as usize].lock(lock_stem(first)))
            }
            _ if objects.is_table(class) => {
                (LockSource::PerObject, names[first.module() as usize].table(lock_stem(first)))
            }
            _ => (LockSource::Own, names[first.module() as usize].lock(lock_stem(first))),
        };
        let guards = members.iter().map(|location| lock_module::known_in(program, *location, first.module()));
        by_leader.insert(class, LockId(result.locks.len() as u32));
        let by_object = if objects.is_table(class) { Switch::On } else { Switch::Off };
        let given = given(program, inputs, &members).map(|(_, known)| known);
        let given =
            given.filter(|known| known.by_object == by_object && source == LockSource::Shared).cloned();
        let guards = guards.collect();
        let home = program.modules[first.module() as usize].name.clone();
        result.locks.push(ProgramLock { guards, members, takers, name, source, by_object, given, home });
    }
    result.home = home;
    for class in &used {
        if let Some(id) = by_leader.get(&merged[class]) {
            result.ids.insert(*class, *id);
        }
    }
    result
}

/// The order in which locks are acquired: by module and name. What libraries take, they take in their order: the others come behind.
fn sort(program: &Program, inputs: &Inputs<'_>, made: &mut [Made]) {
    made.sort_by_cached_key(|(class, members, _)| {
        let first = &program.locations[members[0].0 as usize];
        let given = given(program, inputs, members).map_or(usize::MAX, |(place, _)| place);
        let module = program.modules[first.module() as usize].name.clone();
        (given, module, Names::plain_lock(lock_stem(first)), *class)
    });
}

/// The lock of a library that guards one of these, and its place in the order of all such locks.
fn given<'a>(
    program: &Program,
    inputs: &Inputs<'a>,
    members: &[LocationId],
) -> Option<(usize, &'a KnownLock)> {
    members.iter().find_map(|location| {
        let locks = inputs.library(program.locations[location.0 as usize].module())?;
        let name = lock_module::qualified(program, *location);
        locks.iter().enumerate().find(|(_, known)| known.guards.contains(&name))
    })
}

/// What a lock is named after: its first location, or for fields their class.
fn lock_stem(first: &Location) -> &str {
    match (&first.kind, first.name.rsplit_once('.')) {
        (LocationKind::Field(..), Some((class, _))) => class,
        _ => &first.name,
    }
}

/// A lock to be: its class, what it guards in source order, and the modules that take it.
type Made = (LockClass, Vec<LocationId>, BTreeSet<u32>);

/// Each lock to be.
fn made(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    sections: &[Taken],
    merged: &BTreeMap<LockClass, LockClass>,
) -> Vec<Made> {
    let touched: BTreeSet<LocationId> =
        program.functions.values().flat_map(|facts| &facts.touches).map(|touch| touch.location).collect();
    let mut groups: BTreeMap<LockClass, Vec<LocationId>> = BTreeMap::new();
    for location in (0..program.locations.len() as u32).map(LocationId) {
        if let Some(leader) = merged.get(&sharing.class(location))
            && touched.contains(&location)
            && is_variable(program, inputs, location)
        {
            groups.entry(*leader).or_default().push(location);
        }
    }
    let mut takers: BTreeMap<LockClass, BTreeSet<u32>> = BTreeMap::new();
    for (taker, classes) in sections {
        for class in classes {
            takers.entry(merged[class]).or_default().insert(taker.module);
        }
    }
    let mut made = Vec::new();
    for (class, mut members) in groups {
        members.sort_by_key(|location| program.locations[location.0 as usize].place);
        made.push((class, members, takers.remove(&class).unwrap_or_default()));
    }
    made
}

/// Takes out the user's locks that some module which takes them can't see. An error is told of each; the lock that stands in for it
/// links those modules, so that none of them is written.
fn keep_those_in_sight(users: &mut Users, made: &[Made]) {
    for (class, _, takers) in made {
        let is_seen = |(module, _): &(u32, Span)| takers.iter().all(|taker| taker == module);
        if users.get(class).is_some_and(|user| !is_seen(user)) {
            users.remove(class);
        }
    }
}

/// Locks that guard nothing else: the user's own, and those of instances.
fn alone(program: &Program, sharing: &Sharing, users: &Users) -> BTreeSet<LockClass> {
    let fields = (0..program.locations.len() as u32)
        .map(LocationId)
        .filter(|id| matches!(program.locations[id.0 as usize].kind, LocationKind::Field(..)));
    fields.map(|id| sharing.class(id)).chain(users.keys().copied()).collect()
}

/// If every section that takes B takes A, and both are at home in one module or function, A's lock guards both.
fn merged<'h>(
    sections: &[Taken],
    used: &BTreeSet<LockClass>,
    alone: &BTreeSet<LockClass>,
    home: &dyn Fn(&LockClass) -> (u32, Option<&'h FunctionKey>),
) -> BTreeMap<LockClass, LockClass> {
    let mut leader: BTreeMap<LockClass, LockClass> = used.iter().map(|class| (*class, *class)).collect();
    let mut takers: BTreeMap<LockClass, BTreeSet<usize>> = BTreeMap::new();
    for (index, (_, classes)) in sections.iter().enumerate() {
        for class in classes {
            takers.entry(*class).or_default().insert(index);
        }
    }
    let mine: Vec<LockClass> = used.iter().copied().filter(|class| !alone.contains(class)).collect();
    for class in &mine {
        let over = mine.iter().find(|other| {
            *other != class
                && home(other) == home(class)
                && takers[class].is_subset(&takers[other])
                && (takers[class].len() < takers[other].len() || *other < class)
                && leader[other] == **other
        });
        if let Some(over) = over {
            leader.insert(*class, *over);
        }
    }
    // A leader may have been merged itself since.
    for class in used {
        let mut at = *class;
        while leader[&at] != at {
            at = leader[&at];
        }
        leader.insert(*class, at);
    }
    leader
}
