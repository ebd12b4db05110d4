//! Test support: a source with its markers, and a plan that launches each marked function as the test says.

use super::weave;
use crate::options::{Options, Switch};
use crate::plan::{Launch, LaunchKind, Lock, LockImport, LockSource, ModulePlan, Pool, PoolId};
use crate::python::{ConcurrentArguments, Marker, markers, parse};
use crate::summary::{Function, FunctionId, MethodKind, summarize};
use crate::text::FileId;

/// What a test says about its plan.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) kind: LaunchKind,
    pub(super) context: Switch,
    pub(super) log_errors: Switch,
    pub(super) locks: Vec<Lock>,
    pub(super) lock_import: Option<LockImport>,
    pub(super) forks: Switch,
    pub(super) options: Options,
}

impl Default for Setting {
    fn default() -> Setting {
        Setting {
            kind: LaunchKind::Pool(PoolId(0)),
            context: Switch::Off,
            log_errors: Switch::Off,
            locks: Vec::new(),
            lock_import: None,
            forks: Switch::Off,
            options: Options::default(),
        }
    }
}

impl Setting {
    /// A thread a call.
    pub(super) fn threads() -> Setting {
        Setting { kind: LaunchKind::Thread { name: None, daemon: None }, ..Setting::default() }
    }

    /// For Python 3.`minor`.
    pub(super) fn target(mut self, minor: u8) -> Setting {
        self.options.target.minor = minor;
        self
    }
}

/// `source` woven with each marked function launched as `setting` and its marker say. The result parses and, woven again,
/// stays as it is.
#[track_caller]
pub(super) fn woven(source: &str, setting: &Setting) -> String {
    let module = parse(FileId(0), source.to_owned()).unwrap();
    let summary = summarize(&module, &markers(&module).0);
    let mut plan = ModulePlan {
        locks: setting.locks.clone(),
        lock_import: setting.lock_import.clone(),
        forks: setting.forks,
        ..ModulePlan::default()
    };
    for (index, function) in summary.functions.iter().enumerate() {
        let Some(Marker::Concurrent(arguments)) = &function.marker else { continue };
        for lock in &arguments.locks {
            plan.locks.push(Lock {
                name: format!("_{}_lock", lock.location.name),
                guards: vec![lock.location.name.clone()],
                source: LockSource::User(lock.expression),
            });
        }
        let launch = launch(FunctionId(index as u32), function, arguments, setting, &module.text);
        plan.launches.push(launch);
        if setting.kind == LaunchKind::Pool(PoolId(0)) && plan.pools.is_empty() {
            plan.pools.push(Pool {
                name: "_executor".to_owned(),
                thread_name_prefix: "m".to_owned(),
                workers: arguments.workers,
                configured_workers: setting.options.workers,
            });
        }
    }
    let text = weave(&module, &summary, &plan, &setting.options).unwrap().text;
    let again = parse(FileId(0), text.clone());
    assert!(again.is_ok(), "{text}\n{:?}", again.err());
    let again = again.unwrap();
    let summary = summarize(&again, &markers(&again).0);
    assert_eq!(weave(&again, &summary, &ModulePlan::default(), &setting.options).unwrap().text, text);
    text
}

fn launch(
    id: FunctionId,
    function: &Function,
    arguments: &ConcurrentArguments,
    setting: &Setting,
    text: &str,
) -> Launch {
    let is_stub = function.span.slice(text).trim_end().ends_with("...");
    let kind = match (arguments.executor, setting.kind) {
        _ if is_stub => LaunchKind::Stub,
        (Some(expression), _) => {
            LaunchKind::Executor { expression, is_asked: Switch::Off, is_typed: Switch::On }
        }
        (None, LaunchKind::Thread { .. }) => {
            LaunchKind::Thread { name: arguments.name, daemon: arguments.daemon }
        }
        (None, kind) => kind,
    };
    let underscores = if function.method == MethodKind::None { "_" } else { "__" };
    Launch {
        function: id,
        body_name: format!("{underscores}{}_body", function.name),
        kind,
        context: arguments.context.unwrap_or(setting.context),
        log_errors: arguments.log_errors.unwrap_or(setting.log_errors),
        transparent: Switch::Off,
        own_defaults: Switch::Off,
    }
}

/// A lock of the module.
pub(super) fn lock(name: &str, guards: &[&str]) -> Lock {
    let guards = guards.iter().map(|guard| (*guard).to_owned()).collect();
    Lock { name: name.to_owned(), guards, source: LockSource::Own }
}
