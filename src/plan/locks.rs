//! Locks from lock classes: merged where that costs no parallelism (Emmi, Fischer, Jhala, Majumdar, POPL 2007), named after
//! their first location, ordered by name.

use std::collections::{BTreeMap, BTreeSet};

use super::sharing::{LockClass, Sharing};
use super::view::Classes;
use super::{Inputs, Lock, LockId, LockSource, named::Named, names::Names};
use crate::program::{LocationId, LocationKind, Program};
use crate::text::Span;

/// The locks of a module and the class that each class was merged into.
#[derive(Default)]
pub(super) struct Locks {
    pub(super) locks: Vec<Lock>,
    ids: BTreeMap<LockClass, LockId>,
}

impl Locks {
    /// The locks of these classes, in the order in which they are acquired.
    pub(super) fn of(&self, classes: &Classes) -> Vec<LockId> {
        let ids: BTreeSet<LockId> = classes.iter().filter_map(|class| self.ids.get(class).copied()).collect();
        ids.into_iter().collect()
    }
}

/// Makes the locks for `sections`, each the classes that one section of the module takes.
pub(super) fn locks(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    named: &Named,
    sections: &[Classes],
    names: &mut Names,
) -> Locks {
    let users: BTreeMap<LockClass, Span> =
        named.locks.iter().map(|(location, lock)| (sharing.class(*location), lock.expression)).collect();
    let used: BTreeSet<LockClass> = sections.iter().flatten().copied().collect();
    let merged = merged(sections, &used, &users);
    let mut groups: BTreeMap<LockClass, Vec<LocationId>> = BTreeMap::new();
    let touched: BTreeSet<LocationId> =
        program.functions.values().flat_map(|facts| &facts.touches).map(|touch| touch.location).collect();
    for location in (0..program.locations.len() as u32).map(LocationId) {
        let class = sharing.class(location);
        if used.contains(&class) && touched.contains(&location) && is_variable(program, inputs, location) {
            groups.entry(merged[&class]).or_default().push(location);
        }
    }
    let mut made: Vec<(Lock, LockClass)> = Vec::new();
    for (class, mut members) in groups {
        members.sort_by_key(|location| program.locations[location.0 as usize].place);
        let Some(first) = members.first() else { continue };
        let name = names.lock(&program.locations[first.0 as usize].name);
        let guards =
            members.iter().map(|location| program.locations[location.0 as usize].name.clone()).collect();
        let source = users.get(&class).map_or(LockSource::Own, |span| LockSource::User(*span));
        made.push((Lock { name, guards, source }, class));
    }
    made.sort_by(|one, other| one.0.name.cmp(&other.0.name));
    let mut result = Locks::default();
    let mut by_leader: BTreeMap<LockClass, LockId> = BTreeMap::new();
    for (index, (lock, class)) in made.into_iter().enumerate() {
        by_leader.insert(class, LockId(index as u32));
        result.locks.push(lock);
    }
    for class in &used {
        if let Some(id) = by_leader.get(&merged[class]) {
            result.ids.insert(*class, *id);
        }
    }
    result
}

/// Functions, classes and imports may stand in an alias class, but a reader wants to hear of variables.
fn is_variable(program: &Program, inputs: &Inputs<'_>, location: LocationId) -> bool {
    match &program.locations[location.0 as usize].kind {
        LocationKind::ClassAttribute(..) | LocationKind::FunctionAttribute(..) => true,
        LocationKind::Global(module, name) => {
            let summary = inputs.summary(*module);
            !summary.classes.iter().any(|class| class.name == *name && class.qualname == *name)
                && !summary.functions.iter().any(|function| function.qualname == *name)
        }
    }
}

/// If every section that takes B takes A, A's lock guards both.
fn merged(
    sections: &[Classes],
    used: &BTreeSet<LockClass>,
    users: &BTreeMap<LockClass, Span>,
) -> BTreeMap<LockClass, LockClass> {
    let mut leader: BTreeMap<LockClass, LockClass> = used.iter().map(|class| (*class, *class)).collect();
    let takers: BTreeMap<LockClass, BTreeSet<usize>> = used
        .iter()
        .map(|class| {
            let takes = sections
                .iter()
                .enumerate()
                .filter(|(_, section)| section.contains(class))
                .map(|(index, _)| index);
            (*class, takes.collect())
        })
        .collect();
    let mine: Vec<LockClass> = used.iter().copied().filter(|class| !users.contains_key(class)).collect();
    for class in &mine {
        let over = mine.iter().find(|other| {
            *other != class
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
