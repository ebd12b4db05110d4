//! What the plan says, module by module: the slice that `weave` needs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::options::Switch;
use crate::program::KnownLock;
use crate::summary::{FunctionId, StatementId};
use crate::text::Span;

/// The plan of a program: one slice a module, by `FileId`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LockPlan {
    /// The slices.
    pub modules: Vec<ModulePlan>,
    /// The generated module of the locks that more than one module needs, if there are any.
    pub lock_module: Option<LockModule>,
    /// The locks that other programs may have to take, in the order in which they are acquired.
    pub locks: Vec<KnownLock>,
}

/// The generated module that holds locks for others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LockModule {
    /// Its dotted name: `pkg._locks`.
    pub name: String,
    /// Its locks, in the order in which they are acquired; `name` is the plain variable there.
    pub locks: Vec<Lock>,
    /// Locks of libraries, which modules take by their names here.
    pub given: Vec<GivenLock>,
    /// Whether some code of the tree forks: a child then makes its locks anew.
    pub forks: Switch,
    /// Whether some section takes the locks of all objects of a table.
    pub takes_whole_tables: Switch,
}

/// A lock of a library that was woven before, as the lock module hands it on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenLock {
    /// The module of the library that it is in.
    pub module: String,
    /// Its name there.
    pub there: String,
    /// The lock by its name here.
    pub lock: Lock,
}

/// How a module reaches the lock module: `from package import module as name`, or `import module as name`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockImport {
    /// The package that the lock module is in; empty at the top.
    pub package: String,
    /// The lock module's own name: `_locks`.
    pub module: String,
    /// The name that it is bound to here, free in the whole module; mostly the same.
    pub name: String,
}

/// What one module needs. All names in it are free in the whole module and differ from each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModulePlan {
    /// Locks of the module, in the order in which they are acquired.
    pub locks: Vec<Lock>,
    /// Thread pools of the module.
    pub pools: Vec<Pool>,
    /// How each concurrent function starts its body.
    pub launches: Vec<Launch>,
    /// Sections: none overlaps another except by nesting whole in one of its statements' blocks.
    pub sections: Vec<Section>,
    /// Statements taken apart; at most one a statement.
    pub splits: Vec<Split>,
    /// `g(x).result()`, `wait_for(g(x))` and `call_here(g, x)` that become `_g_body(x)`.
    pub in_place: Vec<InPlaceCall>,
    /// Names of bodies that imports take beside their wrappers.
    pub body_imports: Vec<BodyImport>,
    /// The import of the lock module, where the module uses a lock of it.
    pub lock_import: Option<LockImport>,
    /// Whether some code of the tree forks: a child then makes locks and pools anew.
    pub forks: Switch,
}

/// A lock of a module, by its place in `ModulePlan::locks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LockId(pub u32);

/// A lock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// The expression that stands for it: the variable that holds it (`_hits_lock`), or for a lock of the lock module the way to it
    /// (`_locks.hits`).
    pub name: String,
    /// What it guards, by the names that a reader knows, in source order: `hits`, `Stats.count`.
    pub guards: Vec<String>,
    /// Where the object comes from.
    pub source: LockSource,
}

/// Where a lock object comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LockSource {
    /// `threading.RLock()` in the prelude.
    Own,
    /// The user's, from `locks=`: this expression, evaluated once; its acquire may give False, which raises.
    User(Span),
    /// The user's own global lock, which covers every access already: no prelude line, `name` is the user's variable.
    Existing,
    /// The generated lock module: no prelude line, the module imports that one.
    Shared,
    /// One lock an object, told apart by identity: `name` is the prelude's table of them, and `Section::objects` says whose are taken;
    /// a section that it says nothing of takes all.
    PerObject,
    /// `threading.RLock()` in a local variable of this function, made where it starts: for variables that nested functions capture.
    Local(FunctionId),
}

/// A pool, by its place in `ModulePlan::pools`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PoolId(pub u32);

/// A `ThreadPoolExecutor` of the prelude.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pool {
    /// The variable that holds it: `_executor`.
    pub name: String,
    /// Prefix of its threads' names.
    pub thread_name_prefix: String,
    /// `workers=` of a marker: an expression.
    pub workers: Option<Span>,
    /// `workers` of the configuration.
    pub configured_workers: Option<u32>,
}

/// How a concurrent function starts its body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Launch {
    /// The marked function.
    pub function: FunctionId,
    /// The body's name: `_record_body`; for a method reached by private name `__deposit_body`, for one that a process
    /// executor must pickle `_deposit_body`.
    pub body_name: String,
    /// Where the body runs.
    pub kind: LaunchKind,
    /// Contextvars carried over.
    pub context: Switch,
    /// Unretrieved exceptions logged.
    pub log_errors: Switch,
    /// Whether a call gives what stands in for the value.
    pub transparent: Switch,
    /// Whether the body has defaults of its own, since somebody calls it without giving every argument.
    pub own_defaults: Switch,
}

/// Where a body runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LaunchKind {
    /// In a pool: proven not to block on another body of it.
    Pool(PoolId),
    /// In a thread of its own a call; `name=` and `daemon=` as expressions.
    Thread {
        /// `name=`
        name: Option<Span>,
        /// `daemon=`
        daemon: Option<Span>,
    },
    /// The user's executor.
    Executor {
        /// The expression.
        expression: Span,
        /// Whether it is a function that gives the executor: called at each call.
        is_asked: Switch,
        /// Whether a checker knows that it is an executor.
        is_typed: Switch,
    },
    /// No body: a stub of an ABC, a Protocol or an overload, whose annotation alone changes.
    Stub,
}

/// A part of a statement. A statement without a `Split` has one part, 0. One with `n` hoists has `n + 1`: each hoist in
/// order, then the statement itself with the hoisted expressions replaced by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    /// The statement.
    pub statement: StatementId,
    /// The part.
    pub part: u32,
}

/// Code that holds locks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The function whose block it is in.
    pub function: FunctionId,
    /// First part in it.
    pub first: Point,
    /// Last part in it; its statement is a later sibling of the first one's in the same block, or the same statement.
    pub last: Point,
    /// The locks, in the order in which they are acquired. Never empty, except for an atomic block that needs none.
    pub locks: Vec<LockId>,
    /// For each `LockSource::PerObject` among them the objects whose locks are taken: names that hold them at the section's start (`self`,
    /// `other`), in the order in which the function binds them, each once. Two of them may be one object, and they are taken in an order that is the same everywhere.
    pub objects: BTreeMap<LockId, Vec<String>>,
    /// How it is written.
    pub form: Form,
    /// Points inside, in nested blocks or at the section's own level, before which the locks are released for good: nothing
    /// after one, on any way to the section's end, needs them. Only for `Form::Explicit`.
    pub releases: Vec<Point>,
}

/// How a section is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// acquire / try / finally / release.
    Explicit,
    /// `with L:` around the parts.
    With,
    /// The test of a `while` in ordinary code: `while True:` / `with L:` / `if not (test): break`. First and last are the loop.
    WhileTest,
    /// A `with atomic:` statement (first and last): its line becomes `with L:`, or goes and its block moves out where `locks`
    /// is empty.
    AtomicWith,
    /// The same in a body: its line becomes acquire / try, and so on.
    AtomicExplicit,
}

/// A statement taken apart: expressions of it are evaluated before it, in order, into names of their own.
///
/// For an `if`, `elif`, `for`, `with` or `match` they are expressions of its header; a hoist of an `elif`'s header turns it
/// into `else:` with an `if` inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// The function.
    pub function: FunctionId,
    /// The statement.
    pub statement: StatementId,
    /// What is evaluated first, in order. A later hoist's expression may contain an earlier one's (nested spans).
    pub hoists: Vec<Hoist>,
}

/// One expression evaluated before its statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hoist {
    /// The expression, without parentheses around it.
    pub expression: Span,
    /// The name that takes its value.
    pub name: String,
    /// What of its value it takes.
    pub form: HoistForm,
}

/// What a temporary takes of the value that it is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoistForm {
    /// The value.
    #[default]
    Value,
    /// The value itself, waited for where it is one that stands in for it.
    Waited,
    /// A list of its elements: a view or an iterator would look into the location behind the lock's back.
    List,
}

/// A call of a concurrent function whose body runs in the caller's thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InPlaceCall {
    /// `g(x).result()`, `wait_for(g(x))`, `call_here(g, x)`
    pub expression: Span,
    /// `g(x)`; of a `call_here` the whole.
    pub call: Span,
    /// `g`
    pub callee: Span,
    /// The name of `g`'s body. It takes the place of `g`, or in `a.g` of the last part.
    pub body_name: String,
    /// How it is written in the source.
    pub spelling: InPlaceSpelling,
}

/// How the source says that a body runs in the caller's thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InPlaceSpelling {
    /// `g(x).result()`, `wait_for(g(x))`: a body that waits for the future at once.
    Waited,
    /// `call_here(g, x)`
    Here,
}

/// A name that an import takes beside the one of a concurrent function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyImport {
    /// `record` in `from shop import record`: the alias.
    pub alias: Span,
    /// The body's name: `record_body`.
    pub name: String,
    /// Whether the function's own name is still needed.
    pub placing: BodyImportPlacing,
}

/// Where the name of a body goes in an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyImportPlacing {
    /// Beside the function's, which others use.
    Beside,
    /// In place of the function's, which nothing else uses.
    Instead,
}
