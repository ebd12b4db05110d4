//! Reasons in words. Must not know where they are shown.

use super::data::{Reason, Spot};
use super::resolve::Atlas;
use crate::diagnostics::Why;
use crate::options::Switch;
use crate::plan::{
    Assumption, AssumptionKind, FreeReason, FunctionAccount, Guarded, LaunchAccount, LaunchReason,
    LaunchedIn, LockAccount, LockOrigin, Need,
};
use crate::program::{Access, SafeKind};
use crate::text::Place;

/// `state.py:12`
pub(super) fn spot(spot: &Spot) -> String {
    format!("{}:{}", spot.short, spot.line)
}

fn at(atlas: &Atlas<'_>, place: Place) -> String {
    spot(&atlas.spot(place))
}

fn plain(kind: &'static str, why: impl Into<String>) -> Reason {
    Reason { kind, why: why.into(), ways: Vec::new() }
}

const fn does(access: Access) -> &'static str {
    match access {
        Access::Read => "reads",
        Access::Write => "writes",
    }
}

/// Why a variable needs a lock.
pub(super) fn need(atlas: &Atlas<'_>, guarded: &Guarded) -> Reason {
    match &guarded.need {
        Need::Contended { reached, written } => {
            let ways = [reached, written].map(|way| atlas.way(way, &guarded.variable));
            // The way without its last part, the variable.
            let who = |path: &str| path.rsplit_once(" → ").map_or(path, |(who, _)| who).to_owned();
            let (one, other) = (&ways[0], &ways[1]);
            let verb = does(reached.access);
            let first = format!("`{}` {verb} it at {}", who(&one.path), spot(&one.at));
            let why = if reached == written {
                format!("{first}, beside other runs of itself")
            } else {
                format!("{first}, while `{}` may write it at {}", who(&other.path), spot(&other.at))
            };
            let ways = if one == other { vec![one.clone()] } else { ways.to_vec() };
            Reason { kind: "contended", why, ways }
        }
        Need::Joined => plain("joined", "it may be one object with another one of these"),
        Need::Opaque => {
            plain("opaque", "it holds an object of a library, and what its methods change is not seen")
        }
        Need::Named(place) => plain("named", format!("a marker names it at {}", at(atlas, *place))),
    }
}

/// Where a lock object comes from.
pub(super) fn origin(atlas: &Atlas<'_>, lock: &LockAccount) -> (&'static str, String) {
    let file = atlas.file_of(lock.module);
    match &lock.source {
        LockOrigin::Own => ("module", format!("made in {file}")),
        LockOrigin::LockModule(module) => {
            let whose = if lock.by_object == Switch::On { ", one an object" } else { "" };
            let made =
                format!("made in the generated module `{module}`{whose}, since several modules take it");
            ("lock module", made)
        }
        LockOrigin::User(place) => {
            let excerpt = atlas.excerpt(*place);
            ("yours", format!("your own `{}`, given by `locks=` at {}", excerpt.text, spot(&excerpt.at)))
        }
        LockOrigin::Existing => {
            ("existing", format!("your own lock in {file}, which covers every access already"))
        }
        LockOrigin::PerObject => ("per object", format!("one lock an object, kept in {file}")),
        LockOrigin::Local => {
            ("local", format!("made anew in {file} by each call of the function that owns what it guards"))
        }
    }
}

/// Where a body runs and why there.
pub(super) fn launch(atlas: &Atlas<'_>, function: &FunctionAccount, launch: &LaunchAccount) -> Reason {
    let place = |span| Place { file: function.whole.file, span };
    let code = |span| format!("`{}`", atlas.excerpt(place(span)).text);
    let (kind, runs) = match &launch.kind {
        LaunchedIn::Pool(name) => ("pool", format!("in the pool `{name}`")),
        LaunchedIn::Thread => ("thread", "in a thread of its own for each call".to_owned()),
        LaunchedIn::Executor => ("executor", "in an executor of yours".to_owned()),
        LaunchedIn::Nowhere => ("nowhere", "nowhere".to_owned()),
    };
    let why = match &launch.reason {
        LaunchReason::NeverBlocks => "nothing in it can block on another body".to_owned(),
        LaunchReason::Waits(why) => format!("it may wait for another body ({})", way(atlas, why)),
        LaunchReason::CallsUnknown(why) => {
            format!("it calls what is not seen, which may wait ({})", way(atlas, why))
        }
        LaunchReason::Workers(span) => format!("its marker gives it {} workers", code(*span)),
        LaunchReason::Configured(workers) => format!("the configuration says `workers = {workers}`"),
        LaunchReason::Named(span) => format!("its marker says so with {}", code(*span)),
        LaunchReason::Executor(span) => {
            format!("its marker gives {}; it may run in another process, so it takes no lock", code(*span))
        }
        LaunchReason::Stub => "it is a stub, and others implement it".to_owned(),
    };
    plain(kind, format!("{runs}: {why}"))
}

/// A reason's steps: `→ helper, queue.get at a.py:3`.
fn way(atlas: &Atlas<'_>, why: &Why) -> String {
    let mut text = String::new();
    for step in &why.steps {
        match &step.into {
            Some(into) => text.push_str(&format!("→ {into} ")),
            None => {
                let what = step.text.strip_prefix("waits here: ").map(|what| format!("`{what}`"));
                let what = what.unwrap_or_else(|| step.text.clone());
                text.push_str(&format!("{what} at {}", at(atlas, step.place)));
            }
        }
    }
    text.trim_end().to_owned()
}

/// Why a variable needs no lock: `kind` and words that fit one variable and several.
pub(super) fn free(atlas: &Atlas<'_>, reason: &FreeReason) -> Reason {
    match reason {
        FreeReason::NoBody => plain("no body", "reached by no concurrent body"),
        FreeReason::Constant => plain("constant", "bound once, to a value that can't change"),
        FreeReason::NeverWritten => plain("never written", "only read by bodies, and never written"),
        FreeReason::Initialisation(_) => {
            plain("initialisation", "only read by bodies, and written for the last time before any can run")
        }
        FreeReason::Safe(kind) => {
            plain("safe by nature", format!("{}; the name is not rebound while bodies may run", safe(*kind)))
        }
        FreeReason::OtherPart => {
            plain("other part", "used by bodies only in parts that nobody writes while they may run")
        }
        FreeReason::Confined => plain("confined", "never in the hands of two threads"),
        FreeReason::Covered(lock) => plain(
            "covered",
            format!("under your own lock `{}` at every access already", atlas.variable(lock)),
        ),
        FreeReason::Vouched(place) => {
            plain("vouched", format!("vouched for by `unlocked=` at {}", at(atlas, *place)))
        }
        FreeReason::Elsewhere => {
            plain("elsewhere", "used only by bodies for executors of yours, which may run in other processes")
        }
    }
}

/// The last write that a reason rests on.
pub(super) fn rests_on(reason: &FreeReason) -> Option<Place> {
    match reason {
        FreeReason::Initialisation(place) => Some(*place),
        _ => None,
    }
}

const fn safe(kind: SafeKind) -> &'static str {
    match kind {
        SafeKind::Queue => "safe by nature, as queues are",
        SafeKind::Lock => "safe by nature, as locks are",
        SafeKind::Waitable => "safe by nature, as events, conditions, semaphores and barriers are",
        SafeKind::Future => "safe by nature, as futures are",
        SafeKind::Thread => "safe by nature, as threads are",
        SafeKind::Executor => "safe by nature, as executors are",
        SafeKind::Other => {
            "safe by nature, as loggers, thread locals, counters and others of a fixed list are"
        }
        SafeKind::Code => "a function, class or module",
    }
}

/// What is taken for granted.
pub(super) fn assumption(atlas: &Atlas<'_>, assumption: &Assumption) -> (&'static str, String) {
    let variable = assumption.variable.as_ref().map(|variable| atlas.variable(variable)).unwrap_or_default();
    let function = assumption.function.as_ref().map(|name| atlas.function_name(name)).unwrap_or_default();
    match &assumption.kind {
        AssumptionKind::UnknownCallee => {
            let callee = assumption.place.map(|place| atlas.excerpt(place).text).unwrap_or_default();
            (
                "unknown callee",
                format!(
                    "`{callee}` is not seen: it is taken neither to change nor to keep `{variable}` (`--strict`: it changes it)"
                ),
            )
        }
        AssumptionKind::Unlocked => (
            "unlocked",
            format!("the marker of `{function}` vouches for `{variable}`: it is used there without a lock"),
        ),
        AssumptionKind::FixedByHand => (
            "fixed by hand",
            format!(
                "`{function}` fixes its sections with `with atomic:`; outside of them each statement is guarded by itself, so others may come in between"
            ),
        ),
        AssumptionKind::Dynamic(what) => (
            "dynamic",
            format!(
                "`{what}` in `{function}` hides what it touches: it is taken to touch nothing that is locked"
            ),
        ),
        AssumptionKind::OtherCode => (
            "other code",
            "code that was not given here uses nothing that has a lock, and writes nothing that bodies read"
                .to_owned(),
        ),
    }
}
