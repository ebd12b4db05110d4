//! The wording of what is wrong with markers and allow comments (LW002, LW1xx).

use super::own_names::OwnName;
use super::scope::ScopeKind;
use crate::diagnostics::{Code, Diagnostic};
use crate::text::Place;

/// Methods that Python calls itself and whose result it uses: a future in its place would break the caller.
pub(super) const RESULT_IS_USED: &[&str] = &[
    "__init__",
    "__new__",
    "__repr__",
    "__str__",
    "__bytes__",
    "__format__",
    "__lt__",
    "__le__",
    "__eq__",
    "__ne__",
    "__gt__",
    "__ge__",
    "__hash__",
    "__bool__",
    "__getattr__",
    "__getattribute__",
    "__dir__",
    "__get__",
    "__instancecheck__",
    "__subclasscheck__",
    "__class_getitem__",
    "__mro_entries__",
    "__prepare__",
    "__len__",
    "__length_hint__",
    "__getitem__",
    "__missing__",
    "__iter__",
    "__reversed__",
    "__contains__",
    "__next__",
    "__add__",
    "__sub__",
    "__mul__",
    "__matmul__",
    "__truediv__",
    "__floordiv__",
    "__mod__",
    "__divmod__",
    "__pow__",
    "__lshift__",
    "__rshift__",
    "__and__",
    "__xor__",
    "__or__",
    "__radd__",
    "__rsub__",
    "__rmul__",
    "__rmatmul__",
    "__rtruediv__",
    "__rfloordiv__",
    "__rmod__",
    "__rdivmod__",
    "__rpow__",
    "__rlshift__",
    "__rrshift__",
    "__rand__",
    "__rxor__",
    "__ror__",
    "__iadd__",
    "__isub__",
    "__imul__",
    "__imatmul__",
    "__itruediv__",
    "__ifloordiv__",
    "__imod__",
    "__ipow__",
    "__ilshift__",
    "__irshift__",
    "__iand__",
    "__ixor__",
    "__ior__",
    "__neg__",
    "__pos__",
    "__abs__",
    "__invert__",
    "__complex__",
    "__int__",
    "__float__",
    "__index__",
    "__round__",
    "__trunc__",
    "__floor__",
    "__ceil__",
    "__enter__",
    "__exit__",
    "__aenter__",
    "__aexit__",
    "__await__",
    "__aiter__",
    "__anext__",
    "__buffer__",
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
    "__getnewargs__",
    "__getnewargs_ex__",
    "__copy__",
    "__deepcopy__",
    "__sizeof__",
    "__fspath__",
    "__subclasses__",
    "__subclasshook__",
];

pub(super) fn unknown_name(place: Place, name: &str) -> Diagnostic {
    let known: Vec<&str> = OwnName::EXPORTED.iter().map(|own| own.as_str()).collect();
    let help = match nearest(name, &known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has {}", listed(&known)),
    };
    Diagnostic::new(Code::LW108, format!("lockweave has no `{name}`"), place, "not a name of the package")
        .with_help(help)
}

/// LW109: both markers on one function.
pub(super) fn both_markers(place: Place, other: Place) -> Diagnostic {
    Diagnostic::new(Code::LW109, "`@concurrent` and `@atomic` exclude each other", place, "the second marker")
        .with_label(other, "the first one")
        .with_help("for a body that holds its locks from its first statement to its last, write `@concurrent(scope=\"body\")`")
}

pub(super) fn marked_twice(place: Place, first: Place) -> Diagnostic {
    Diagnostic::new(Code::LW108, "function is marked twice", place, "second marker")
        .with_label(first, "first marker")
        .with_help("keep one of them, with the arguments of both")
}

/// LW102: an argument that is evaluated once for each round of a loop, while all wrappers share what it gives.
pub(super) fn argument_in_loop(place: Place, argument: &str) -> Diagnostic {
    Diagnostic::new(
        Code::LW102,
        format!("`{argument}=` of a function in a loop changes from round to round"),
        place,
        "the functions of all rounds would share the last one",
    )
    .with_help(
        "move the function into one that takes this as a parameter and returns it, and call that in the loop",
    )
}

/// LW108: a body that differs from round to round of a loop, while all wrappers reach it by one name.
pub(super) fn decorated_in_loop(place: Place, marker: Place, function: &str) -> Diagnostic {
    Diagnostic::new(
        Code::LW108,
        format!("`{function}` in a loop has a decorator below `@concurrent`"),
        place,
        "the functions of all rounds would run what the last round's gave",
    )
    .with_label(marker, "marked here")
    .with_help(format!(
        "move `{function}` into a function that returns it, and call that in the loop; or put the decorator above `@concurrent`"
    ))
}

/// LW102: an argument for the module's own lines that names what only a class or function sees.
pub(super) fn argument_unseen(place: Place, argument: &str, name: &str, kind: ScopeKind) -> Diagnostic {
    let (owner, what) = match kind {
        ScopeKind::Class => ("the class body", "class"),
        _ => ("the function around it", "function"),
    };
    Diagnostic::new(
        Code::LW102,
        format!("`{argument}=` names `{name}`, which only {owner} sees"),
        place,
        format!("a name of the {what}; locks and pools are made by the module's own code"),
    )
    .with_help(format!("make `{name}` a global of the module, above the {what}"))
}

pub(super) fn concurrent_async(name: Place, marker: Place, function: &str) -> Diagnostic {
    Diagnostic::new(
        Code::LW104,
        format!("async function `{function}` can't be concurrent"),
        name,
        "a thread has no event loop to await it in",
    )
    .with_label(marker, "marked here")
    .with_help(format!(
        "make `{function}` a plain `def` and await `asyncio.wrap_future({function}(...))`, or run it as a task without the marker"
    ))
}

pub(super) fn concurrent_generator(name: Place, marker: Place, yields: Place, function: &str) -> Diagnostic {
    Diagnostic::new(
        Code::LW104,
        format!("generator `{function}` can't be concurrent"),
        name,
        "calling it runs nothing: its code runs in whoever iterates it",
    )
    .with_label(marker, "marked here")
    .with_label(yields, "this makes it a generator")
    .with_help(
        "return a list, or move the work for one item into a function of its own and mark that one; \
         to hand items over as they come, put them into a `queue.Queue`",
    )
}

pub(super) fn concurrent_special(name: Place, marker: Place, function: &str) -> Diagnostic {
    let plain = function.trim_matches('_');
    Diagnostic::new(
        Code::LW105,
        format!("`{function}` can't be concurrent"),
        name,
        "Python calls it itself and uses its result, which would be a future",
    )
    .with_label(marker, "marked here")
    .with_help(format!(
        "move the slow part into a method of its own (`_{plain}_work`, say), mark that one, and call it here"
    ))
}

pub(super) fn marks_class(place: Place, name: Place, marker: &str) -> Diagnostic {
    Diagnostic::new(Code::LW108, format!("`@{marker}` on a class"), place, "marks functions and methods only")
        .with_label(name, "this is a class")
        .with_help(format!("mark the methods that are meant: `@{marker}` above their `def`"))
}

pub(super) fn atomic_called(place: Place, argument: Option<&str>) -> Diagnostic {
    let help = "write `@atomic`, without parentheses; its locks are found for it";
    match argument {
        Some(argument) => {
            let name = argument.split('=').next().unwrap_or(argument).trim();
            let message = format!("`@atomic` takes no arguments, not even `{name}`");
            Diagnostic::new(Code::LW101, message, place, "unknown argument").with_help(help)
        }
        None => Diagnostic::new(Code::LW108, "`atomic` is not called", place, "not a call").with_help(help),
    }
}

pub(super) fn atomic_suspends(place: Place, name: Place, function: &str) -> Diagnostic {
    Diagnostic::new(
        Code::LW108,
        format!("`@atomic` on `{function}`, which suspends"),
        place,
        "locks can't be held across",
    )
    .with_label(name, "a generator or async function")
    .with_help(
        "put `with atomic:` around the statements that belong together, none of them a `yield` or an `await`",
    )
}

pub(super) fn synchronized_called(place: Place) -> Diagnostic {
    Diagnostic::new(Code::LW108, "`synchronized` is not called", place, "not a call")
        .with_help("write `@synchronized`, without parentheses; it takes no arguments")
}

pub(super) fn synchronized_async(place: Place, name: Place, function: &str) -> Diagnostic {
    Diagnostic::new(
        Code::LW108,
        format!("`@synchronized` on `{function}`, which is async"),
        place,
        "its waits would block the event loop",
    )
    .with_label(name, "an async function")
    .with_help("leave `@synchronized` out, and await `asyncio.wrap_future(...)` of each concurrent call")
}

pub(super) fn async_with_atomic(place: Place) -> Diagnostic {
    Diagnostic::new(Code::LW108, "`async with atomic`", place, "there is nothing to await")
        .with_help("write `with atomic:`, with no `await` inside")
}

pub(super) fn atomic_as(place: Place) -> Diagnostic {
    Diagnostic::new(Code::LW108, "`with atomic` gives no value", place, "nothing to bind")
        .with_help("write `with atomic:`")
}

pub(super) fn atomic_among_others(place: Place) -> Diagnostic {
    Diagnostic::new(Code::LW108, "`atomic` beside other context managers", place, "stands alone in its `with`").with_help(
        "nest two: `with atomic:` and the other `with` inside it (entered under the locks) or around it (entered before them)",
    )
}

/// LW102: what never returns has no value.
pub(super) fn stands_in_for_nothing(returns: Place, name: Place) -> Diagnostic {
    Diagnostic::new(
        Code::LW102,
        "`transparent=` on a function that never returns",
        returns,
        "there is no value to stand in for",
    )
    .with_label(name, "for a checker a call of it would never end")
    .with_help("leave `transparent=` out: its future tells how it ended")
}

pub(super) fn used_as_value(place: Place, own: OwnName) -> Diagnostic {
    let name = own.as_str();
    match own {
        OwnName::Synchronized => Diagnostic::new(
            Code::LW108,
            "`synchronized` used as a value",
            place,
            "a marker is erased: no such value is left",
        )
        .with_help("write it as a decorator, `@synchronized` above the `def`"),
        OwnName::CallHere => Diagnostic::new(
            Code::LW108,
            "`call_here` used as a value",
            place,
            "it is erased: no such function is left",
        )
        .with_help("call it, with the function first: `call_here(record, x)`"),
        OwnName::WaitFor => Diagnostic::new(
            Code::LW108,
            "`wait_for` marks nothing",
            place,
            "a function to call, no decorator",
        )
        .with_help("call it where a value is needed: `wait_for(x)`"),
        OwnName::Concurrent => Diagnostic::new(
            Code::LW108,
            "`concurrent` used as a value",
            place,
            "a marker is erased: no such value is left",
        )
        .with_help("write it as a decorator, `@concurrent` above the `def`"),
        OwnName::Atomic => Diagnostic::new(
            Code::LW108,
            "`atomic` used as a value",
            place,
            "a marker is erased: no such value is left",
        )
        .with_help("write `with atomic:` or `@atomic`"),
        OwnName::Package => Diagnostic::new(
            Code::LW108,
            format!("`{name}` used as a value"),
            place,
            "the import is erased: no module is left",
        )
        .with_help("use its markers: `@lockweave.concurrent`, `with lockweave.atomic:`"),
    }
}

/// LW108: `call_here()`, `call_here(*functions)`.
pub(super) fn calls_nothing_here(place: Place) -> Diagnostic {
    Diagnostic::new(Code::LW108, "`call_here` without a function", place, "calls the body of what function?")
        .with_help("give the concurrent function first, then its arguments: `call_here(record, x)`")
}

/// `a`, `b` and `c`, in backquotes.
pub(super) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The word of `known` that `word` is most likely meant to be.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |candidate: &str| edit_distance(&word.to_lowercase(), candidate);
    let best = known.iter().copied().min_by_key(|candidate| distance(candidate))?;
    let prefix = best.starts_with(word) || word.starts_with(best);
    (distance(best) <= best.len().max(word.len()) / 2 || prefix).then_some(best)
}

/// How many insertions, deletions and replacements make `left` into `right`.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, to) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}
