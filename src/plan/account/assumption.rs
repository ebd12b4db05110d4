//! The assumptions of an account, and what markers say by hand.

use std::collections::BTreeSet;

use super::{Assumption, AssumptionKind, Decided, FunctionName};
use crate::plan::sharing::is_variable;
use crate::plan::sharing::{Runs, atomic_statements};
use crate::program::{Duty, FunctionKey, Level, LocationId};
use crate::python::{Marker, NamedLocation};
use crate::text::{Place, Span};

pub(super) fn assumptions(decided: &Decided<'_, '_>) -> Vec<Assumption> {
    let mut found: BTreeSet<Assumption> = BTreeSet::new();
    let reached = reached(decided);
    for (key, facts) in &decided.program.functions {
        for handed in &facts.handed {
            let location = handed.location;
            let matters = reached.contains(&location)
                && is_variable(decided.program, decided.inputs, location)
                && !decided.sharing.is_contended(location, Level::Object);
            if matters {
                found.insert(Assumption {
                    place: Some(handed.callee),
                    kind: AssumptionKind::UnknownCallee,
                    variable: Some(decided.variable(location)),
                    function: decided.function_at(handed.callee),
                });
            }
        }
        for dynamic in &facts.dynamic {
            found.insert(Assumption {
                place: Some(dynamic.place),
                kind: AssumptionKind::Dynamic(dynamic.what.clone()),
                variable: None,
                function: Some(decided.function_name(*key)),
            });
        }
        if let Some(vouched) = decided.named.vouched.get(key) {
            for location in vouched {
                found.extend(decided.vouched_at(*key, *location).map(|place| Assumption {
                    place: Some(place),
                    kind: AssumptionKind::Unlocked,
                    variable: Some(decided.variable(*location)),
                    function: Some(decided.function_name(*key)),
                }));
            }
        }
        let function = decided.inputs.function(*key);
        if facts.duty == Duty::Body && !atomic_statements(function).is_empty() {
            found.insert(Assumption {
                place: Some(decided.inputs.place(key.module, function.name_span)),
                kind: AssumptionKind::FixedByHand,
                variable: None,
                function: Some(decided.function_name(*key)),
            });
        }
    }
    if decided.program.functions.values().any(|facts| facts.duty == Duty::Body) {
        let kind = AssumptionKind::OtherCode;
        found.insert(Assumption { place: None, kind, variable: None, function: None });
    }
    found.into_iter().collect()
}

/// Locations that some body reaches.
fn reached(decided: &Decided<'_, '_>) -> BTreeSet<LocationId> {
    let mut reached = BTreeSet::new();
    for (key, facts) in &decided.program.functions {
        let runs = Runs::new(decided.program, decided.inputs, *key);
        reached.extend(facts.touches.iter().filter(|touch| runs.reaches(touch)).map(|touch| touch.location));
    }
    reached
}

impl Decided<'_, '_> {
    /// Where the marker of `key` vouches for a location, if it does.
    pub(super) fn vouched_at(&self, key: FunctionKey, location: LocationId) -> Option<Place> {
        self.named.vouched.get(&key).filter(|vouched| vouched.contains(&location))?;
        let Some(Marker::Concurrent(arguments)) = &self.inputs.function(key).marker else { return None };
        self.spelled(key, &arguments.unlocked, location)
    }

    /// Where a marker says to lock a location, if one does.
    pub(super) fn named_at(&self, location: LocationId) -> Option<Place> {
        let in_class = |other: &LocationId| self.sharing.class(*other) == self.sharing.class(location);
        let exactly = self.named.exactly.iter().find(|(_, locations)| locations.iter().any(in_class));
        if let Some((key, _)) = exactly
            && let Some(Marker::Concurrent(arguments)) = &self.inputs.function(*key).marker
        {
            return self.spelled(*key, arguments.globals.as_deref().unwrap_or(&[]), location);
        }
        let (_, (module, lock)) = self.named.locks.iter().find(|(other, _)| in_class(other))?;
        Some(self.inputs.place(*module, lock.location.span))
    }

    /// The name in a marker that stands for a location: its own, else the first one.
    fn spelled(&self, key: FunctionKey, names: &[NamedLocation], location: LocationId) -> Option<Place> {
        let known = &self.program.locations[location.0 as usize].name;
        let last = |name: &str| name.rsplit('.').next().map(str::to_owned);
        let spelled = names.iter().find(|name| last(&name.name) == last(known)).or(names.first())?;
        Some(self.inputs.place(key.module, spelled.span))
    }

    /// The innermost function around a place.
    fn function_at(&self, place: Place) -> Option<FunctionName> {
        let around = self.inputs.functions().filter(|(key, function)| {
            self.inputs.place(key.module, Span::at(0)).file == place.file
                && self.inputs.place(key.module, function.span).span.contains(place.span)
        });
        around.min_by_key(|(_, function)| function.span.len()).map(|(key, _)| self.function_name(key))
    }
}
