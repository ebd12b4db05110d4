//! LW401: a future used as if it were its value, and what to put where.
//!
//! Must not know how uses are found.

use super::Inputs;
use super::dropped::consumers;
use crate::diagnostics::{Code, Diagnostic};
use crate::program::{FunctionKey, PlainUse};
use crate::summary::{Event, Name, Op, StatementId, Suspends, ValueId};
use crate::text::Place;

/// Whether `.result()` behind the future mends it without breaking something else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fixable {
    Yes,
    No,
}

/// LW401
pub(super) fn plain_use(
    inputs: &Inputs<'_>,
    key: FunctionKey,
    (statement, event): (StatementId, ValueId),
    (kind, fixable): (PlainUse, Fixable),
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
    let is_postfix =
        matches!(operand.op, Op::Load(_) | Op::Call(..) | Op::Attribute(..) | Op::Item(_, Some(_)));
    match kind {
        PlainUse::Elements => {
            let diagnostic = diagnostic.with_help(
                "give it the values: `future.result() for future in ...`, with the futures made before",
            );
            let events = &function.statements[statement.0 as usize].events;
            if fixable == Fixable::Yes { of_elements(diagnostic, events, event, place) } else { diagnostic }
        }
        PlainUse::Held => diagnostic.with_help(
            "make it of the values: `[future.result() for future in ...]`, with the futures made before",
        ),
        PlainUse::Changed => diagnostic.with_help("wait for the value first: `name = name.result() + ...`"),
        _ if !is_postfix || fixable == Fixable::No => {
            diagnostic.with_help("wait for the value first, with `.result()`, and go on with that")
        }
        _ => {
            diagnostic.with_help("wait for the value: put `.result()` behind it").with_fix(place, ".result()")
        }
    }
}

/// A container of futures, `event`, is given to what takes their values: a loop around it waits for each.
fn of_elements(diagnostic: Diagnostic, events: &[Event], event: ValueId, place: Place) -> Diagnostic {
    let is_alone = consumers(events, event).any(|(_, taker)| match &taker.op {
        Op::Call(_, arguments) => arguments.len() == 1,
        _ => false,
    });
    // What makes its futures by and by would wait for each before it starts the next.
    let is_lazy = match &events[event.0 as usize].op {
        Op::Closure(..) => true,
        Op::Call(callee, _) => {
            matches!(&events[callee.0 as usize].op, Op::Load(Name::Global(called)) if called == "map")
        }
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
