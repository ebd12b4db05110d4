//! LW4xx: futures used as values, dropped, or made by whoever is given the function.
//!
//! Must not know syntax. What is surely a future was found by `program`; which ones nobody looks at is found in `dropped`.

use std::collections::BTreeSet;

use super::dropped::{Dropped, Fates};
use super::{Inputs, LaunchKind, ModulePlan};
use crate::diagnostics::{Code, Diagnostic};
use crate::options::Switch;
use crate::program::{CallbackGiven, FunctionKey, Misfit, PlainUse, Program, Taker};
use crate::summary::{Function, Op, StatementId, Suspends, TypeRef, ValueId};

/// All that there is to say about futures.
pub(super) fn futures(program: &Program, inputs: &Inputs<'_>, slices: &[ModulePlan]) -> Vec<Diagnostic> {
    let fates = Fates::of(program, inputs);
    let silent = |bodies: &BTreeSet<FunctionKey>| bodies.iter().all(|body| logs(slices, *body));
    let mut found = Vec::new();
    for (key, facts) in &program.functions {
        for ((statement, event), kind) in &facts.plain_uses {
            found.push(plain_use(inputs, *key, (*statement, *event), *kind));
        }
        let function = inputs.function(*key);
        if function.gives_stand_in() && function.returns == Some(TypeRef::None) {
            found.push(stands_in_for_none(inputs, *key));
        }
        for ((statement, event), kind) in &facts.misfits {
            found.push(misfit(inputs, *key, (*statement, *event), kind));
        }
        for ((statement, event), given) in &facts.callbacks {
            if !silent(&given.bodies) && fates.forgets(&given.taker) {
                found.push(callback(inputs, *key, (*statement, *event), given));
            }
        }
    }
    for dropped in fates.dropped() {
        let is_used =
            program.functions[&dropped.function].plain_uses.contains_key(&(dropped.statement, dropped.event));
        if !silent(&dropped.bodies) && !is_used {
            found.push(lost(inputs, &dropped));
        }
    }
    found
}

/// Whether exceptions of `body` that nobody asks for are logged.
fn logs(slices: &[ModulePlan], body: FunctionKey) -> bool {
    let launches = &slices[body.module as usize].launches;
    let launch = launches.iter().find(|launch| launch.function == body.function);
    launch.is_none_or(|launch| launch.log_errors == Switch::On || launch.kind == LaunchKind::Stub)
}

/// LW401
fn plain_use(
    inputs: &Inputs<'_>,
    key: FunctionKey,
    (statement, event): (StatementId, ValueId),
    kind: PlainUse,
) -> Diagnostic {
    let function = inputs.function(key);
    let events = &function.statements[statement.0 as usize].events;
    let operand = &events[event.0 as usize];
    let place = inputs.place(key.module, operand.span);
    let what = match kind {
        PlainUse::Arithmetic => "calculated with",
        PlainUse::Compared => "compared with a value",
        PlainUse::Tested => "tested, and always true",
        PlainUse::Formatted => "put into text",
        PlainUse::Iterated => "taken for a collection",
        PlainUse::Subscripted => "subscripted",
        PlainUse::Index => "used as an index",
        PlainUse::Entered => "entered by `with`",
        PlainUse::Awaited => "awaited, which it can't be",
        PlainUse::Attribute => "asked for what only its value has",
        PlainUse::Called => "called",
        PlainUse::Builtin => "given to what takes a value",
        PlainUse::Elements => "futures, given to what takes their values",
        PlainUse::Declared => "a future, where another type is declared",
    };
    let diagnostic = Diagnostic::new(Code::LW401, "a future is used as if it were its value", place, what);
    let is_async = function.suspends == Suspends::Async;
    if kind == PlainUse::Elements {
        return diagnostic.with_help(
            "give it the values: `future.result() for future in ...`, with the futures made before",
        );
    }
    if kind == PlainUse::Awaited || is_async {
        return diagnostic
            .with_help("await `asyncio.wrap_future(...)` of it; `.result()` would block the event loop");
    }
    let diagnostic = diagnostic.with_help("wait for the value: put `.result()` behind it");
    let is_postfix =
        matches!(operand.op, Op::Load(_) | Op::Call(..) | Op::Attribute(..) | Op::Item(_, Some(_)));
    if is_postfix { diagnostic.with_fix(place, ".result()") } else { diagnostic }
}

/// LW405: of what returns nothing.
fn stands_in_for_none(inputs: &Inputs<'_>, key: FunctionKey) -> Diagnostic {
    let function = inputs.function(key);
    let message = format!("what `{}` gives stands in for `None`, and is not `None`", function.name);
    let place = inputs.place(key.module, function.name_span);
    Diagnostic::new(Code::LW405, message, place, "has no value that could be used")
        .with_help("leave `transparent=True` out: a future tells when the work is done")
}

/// LW405
fn misfit(
    inputs: &Inputs<'_>,
    key: FunctionKey,
    (statement, event): (StatementId, ValueId),
    kind: &Misfit,
) -> Diagnostic {
    let events = &inputs.function(key).statements[statement.0 as usize].events;
    let place = inputs.place(key.module, events[event.0 as usize].span);
    let what = match kind {
        Misfit::Identity => "is no other object, whatever it stands in for".to_owned(),
        Misfit::TypeOf => "has a type of its own".to_owned(),
        Misfit::Pattern => "no such pattern takes it".to_owned(),
        Misfit::Raised => "is no exception, whatever it stands in for".to_owned(),
        Misfit::Exact(taker) => format!("`{taker}` looks at its class, and not into it"),
        Misfit::Elements(taker) => {
            format!("`{taker}` looks at the classes of its elements, and not into them")
        }
    };
    let help = match kind {
        Misfit::Elements(_) => "wait for the values: `[wait_for(x) for x in ...]`",
        _ => "wait for the value: put `wait_for(...)` around it, with `from lockweave import wait_for`",
    };
    let message = "what stands in for a value does not do for it here";
    Diagnostic::new(Code::LW405, message, place, what).with_help(help)
}

/// LW402
fn lost(inputs: &Inputs<'_>, dropped: &Dropped) -> Diagnostic {
    let function = inputs.function(dropped.function);
    let event = &function.statements[dropped.statement.0 as usize].events[dropped.event.0 as usize];
    let place = inputs.place(dropped.function.module, event.span);
    let name = names(inputs, &dropped.bodies);
    let stands_in = dropped.bodies.iter().all(|body| inputs.function(*body).gives_stand_in());
    let what = if stands_in { "result" } else { "future" };
    let message = format!("the {what} of {name} is dropped, and an exception with it");
    let label = match dropped.at {
        None => "nobody asks for what comes of it",
        Some(_) => "nobody looks at where it goes",
    };
    let diagnostic = Diagnostic::new(Code::LW402, message, place, label);
    let diagnostic = match dropped.at {
        Some(span) => diagnostic
            .with_label(inputs.place(dropped.function.module, span), "kept here, and never looked at"),
        None => diagnostic,
    };
    let keep = match stands_in {
        true => "use it, or wait for it with `wait_for(...)`",
        false => "keep the future and ask for its `.result()`",
    };
    diagnostic.with_help(format!(
        "{keep}; or log what nobody asks for, with `@concurrent(on_error=\"log\")`; or say that it doesn't matter: `_ = ...`"
    ))
}

/// LW403
fn callback(
    inputs: &Inputs<'_>,
    key: FunctionKey,
    (statement, event): (StatementId, ValueId),
    given: &CallbackGiven,
) -> Diagnostic {
    let events = &inputs.function(key).statements[statement.0 as usize].events;
    let place = inputs.place(key.module, events[event.0 as usize].span);
    let taker = match &given.taker {
        Taker::Known(name) => format!("`{name}`"),
        Taker::Own(parameters) => {
            let functions = parameters.iter().map(|(function, _)| *function).collect();
            names(inputs, &functions)
        }
    };
    let message = format!("{taker} calls {} and never looks at the futures", names(inputs, &given.bodies));
    Diagnostic::new(Code::LW403, message, place, "each call makes a future that nobody reads").with_help(
        "give a plain function that asks the future for its `.result()`, or mark the concurrent one with `on_error=\"log\"`",
    )
}

/// `one` or `two`, in backquotes.
fn names(inputs: &Inputs<'_>, functions: &BTreeSet<FunctionKey>) -> String {
    let name = |key: &FunctionKey| -> &Function { inputs.function(*key) };
    let names: BTreeSet<&str> = functions.iter().map(|key| name(key).name.as_str()).collect();
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}
