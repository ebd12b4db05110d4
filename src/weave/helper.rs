//! Helpers: the functions and classes of the prelude that wrappers call, each a template, and what each needs.
//!
//! ```python
//! def _spawn(body: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
//!     """Run body in a thread of its own; what comes of it goes into the future."""
//!     ...
//! ```

use super::names::{Import, Needed};
use super::{Weaver, annotation, prelude, template};
use crate::options::TargetVersion;
use crate::plan::{LockSource, ModulePlan, Section};

/// A definition of the prelude, in the order in which they stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Helper {
    /// The type variable of the others.
    TypeVariable,
    /// A pool's queued bodies are cancelled by hand, before 3.9.
    Drain,
    /// Ctrl-C drops queued bodies.
    DropOnInterrupt,
    /// So does the end of the program, if asked for.
    DropAtExit,
    /// Starts a thread a call.
    Spawn,
    /// The same, with name and daemon flag.
    SpawnAs,
    /// What such a thread runs.
    Run,
    /// Carries contextvars over.
    InContext,
    /// The future that logs.
    LoggedFuture,
    /// Makes a future one that logs.
    Logged,
    /// The futures that may have something to log.
    Unasked,
    /// Logs what is left of it at exit.
    LogUnasked,
    /// What stands in for a value gives that.
    WaitFor,
    /// The class of what stands in for the value of a future.
    StandInClass,
    /// Gives that class what Python looks for in classes.
    GiveOperators,
    /// What stands in for the value of a future.
    StandIn,
    /// A lock whose acquire may fail.
    CheckedLock,
    /// Locks for objects.
    ObjectLocks,
    /// The same, which can be taken all together.
    WholeObjectLocks,
    /// A lock for a forked child.
    FreshLock,
    /// Gives a forked child locks and pools of its own.
    Renew,
}

impl Helper {
    /// Its name unless that is taken.
    pub(super) const fn plain_name(self) -> &'static str {
        match self {
            Helper::TypeVariable => "_T",
            Helper::Drain => "_drain",
            Helper::DropOnInterrupt | Helper::DropAtExit => "_drop_queued",
            Helper::Spawn => "_spawn",
            Helper::SpawnAs => "_spawn_as",
            Helper::Run => "_run",
            Helper::InContext => "_in_context",
            Helper::LoggedFuture => "_LoggedFuture",
            Helper::Logged => "_logged",
            Helper::Unasked => "_unasked",
            Helper::LogUnasked => "_log_unasked",
            Helper::WaitFor => "_wait_for",
            Helper::StandInClass => "_StandIn",
            Helper::GiveOperators => "_give_operators",
            Helper::StandIn => "_stand_in",
            Helper::CheckedLock => "_CheckedLock",
            Helper::ObjectLocks | Helper::WholeObjectLocks => "_ObjectLocks",
            Helper::FreshLock => "_fresh",
            Helper::Renew => "_renew",
        }
    }

    /// The one that makes the tables of `plan`.
    pub(super) fn object_locks(plan: &ModulePlan) -> Helper {
        let is_whole = |section: &Section| {
            section.locks.iter().any(|id| {
                let lock = plan.locks.get(id.0 as usize);
                lock.is_some_and(|lock| lock.source == LockSource::PerObject)
                    && !section.objects.contains_key(id)
            })
        };
        if plan.sections.iter().any(is_whole) { Helper::WholeObjectLocks } else { Helper::ObjectLocks }
    }

    /// Adds it and all that it needs to `needed`.
    pub(super) fn require(self, needed: &mut Needed, target: TargetVersion) {
        if !needed.helpers.insert(self) {
            return;
        }
        for helper in self.helpers(target) {
            helper.require(needed, target);
        }
        needed.imports.extend(self.imports(target));
    }

    fn helpers(self, target: TargetVersion) -> Vec<Helper> {
        match self {
            Helper::DropOnInterrupt | Helper::DropAtExit if target.minor < 9 => vec![Helper::Drain],
            Helper::Spawn | Helper::SpawnAs => vec![Helper::TypeVariable, Helper::Run],
            Helper::InContext | Helper::LoggedFuture => vec![Helper::TypeVariable],
            Helper::Logged => vec![Helper::LoggedFuture, Helper::Unasked, Helper::LogUnasked],
            Helper::WaitFor => vec![Helper::TypeVariable],
            Helper::StandIn => vec![Helper::WaitFor, Helper::StandInClass, Helper::GiveOperators],
            _ => Vec::new(),
        }
    }

    fn imports(self, target: TargetVersion) -> Vec<Import> {
        let callable = callable(target);
        match self {
            Helper::TypeVariable => vec![Import::TYPE_VARIABLE],
            Helper::Drain => vec![Import::SUPPRESS, Import::QUEUE, Import::POOL],
            Helper::DropOnInterrupt => vec![Import::SYS, Import::ANY],
            Helper::DropAtExit => vec![Import::ATEXIT, Import::THREADING],
            Helper::Spawn | Helper::SpawnAs => vec![callable, Import::ANY, Import::FUTURE, Import::THREADING],
            Helper::Run => vec![callable, Import::ANY, Import::FUTURE],
            Helper::InContext => vec![callable, Import::PARTIAL, Import::COPY_CONTEXT],
            Helper::LoggedFuture if target.minor < 10 => {
                vec![Import::FUTURE, Import::LOGGING, Import::OPTIONAL]
            }
            Helper::LoggedFuture => vec![Import::FUTURE, Import::LOGGING],
            Helper::Logged => vec![Import::FUTURE],
            Helper::Unasked => vec![Import::ANY, Import::WEAK_SET],
            Helper::LogUnasked => vec![Import::ATEXIT],
            Helper::WaitFor => vec![Import::CAST],
            Helper::StandIn => vec![
                callable,
                Import::ANY,
                Import::BUILTINS,
                Import::CAST,
                Import::COPY,
                Import::FUTURE,
                Import::MATH,
                Import::OPERATOR,
                Import::OS,
            ],
            Helper::StandInClass | Helper::GiveOperators => Vec::new(),
            Helper::CheckedLock => vec![Import::ANY],
            Helper::ObjectLocks | Helper::WholeObjectLocks | Helper::FreshLock => vec![Import::THREADING],
            Helper::Renew => vec![Import::OS],
        }
    }

    /// Its template; `None` for what stands in another one's.
    pub(super) const fn template(self, target: TargetVersion) -> Option<&'static str> {
        match self {
            Helper::TypeVariable => Some(template::TYPE_VARIABLE),
            Helper::LoggedFuture
            | Helper::Unasked
            | Helper::LogUnasked
            | Helper::StandInClass
            | Helper::GiveOperators => None,
            Helper::Drain => Some(template::DRAIN),
            Helper::DropOnInterrupt => Some(template::EXCEPTHOOK),
            Helper::DropAtExit => Some(template::AT_EXIT),
            Helper::Spawn => Some(template::SPAWN),
            Helper::SpawnAs => Some(template::SPAWN_AS),
            Helper::Run => Some(template::RUN),
            Helper::InContext => Some(template::IN_CONTEXT),
            // A base class can't be quoted, so before 3.9 it stays a plain Future.
            Helper::Logged if target.minor < 9 => Some(template::LOGGED_UNTYPED),
            Helper::Logged => Some(template::LOGGED),
            Helper::WaitFor => Some(template::WAIT_FOR),
            Helper::StandIn => Some(template::STAND_IN),
            Helper::CheckedLock => Some(template::CHECKED_LOCK),
            Helper::ObjectLocks => Some(template::OBJECT_LOCKS),
            Helper::WholeObjectLocks => Some(template::OBJECT_LOCKS_WHOLE),
            Helper::FreshLock => Some(template::FRESH_LOCK),
            Helper::Renew => Some(template::RENEW),
        }
    }
}

/// Where `Callable` comes from: the one of `collections.abc` can't be subscripted before 3.9.
fn callable(target: TargetVersion) -> Import {
    if target.minor < 9 { Import::CALLABLE_TYPING } else { Import::CALLABLE }
}

/// The text of `helper`, laid out; empty for what stands in another one's.
pub(super) fn definition(weaver: &Weaver<'_>, helper: Helper) -> String {
    let Some(template) = helper.template(weaver.options.target) else { return String::new() };
    let import = |import| weaver.name(import);
    let named = |helper| weaver.names.helper(helper);
    let variable = named(Helper::TypeVariable);
    let future_of_variable = weaver.future_of(variable);
    let future_of_any = weaver.future_of(import(Import::ANY));
    let future_base = format!("{}[{variable}]", import(Import::FUTURE));
    let cancel = cancel(weaver);
    let parent = match weaver.names.shadows("super") {
        true => format!("{}({}, self)", weaver.builtin("super"), named(Helper::LoggedFuture)),
        false => "super()".to_owned(),
    };
    let builtins: Vec<(&str, String)> =
        weaver.names.shadowed().map(|name| (name, weaver.builtin(name))).collect();
    let error = optional(weaver, &weaver.builtin("BaseException"));
    let seconds = optional(weaver, &weaver.builtin("float"));
    let locks = format!("{}[{}.RLock]", weaver.builtin("list"), import(Import::THREADING));
    let renewal = prelude::renewal(weaver);
    let (globals, renewals) = (renewal.globals(&weaver.margin("")), renewal.statements());
    let weak_set = format!("{}[{}]", import(Import::WEAK_SET), import(Import::ANY));
    let quoted = |text: String| if weaver.quotes_generics() { annotation::quoted(&text) } else { text };
    let (locks, weak_set) = (quoted(locks), quoted(weak_set));
    let mut holes = vec![
        ("ANY", import(Import::ANY)),
        ("ATEXIT", import(Import::ATEXIT)),
        ("BUILTINS", import(Import::BUILTINS)),
        ("CALLABLE", import(callable(weaver.options.target))),
        ("CANCEL", &cancel),
        ("CAST", import(Import::CAST)),
        ("CHECKED_LOCK", named(Helper::CheckedLock)),
        ("COPY", import(Import::COPY)),
        ("COPY_CONTEXT", import(Import::COPY_CONTEXT)),
        ("DRAIN", named(Helper::Drain)),
        ("DROP_QUEUED", named(helper)),
        ("FRESH", named(Helper::FreshLock)),
        ("FUTURE", import(Import::FUTURE)),
        ("FUTURE_BASE", &future_base),
        ("FUTURE_OF_ANY", &future_of_any),
        ("FUTURE_T", &future_of_variable),
        ("GIVE_OPERATORS", named(Helper::GiveOperators)),
        ("GLOBAL_NAMES", &globals),
        ("IN_CONTEXT", named(Helper::InContext)),
        ("LIST_OF_LOCKS", &locks),
        ("LOGGED", named(Helper::Logged)),
        ("LOGGED_FUTURE", named(Helper::LoggedFuture)),
        ("LOG_UNASKED", named(Helper::LogUnasked)),
        ("LOGGING", import(Import::LOGGING)),
        ("MATH", import(Import::MATH)),
        ("MESSAGE", "\"exception in a concurrent body that nobody asked for\""),
        ("OBJECT_LOCKS", named(Helper::object_locks(weaver.plan))),
        ("OPERATOR", import(Import::OPERATOR)),
        ("OPTIONAL_ERROR", &error),
        ("OPTIONAL_FLOAT", &seconds),
        ("OS", import(Import::OS)),
        ("PARTIAL", import(Import::PARTIAL)),
        ("POOL", import(Import::POOL)),
        ("QUEUE", import(Import::QUEUE)),
        ("RENEW", named(Helper::Renew)),
        ("RENEWALS", &renewals),
        ("RUN", named(Helper::Run)),
        ("SPAWN", named(Helper::Spawn)),
        ("SPAWN_AS", named(Helper::SpawnAs)),
        ("STAND_IN", named(Helper::StandIn)),
        ("STAND_IN_CLASS", named(Helper::StandInClass)),
        ("SUPER", &parent),
        ("SUPPRESS", import(Import::SUPPRESS)),
        ("SYS", import(Import::SYS)),
        ("T", variable),
        ("THREADING", import(Import::THREADING)),
        ("TYPE_VARIABLE", import(Import::TYPE_VARIABLE)),
        ("UNASKED", named(Helper::Unasked)),
        ("WEAK_SET", import(Import::WEAK_SET)),
        ("WEAK_SET_OF_ANY", &weak_set),
        ("WAIT_FOR", named(Helper::WaitFor)),
    ];
    holes.extend(builtins.iter().map(|(name, spelled)| (*name, spelled.as_str())));
    template::render(template, &holes, &weaver.margin(""))
}

fn optional(weaver: &Weaver<'_>, plain: &str) -> String {
    if weaver.options.target.minor < 10 {
        format!("{}[{plain}]", weaver.name(Import::OPTIONAL))
    } else {
        format!("{plain} | None")
    }
}

/// The statements that drop what the pools have queued.
fn cancel(weaver: &Weaver<'_>) -> String {
    let drain = weaver.names.helper(Helper::Drain);
    let form = if weaver.options.target.minor < 9 { template::CANCEL_BY_HAND } else { template::CANCEL };
    let margin = weaver.margin("");
    let statement = |pool: &crate::plan::Pool| {
        template::render(form, &[("EXECUTOR", pool.name.as_str()), ("DRAIN", drain)], &margin)
    };
    weaver.plan.pools.iter().map(statement).collect::<String>().trim_end().to_owned()
}
