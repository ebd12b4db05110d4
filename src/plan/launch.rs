//! How bodies start: a bounded pool only where no body of it can block on another one, else a thread a call.

use std::collections::BTreeMap;

use super::{Inputs, Launch, LaunchKind, Pool, PoolId, names::Names};
use crate::options::Options;
use crate::program::{ClassKey, Duty, FunctionKey, Program};
use crate::python::{ConcurrentArguments, Marker};
use crate::summary::{Constant, Function, Op, StatementKind, TypeRef};

/// The pools and launches of a module.
#[derive(Default)]
pub(super) struct Launches {
    pub(super) pools: Vec<Pool>,
    pub(super) launches: Vec<Launch>,
}

/// Decides for each concurrent function of `module` how its body starts.
pub(super) fn launches(program: &Program, inputs: &Inputs<'_>, module: u32, options: &Options, names: &mut Names) -> Launches {
    let mut result = Launches::default();
    let mut shared: Option<PoolId> = None;
    for (key, facts) in &program.functions {
        let function = inputs.function(*key);
        let Some(Marker::Concurrent(arguments)) = &function.marker else { continue };
        if key.module != module {
            continue;
        }
        debug_assert_eq!(facts.duty, Duty::Body);
        let waits = !facts.waits.is_empty();
        let kind = match arguments.as_ref() {
            _ if is_stub(inputs, *key) => LaunchKind::Stub,
            ConcurrentArguments { executor: Some(executor), .. } => LaunchKind::Executor(*executor),
            ConcurrentArguments { workers: Some(workers), .. } => {
                let pool = Pool {
                    name: names.fresh(&format!("_{}_executor", function.name.trim_matches('_'))),
                    thread_name_prefix: function.name.clone(),
                    workers: Some(*workers),
                    configured_workers: None,
                };
                result.pools.push(pool);
                LaunchKind::Pool(PoolId(result.pools.len() as u32 - 1))
            }
            ConcurrentArguments { name, daemon, .. } if name.is_some() || daemon.is_some() => {
                LaunchKind::Thread { name: *name, daemon: *daemon }
            }
            _ if waits && options.workers.is_none() => LaunchKind::Thread { name: None, daemon: None },
            _ => {
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
                LaunchKind::Pool(pool)
            }
        };
        let context = arguments.context.unwrap_or(options.context);
        let log_errors = arguments.log_errors.unwrap_or(options.log_errors);
        let body_name = if kind == LaunchKind::Stub { String::new() } else { body_name(inputs, *key, kind, names) };
        result.launches.push(Launch { function: key.function, body_name, kind, context, log_errors });
    }
    result
}

/// A stub has nothing but a docstring and `...`, and is abstract, an overload or a member of a Protocol.
fn is_stub(inputs: &Inputs<'_>, key: FunctionKey) -> bool {
    let function = inputs.function(key);
    let empty = function.statements.iter().all(|statement| {
        matches!(statement.kind, StatementKind::Simple)
            && statement.events.iter().all(|event| matches!(event.op, Op::Word(_) | Op::Constant(Constant::Text | Constant::Number)))
    });
    let declared = function.decorators.iter().any(|name| {
        let last = name.rsplit('.').next().unwrap_or(name);
        matches!(last, "abstractmethod" | "overload")
    });
    empty && (declared || in_protocol(inputs, key.module, function))
}

fn in_protocol(inputs: &Inputs<'_>, module: u32, function: &Function) -> bool {
    let Some(class) = function.class else { return false };
    let bases = &inputs.summary(module).classes[class.0 as usize].bases;
    bases.iter().any(|base| {
        let base = if let TypeRef::Generic(base, _) = base { base } else { base };
        match base {
            TypeRef::Name(crate::summary::Name::Global(name), path) => path.last().unwrap_or(name) == "Protocol",
            _ => false,
        }
    })
}

/// The body's name. A method's is private, so that overriding and `super()` reach their own; the same class name twice in
/// a chain would make two private names one, so those are numbered.
fn body_name(inputs: &Inputs<'_>, key: FunctionKey, kind: LaunchKind, names: &mut Names) -> String {
    let function = inputs.function(key);
    let stem = function.name.trim_matches('_');
    let Some(class) = function.class else { return names.fresh(&format!("_{stem}_body")) };
    if matches!(kind, LaunchKind::Executor(_)) {
        return names.method(&format!("_{stem}_body"));
    }
    let class = ClassKey { module: key.module, class };
    let same_name = namesakes(inputs, class);
    let number = if same_name == 0 { String::new() } else { format!("_{}", same_name + 1) };
    names.method(&format!("__{stem}_body{number}"))
}

/// How many classes above `class` have its name.
fn namesakes(inputs: &Inputs<'_>, class: ClassKey) -> usize {
    let classes = &inputs.summary(class.module).classes;
    let plain = |index: usize| classes[index].name.trim_start_matches('_').to_owned();
    let own = plain(class.class.0 as usize);
    let by_name: BTreeMap<&str, Vec<usize>> = classes.iter().enumerate().fold(BTreeMap::new(), |mut map, (index, class)| {
        map.entry(class.name.as_str()).or_insert_with(Vec::new).push(index);
        map
    });
    let mut above: Vec<usize> = Vec::new();
    let mut open = vec![class.class.0 as usize];
    while let Some(at) = open.pop() {
        for base in &classes[at].bases {
            let last = match base {
                TypeRef::Name(crate::summary::Name::Global(name), path) => path.last().unwrap_or(name),
                TypeRef::Name(_, path) => match path.last() {
                    Some(last) => last,
                    None => continue,
                },
                _ => continue,
            };
            for base in by_name.get(last.as_str()).into_iter().flatten() {
                if *base != at && !above.contains(base) {
                    above.push(*base);
                    open.push(*base);
                }
            }
        }
    }
    above.into_iter().filter(|index| *index != class.class.0 as usize && plain(*index) == own).count()
}

