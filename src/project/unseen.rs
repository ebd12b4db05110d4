//! Importers of locked modules that were not given: what they do to locked state, they do without its lock.
//!
//! Counted by their import statements alone. Must not know how locks were found.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic};
use crate::files::{Input, Neighbour, Origin, decode, neighbours, read_file};
use crate::plan::LockPlan;
use crate::program::{Location, ModuleInput, Program};
use crate::python::{imported_modules, parse};
use crate::text::{FileId, Place};

/// How many importers are named.
const NAMED: usize = 3;

/// LW210, one a locked module that others import.
pub(super) fn unseen(
    inputs: &[Input],
    program: &Program,
    plan: &LockPlan,
    modules: &[ModuleInput<'_>],
) -> Vec<Diagnostic> {
    let locked = locked(program, plan, modules);
    if locked.is_empty() || !inputs.iter().any(|input| matches!(input.origin, Origin::Disk(_))) {
        return Vec::new();
    }
    let importers: Vec<(String, BTreeSet<String>)> = neighbours(inputs)
        .into_par_iter()
        .filter_map(|neighbour| Some((neighbour.name.clone(), imports(&neighbour, &locked)?)))
        .collect();
    let found = locked.iter().filter_map(|(module, place)| {
        let imports = |(_, imported): &&(String, BTreeSet<String>)| {
            imported.iter().any(|name| name == module || is_inside(name, module))
        };
        let names: Vec<&str> = importers.iter().filter(imports).map(|(name, _)| name.as_str()).collect();
        (!names.is_empty()).then(|| diagnostic(module, *place, &names))
    });
    found.collect()
}

/// The modules whose own names have locks, and where the first of those is.
fn locked<'m>(program: &Program, plan: &LockPlan, modules: &[ModuleInput<'m>]) -> BTreeMap<&'m str, Place> {
    let shared: BTreeSet<&str> = plan
        .lock_module
        .iter()
        .flat_map(|module| &module.locks)
        .flat_map(|lock| &lock.guards)
        .map(String::as_str)
        .collect();
    let mut found = BTreeMap::new();
    for (number, module) in modules.iter().enumerate().filter(|(_, module)| module.library.is_none()) {
        let own: BTreeSet<&str> =
            plan.modules[number].locks.iter().flat_map(|lock| &lock.guards).map(String::as_str).collect();
        let is_locked = |location: &&Location| {
            location.module() == number as u32
                && (own.contains(location.name.as_str())
                    || shared.contains(format!("{}.{}", module.name, location.name).as_str()))
        };
        if let Some(first) = program.locations.iter().filter(is_locked).map(|location| location.place).min() {
            found.insert(module.name, first);
        }
    }
    found
}

/// What a file imports, by whole names, if its text speaks of a locked module at all.
fn imports(neighbour: &Neighbour, locked: &BTreeMap<&str, Place>) -> Option<BTreeSet<String>> {
    let bytes = read_file(&neighbour.path).ok()?;
    let text = decode(&bytes).ok()?.text;
    let last = |module: &str| module.rsplit('.').next().unwrap_or_default().to_owned();
    if !locked.keys().any(|module| text.contains(&last(module))) {
        return None;
    }
    let module = parse(FileId(0), text).ok()?;
    let whole = |path: &String| -> Option<String> {
        let name = path.trim_start_matches('.');
        let level = path.len() - name.len();
        if level == 0 {
            return Some(path.clone());
        }
        let up = level - usize::from(neighbour.is_package);
        let parts: Vec<&str> = neighbour.name.split('.').collect();
        let package = parts.get(..parts.len().checked_sub(up)?)?.join(".");
        Some(if name.is_empty() { package } else { format!("{package}.{name}") })
    };
    Some(imported_modules(&module).iter().filter_map(whole).collect())
}

fn is_inside(name: &str, module: &str) -> bool {
    name.strip_prefix(module).is_some_and(|rest| rest.starts_with('.'))
}

fn diagnostic(module: &str, place: Place, names: &[&str]) -> Diagnostic {
    let few: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > NAMED { ", ..." } else { "" };
    let message = match names.len() {
        1 => format!("{} imports `{module}` and was not given", few[0]),
        count => format!("{count} modules import `{module}` and were not given: {}{more}", few.join(", ")),
    };
    Diagnostic::new(Code::LW210, message, place, "has a lock that they do not know")
        .with_help("give the whole tree, so that what they do with it is analysed too")
}
