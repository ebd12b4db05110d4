//! How bodies start: a bounded pool only where no body of it can block on another one, else a thread a call.

use std::collections::BTreeMap;

use super::call_here::HereCalls;
use super::names::{Names, snake};
use super::{Inputs, Launch, LaunchKind, Pool, PoolId};
use crate::diagnostics::{Step, Why};
use crate::options::Options;
use crate::program::{ClassKey, Duty, Facts, FunctionKey, Program};
use crate::python::{ConcurrentArguments, Marker};
use crate::summary::{Constant, Function, MethodKind, ModuleSummary, Name, Op, StatementKind, TypeRef};
use crate::text::Span;

/// The pools and launches of a module.
#[derive(Default)]
pub(super) struct Launches {
    pub(super) pools: Vec<Pool>,
    pub(super) launches: Vec<Launch>,
    /// Why each starts so.
    pub(super) reasons: BTreeMap<FunctionKey, LaunchReason>,
}

/// Why a body starts as it does.
#[derive(Clone, Debug, PartialEq)]
pub enum LaunchReason {
    /// Nothing in it can block on another body.
    NeverBlocks,
    /// It may wait for another body, by this way: a bounded pool could fill with bodies that wait.
    Waits(Why),
    /// It may call what nobody knows, by this way.
    CallsUnknown(Why),
    /// `workers=` of its marker.
    Workers(Span),
    /// `workers` of the configuration.
    Configured(u32),
    /// `name=` or `daemon=` of its marker.
    Named(Span),
    /// `executor=` of its marker.
    Executor(Span),
    /// It has no body.
    Stub,
}

/// Why a body can't have a pool, if it can't.
fn blocks(inputs: &Inputs<'_>, key: FunctionKey, facts: &Facts) -> Option<LaunchReason> {
    if let Some(wait) = facts.waits.values().next() {
        return Some(LaunchReason::Waits(wait.why.clone()));
    }
    if let Some(poll) = facts.polls.first() {
        let place = inputs.place(key.module, inputs.function(key).statements[poll.0 as usize].span);
        let step = Step::end(place, "goes on until somebody else changes what it tests");
        return Some(LaunchReason::Waits(Why { steps: vec![step] }));
    }
    facts.calls_unknown.clone().map(LaunchReason::CallsUnknown)
}

/// Decides for each concurrent function of `module` how its body starts.
pub(super) fn launches(
    program: &Program,
    inputs: &Inputs<'_>,
    module: u32,
    options: &Options,
    here: &HereCalls,
    names: &mut Names,
) -> Launches {
    let mut result = Launches::default();
    let mut shared: Option<PoolId> = None;
    for (key, facts) in &program.functions {
        let function = inputs.function(*key);
        let Some(Marker::Concurrent(arguments)) = &function.marker else { continue };
        if key.module != module {
            continue;
        }
        debug_assert_eq!(facts.duty, Duty::Body);
        let own_thread = blocks(inputs, *key, facts).filter(|_| options.workers.is_none());
        let (kind, reason) = match (arguments.as_ref(), own_thread) {
            _ if is_stub(inputs, *key) => (LaunchKind::Stub, LaunchReason::Stub),
            (ConcurrentArguments { executor: Some(executor), .. }, _) => {
                let known = program.executors.get(key).copied().unwrap_or_default();
                let (is_asked, is_typed) = (known.is_asked, known.is_typed);
                let kind = LaunchKind::Executor { expression: *executor, is_asked, is_typed };
                (kind, LaunchReason::Executor(*executor))
            }
            (ConcurrentArguments { workers: Some(workers), .. }, _) => {
                let pool = Pool {
                    name: names.fresh(&format!("_{}_executor", function.name.trim_matches('_'))),
                    thread_name_prefix: function.name.clone(),
                    workers: Some(*workers),
                    configured_workers: None,
                };
                result.pools.push(pool);
                (LaunchKind::Pool(PoolId(result.pools.len() as u32 - 1)), LaunchReason::Workers(*workers))
            }
            (ConcurrentArguments { name: Some(given), daemon, .. }, _) => {
                (LaunchKind::Thread { name: Some(*given), daemon: *daemon }, LaunchReason::Named(*given))
            }
            (ConcurrentArguments { daemon: Some(given), .. }, _) => {
                (LaunchKind::Thread { name: None, daemon: Some(*given) }, LaunchReason::Named(*given))
            }
            (_, Some(reason)) => (LaunchKind::Thread { name: None, daemon: None }, reason),
            _ => {
                let reason = options.workers.map_or(LaunchReason::NeverBlocks, LaunchReason::Configured);
                let pool = *shared.get_or_insert_with(|| {
                    let module_name = &program.modules[module as usize].name;
                    result.pools.push(Pool {
                        name: names.fresh("_executor"),
                        thread_name_prefix: module_name.rsplit('.').next().unwrap_or(module_name).to_owned(),
                        workers: None,
                        configured_workers: options.workers,
                    });
                    PoolId(result.pools.len() as u32 - 1)
                });
                (LaunchKind::Pool(pool), reason)
            }
        };
        result.reasons.insert(*key, reason);
        let context = arguments.context.unwrap_or(options.context);
        let log_errors = arguments.log_errors.unwrap_or(options.log_errors);
        let body_name = match kind {
            LaunchKind::Stub => here.public_name(*key).unwrap_or_default().to_owned(),
            _ => body_name(program, inputs, *key, kind, here, names),
        };
        let transparent = arguments.transparent;
        let own_defaults = here.own_defaults(*key);
        let function = key.function;
        result.launches.push(Launch {
            function,
            body_name,
            kind,
            context,
            log_errors,
            transparent,
            own_defaults,
        });
    }
    result
}

/// A stub has nothing but a docstring and `...`, and is abstract, an overload or a member of a Protocol.
pub(super) fn is_stub(inputs: &Inputs<'_>, key: FunctionKey) -> bool {
    let function = inputs.function(key);
    let empty = function.statements.iter().all(|statement| {
        matches!(statement.kind, StatementKind::Simple)
            && statement.events.iter().all(|event| {
                matches!(event.op, Op::Word(_) | Op::Constant(Constant::Text | Constant::Number))
            })
    });
    let declared = function.decorators.iter().any(|name| {
        let last = name.rsplit('.').next().unwrap_or(name);
        matches!(last, "abstractmethod" | "overload")
    });
    empty && (declared || in_protocol(inputs, key.module, function))
}

/// Whether it says what a function below takes for some arguments.
pub(super) fn is_overload(function: &Function) -> bool {
    function.decorators.iter().any(|name| name.rsplit('.').next() == Some("overload"))
}

pub(super) fn in_protocol(inputs: &Inputs<'_>, module: u32, function: &Function) -> bool {
    let Some(class) = function.class else { return false };
    let bases = &inputs.summary(module).classes[class.0 as usize].bases;
    bases.iter().any(|base| {
        let base = if let TypeRef::Generic(base, _) = base { base } else { base };
        match base {
            TypeRef::Name(Name::Global(name), path) => path.last().unwrap_or(name) == "Protocol",
            _ => false,
        }
    })
}

/// The body's name. A method's is private, so that overriding and `super()` reach their own; the same class name twice in
/// a chain would make two private names one, so those are numbered.
fn body_name(
    program: &Program,
    inputs: &Inputs<'_>,
    key: FunctionKey,
    kind: LaunchKind,
    here: &HereCalls,
    names: &mut Names,
) -> String {
    let function = inputs.function(key);
    if let Some(name) = here.public_name(key) {
        return name.to_owned();
    }
    let stem = function.name.trim_matches('_');
    let Some(class) = function.class else { return names.fresh(&format!("_{stem}_body")) };
    let class = ClassKey { module: key.module, class };
    let same_name = namesakes(inputs, class);
    let number = if same_name == 0 { String::new() } else { format!("_{}", same_name + 1) };
    if matches!(kind, LaunchKind::Executor { .. }) {
        let overrides = program.overrides.iter().any(|found| found.method == key);
        if !overrides || function.method == MethodKind::Class {
            return names.method(&format!("_{stem}_body"));
        }
        // Pickled by name it can't be private, and must not take the place of the body above.
        let class = snake(&inputs.summary(key.module).classes[class.class.0 as usize].name);
        return names.method(&format!("_{}_{stem}_body{number}", class.trim_matches('_')));
    }
    names.method(&format!("__{stem}_body{number}"))
}

/// How many other classes may stand above `class` under its name: earlier ones of the module, and a base imported by that
/// name. A chain's classes may be bound to other names by then, so a namesake need not be named as a base.
pub(super) fn namesakes(inputs: &Inputs<'_>, class: ClassKey) -> usize {
    let summary = inputs.summary(class.module);
    let mine = &summary.classes[class.class.0 as usize];
    let plain = |name: &str| name.trim_start_matches('_').to_owned();
    let own = plain(&mine.name);
    let earlier =
        summary.classes[..class.class.0 as usize].iter().filter(|other| plain(&other.name) == own).count();
    let imported = mine.bases.iter().any(|base| {
        let TypeRef::Name(name, path) = base else { return false };
        let last = path.last().cloned().or_else(|| match name {
            Name::Global(name) => Some(imported_name(summary, name)?.to_owned()),
            _ => None,
        });
        last.is_some_and(|last| plain(&last) == own)
    });
    if mine.bases.is_empty() { 0 } else { earlier + usize::from(imported) }
}

/// What `from m import x as name` imports under `name` at the module's own level.
fn imported_name<'a>(summary: &'a ModuleSummary, name: &str) -> Option<&'a str> {
    let events = summary.functions.first()?.statements.iter().flat_map(|statement| {
        statement.events.iter().filter_map(|event| match &event.op {
            Op::Store(Name::Global(bound), value) if bound == name => statement.events.get(value.0 as usize),
            _ => None,
        })
    });
    events.into_iter().find_map(|event| match &event.op {
        Op::Import(import) => import.name.as_deref(),
        _ => None,
    })
}
