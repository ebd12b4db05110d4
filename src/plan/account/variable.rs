//! The variables of an account that have no lock, each with the reason.

use std::collections::{BTreeMap, BTreeSet};

use super::{Decided, FreeReason, FreeVariable, FunctionName};
use crate::plan::sharing::Runs;
use crate::plan::sharing::is_variable;
use crate::program::{Access, Confined, FunctionKey, LocationId, LocationKind, Nature, Touch};
use crate::python::Marker;
use crate::summary::{FunctionKind, Name, Op};
use crate::text::Place;

/// An access and who does it.
type Deed<'d> = (FunctionKey, &'d Touch);

pub(super) fn free(decided: &Decided<'_, '_>) -> Vec<FreeVariable> {
    let mut touches: BTreeMap<LocationId, Vec<Deed<'_>>> = BTreeMap::new();
    for (key, facts) in &decided.program.functions {
        for touch in &facts.touches {
            touches.entry(touch.location).or_default().push((*key, touch));
        }
    }
    let bound = bound_globals(decided);
    let mut found = Vec::new();
    for id in (0..decided.program.locations.len() as u32).map(LocationId) {
        let touches = touches.get(&id).map_or(&[][..], Vec::as_slice);
        if decided.guard_of(id).is_none() && is_told(decided, id, touches, &bound) {
            found.push(variable(decided, id, touches));
        }
    }
    found.sort_by_key(|free| free.variable.place);
    found
}

/// Globals that something other than an import binds.
fn bound_globals<'d>(decided: &Decided<'d, '_>) -> BTreeSet<(u32, &'d str)> {
    let mut bound = BTreeSet::new();
    for (key, function) in decided.inputs.functions() {
        for statement in &function.statements {
            for event in &statement.events {
                if let Op::Store(Name::Global(name), value) = &event.op
                    && !matches!(
                        statement.events.get(value.0 as usize).map(|event| &event.op),
                        Some(Op::Import(_))
                    )
                {
                    bound.insert((key.module, name.as_str()));
                }
            }
        }
    }
    bound
}

/// Whether a reader would miss it: functions, classes, imports and names that Python gives meaning to are no variables.
fn is_told(
    decided: &Decided<'_, '_>,
    id: LocationId,
    touches: &[Deed<'_>],
    bound: &BTreeSet<(u32, &str)>,
) -> bool {
    let in_code = touches.iter().any(|(key, _)| {
        let kind = decided.inputs.function(*key).kind;
        !matches!(kind, FunctionKind::ClassBody(_))
    });
    match &decided.program.locations[id.0 as usize].kind {
        LocationKind::Global(module, name) => {
            let is_dunder = name.starts_with("__") && name.ends_with("__");
            !is_dunder
                && bound.contains(&(*module, name.as_str()))
                && is_variable(decided.program, decided.inputs, id)
        }
        LocationKind::ClassAttribute(..) | LocationKind::FunctionAttribute(..) => in_code,
        // The program's own part in it is what it binds.
        LocationKind::OfLibrary(..) => in_code,
        // Of these there are many; only those that bodies come to are of interest.
        LocationKind::Field(..) | LocationKind::Captured(..) | LocationKind::Default(..) => {
            let reaches =
                |(key, touch): &Deed<'_>| Runs::new(decided.program, decided.inputs, *key).reaches(touch);
            touches.iter().any(reaches)
        }
        // That is an object, not a variable.
        LocationKind::Site(_) => false,
    }
}

fn variable(decided: &Decided<'_, '_>, id: LocationId, touches: &[Deed<'_>]) -> FreeVariable {
    let reaching: Vec<&Deed<'_>> = touches
        .iter()
        .filter(|(key, touch)| Runs::new(decided.program, decided.inputs, *key).reaches(touch))
        .collect();
    let mut reached_by: Vec<FunctionName> =
        reaching.iter().map(|(key, _)| decided.function_name(*key)).collect();
    reached_by.sort();
    reached_by.dedup();
    FreeVariable {
        variable: decided.variable(id),
        reason: reason(decided, id, touches, &reaching),
        reached_by,
    }
}

fn reason(
    decided: &Decided<'_, '_>,
    id: LocationId,
    touches: &[Deed<'_>],
    reaching: &[&Deed<'_>],
) -> FreeReason {
    let vouched = reaching.iter().find_map(|(key, _)| decided.vouched_at(*key, id));
    if let Some(place) = vouched {
        return FreeReason::Vouched(place);
    }
    if let Some(lock) = decided.sharing.covered_by(id) {
        return FreeReason::Covered(decided.variable(lock));
    }
    if reaching.is_empty() {
        let elsewhere = touches.iter().any(|(key, _)| {
            matches!(&decided.inputs.function(*key).marker, Some(Marker::Concurrent(arguments)) if arguments.executor.is_some())
        });
        return if elsewhere { FreeReason::Elsewhere } else { FreeReason::NoBody };
    }
    let nature = decided.program.natures.get(id.0 as usize).copied().unwrap_or(Nature::Plain);
    if let Nature::Safe(kind) = nature {
        return FreeReason::Safe(kind);
    }
    let location = &decided.program.locations[id.0 as usize];
    if location.confined != Confined::Nothing {
        return FreeReason::Confined;
    }
    let is_name = matches!(
        location.kind,
        LocationKind::Global(..)
            | LocationKind::OfLibrary(..)
            | LocationKind::ClassAttribute(..)
            | LocationKind::FunctionAttribute(..)
    );
    let first = location.place;
    let writes: Vec<Place> = touches
        .iter()
        .filter(|(_, touch)| touch.access == Access::Write)
        .filter_map(|(_, touch)| touch.why.steps.last())
        .map(|step| step.place)
        .filter(|place| *place != first)
        .collect();
    let beside = touches
        .iter()
        .any(|(key, touch)| Runs::new(decided.program, decided.inputs, *key).writes_beside(touch));
    match writes.iter().max() {
        None if is_name && nature == Nature::Immutable => FreeReason::Constant,
        None => FreeReason::NeverWritten,
        Some(_) if beside => FreeReason::OtherPart,
        Some(last) => FreeReason::Initialisation(*last),
    }
}
