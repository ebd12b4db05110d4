//! Imported names that go stale: `from m import items` keeps the object that `m.items` named then, whatever `m` binds it to later.
//!
//! Must not know locks.

use std::collections::BTreeSet;

use super::{Inputs, diagnostics};
use crate::diagnostics::Diagnostic;
use crate::program::{Access, Duty, FunctionKey, Level, LocationId, Program, Reach, Touch};
use crate::summary::FunctionKind;
use crate::text::Place;

/// LW209, one an import: where bodies have to do with the name or with its origin.
pub(super) fn stale(program: &Program, inputs: &Inputs<'_>) -> Vec<Diagnostic> {
    let touched = touched_by_bodies(program);
    let mut found = Vec::new();
    for importer in program.origins.keys() {
        let origins = origins(program, *importer);
        if !touched.contains(importer) && touched.is_disjoint(&origins) {
            continue;
        }
        let rebinding =
            origins.iter().find_map(|origin| Some((*origin, rebinding(program, inputs, *origin)?)));
        let Some((origin, place)) = rebinding else { continue };
        let location = |id: LocationId| &program.locations[id.0 as usize];
        let module = &program.modules[location(origin).module() as usize].name;
        let named = (location(*importer).name.as_str(), location(origin).name.as_str());
        found.push(diagnostics::stale(location(*importer).place, named, module, place));
    }
    found
}

/// All that `importer` was imported from, directly or through other modules.
fn origins(program: &Program, importer: LocationId) -> BTreeSet<LocationId> {
    let mut found = BTreeSet::new();
    let mut open = vec![importer];
    while let Some(at) = open.pop() {
        let further = program.origins.get(&at).into_iter().flatten();
        open.extend(further.copied().filter(|origin| *origin != importer && found.insert(*origin)));
    }
    found
}

/// The locations that bodies, or what they call, touch.
fn touched_by_bodies(program: &Program) -> BTreeSet<LocationId> {
    let of_body = |key: &FunctionKey, duty: Duty| duty == Duty::Body || program.below_bodies.contains(key);
    let functions = program.functions.iter().filter(|(key, facts)| of_body(key, facts.duty));
    functions.flat_map(|(_, facts)| &facts.touches).map(|touch| touch.location).collect()
}

/// Where code other than that of its own module's top level binds `location` anew.
fn rebinding(program: &Program, inputs: &Inputs<'_>, location: LocationId) -> Option<Place> {
    let own = program.locations[location.0 as usize].module();
    let binds = |touch: &&Touch| {
        touch.location == location
            && touch.level == Level::Binding
            && touch.access == Access::Write
            && touch.reach == Reach::Direct
    };
    let functions = program
        .functions
        .iter()
        .filter(|(key, _)| key.module != own || inputs.function(**key).kind != FunctionKind::Module);
    let mut touches = functions.flat_map(|(_, facts)| facts.touches.iter().filter(binds));
    touches.find_map(|touch| touch.why.steps.first().map(|step| step.place))
}
