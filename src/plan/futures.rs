//! LW4xx: futures used as values, dropped, or made by whoever is given the function.
//!
//! Must not know syntax. What is surely a future was found by `program`; which ones nobody looks at is found in `dropped`.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Asked;
use super::dropped::{Dropped, Fates, Lost};
use super::plain_use::{self, Fixable};
use super::tree::Tree;
use super::view::Draft;
use super::{FunctionDraft, Inputs, LaunchKind, ModulePlan};
use crate::diagnostics::{Code, Diagnostic};
use crate::options::Switch;
use crate::program::{Duty, FunctionKey, Misfit, Program, Taker};
use crate::summary::{Function, StatementId, TypeRef, ValueId};

/// The sections of each function.
type Drafts = BTreeMap<FunctionKey, FunctionDraft>;

/// All that there is to say about futures.
pub(super) fn futures(
    program: &Program,
    inputs: &Inputs<'_>,
    slices: &[ModulePlan],
    drafts: &Drafts,
) -> Vec<Diagnostic> {
    let fates = Fates::of(program, inputs);
    let asked = Asked::of(inputs);
    let silent = |bodies: &BTreeSet<FunctionKey>| bodies.iter().all(|body| logs(slices, *body));
    let mut found = Vec::new();
    for (key, facts) in &program.functions {
        let tree = Tree::new(inputs.function(*key));
        let sections = drafts.get(key).map_or(&[][..], |draft| &draft.sections);
        for ((statement, event), kind) in &facts.plain_uses {
            let breaks = asked.is_asked(*key, *statement, *event)
                || waits_under_lock(program, &tree, sections, (*key, *statement, *event));
            let fixable = if breaks { Fixable::No } else { Fixable::Yes };
            found.push(plain_use::plain_use(inputs, *key, (*statement, *event), (*kind, fixable)));
        }
        let function = inputs.function(*key);
        if function.gives_stand_in() && function.returns == Some(TypeRef::None) {
            found.push(stands_in_for_none(inputs, *key));
        }
        for ((statement, event), kind) in &facts.misfits {
            found.push(misfit(inputs, *key, (*statement, *event), kind));
        }
        for ((statement, event), given) in &facts.callbacks {
            let at = (*statement, *event);
            if let Taker::Decides(taker) = &given.taker {
                found.push(deciding(inputs, *key, at, (taker, &given.functions)));
            } else if let Some(bodies) = fates.bodies_of(&given.functions)
                && !silent(&bodies)
                && fates.forgets(&given.taker)
            {
                found.push(callback(inputs, *key, at, (&given.taker, &bodies)));
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

/// Whether a wait for the value of `event` may be one under a lock: in a loop whose header holds it; and what is evaluated only
/// sometimes can't always be taken out.
fn waits_under_lock(
    program: &Program,
    tree: &Tree<'_>,
    sections: &[Draft],
    (key, statement, event): (FunctionKey, StatementId, ValueId),
) -> bool {
    let holds = |wanted: StatementId| {
        sections.iter().any(|section| section.first.statement <= wanted && wanted <= section.last.statement)
    };
    let is_conditional = tree.event(statement, event).is_some_and(|event| event.conditional);
    // A body's own sections end before a wait.
    let is_ordinary = program.functions[&key].duty == Duty::Ordinary;
    let mut above = std::iter::successors(tree.parent(statement), |parent| tree.parent(*parent));
    (is_conditional && holds(statement)) || (is_ordinary && above.any(holds))
}

/// Whether exceptions of `body` that nobody asks for are logged.
fn logs(slices: &[ModulePlan], body: FunctionKey) -> bool {
    let launches = &slices[body.module as usize].launches;
    let launch = launches.iter().find(|launch| launch.function == body.function);
    launch.is_none_or(|launch| launch.log_errors == Switch::On || launch.kind == LaunchKind::Stub)
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
    let place = |span| inputs.place(dropped.function.module, span);
    let name = names(inputs, &dropped.bodies);
    let stands_in = dropped.bodies.iter().all(|body| inputs.function(*body).gives_stand_in());
    let what = if stands_in { "result" } else { "future" };
    let message = format!("the {what} of {name} is dropped, and an exception with it");
    let of_call =
        |label: &str| Diagnostic::new(Code::LW402, message.as_str(), place(event.span), label.to_owned());
    let diagnostic = match dropped.lost {
        Lost::AtOnce => of_call("nobody asks for what comes of it"),
        Lost::Unread(span) => {
            of_call("nobody looks at where it goes").with_label(place(span), "kept here, and never looked at")
        }
        Lost::Overwritten(span) => of_call("nobody asks for what comes of it")
            .with_label(place(span), "bound here, and bound anew before anybody looks at it"),
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
    (taker, bodies): (&Taker, &BTreeSet<FunctionKey>),
) -> Diagnostic {
    let events = &inputs.function(key).statements[statement.0 as usize].events;
    let place = inputs.place(key.module, events[event.0 as usize].span);
    let taker = match taker {
        Taker::Known(name) | Taker::Decides(name) => format!("`{name}`"),
        Taker::Own(parameters) => {
            let functions = parameters.iter().map(|(function, _)| *function).collect();
            names(inputs, &functions)
        }
    };
    let message = format!("{taker} calls {} and never looks at the futures", names(inputs, bodies));
    Diagnostic::new(Code::LW403, message, place, "each call makes a future that nobody reads").with_help(
        "give a plain function that asks the future for its `.result()`, or mark the concurrent one with `on_error=\"log\"`",
    )
}

/// LW403, where it is the result that matters.
fn deciding(
    inputs: &Inputs<'_>,
    key: FunctionKey,
    (statement, event): (StatementId, ValueId),
    (taker, functions): (&str, &BTreeSet<FunctionKey>),
) -> Diagnostic {
    let events = &inputs.function(key).statements[statement.0 as usize].events;
    let place = inputs.place(key.module, events[event.0 as usize].span);
    let message =
        format!("`{taker}` goes by the futures of {}, not by their values", names(inputs, functions));
    Diagnostic::new(Code::LW403, message, place, "each call gives a future, and that is what decides")
        .with_help("give a plain function that waits for the value: `lambda item: ...(item).result()`")
}

/// `one` or `two`, in backquotes.
fn names(inputs: &Inputs<'_>, functions: &BTreeSet<FunctionKey>) -> String {
    let name = |key: &FunctionKey| -> &Function { inputs.function(*key) };
    let names: BTreeSet<&str> = functions.iter().map(|key| name(key).name.as_str()).collect();
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}
