//! Rounds over all functions until nothing new is known (effects over the call graph's strongly connected components, all
//! components together: programs are small next to what a round costs).

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Duty, Facts, Program, ProgramModule, Unguarded};
use super::interpret::walk;
use super::knowledge::{Effects, Knowledge, ModuleInput};
use super::location::{Access, ClassKey, FunctionKey, Level, LocationId, Root};
use super::value::{Type, nature};
use crate::options::{Strictness, Switch};
use crate::python::Marker;
use crate::summary::{Constant, Function, FunctionKind, MethodKind};

/// Rounds at most. Everything that grows is finite; a chain of calls needs a round a link in the worst order.
const ROUNDS: usize = 64;

/// Links `modules` into one program: what every function touches, waits for and starts.
pub fn link(modules: Vec<ModuleInput<'_>>, strictness: Strictness) -> Program {
    let info = |input: &ModuleInput<'_>| ProgramModule {
        file: input.file,
        name: input.name.to_owned(),
        is_package: input.is_package,
    };
    let infos = modules.iter().map(info).collect();
    let mut knowledge = Knowledge::new(modules);
    settle(&mut knowledge, strictness);
    // What the program's own start never reaches, others may call at any time.
    for key in unreached(&knowledge) {
        knowledge.outside.insert(key);
        knowledge.make_late(key);
    }
    settle(&mut knowledge, strictness);
    let mut program = Program { modules: infos, ..Program::default() };
    for key in knowledge.functions() {
        let (effects, mut facts) = walk(&mut knowledge, key, strictness);
        facts.calls_unknown = effects.calls_unknown.clone();
        facts.unguarded = unguarded(&knowledge, key, &effects, &facts);
        program.functions.insert(key, facts);
    }
    let bodies =
        program.functions.iter().filter(|(_, facts)| facts.duty == Duty::Body).map(|(key, _)| *key).collect();
    program.below_bodies = reachable(&knowledge, bodies);
    program.threaded = reachable(&knowledge, knowledge.threaded.clone());
    for key in &program.below_bodies {
        if let Some(facts) = program.functions.get_mut(key).filter(|facts| facts.duty == Duty::Ordinary) {
            facts.unguarded = changed_defaults(&knowledge, *key);
        }
    }
    for (location, held) in knowledge.locations.iter_mut().zip(&knowledge.held) {
        location.opaque = held.types.iter().any(|kind| matches!(kind, Type::Library(_)));
    }
    if program.functions.values().any(|facts| facts.forks == Switch::On) {
        program.forks = Switch::On;
    }
    program.module_names = module_names(&knowledge);
    program.outside = knowledge.outside;
    program.late_imports = knowledge.late_imports;
    program.origins = knowledge.origins;
    program.bases = knowledge.bases;
    program.natures = knowledge.held.iter().map(|held| nature(&held.types)).collect();
    program.locations = knowledge.locations;
    program.joins = knowledge.joins.into_iter().collect();
    program
}

/// The globals that may hold a module of the program.
fn module_names(knowledge: &Knowledge<'_>) -> BTreeMap<LocationId, BTreeSet<u32>> {
    let mut names: BTreeMap<LocationId, BTreeSet<u32>> = BTreeMap::new();
    for (index, held) in knowledge.held.iter().enumerate() {
        for kind in &held.types {
            if let Type::Module(module) = kind {
                names.entry(LocationId(index as u32)).or_default().insert(*module);
            }
        }
    }
    names
}

/// Functions that the code of no module reaches by calls.
fn unreached(knowledge: &Knowledge<'_>) -> Vec<FunctionKey> {
    let functions = knowledge.functions();
    let starts = functions
        .iter()
        .copied()
        .filter(|key| knowledge.function(*key).kind == FunctionKind::Module)
        .collect();
    let reached = reachable(knowledge, starts);
    functions.into_iter().filter(|key| !reached.contains(key)).collect()
}

/// `from` and all that they call, directly or not.
fn reachable(knowledge: &Knowledge<'_>, from: BTreeSet<FunctionKey>) -> BTreeSet<FunctionKey> {
    let mut open: Vec<FunctionKey> = from.iter().copied().collect();
    let mut reached = from;
    while let Some(caller) = open.pop() {
        for (_, callee) in knowledge.calls.range((caller, FIRST)..).take_while(|(from, _)| *from == caller) {
            if reached.insert(*callee) {
                open.push(*callee);
            }
        }
    }
    reached
}

const FIRST: FunctionKey = FunctionKey { module: 0, function: crate::summary::FunctionId(0) };

/// Walks all functions until nothing changes. Callees stand behind their callers as often as before them, so each round
/// goes the other way round.
fn settle(knowledge: &mut Knowledge<'_>, strictness: Strictness) {
    let mut order = knowledge.functions();
    for _ in 0..ROUNDS {
        knowledge.changed = false;
        for key in &order {
            let (effects, _) = walk(knowledge, *key, strictness);
            absorb(knowledge, *key, effects);
        }
        if !knowledge.changed {
            break;
        }
        order.reverse();
    }
}

/// Adds what a walk found to what is known; reasons found first stay, so that they are stable.
fn absorb(knowledge: &mut Knowledge<'_>, key: FunctionKey, found: Effects) {
    let known = std::sync::Arc::make_mut(knowledge.effects.entry(key).or_default());
    let sizes = (known.direct.len(), known.acquires.len(), known.imports.len(), known.runs.len());
    let before =
        (known.accesses.len(), known.calls.len(), known.waits.is_some(), known.slow.is_some(), known.spawns);
    let (result, yielded) = (known.result.clone(), known.yielded.clone());
    for (access, why) in found.accesses {
        known.accesses.entry(access).or_insert(why);
    }
    known.direct.extend(found.direct);
    for (lock, why) in found.acquires {
        known.acquires.entry(lock).or_insert(why);
    }
    for (module, why) in found.imports {
        known.imports.entry(module).or_insert(why);
    }
    known.result.join(&found.result);
    known.yielded.join(&found.yielded);
    known.calls.extend(found.calls);
    known.runs.extend(found.runs);
    let unknown_before = (known.calls_unknown.is_some(), known.handed.len());
    if known.calls_unknown.is_none() {
        known.calls_unknown = found.calls_unknown;
    }
    known.handed.extend(found.handed);
    known.spawns |= found.spawns;
    if known.waits.is_none() {
        known.waits = found.waits;
    }
    if known.slow.is_none() {
        known.slow = found.slow;
    }
    let after =
        (known.accesses.len(), known.calls.len(), known.waits.is_some(), known.slow.is_some(), known.spawns);
    let grown = unknown_before != (known.calls_unknown.is_some(), known.handed.len())
        || sizes != (known.direct.len(), known.acquires.len(), known.imports.len(), known.runs.len())
        || before != after
        || result != known.result
        || yielded != known.yielded;
    knowledge.changed |= grown;
}

/// State that a body changes, or reads while others change it, and that is no location of the program.
fn unguarded(
    knowledge: &Knowledge<'_>,
    key: FunctionKey,
    effects: &Effects,
    facts: &Facts,
) -> Vec<Unguarded> {
    if facts.duty == Duty::Ordinary {
        return Vec::new();
    }
    let function = knowledge.function(key);
    if let Some(Marker::Concurrent(arguments)) = &function.marker
        && arguments.executor.is_some()
    {
        return Vec::new();
    }
    let mut found: Vec<Unguarded> = Vec::new();
    let mut seen: BTreeSet<Root> = BTreeSet::new();
    let own_class = function.class.map(|class| ClassKey { module: key.module, class });
    let instance = matches!(function.method, MethodKind::Instance | MethodKind::Property);
    for access in [Access::Write, Access::Read] {
        for ((root, level, found_access), why) in &effects.accesses {
            if *found_access != access || matches!(root, Root::Location(_)) || seen.contains(root) {
                continue;
            }
            let is_self = instance && *root == Root::Param(0);
            if let Root::Param(index) = root
                && !is_self
                && knowledge.spawned.contains(&key)
                && !knowledge.kept.contains(&(key, *index))
                && !has_mutable_default(function, *index)
            {
                continue;
            }
            let written_elsewhere = match root {
                Root::Param(_) if is_self => own_class.is_some_and(|class| {
                    knowledge.written_fields.keys().any(|other| {
                        knowledge.ancestry(*other).contains(&class)
                            || knowledge.ancestry(class).contains(other)
                    })
                }),
                Root::Captured(owner, local) => {
                    rebound_later(knowledge, *owner, *local) && *level == Level::Binding
                }
                _ => false,
            };
            if access == Access::Write || written_elsewhere {
                seen.insert(*root);
                found.push(Unguarded { root: *root, access, why: why.clone() });
            }
        }
    }
    found
}

/// Defaults of a helper that it changes: one object for all bodies that call it.
fn changed_defaults(knowledge: &Knowledge<'_>, key: FunctionKey) -> Vec<Unguarded> {
    let Some(effects) = knowledge.effects.get(&key) else { return Vec::new() };
    let changed = effects.accesses.iter().filter(|((root, level, access), _)| {
        let Root::Param(index) = root else { return false };
        *access == Access::Write
            && *level == Level::Object
            && has_mutable_default(knowledge.function(key), *index)
    });
    changed
        .map(|((root, _, access), why)| Unguarded { root: *root, access: *access, why: why.clone() })
        .collect()
}

/// Whether the parameter's default is a container: one object for all calls.
fn has_mutable_default(function: &Function, index: u32) -> bool {
    let default = function.params.get(index as usize).and_then(|param| param.default);
    matches!(default, Some(Constant::List | Constant::Dict | Constant::Set))
}

/// Whether a nested function rebinds this local.
fn rebound_later(knowledge: &Knowledge<'_>, owner: FunctionKey, local: crate::summary::LocalId) -> bool {
    knowledge.effects.values().any(|effects| {
        effects
            .accesses
            .keys()
            .any(|(root, _, access)| *root == Root::Captured(owner, local) && *access == Access::Write)
    })
}
