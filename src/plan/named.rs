//! What markers say by hand: locations to lock, locks to use, locations that the user vouches for.

use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use super::sharing::{LockClass, Sharing};
use crate::diagnostics::{Code, Diagnostic};
use crate::program::{ClassKey, FunctionKey, LocationId, LocationKind, Program};
use crate::python::{ConcurrentArguments, Marker, NamedLocation, NamedLock};
use crate::summary::ClassId;

/// The markers' words, resolved.
#[derive(Default)]
pub(super) struct Named {
    /// Bodies that name what they lock.
    pub(super) exactly: BTreeMap<FunctionKey, BTreeSet<LocationId>>,
    /// Locations that a body's author vouches for.
    pub(super) vouched: BTreeMap<FunctionKey, BTreeSet<LocationId>>,
    /// What bodies that name what they lock reach through it.
    pub(super) beneath: BTreeMap<FunctionKey, BTreeSet<LocationId>>,
    /// Lock objects of the user's, by location: the module whose marker gives it, and the expression there.
    pub(super) locks: BTreeMap<LocationId, (u32, NamedLock)>,
}

impl Named {
    /// All locations that some marker says to lock.
    pub(super) fn locations(&self) -> impl Iterator<Item = LocationId> + '_ {
        self.exactly.values().flatten().copied().chain(self.locks.keys().copied())
    }

    /// Whether the body `key` goes without the lock of `class` on its author's word.
    pub(super) fn is_vouched(&self, key: FunctionKey, class: LockClass, sharing: &Sharing) -> bool {
        self.vouched
            .get(&key)
            .is_some_and(|vouched| vouched.iter().any(|location| sharing.class(*location) == class))
    }
}

/// Resolves what the markers name. LW103 for what is no location.
pub(super) fn named(program: &Program, inputs: &Inputs<'_>) -> (Named, Vec<Diagnostic>) {
    let mut named = Named::default();
    let mut diagnostics = Vec::new();
    let mut contradictions = Vec::new();
    for key in program.functions.keys() {
        let Some(Marker::Concurrent(arguments)) = &inputs.function(*key).marker else { continue };
        let ConcurrentArguments { globals, locks, unlocked, .. } = arguments.as_ref();
        let mut resolve = |location: &NamedLocation| {
            let found = location_of(program, inputs, key.module, &location.name);
            if found.is_none() {
                let place = inputs.place(key.module, location.span);
                let message = format!(
                    "`{}` names no global, class attribute or field that this module knows",
                    location.name
                );
                let help = "name a global (`hits`), a class attribute (`Stats.count`) or a field of a global (`state.total`)";
                diagnostics.push(Diagnostic::new(Code::LW103, message, place, "not found").with_help(help));
            }
            found
        };
        if let Some(globals) = globals {
            let exactly: BTreeSet<LocationId> = globals.iter().filter_map(&mut resolve).collect();
            named.beneath.insert(*key, with_fields(program, &exactly));
            named.exactly.insert(*key, exactly);
        }
        for lock in locks {
            let Some(location) = resolve(&lock.location) else { continue };
            let (module, known) = named.locks.entry(location).or_insert_with(|| (key.module, lock.clone()));
            if known.text != lock.text || *module != key.module {
                contradictions.push(super::diagnostics::two_locks(
                    inputs.place(key.module, lock.expression),
                    &lock.location.name,
                    inputs.place(*module, known.expression),
                ));
            }
        }
        let vouched: BTreeSet<LocationId> = unlocked.iter().filter_map(&mut resolve).collect();
        if !vouched.is_empty() {
            named.vouched.insert(*key, with_fields(program, &vouched));
        }
    }
    diagnostics.extend(contradictions);
    (named, diagnostics)
}

/// `locations`, and the fields of what they hold.
fn with_fields(program: &Program, locations: &BTreeSet<LocationId>) -> BTreeSet<LocationId> {
    let held: BTreeSet<ClassKey> = locations
        .iter()
        .flat_map(|location| program.locations[location.0 as usize].holds.iter().copied())
        .collect();
    let fields = (0..program.locations.len() as u32)
        .map(LocationId)
        .filter(|id| program.locations[id.0 as usize].hierarchy.is_some_and(|class| held.contains(&class)));
    fields.chain(locations.iter().copied()).collect()
}

/// The location that `name` stands for in `module`: `hits`, `Stats.count`, `Account.balance`, `state.total` of a module `state`, or for
/// `state.total` that field of what the global `state` holds, else the global. A name that an import binds stands for what it was
/// imported from.
pub(super) fn location_of(
    program: &Program,
    inputs: &Inputs<'_>,
    module: u32,
    name: &str,
) -> Option<LocationId> {
    let by_kind = |kind: LocationKind| {
        let place = program.locations.iter().position(|location| location.kind == kind)?;
        Some(LocationId(place as u32))
    };
    let field = |hierarchies: &BTreeSet<ClassKey>, field: &str| {
        let place = program.locations.iter().position(|location| {
            location.hierarchy.is_some_and(|class| hierarchies.contains(&class))
                && matches!(&location.kind, LocationKind::Field(_, name) if name == field)
        })?;
        Some(LocationId(place as u32))
    };
    let Some((first, rest)) = name.rsplit_once('.') else {
        return by_kind(LocationKind::Global(module, name.to_owned())).map(|found| origin(program, found));
    };
    let classes = &inputs.summary(module).classes;
    if let Some(class) = classes.iter().position(|class| class.qualname == first) {
        let class = ClassKey { module, class: ClassId(class as u32) };
        let attribute = by_kind(LocationKind::ClassAttribute(class, rest.to_owned()));
        return attribute.or_else(|| by_kind(LocationKind::Field(class, rest.to_owned())));
    }
    if let Some(known) = of_library(program, module, name) {
        return Some(known);
    }
    let (root, rest) = name.split_once('.')?;
    let root = by_kind(LocationKind::Global(module, root.to_owned()))?;
    match program.module_names.get(&root).and_then(|modules| modules.first()) {
        Some(other) => location_of(program, inputs, *other, rest),
        None => {
            let root = origin(program, root);
            field(&program.locations[root.0 as usize].holds, rest).or(Some(root))
        }
    }
}

/// The library's global of that dotted name. One that only other programs of the tree name is as good: a name is all that is asked for.
fn of_library(program: &Program, module: u32, name: &str) -> Option<LocationId> {
    let known = |of: &dyn Fn(u32) -> bool| {
        let fits = |kind: &LocationKind| matches!(kind, LocationKind::OfLibrary(home, path) if path == name && of(*home));
        program.locations.iter().position(|location| fits(&location.kind))
    };
    known(&|home| home == module).or_else(|| known(&|_| true)).map(|place| LocationId(place as u32))
}

/// What a global was imported from, if an import binds it.
fn origin(program: &Program, location: LocationId) -> LocationId {
    let mut at = location;
    // A circular import ends nowhere; no chain is longer than there are modules.
    for _ in &program.modules {
        match program.origins.get(&at).and_then(|origins| origins.first()) {
            Some(next) => at = *next,
            None => break,
        }
    }
    at
}
