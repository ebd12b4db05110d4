//! LW4xx: futures used as values, dropped, or made by whoever is given the function.
//!
//! Must not know syntax. What is surely a future was found by `program`; which ones nobody looks at is found in `dropped`.

use std::collections::BTreeSet;

use super::dropped::{Dropped, Fates, Lost, consumers, loads};
use super::{Inputs, LaunchKind, ModulePlan};
use crate::diagnostics::{Code, Diagnostic};
use crate::options::Switch;
use crate::program::{FunctionKey, PlainUse, Program, Taker};
use crate::summary::{Choice, Event, Function, Name, Op, StatementId, Suspends, ValueId};
use crate::text::Place;

/// All that there is to say about futures.
pub(super) fn futures(program: &Program, inputs: &Inputs<'_>, slices: &[ModulePlan]) -> Vec<Diagnostic> {
    let fates = Fates::of(program, inputs);
    let silent = |bodies: &BTreeSet<FunctionKey>| bodies.iter().all(|body| logs(slices, *body));
    let mut found = Vec::new();
    for (key, facts) in &program.functions {
        for ((statement, event), kind) in &facts.plain_uses {
            found.push(plain_use(inputs, *key, (*statement, *event), *kind));
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
        PlainUse::Changed => "changed by an operator that it doesn't have",
        PlainUse::Operand => "a future, beside what is tested for its value",
        PlainUse::Deciding => "a future, where its value decides",
        PlainUse::Held => "holds futures, where values are declared",
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
    if kind == PlainUse::Awaited || function.suspends == Suspends::Async {
        return diagnostic
            .with_help("await `asyncio.wrap_future(...)` of it; `.result()` would block the event loop");
    }
    match kind {
        PlainUse::Elements => of_elements(diagnostic, (function, statement), event, place),
        PlainUse::Held => diagnostic.with_help(
            "make it of the values: `[future.result() for future in ...]`, with the futures made before",
        ),
        PlainUse::Changed => diagnostic.with_help("wait for the value first: `name = name.result() + ...`"),
        _ => {
            let diagnostic = diagnostic.with_help("wait for the value: put `.result()` behind it");
            let is_postfix =
                matches!(operand.op, Op::Load(_) | Op::Call(..) | Op::Attribute(..) | Op::Item(_, Some(_)));
            let is_clear = is_postfix && !is_asked(function, statement, event);
            if is_clear { diagnostic.with_fix(place, ".result()") } else { diagnostic }
        }
    }
}

/// A container of futures, `event`, is given to what takes their values: a loop around it waits for each.
fn of_elements(
    diagnostic: Diagnostic,
    (function, statement): (&Function, StatementId),
    event: ValueId,
    place: Place,
) -> Diagnostic {
    let diagnostic = diagnostic
        .with_help("give it the values: `future.result() for future in ...`, with the futures made before");
    let events = &function.statements[statement.0 as usize].events;
    let is_call = |events: &[Event], callee: ValueId, name: &str| matches!(&events[callee.0 as usize].op, Op::Load(Name::Global(called)) if called == name);
    let is_alone = consumers(events, event).any(|(_, taker)| match &taker.op {
        Op::Call(_, arguments) => arguments.len() == 1,
        _ => false,
    });
    // What makes its futures by and by would wait for each before it starts the next.
    let is_lazy = match &events[event.0 as usize].op {
        Op::Closure(..) => true,
        Op::Call(callee, _) => is_call(events, *callee, "map"),
        Op::Choose(..) => return diagnostic,
        _ => false,
    };
    let (before, behind) = if is_alone { ("", "") } else { ("(", ")") };
    let (made, end) = if is_lazy { ("list(", ")") } else { ("", "") };
    let diagnostic =
        diagnostic.with_fix_before(place, format!("{before}future.result() for future in {made}"));
    match format!("{end}{behind}") {
        text if text.is_empty() => diagnostic,
        text => diagnostic.with_fix(place, text),
    }
}

/// LW402
fn lost(inputs: &Inputs<'_>, dropped: &Dropped) -> Diagnostic {
    let function = inputs.function(dropped.function);
    let event = &function.statements[dropped.statement.0 as usize].events[dropped.event.0 as usize];
    let place = |span| inputs.place(dropped.function.module, span);
    let name = names(inputs, &dropped.bodies);
    let message = format!("the future of {name} is dropped, and an exception with it");
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
    diagnostic.with_help(
        "keep the future and ask for its `.result()`; or log what nobody asks for, with `@concurrent(on_error=\"log\")`; \
         or say that it doesn't matter: `_ = ...`",
    )
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

/// Whether the `and` or `or` that an operand stands in is itself asked for a future's result: what to do then, only the user can tell.
fn is_asked(function: &Function, statement: StatementId, operand: ValueId) -> bool {
    let events = &function.statements[statement.0 as usize].events;
    let asks = |event: &Event| matches!(&event.op, Op::Attribute(_, name) if name == "result" || name == "exception");
    consumers(events, operand).any(|(id, consumer)| match &consumer.op {
        Op::Choose(Choice::Truth, _) => {
            consumers(events, id).any(|(_, taker)| match &taker.op {
                Op::Store(name, _) => loads(function, name)
                    .any(|(reader, load)| consumers(&reader.events, load).any(|(_, event)| asks(event))),
                _ => asks(taker),
            }) || is_asked(function, statement, id)
        }
        _ => false,
    })
}

/// `one` or `two`, in backquotes.
fn names(inputs: &Inputs<'_>, functions: &BTreeSet<FunctionKey>) -> String {
    let name = |key: &FunctionKey| -> &Function { inputs.function(*key) };
    let names: BTreeSet<&str> = functions.iter().map(|key| name(key).name.as_str()).collect();
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}
