//! What weaving a plan into a module needs: which imports and helpers, so that nothing unused is written.

use super::builtin;
use super::decorators::{self, BodySignature};
use super::form;
use super::helper::Helper;
use super::launch;
use super::names::{Import, Needed};
use super::prelude;
use super::renewal;
use super::signature::Signature;
use super::type_comment;
use crate::options::{Options, Switch};
use crate::plan::{HoistForm, Launch, LaunchKind, LockSource, ModulePlan};
use crate::python::ast::statement_visitor::{StatementVisitor, walk_stmt};
use crate::python::ast::{Expr, Stmt, StmtFunctionDef};
use crate::python::{Marking, Module, Ranged, span_of};
use crate::summary::ModuleSummary;
use crate::text::Span;

/// Gathers what `plan` needs in `module`.
pub(super) fn of(module: &Module, summary: &ModuleSummary, plan: &ModulePlan, options: &Options) -> Needed {
    let mut needed = Needed::default();
    for lock in plan.locks.iter().filter(|lock| !prelude::lives_elsewhere(lock)) {
        if let LockSource::User(_) = lock.source {
            needed.shadowed.extend(builtin::shadowed(form::USER, summary));
        }
        match lock.source {
            LockSource::Own | LockSource::Local(_) => {
                needed.imports.insert(Import::THREADING);
            }
            LockSource::PerObject => Helper::object_locks(plan).require(&mut needed, options.target),
            LockSource::User(expression) if !always_acquired(module, expression) => {
                Helper::CheckedLock.require(&mut needed, options.target);
            }
            LockSource::User(_) | LockSource::Existing | LockSource::Shared => {}
        }
    }
    if !plan.pools.is_empty() {
        needed.imports.insert(Import::POOL);
        let helper = match options.cancel_at_exit {
            Switch::On => Helper::DropAtExit,
            Switch::Off => Helper::DropOnInterrupt,
        };
        helper.require(&mut needed, options.target);
    }
    if plan.forks == Switch::On {
        fork_needs(plan, options, &mut needed);
    }
    if !summary.markers.waits.is_empty() || waits_before(plan) {
        Helper::WaitFor.require(&mut needed, options.target);
    }
    for (def, marking) in marked(module, summary) {
        let start = u32::from(def.start());
        let launched = |launch: &&Launch| {
            summary.functions.get(launch.function.0 as usize).is_some_and(|facts| facts.span.start == start)
        };
        if let Some(launch) = plan.launches.iter().find(launched) {
            launch_needs((module, summary), def, marking, launch, options, &mut needed);
        }
    }
    let templates = needed.helpers.iter().filter_map(|helper| helper.template(options.target));
    needed.shadowed.extend(templates.flat_map(|template| builtin::shadowed(template, summary)));
    if !needed.shadowed.is_empty() {
        needed.imports.insert(Import::BUILTINS);
    }
    needed
}

/// Whether some statement needs a value, and not what stands in for it.
fn waits_before(plan: &ModulePlan) -> bool {
    plan.splits.iter().flat_map(|split| &split.hoists).any(|hoist| hoist.form == HoistForm::Waited)
}

/// What a forked child makes anew.
fn fork_needs(plan: &ModulePlan, options: &Options, needed: &mut Needed) {
    let has_locks = plan.locks.iter().any(renewal::is_ours);
    if has_locks {
        Helper::FreshLock.require(needed, options.target);
    }
    if has_locks || !plan.pools.is_empty() {
        Helper::Renew.require(needed, options.target);
    }
}

fn launch_needs(
    (module, summary): (&Module, &ModuleSummary),
    def: &StmtFunctionDef,
    marking: &Marking,
    launch: &Launch,
    options: &Options,
    needed: &mut Needed,
) {
    let signature = decorators::sort(module, def, marking).body_signature;
    let is_any = signature == BodySignature::Unknown && is_annotated(def) && launch.kind != LaunchKind::Stub;
    if is_any {
        needed.imports.insert(Import::ANY);
    }
    // Of what stands in for a value callers see the type of that.
    let says_future = is_any || def.returns.is_some() || has_type_comment(module, def);
    if says_future && launch.transparent == Switch::Off {
        needed.imports.insert(Import::FUTURE);
        if def.returns.is_some() && launch::implements_overloads(summary, launch) {
            needed.imports.insert(Import::ANY);
        }
    }
    if launch.kind == LaunchKind::Stub {
        return;
    }
    if launch.context == Switch::On {
        Helper::InContext.require(needed, options.target);
    }
    if launch.transparent == Switch::On {
        Helper::StandIn.require(needed, options.target);
    }
    if launch.log_errors == Switch::On {
        Helper::Logged.require(needed, options.target);
    }
    if let LaunchKind::Thread { .. } = launch.kind {
        let helper = if names_its_thread(launch) { Helper::SpawnAs } else { Helper::Spawn };
        helper.require(needed, options.target);
    }
}

/// Whether a comment says what `def` returns.
fn has_type_comment(module: &Module, def: &StmtFunctionDef) -> bool {
    type_comment::find(module, def, Signature::of(module, def).end).is_some()
}

/// Whether the thread of `launch` can't be named after what it is given to run, or is a daemon.
pub(super) fn names_its_thread(launch: &Launch) -> bool {
    match launch.kind {
        LaunchKind::Thread { name, daemon } => {
            name.is_some() || daemon.is_some() || launch.context == Switch::On
        }
        _ => false,
    }
}

/// Whether any annotation is on `def`.
pub(super) fn is_annotated(def: &StmtFunctionDef) -> bool {
    let rest = [&def.parameters.vararg, &def.parameters.kwarg].into_iter().flatten();
    let named = def.parameters.iter_non_variadic_params().map(|parameter| &parameter.parameter);
    def.returns.is_some()
        || named.chain(rest.map(|rest| &**rest)).any(|parameter| parameter.annotation.is_some())
}

/// Whether `expression` is a global that holds one of `threading`'s locks, whose `acquire` gives up only when told to.
pub(super) fn always_acquired(module: &Module, expression: Span) -> bool {
    let name = module.slice(expression);
    module.body().iter().any(|statement| match statement {
        Stmt::Assign(assign) => {
            let is_target =
                |target: &Expr| matches!(target, Expr::Name(target) if target.id.as_str() == name);
            assign.targets.iter().any(is_target) && makes_lock(&assign.value)
        }
        Stmt::AnnAssign(assign) => {
            matches!(&*assign.target, Expr::Name(target) if target.id.as_str() == name)
                && assign.value.as_ref().is_some_and(|value| makes_lock(value))
        }
        _ => false,
    })
}

fn makes_lock(value: &Expr) -> bool {
    let Expr::Call(call) = value else { return false };
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    matches!(name, "Lock" | "RLock" | "Condition" | "Semaphore" | "BoundedSemaphore")
}

/// Every marked function of the module.
fn marked<'a>(module: &'a Module, summary: &'a ModuleSummary) -> Vec<(&'a StmtFunctionDef, &'a Marking)> {
    let mut search = Search { summary, found: Vec::new() };
    search.visit_body(module.body());
    search.found
}

struct Search<'a> {
    summary: &'a ModuleSummary,
    found: Vec<(&'a StmtFunctionDef, &'a Marking)>,
}

impl<'a> StatementVisitor<'a> for Search<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::FunctionDef(def) = statement {
            let start = span_of(def.range()).start;
            let marking = self.summary.markers.functions.iter().find(|marking| marking.def == start);
            self.found.extend(marking.map(|marking| (def, marking)));
        }
        walk_stmt(self, statement);
    }
}
