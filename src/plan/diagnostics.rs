//! How the plan words what it can't prove or must refuse.

use super::Inputs;
use super::call_here::Refusal;
use crate::diagnostics::{Code, Diagnostic, Why};
use crate::program::{Dynamic, EscapeKind, FunctionKey, Level, Root, Unguarded};
use crate::text::Place;

/// LW301 or LW305: a section would wait, or hold a yield.
pub(super) fn blocked(place: Place, locks: &str, why: Option<&Why>) -> Diagnostic {
    match why {
        Some(why) => Diagnostic::new(Code::LW301, format!("this waits while it holds the lock of {locks}"), place, "waits under the lock")
            .with_why(why)
            .with_help(
                "take the wait out: wait into a local first, by `.result()` or `wait_for(...)`, then use it; or fix the sections by hand with `with atomic:` \
                 blocks that hold no wait",
            ),
        None => Diagnostic::new(
            Code::LW305,
            format!("the section for {locks} would contain a yield or an await"),
            place,
            "suspends inside the section",
        )
        .with_help("copy what is needed into locals before it, or put `with atomic:` around the parts before and after it"),
    }
}

/// LW211: what a library shares was woven without a lock that this program could take.
pub(super) fn library_without_lock(place: Place, location: &str) -> Diagnostic {
    Diagnostic::new(
        Code::LW211,
        format!("the library holds no lock of `{location}` that can be taken here"),
        place,
        format!("comes to `{location}`, in a section of this program alone"),
    )
    .with_help("use the library where nothing runs beside it, or have it mark what shares this with `@concurrent` or `@atomic`")
}

/// LW301: a body's write depends on what it read before a wait, and no lock can be held over the wait.
pub(super) fn torn_body(read: Place, write: Place, name: &str, wait: Place, why: &Why) -> Diagnostic {
    let message = format!(
        "this waits between a read of `{name}` and the write that depends on it, which need one section"
    );
    Diagnostic::new(Code::LW301, message, wait, "waits here, where the lock would be held")
        .with_label(read, format!("reads `{name}`"))
        .with_label(write, format!("writes `{name}` by what was read"))
        .with_why(why)
        .with_help(format!(
            "wait first and do the read and the write together behind it, or put `with atomic:` around the parts that belong \
             together and read `{name}` again after the wait"
        ))
}

/// LW302: a read and the write that depends on it are in different sections.
pub(super) fn torn(read: Place, write: Place, name: &str, wait: Option<Place>) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        Code::LW302,
        format!("`{name}` may change between this read and the write that depends on it"),
        write,
        "written here",
    )
    .with_label(read, "read here");
    if let Some(wait) = wait {
        diagnostic = diagnostic.with_label(wait, "no lock can be held over this");
    }
    diagnostic.with_help(format!(
        "read `{name}` again behind the wait, or wait first and do the read and the write together"
    ))
}

/// LW302: what a test has shown may not hold any more where it is relied on.
pub(super) fn untested(test: Place, used: Place, name: &str) -> Diagnostic {
    let message = format!("`{name}` may change between this test and what relies on it behind a wait");
    Diagnostic::new(Code::LW302, message, used, format!("relies on what `{name}` was when it was tested"))
        .with_label(test, "tested here")
        .with_help(format!(
            "keep the object in a local variable and test that, or test `{name}` again behind the wait"
        ))
}

/// LW201, LW202, LW205, LW206: objects leave the analysis; of each which part, and its name.
pub(super) fn escape(kind: EscapeKind, place: Place, parts: &[(Level, String)]) -> Diagnostic {
    let part = |(level, name): &(Level, String)| match level {
        Level::Inner => format!("something held by `{name}`"),
        _ => format!("`{name}`"),
    };
    let all = parts.iter().map(part).collect::<Vec<_>>().join(", ");
    let names = parts.iter().map(|(_, name)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let (is, uses, locks) = match parts.len() {
        1 => ("is", "it", "its lock"),
        _ => ("are", "them", "their locks"),
    };
    match kind {
        EscapeKind::Returned | EscapeKind::Yielded => Diagnostic::new(
            Code::LW201,
            format!("{all} {is} returned from a body, and whoever gets {uses} can use {uses} without the lock"),
            place,
            "leaves the body here",
        )
        .with_help("return a copy (`list(x)`, `dict(x)`, `copy.copy(x)`), or only the values that the caller needs"),
        EscapeKind::Stored => Diagnostic::new(
            Code::LW202,
            format!("{all} {is} stored in an object that can't be followed, and can be used from there without the lock"),
            place,
            "stored here",
        )
        .with_help("store a copy, or give the object a name of its own at module level"),
        EscapeKind::Passed | EscapeKind::PassedAndChanged => Diagnostic::new(
            Code::LW205,
            format!("{all} {is} passed to a body, which uses {uses} as its parameter, without the lock"),
            place,
            "passed to a body here",
        )
        .with_help(format!("let the body name {names} itself, or pass it a copy")),
        EscapeKind::Deferred => Diagnostic::new(
            Code::LW206,
            format!("this code runs later and touches {names} without {locks}"),
            place,
            "kept here, run later",
        )
        .with_help("make it a `def`: a function guards itself wherever it runs"),
    }
}

/// LW204 and LW205: state of a body that no lock can guard.
pub(super) fn unguarded(inputs: &Inputs<'_>, key: FunctionKey, found: &Unguarded) -> Diagnostic {
    let function = inputs.function(key);
    let place =
        found.why.steps.first().map_or(inputs.place(key.module, function.name_span), |step| step.place);
    let last = found.why.steps.last().map_or("touched here", |step| step.text.as_str()).to_owned();
    let body = &function.name;
    let diagnostic = match found.root {
        Root::Captured(owner, local) => {
            let owner = inputs.function(owner);
            let name = owner.locals.get(local.0 as usize).map_or("", |local| local.name.as_str());
            let message = format!(
                "`{body}` reads the loop variable `{name}`, which the loop may have bound anew by then"
            );
            Diagnostic::new(Code::LW204, message, place, last)
                .with_help(format!("pass it: make `{name}` a parameter of `{body}` and give it at the call"))
        }
        Root::Param(index) => {
            let name = function.params.get(index as usize).map_or("", |param| param.name.as_str());
            let message = format!("`{body}` changes what is passed as `{name}`, which no lock is known for");
            Diagnostic::new(Code::LW205, message, place, last)
                .with_help("return the result instead of storing it, or keep the object in a global")
        }
        Root::Location(_) | Root::Site(_) => {
            Diagnostic::new(Code::LW205, format!("`{body}` changes an object without a lock"), place, last)
        }
    };
    match found.why.steps.get(1..) {
        Some(rest) if !rest.is_empty() => diagnostic.with_why(&Why { steps: rest.to_vec() }),
        _ => diagnostic,
    }
}

/// LW203: the fields of an instance get another name.
pub(super) fn hidden(place: Place, class: &str) -> Diagnostic {
    let message = format!(
        "this names the fields of `{class}` all together, and no lock covers what is done with that name"
    );
    Diagnostic::new(Code::LW203, message, place, "named here")
        .with_help("copy it here (`dict(vars(x))`), or touch the fields by their names")
}

/// LW206: a handler that runs inside the sections of its own thread.
pub(super) fn interrupting(place: Place, handler: &str, name: &str, why: &Why) -> Diagnostic {
    let message =
        format!("`{handler}` runs in the middle of other code, also of code that is busy with `{name}`");
    let diagnostic = Diagnostic::new(Code::LW206, message, place, "its thread may hold the lock already")
        .with_help("set a flag or put the work in a `queue.SimpleQueue` here, and do it in ordinary code");
    match why.steps.get(1..) {
        Some(rest) if !rest.is_empty() => diagnostic.with_why(&Why { steps: rest.to_vec() }),
        _ => diagnostic,
    }
}

/// LW207: code that hides what it touches, of another module where that is what matters.
pub(super) fn dynamic(found: &Dynamic, other: Option<&str>) -> Diagnostic {
    let message = match other {
        Some(module) => format!("`{}` hides which names of `{module}` it touches", found.what),
        None => format!("`{}` hides which globals it touches", found.what),
    };
    Diagnostic::new(Code::LW207, message, found.place, "not seen by the analysis")
        .with_help("name the globals in the marker: `@concurrent(\"hits\")`, or touch them by name")
}

/// LW209: a name that was imported keeps an object that its origin no longer names.
pub(super) fn stale(
    place: Place,
    (name, origin): (&str, &str),
    module: &str,
    rebinding: Place,
) -> Diagnostic {
    let message = format!("`{name}` keeps the first value of `{module}.{origin}`, which is bound anew later");
    Diagnostic::new(Code::LW209, message, place, "imported once, here")
        .with_label(rebinding, "bound anew here")
        .with_help(format!("import the module, and write `{module}.{origin}`"))
}

/// LW501: a known slow call inside a section.
pub(super) fn slow(place: Place, what: &str, locks: &str) -> Diagnostic {
    Diagnostic::new(
        Code::LW501,
        format!("`{what}` runs under the lock of {locks}"),
        place,
        "slow, and everybody else waits for it",
    )
    .with_help(
        "do it before the first or after the last access, or put `with atomic:` around the accesses alone",
    )
}

/// LW107: the marker names less than the body touches.
pub(super) fn beside(place: Place, name: &str, why: &Why) -> Diagnostic {
    Diagnostic::new(
        Code::LW107,
        format!("the body also touches `{name}`, which its marker does not name"),
        place,
        "names are given here",
    )
    .with_why(why)
    .with_help(format!("add \"{name}\" to the marker, or vouch for it with `unlocked=(\"{name}\",)`"))
}

/// LW106: two markers give one location two locks.
pub(super) fn two_locks(place: Place, name: &str, other: Place) -> Diagnostic {
    Diagnostic::new(Code::LW106, format!("`{name}` has two locks in two markers"), place, "this one here")
        .with_label(other, "another one there")
        .with_help("give one lock for it; one marker is enough for all bodies")
}

/// LW102: a lock of the user's for a location that other modules lock too.
pub(super) fn lock_out_of_sight(place: Place, name: &str, module: &str) -> Diagnostic {
    let message = format!("module `{module}` takes the lock of `{name}` too, and can't see this one");
    Diagnostic::new(Code::LW102, message, place, "evaluated in this module alone").with_help(format!(
        "leave `locks=` out: Lockweave makes a lock that every module reaches; or let only this module touch `{name}`"
    ))
}

/// LW303: our lock and one of the program's own are taken in both orders.
pub(super) fn cycle(place: Place, guarded: &str, name: &str, why: &Why, other: Place) -> Diagnostic {
    let message = format!(
        "`{name}` is taken here under the lock of `{guarded}`, and elsewhere that lock is taken under `{name}`"
    );
    Diagnostic::new(Code::LW303, message, place, format!("takes `{name}` while the lock of `{guarded}` is held"))
        .with_why(why)
        .with_label(other, format!("takes the lock of `{guarded}` while `{name}` is held"))
        .with_help(format!("let `{name}` guard the location itself (`locks={{...}}`), or take it outside the section in both places"))
}

/// LW303: something is logged under a lock that a handler of the log takes.
pub(super) fn logs_under_lock(
    place: Place,
    guarded: &str,
    name: &str,
    why: &Why,
    other: Place,
) -> Diagnostic {
    let handler = name.rsplit_once('.').map_or(name, |(class, _)| class);
    let message = format!(
        "this logs under the lock of `{guarded}`, which the handler `{handler}` takes under its own lock"
    );
    Diagnostic::new(Code::LW303, message, place, format!("takes the handler's lock while that of `{guarded}` is held"))
        .with_why(why)
        .with_label(other, format!("takes the lock of `{guarded}` while the handler's is held"))
        .with_help(
            "log before or behind the section, from values taken out of it, or let the handler put its records into a \
             `queue.SimpleQueue`",
        )
}

/// LW303: a lock given by a marker is acquired again by the thread that holds it.
pub(super) fn acquired_again(
    place: Place,
    lock: &str,
    location: &str,
    why: &Why,
    given: Place,
) -> Diagnostic {
    let message =
        format!("`{lock}`, the lock of `{location}`, is held here and acquired once more by what is called");
    Diagnostic::new(Code::LW303, message, place, format!("runs while `{lock}` is held"))
        .with_why(why)
        .with_label(given, "given here, and not known to be reentrant")
        .with_help(format!("make `{lock}` a `threading.RLock()`, which its holder may acquire again"))
}

/// LW303: a module waits for bodies while it is imported, and a body imports it.
pub(super) fn waits_on_import(place: Place, module: &str, import: Place) -> Diagnostic {
    let message =
        format!("this waits while `{module}` is being imported, and a body that imports it waits for that");
    Diagnostic::new(Code::LW303, message, place, "waits under the import lock")
        .with_label(import, "waits for the import to end")
        .with_help("wait in a function that is called when the imports are done, or under `if __name__ == \"__main__\":`")
}

/// LW906: a program whose objects can't be followed in reasonable time.
pub(super) fn given_up(place: Place) -> Diagnostic {
    let message = "the objects of this program are too entangled to be followed";
    Diagnostic::new(Code::LW906, message, place, "what this body touches is not known")
        .with_help("give `build` fewer modules: those that share state with concurrent functions, without large libraries beside them")
}

/// LW304: an import inside a section.
pub(super) fn import(place: Place, locks: &str, why: &Why) -> Diagnostic {
    let found = Diagnostic::new(
        Code::LW304,
        format!("this imports while it holds the lock of {locks}"),
        place,
        "runs another module's code under the lock",
    );
    let found = if why.steps.len() > 1 { found.with_why(why) } else { found };
    found.with_help("move the import to the top of the function or of the module")
}

/// LW106: two bodies say different things about one location.
pub(super) fn disagree(place: Place, name: &str, other: Place) -> Diagnostic {
    Diagnostic::new(
        Code::LW106,
        format!("bodies disagree about `{name}`: one locks it, one touches it without"),
        place,
        "does not name it",
    )
    .with_label(other, "locks it")
    .with_help(format!("name \"{name}\" in both markers, or let both be inferred"))
}

/// LW108: a `call_here` that no direct call can be made of.
pub(super) fn calls_here(inputs: &Inputs<'_>, place: Place, refusal: Refusal) -> Diagnostic {
    let name = |key: FunctionKey| inputs.function(key).name.as_str();
    let defined = |key: FunctionKey| inputs.place(key.module, inputs.function(key).name_span);
    let new = |message: String, label: &str| Diagnostic::new(Code::LW108, message, place, label);
    match refusal {
        Refusal::Unknown => new(
            "`call_here` calls what nobody knows".to_owned(),
            "which function this is, only the run tells",
        )
        .with_help(
            "name the concurrent function itself; for a method, annotate its object; to call whatever is given, \
             write `f(...).result()`",
        ),
        Refusal::Plain(function) => new(
            format!("`call_here` of `{}`, which isn't concurrent", name(function)),
            "has no body of its own",
        )
        .with_label(defined(function), "not marked `@concurrent`")
        .with_help("call it as it is: it runs in this thread anyway"),
        Refusal::Mixed(function) => new(
            format!("`call_here` may call `{}`, which isn't concurrent", name(function)),
            "has a body to call for some objects only",
        )
        .with_label(defined(function), "not marked `@concurrent`")
        .with_help("write `f(...).result()`, which waits for whichever it is"),
        Refusal::Overloaded(function) => new(
            format!("`call_here` of `{}`, which is overloaded", name(function)),
            "its body has the types of all overloads together",
        )
        .with_label(defined(function), "an overload")
        .with_help("write `f(...).result()`, which has the type of the overload that fits"),
        Refusal::Bodiless(function) => new(
            format!("`call_here` of `{}`, whose body no name leads to", name(function)),
            "may be this one",
        )
        .with_label(
            defined(function),
            "a stub, a member of a Protocol, or of a class whose name another one takes",
        )
        .with_help("move the work into a plain method; call that one here, and from the concurrent one"),
        Refusal::Several(one, other) => new(
            format!("`call_here` may call `{}` or another function", name(one)),
            "no name stands for the bodies of both",
        )
        .with_label(defined(one), "this one")
        .with_label(defined(other), "or this one")
        .with_help("call each by its own name, in an `if`"),
        Refusal::Unnamed(function) => new(
            format!("`call_here` of `{}` by a name that doesn't lead to its body", name(function)),
            "not the name that it is defined under",
        )
        .with_label(defined(function), "defined here")
        .with_help(format!(
            "write `call_here({0}, ...)` with `{0}` imported from the module that defines it, or a method by its object",
            name(function)
        )),
        Refusal::Default(function, index) => {
            let param = &inputs.function(function).params[index as usize];
            let at = param.default_span.map(|span| inputs.place(function.module, span));
            let refused = new(
                format!("`call_here` leaves `{}` of `{}` to its default", param.name, name(function)),
                "the body would evaluate the default once more",
            );
            let refused = match at {
                Some(at) => refused.with_label(at, "evaluated once, for all callers"),
                None => refused,
            };
            refused.with_help(format!("give it: `{}=...`", param.name))
        }
    }
}
