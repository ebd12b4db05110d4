//! Rounds over all functions until nothing new is known (effects over the call graph's strongly connected components, all
//! components together: programs are small next to what a round costs).

use std::collections::{BTreeMap, BTreeSet};

use super::confinement;
use super::crowd::Grain;
use super::facts::{Duty, Interrupts, Join, Program, ProgramModule, Unguarded};
use super::interpret::{Purpose, duty, is_for_executor, walk};
use super::knowledge::{Effects, Knowledge, ModuleInput};
use super::location::{Access, ClassKey, FunctionKey, Level, LocationId, LocationKind, Root};
use super::overrides::overrides;
use super::receiver::note;
use super::value::{Type, Value, nature};
use crate::diagnostics::Why;
use crate::options::{Strictness, Switch};
use crate::summary::{Function, FunctionKind, MethodKind, Name, Op, Statement, StatementKind};

/// Rounds at most. Everything that grows is finite; a chain of calls needs a round a link in the worst order.
const ROUNDS: usize = 64;

/// Accesses looked at, and what values may be, at most: some times what programs take that are not entangled. Beyond, the program is
/// looked at from farther off, and where that has no end either, it is refused: that is where no one would wait any longer.
fn most_steps(knowledge: &Knowledge<'_>) -> u64 {
    let functions = knowledge.modules.iter().flat_map(|module| &module.summary.functions);
    let statements: u64 = functions.map(|function| function.statements.len() as u64).sum();
    (16_000_000 + 5_000 * statements).min(40_000_000)
}

/// Links `modules` into one program: what every function touches, waits for and starts.
pub fn link(modules: Vec<ModuleInput<'_>>, strictness: Strictness) -> Program {
    let info = |input: &ModuleInput<'_>| ProgramModule {
        file: input.file,
        name: input.name.to_owned(),
        is_package: input.is_package,
    };
    let infos = modules.iter().map(info).collect();
    let mut knowledge = Knowledge::new(modules);
    knowledge.most_steps = most_steps(&knowledge);
    settle_in_stages(&mut knowledge, strictness);
    let mut program = Program { modules: infos, is_complete: !knowledge.is_spent(), ..Program::default() };
    knowledge.most_steps = u64::MAX;
    for key in knowledge.functions() {
        let (effects, mut facts) = walk(&mut knowledge, key, strictness, Purpose::Tell);
        facts.calls_unknown = effects.calls_unknown.clone();
        facts.unguarded = unguarded(&knowledge, key, &effects);
        facts.lost = lost(&knowledge, key, &effects);
        program.functions.insert(key, facts);
    }
    let bodies =
        program.functions.iter().filter(|(_, facts)| facts.duty == Duty::Body).map(|(key, _)| *key).collect();
    program.below_bodies = reachable(&knowledge, bodies);
    program.interrupts = interrupts(&knowledge);
    program.threaded = reachable(&knowledge, knowledge.threaded.clone());
    confinement::tell(&mut knowledge);
    for (location, held) in knowledge.locations.iter_mut().zip(&knowledge.held) {
        location.opaque = held.types.iter().any(|kind| matches!(kind, Type::Library(_)));
    }
    if program.functions.values().any(|facts| facts.forks == Switch::On) {
        program.forks = Switch::On;
    }
    program.module_names = module_names(&knowledge);
    program.executors = knowledge.executors.keys().map(|key| (*key, knowledge.executor_of(*key))).collect();
    program.initializers = reachable(&knowledge, knowledge.initializers.clone());
    program.overrides = overrides(&knowledge);
    program.gives_futures = gives_futures(&knowledge);
    program.waits_on_import = waits_on_import(&knowledge);
    program.unowned = &knowledge.state.unowned | &leaving(&knowledge);
    program.entangled = knowledge.state.entangled;
    program.handlers = knowledge.handlers;
    program.made_at = knowledge.state.made_at;
    program.outside = knowledge.outside;
    program.late_imports = knowledge.late_imports;
    program.origins = knowledge.origins;
    program.imported = &knowledge.imported - &knowledge.bound_here;
    program.bases = knowledge.bases;
    program.natures = knowledge.held.iter().map(|held| nature(&held.types)).collect();
    program.locations = knowledge.locations;
    let join = |((first, level, second), place)| Join { first, level, second, place };
    program.joins = knowledge.joins.into_iter().map(join).collect();
    program
}

/// Settles what rests on what: who calls whom, what others may call, which loops wait.
fn settle_in_stages(knowledge: &mut Knowledge<'_>, strictness: Strictness) {
    settle(knowledge, strictness);
    if knowledge.note_handlers() {
        for key in knowledge.functions() {
            knowledge.progress.wakes(key);
        }
    }
    knowledge.confinement.counts_others();
    // What the program's own start never reaches, others may call at any time.
    for key in unreached(knowledge) {
        knowledge.outside.insert(key);
        knowledge.make_late(key);
    }
    for key in called_by_others(knowledge) {
        knowledge.make_late(key);
        if is_called_anywhere(knowledge, key) {
            knowledge.threaded.insert(key);
        }
    }
    settle(knowledge, strictness);
    while called_by_nobody_knows_whom(knowledge) | started_by_bodies(knowledge) {
        settle(knowledge, strictness);
    }
    // Which loops wait for somebody else shows only when it is known what the functions do that they call.
    knowledge.confinement.counts_waits();
    for key in knowledge.functions() {
        let mut statements = knowledge.function(key).statements.iter();
        if statements.any(|statement| matches!(statement.kind, StatementKind::While { .. })) {
            knowledge.progress.wakes(key);
        }
    }
    settle(knowledge, strictness);
    // Whoever is woken by what alone, the last word is one look at everything.
    knowledge.progress.all_grows();
    settle(knowledge, strictness);
    while called_by_nobody_knows_whom(knowledge) | started_by_bodies(knowledge) {
        settle(knowledge, strictness);
    }
}

/// Ordinary functions that may return a future.
fn gives_futures(knowledge: &Knowledge<'_>) -> BTreeSet<FunctionKey> {
    let gives = |key: &FunctionKey| {
        let effects = knowledge.effects.get(key);
        duty(knowledge.function(*key)) == Duty::Ordinary
            && effects.is_some_and(|effects| effects.result.types.contains(&Type::Future))
    };
    knowledge.functions().into_iter().filter(gives).collect()
}

/// Captured variables whose objects another call of their function may have: given by a caller, returned, or met again in a
/// recursion.
fn leaving(knowledge: &Knowledge<'_>) -> BTreeSet<(LocationId, Level)> {
    let mut returned: BTreeSet<Root> = BTreeSet::new();
    for effects in knowledge.effects.values() {
        let values = [&effects.result, &effects.yielded];
        returned.extend(values.into_iter().flat_map(|value| &value.aliases).map(|alias| alias.root));
    }
    let mut found = BTreeSet::new();
    for (location, id) in knowledge.locations.iter().zip(0..).map(|(location, id)| (location, LocationId(id)))
    {
        let LocationKind::Captured(owner, local) = location.kind else { continue };
        let is_param = (local.0 as usize) < knowledge.function(owner).params.len();
        let callees = knowledge.calls.range((owner, FIRST)..).take_while(|(from, _)| *from == owner);
        let is_recursive =
            || reachable(knowledge, callees.map(|(_, callee)| *callee).collect()).contains(&owner);
        let is_returned =
            returned.contains(&Root::Location(id)) || returned.contains(&Root::Captured(owner, local));
        if is_param || is_returned || is_recursive() {
            found.extend([(id, Level::Object), (id, Level::Inner)]);
        }
    }
    found
}

/// Modules that wait while they are imported.
fn waits_on_import(knowledge: &Knowledge<'_>) -> BTreeMap<u32, Why> {
    let codes = (0..knowledge.modules.len() as u32)
        .map(|module| FunctionKey { module, function: crate::summary::FunctionId(0) });
    let waits = |code: FunctionKey| Some((code.module, knowledge.effects.get(&code)?.waits.clone()?));
    codes.filter_map(waits).collect()
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

/// Methods that Python or a library calls at times of its own, whoever else does.
fn called_by_others(knowledge: &Knowledge<'_>) -> Vec<FunctionKey> {
    let below: BTreeSet<ClassKey> =
        knowledge.classes().into_iter().filter(|class| knowledge.is_below_library(*class)).collect();
    let is_called = |key: &FunctionKey| {
        let function = knowledge.function(*key);
        let class = function.class.map(|class| ClassKey { module: key.module, class });
        class.is_some_and(|class| is_finalizer(function) || below.contains(&class))
            && function.name != "__init__"
    };
    knowledge.functions().into_iter().filter(is_called).collect()
}

/// Whether a library calls a method in whatever thread calls it, without being given its object there: filters and handlers of a
/// log.
fn is_called_anywhere(knowledge: &Knowledge<'_>, key: FunctionKey) -> bool {
    let class = knowledge.function(key).class.map(|class| ClassKey { module: key.module, class });
    class.is_some_and(|class| {
        knowledge.state.made.contains(&class)
            && knowledge.is_below_path(class, "logging.")
            && knowledge.hooks(class).contains(&key)
    })
}

pub(super) fn is_finalizer(function: &Function) -> bool {
    function.name == "__del__" && function.method == MethodKind::Instance
}

/// Functions that run in the middle of other code.
fn interrupts(knowledge: &Knowledge<'_>) -> BTreeMap<FunctionKey, Interrupts> {
    let mut found = knowledge.interrupts.clone();
    let finalizers = knowledge.functions().into_iter().filter(|key| is_finalizer(knowledge.function(*key)));
    found.extend(finalizers.map(|key| (key, Interrupts::AnyThread)));
    found
}

/// Where a body calls something that nobody knows, it may be any function that was given away: those run in the threads of bodies, too.
/// Gives whether that is news.
fn called_by_nobody_knows_whom(knowledge: &mut Knowledge<'_>) -> bool {
    let is_body = |key: &FunctionKey| duty(knowledge.function(*key)) == Duty::Body;
    let calls_unknown = knowledge
        .effects
        .iter()
        .any(|(key, effects)| is_body(key) && (effects.calls_unknown.is_some() || !effects.calls.is_empty()));
    if !calls_unknown {
        return false;
    }
    let before = knowledge.threaded.len();
    for function in knowledge.given_away.clone() {
        if duty(knowledge.function(function)) != Duty::Body && knowledge.threaded.insert(function) {
            knowledge.make_late(function);
            knowledge.progress.wakes(function);
        }
    }
    knowledge.threaded.len() != before
}

/// What a body, or code that it calls, hands to a thread of the program's own runs beside the other bodies. Gives whether that is news.
fn started_by_bodies(knowledge: &mut Knowledge<'_>) -> bool {
    let bodies = knowledge.functions().into_iter().filter(|key| duty(knowledge.function(*key)) == Duty::Body);
    let below = reachable(knowledge, bodies.collect());
    let before = knowledge.threaded.len();
    for (by, function) in knowledge.started.clone() {
        if below.contains(&by)
            && duty(knowledge.function(function)) != Duty::Body
            && knowledge.threaded.insert(function)
        {
            knowledge.progress.wakes(function);
        }
    }
    knowledge.threaded.len() != before
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
pub(super) fn reachable(knowledge: &Knowledge<'_>, from: BTreeSet<FunctionKey>) -> BTreeSet<FunctionKey> {
    let mut open: Vec<FunctionKey> = from.iter().copied().collect();
    let mut reached = from;
    while let Some(caller) = open.pop() {
        open.extend(callees(knowledge, caller).filter(|callee| reached.insert(*callee)));
    }
    reached
}

const FIRST: FunctionKey = FunctionKey { module: 0, function: crate::summary::FunctionId(0) };

/// Walks functions until nothing grows.
fn settle(knowledge: &mut Knowledge<'_>, strictness: Strictness) {
    for _ in 0..ROUNDS {
        knowledge.changed = false;
        knowledge.note_lineages();
        knowledge.note_plain();
        knowledge.note_fitting();
        confinement::refresh(knowledge);
        if std::mem::take(&mut knowledge.changed) {
            knowledge.progress.all_grows();
        }
        let due: Vec<FunctionKey> =
            callees_first(knowledge).into_iter().filter(|key| knowledge.progress.is_due(*key)).collect();
        if due.is_empty() {
            break;
        }
        for key in due {
            let (effects, _) = walk(knowledge, key, strictness, Purpose::Learn);
            if absorb(knowledge, key, effects) {
                knowledge.progress.grows(key);
            }
            if std::mem::take(&mut knowledge.changed) {
                knowledge.progress.all_grows();
            }
            if knowledge.is_spent() && !steps_back(knowledge) {
                return;
            }
        }
    }
}

/// Looks at a program that is too entangled for a close look from farther off. Gives whether that is news.
fn steps_back(knowledge: &mut Knowledge<'_>) -> bool {
    let is_fine = knowledge.crowds.grain == Grain::Fine;
    if is_fine {
        knowledge.steps_back();
        knowledge.progress.all_grows();
        // Steps cost more there: a small part of the budget is left for it.
        knowledge.steps = knowledge.most_steps / 16 * 15;
    }
    is_fine
}

/// All functions, each behind those that it is known to call where that can be.
fn callees_first(knowledge: &Knowledge<'_>) -> Vec<FunctionKey> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for start in knowledge.functions() {
        // What is open, each with the callees that are not looked at yet.
        let mut open = Vec::new();
        if seen.insert(start) {
            open.push((start, callees(knowledge, start)));
        }
        while let Some((function, rest)) = open.last_mut() {
            match rest.next() {
                Some(callee) if seen.insert(callee) => open.push((callee, callees(knowledge, callee))),
                Some(_) => {}
                None => {
                    order.push(*function);
                    open.pop();
                }
            }
        }
    }
    order
}

/// Whom a function is known to call.
pub(super) fn callees<'k>(
    knowledge: &'k Knowledge<'_>,
    caller: FunctionKey,
) -> impl Iterator<Item = FunctionKey> + use<'k> {
    let calls = knowledge.calls.range((caller, FIRST)..).take_while(move |(from, _)| *from == caller);
    calls.map(|(_, callee)| *callee)
}

/// Adds what a walk found to what is known; reasons found first stay, so that they are stable. Gives whether anything was new.
fn absorb(knowledge: &mut Knowledge<'_>, key: FunctionKey, found: Effects) -> bool {
    let known = std::sync::Arc::make_mut(knowledge.effects.entry(key).or_default());
    let sizes =
        (known.direct.len() + known.own.len(), known.acquires.len(), known.imports.len(), known.runs.len());
    let before =
        (known.accesses.len(), known.calls.len(), known.waits.is_some(), known.slow.is_some(), known.spawns);
    let result_before = (known.result.clone(), known.yielded.clone());
    let (values, puts) = values_of(knowledge, key, &found);
    let known = std::sync::Arc::make_mut(knowledge.effects.entry(key).or_default());
    let iterated = known.iterates.len();
    let function = knowledge.function(key);
    if (duty(function) == Duty::Body && !is_for_executor(function)) || knowledge.threaded.contains(&key) {
        for (root, _, _) in found.accesses.keys() {
            if let Root::Captured(owner, local) = root {
                knowledge.capture(*owner, *local);
            }
        }
    }
    let known = std::sync::Arc::make_mut(knowledge.effects.entry(key).or_default());
    for (access, why) in found.accesses {
        known.accesses.entry(access).or_insert(why);
    }
    known.direct.extend(found.direct);
    known.own.extend(found.own);
    let receivers_before = known.receivers.clone();
    for (field, receivers) in found.receivers {
        note(known.receivers.entry(field).or_default(), receivers);
    }
    for (lock, why) in found.acquires {
        known.acquires.entry(lock).or_insert(why);
    }
    for (module, why) in found.imports {
        known.imports.entry(module).or_insert(why);
    }
    (known.result, known.yielded) = values;
    known.calls.extend(found.calls);
    known.iterates.extend(found.iterates);
    known.runs.extend(found.runs);
    let (puts_before, passes) = (std::mem::take(&mut known.puts), known.passes.len());
    known.puts = puts;
    known.passes.extend(found.passes);
    let unknown_before = (known.calls_unknown.is_some(), known.handed.len(), iterated);
    if known.calls_unknown.is_none() {
        known.calls_unknown = found.calls_unknown;
    }
    known.handed.extend(found.handed);
    let changes = known.changes.len();
    for (index, why) in found.changes {
        known.changes.entry(index).or_insert(why);
    }
    known.spawns |= found.spawns;
    if known.waits.is_none() {
        known.waits = found.waits;
    }
    if known.slow.is_none() {
        known.slow = found.slow;
    }
    let after =
        (known.accesses.len(), known.calls.len(), known.waits.is_some(), known.slow.is_some(), known.spawns);
    unknown_before != (known.calls_unknown.is_some(), known.handed.len(), known.iterates.len())
        || sizes
            != (
                known.direct.len() + known.own.len(),
                known.acquires.len(),
                known.imports.len(),
                known.runs.len(),
            )
        || before != after
        || receivers_before != known.receivers
        || changes != known.changes.len()
        || puts_before != known.puts
        || passes != known.passes.len()
        || result_before != (known.result.clone(), known.yielded.clone())
}

/// What a function gives and puts where, with what was found of it by now.
fn values_of(
    knowledge: &mut Knowledge<'_>,
    key: FunctionKey,
    found: &Effects,
) -> ((Value, Value), BTreeMap<(Root, Level), Value>) {
    let place = knowledge.place(key.module, knowledge.function(key).name_span);
    let known = knowledge.effects.get(&key).cloned().unwrap_or_default();
    let mut values =
        (known.result.clone().joined(&found.result), known.yielded.clone().joined(&found.yielded));
    let mut puts: BTreeMap<(Root, Level), Value> = BTreeMap::new();
    for ((target, level), value) in known.puts.iter().chain(&found.puts) {
        let target = match target {
            Root::Location(location) if *level != Level::Binding => {
                Root::Location(knowledge.leader(*location))
            }
            root => *root,
        };
        puts.entry((target, *level)).or_default().join(value);
    }
    for value in [&mut values.0, &mut values.1].into_iter().chain(puts.values_mut()) {
        knowledge.blurs(value, place);
    }
    (values, puts)
}

/// Loop variables that a body made in the loop reads: by then the loop may have bound them anew.
fn loop_variables(knowledge: &Knowledge<'_>, key: FunctionKey, effects: &Effects) -> Vec<Unguarded> {
    let body = knowledge.function(key);
    let mut found = Vec::new();
    for ((root, level, _), why) in &effects.accesses {
        let Root::Location(location) = root else { continue };
        let LocationKind::Captured(owner, local) = knowledge.locations[location.0 as usize].kind else {
            continue;
        };
        let binds = |statement: &&Statement| {
            matches!(statement.kind, StatementKind::For { .. })
                && statement.span.end >= body.span.end
                && statement
                    .events
                    .iter()
                    .any(|event| matches!(&event.op, Op::Store(Name::Local(bound), _) if *bound == local))
        };
        let is_nested = owner.module == key.module && body.parent == Some(owner.function);
        if *level == Level::Binding
            && is_nested
            && knowledge.function(owner).statements.iter().any(|statement| binds(&statement))
        {
            let root = Root::Captured(owner, local);
            found.push(Unguarded { root, access: Access::Read, why: why.clone() });
        }
    }
    found
}

/// What a body for an executor changes of its arguments, where its callers keep those, or nobody knows its callers.
fn lost(knowledge: &Knowledge<'_>, key: FunctionKey, effects: &Effects) -> BTreeMap<u32, Why> {
    if !is_for_executor(knowledge.function(key)) {
        return BTreeMap::new();
    }
    let written = effects.accesses.iter().filter_map(|((root, _, access), why)| match root {
        Root::Param(index) if *access == Access::Write => Some((*index, why)),
        _ => None,
    });
    let fields = effects.changes.iter().map(|(index, why)| (*index, why));
    let is_missed = |(index, _): &(u32, &Why)| {
        knowledge.kept.contains(&(key, *index))
            || !knowledge.spawned.contains(&key)
            || knowledge.find(&LocationKind::Default(key, *index)).is_some()
    };
    let mut found = BTreeMap::new();
    for (index, why) in written.chain(fields).filter(is_missed) {
        found.entry(index).or_insert_with(|| why.clone());
    }
    found
}

/// What a body changes of its parameters where nobody knows what its callers give it.
fn unguarded(knowledge: &Knowledge<'_>, key: FunctionKey, effects: &Effects) -> Vec<Unguarded> {
    let function = knowledge.function(key);
    if duty(function) != Duty::Body || is_for_executor(function) {
        return Vec::new();
    }
    let mut found: Vec<Unguarded> = Vec::new();
    for ((root, _, access), why) in &effects.accesses {
        let Root::Param(index) = root else { continue };
        let is_kept = knowledge.kept.contains(&(key, *index)) || !knowledge.spawned.contains(&key);
        let is_known = knowledge.state.passed.contains_key(&(key, *index))
            || knowledge.find(&LocationKind::Default(key, *index)).is_some();
        let is_news = found.iter().all(|known| known.root != *root);
        if *access == Access::Write && is_kept && !is_known && is_news {
            found.push(Unguarded { root: *root, access: *access, why: why.clone() });
        }
    }
    found.extend(loop_variables(knowledge, key, effects));
    found
}
