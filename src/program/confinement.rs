//! Which state no two threads can have: fields of classes whose instances never leave the thread that makes them.
//!
//! A class counts as a whole, with the classes above and below it. Must not know who writes what: it says only who may have whom.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Duty, Facts};
use super::interpret::is_for_executor;
use super::knowledge::Knowledge;
use super::location::{ClassKey, FunctionKey, LocationId, LocationKind};
use super::value::{Type, Types};
use crate::summary::MethodKind;

/// Sets `hierarchy` and `confined` of every location; what is known of classes goes to those that stand for their hierarchies.
pub(super) fn confine(
    knowledge: &mut Knowledge<'_>,
    functions: &BTreeMap<FunctionKey, Facts>,
    threaded: &BTreeSet<FunctionKey>,
) {
    let hierarchies = hierarchies(knowledge);
    let finder = Shared { knowledge, hierarchies: &hierarchies };
    let shared = finder.find(functions, threaded);
    let count = knowledge.locations.len() as u32;
    let holds: Vec<BTreeSet<ClassKey>> = (0..count)
        .map(|id| {
            let mut classes = BTreeSet::new();
            finder.add(&finder.types_in(LocationId(id)), &mut classes);
            classes
        })
        .collect();
    let leader = |class: &ClassKey| hierarchies.get(class).copied().unwrap_or(*class);
    knowledge.state.entangled = knowledge.state.entangled.iter().map(leader).collect();
    for (class, sites) in std::mem::take(&mut knowledge.state.made_at) {
        knowledge.state.made_at.entry(leader(&class)).or_default().extend(sites);
    }
    for (location, holds) in knowledge.locations.iter_mut().zip(holds) {
        location.holds = holds;
        if let LocationKind::Field(class, _) = &location.kind {
            location.hierarchy = hierarchies.get(class).copied();
            location.confined = location.hierarchy.is_none_or(|class| !shared.contains(&class));
        }
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
    fn find(
        &self,
        functions: &BTreeMap<FunctionKey, Facts>,
        threaded: &BTreeSet<FunctionKey>,
    ) -> BTreeSet<ClassKey> {
        let mut shared = BTreeSet::new();
        let mut reached: BTreeSet<LocationId> = BTreeSet::new();
        for (key, facts) in functions {
            let in_body = facts.duty != Duty::Ordinary || threaded.contains(key);
            if in_body && !is_for_executor(self.knowledge.function(*key)) {
                reached.extend(facts.touches.iter().map(|touch| touch.location));
            }
            if facts.duty == Duty::Body || self.knowledge.threaded.contains(key) {
                self.given_to(*key, &mut shared);
            }
        }
        self.add(&self.knowledge.state.lost, &mut shared);
        self.add(&self.knowledge.state.kept, &mut shared);
        for class in self.knowledge.classes() {
            // Instances that the program doesn't make come from somewhere else, and nobody knows who has them.
            if self.is_never_made(class) {
                shared.extend(self.hierarchies.get(&class));
            }
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
        let known = self.knowledge.spawned.contains(&body);
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
        let held = &self.knowledge.held[location.0 as usize];
        let mut types: Types = held.types.iter().chain(&held.content).cloned().collect();
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
            types.extend(value.types.iter().chain(&value.content).cloned());
        }
        types
    }

    fn is_never_made(&self, class: ClassKey) -> bool {
        let family =
            self.hierarchies.iter().filter(|(_, leader)| self.hierarchies.get(&class) == Some(leader));
        family.into_iter().all(|(member, _)| !self.knowledge.state.made.contains(member))
    }

    fn add(&self, types: &Types, shared: &mut BTreeSet<ClassKey>) {
        for kind in types {
            if let Type::Own(class) = kind {
                shared.extend(self.hierarchies.get(class));
            }
        }
    }
}
