//! What linking finds out, as plain data for the plan.

use std::collections::{BTreeMap, BTreeSet};

use super::executor::Executor;
use super::location::{Access, ClassKey, FunctionKey, Level, Location, LocationId, Nature, Root, Site};
use super::overrides::Override;
use super::receiver::Receivers;
use crate::diagnostics::Why;
use crate::options::Switch;
use crate::summary::{FunctionId, StatementId, ValueId};
use crate::text::{FileId, Place};

/// A linked program.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Its modules.
    pub modules: Vec<ProgramModule>,
    /// Whether all that its functions do was found out; a program whose objects are too entangled is given up.
    pub is_complete: bool,
    /// Every location that some code names.
    pub locations: Vec<Location>,
    /// What each function does.
    pub functions: BTreeMap<FunctionKey, Facts>,
    /// What the values of each location are by nature.
    pub natures: Vec<Nature>,
    /// Methods in the place of others.
    pub overrides: Vec<Override>,
    /// Ordinary functions that may return a future.
    pub gives_futures: BTreeSet<FunctionKey>,
    /// Statements that may make two locations one object.
    pub joins: Vec<Join>,
    /// Fields and captured variables (`Object`), or what lies in them (`Inner`), whose objects may be somebody else's too.
    pub unowned: BTreeSet<(LocationId, Level)>,
    /// Classes whose instances may share one dictionary of fields.
    pub entangled: BTreeSet<ClassKey>,
    /// Where instances of each class are made.
    pub made_at: BTreeMap<ClassKey, BTreeSet<Site>>,
    /// Methods of log handlers that run under the handler's lock, with that lock.
    pub handlers: BTreeMap<FunctionKey, LocationId>,
    /// Functions that run in the threads of bodies beside the bodies, directly or not: done-callbacks.
    pub threaded: BTreeSet<FunctionKey>,
    /// The executors of bodies that have one of the program's own.
    pub executors: BTreeMap<FunctionKey, Executor>,
    /// What an executor runs first in each of its processes, and all that this calls.
    pub initializers: BTreeSet<FunctionKey>,
    /// Functions that run in the middle of other code of their thread.
    pub interrupts: BTreeMap<FunctionKey, Interrupts>,
    /// Functions that a body calls, directly or not.
    pub below_bodies: BTreeSet<FunctionKey>,
    /// Modules whose import waits for something that a body may have to do, and the way to the wait.
    pub waits_on_import: BTreeMap<u32, Why>,
    /// Functions that code may call which nobody sees: given away, kept, or named by what is not given.
    pub outside: BTreeSet<FunctionKey>,
    /// Modules whose code may run for the first time when bodies run already. Nobody else sees their own globals before it is done,
    /// so only what it does to those of others counts.
    pub late_imports: BTreeSet<u32>,
    /// Globals that an import binds to what a global of another module names.
    pub origins: BTreeMap<LocationId, BTreeSet<LocationId>>,
    /// Globals that may hold a module of the program.
    pub module_names: BTreeMap<LocationId, BTreeSet<u32>>,
    /// Globals that imports alone bind.
    pub imported: BTreeSet<LocationId>,
    /// Folders, as dotted names, that some import's name starts in although they are not the top of the tree.
    pub bases: BTreeSet<String>,
    /// Whether some code may fork, so that a child goes on without the other threads.
    pub forks: Switch,
}

impl Program {
    /// Whether a touch of the function `key` may happen when bodies run.
    pub fn runs_beside(&self, key: FunctionKey, facts: &Facts, touch: &Touch) -> bool {
        let is_module_code = key.function == FunctionId(0);
        facts.late.contains(&touch.statement)
            || (is_module_code
                && self.late_imports.contains(&key.module)
                && self.locations[touch.location.0 as usize].module() != key.module)
    }
}

/// A module of a program.
#[derive(Clone, Debug)]
pub struct ProgramModule {
    /// Its file.
    pub file: FileId,
    /// Its dotted name.
    pub name: String,
    /// Whether it is a package's `__init__`.
    pub is_package: bool,
}

/// What a function is for the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duty {
    /// Code in the caller's thread.
    #[default]
    Ordinary,
    /// The body of a concurrent function.
    Body,
    /// A function marked `@atomic`.
    Atomic,
}

/// In the middle of which code a function may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interrupts {
    /// That of the main thread: a signal handler.
    MainThread,
    /// Any: a finalizer.
    AnyThread,
}

/// An access to a location.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// The statement.
    pub statement: StatementId,
    /// The event in it.
    pub event: ValueId,
    /// What is touched.
    pub location: LocationId,
    /// How deep.
    pub level: Level,
    /// How.
    pub access: Access,
    /// Whether a guard there must cover it.
    pub reach: Reach,
    /// The way from the statement to the access.
    pub why: Why,
}

/// Where an access happens, seen from a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// In the statement itself, or in code that can't guard itself: only a guard of the statement covers it.
    Direct,
    /// In a function that it calls, which guards itself.
    Below,
}

/// A wait for something that another body may have to do first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The statement.
    pub statement: StatementId,
    /// The event that waits: the call.
    pub event: ValueId,
    /// The way to the wait.
    pub why: Why,
}

/// A read that a later write of the same location depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependence {
    /// What is read and written.
    pub location: LocationId,
    /// The statement that reads it.
    pub from: StatementId,
    /// The statement that writes it.
    pub to: StatementId,
}

/// How an object of a location leaves the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EscapeKind {
    /// Returned from a body.
    Returned,
    /// Yielded.
    Yielded,
    /// Stored in an object that can't be followed, or kept by a library.
    Stored,
    /// Touched by code that is kept and run later.
    Deferred,
    /// Passed to a body that reads it as its parameter.
    Passed,
    /// Passed to a body that changes it as its parameter.
    PassedAndChanged,
}

/// An object of a location that leaves the analysis.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Escape {
    /// How.
    pub kind: EscapeKind,
    /// What.
    pub location: LocationId,
    /// Which part of it.
    pub level: Level,
    /// Where.
    pub place: Place,
}

/// State that a body changes and that has no lock of its own yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unguarded {
    /// What it is.
    pub root: Root,
    /// How it is touched.
    pub access: Access,
    /// The way to the access.
    pub why: Why,
}

/// An object of a location that is given to code that nobody sees. It is taken to look at it, and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handed {
    /// What is given.
    pub location: LocationId,
    /// What is called: the expression.
    pub callee: Place,
}

/// Why two locations may be one object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Join {
    /// One location.
    pub first: LocationId,
    /// The part of it that is stored; where it is `Inner` the two join only if somebody changes that part.
    pub level: Level,
    /// The location that it is stored in or bound to.
    pub second: LocationId,
    /// The statement that does it.
    pub place: Place,
}

/// An object on its way to a body for an executor, or back, that can't be pickled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unsendable {
    /// Where.
    pub place: Place,
    /// The body.
    pub body: FunctionKey,
    /// As what it goes.
    pub role: SentAs,
    /// Why it can't.
    pub obstacle: Obstacle,
}

/// As what an object goes to another process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SentAs {
    /// The argument for that parameter.
    Argument(u32),
    /// The object that a method belongs to.
    Receiver,
    /// The body itself, as a decorator has made it.
    Body,
    /// What a body returns.
    Result,
}

/// What keeps an object from being pickled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// It is bound to this process: `a lock`.
    Bound(&'static str),
    /// A lambda.
    Lambda,
    /// A function inside of another one.
    Nested(FunctionKey),
    /// An instance of a class inside of a function.
    LocalClass(ClassKey),
    /// A field of it holds such an object.
    Field(LocationId, &'static str),
}

impl Obstacle {
    /// Whether it is code, which some executors send by value.
    pub fn is_code(&self) -> bool {
        matches!(self, Obstacle::Lambda | Obstacle::Nested(_) | Obstacle::LocalClass(_))
    }
}

/// Something that hides what it touches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dynamic {
    /// The statement.
    pub statement: StatementId,
    /// Where.
    pub place: Place,
    /// What: `exec()`, `globals()`.
    pub what: String,
    /// Whose globals it may touch.
    pub modules: BTreeSet<u32>,
}

/// A `g(x).result()` or `wait_for(g(x))` that may become a call of `g`'s body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InPlace {
    /// The statement.
    pub statement: StatementId,
    /// The whole.
    pub wait: ValueId,
    /// `g(x)`
    pub call: ValueId,
    /// `g`
    pub callee: ValueId,
    /// The function behind `g`.
    pub function: FunctionId,
}

/// A `call_here(f, ...)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HereCall {
    /// `f`
    pub function: ValueId,
    /// What `f` may be, and how many of its first parameters are bound by then.
    pub functions: BTreeMap<FunctionKey, u32>,
    /// Whether `f` may be something else, that nobody knows.
    pub is_open: bool,
    /// The module of the program that `f` is taken from, where it is written `module.f`.
    pub module: Option<u32>,
}

/// A call of a concurrent function in a `@synchronized` one: its text means the value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SerialCall {
    /// Whether it may be something else than a call of a concurrent function.
    pub is_open: bool,
    /// Arguments whose objects may change, and what the body does to each. Fields of own classes are locations, and not meant.
    pub given: BTreeMap<ValueId, Access>,
}

/// How a future is used as if it were its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlainUse {
    /// Arithmetic.
    Arithmetic,
    /// A comparison.
    Compared,
    /// A test: a future is always true.
    Tested,
    /// The last operand of an `and` or `or` of futures.
    Operand,
    /// The result of a function that is asked for it to compare or choose.
    Deciding,
    /// Put into text.
    Formatted,
    /// Iterated, or unpacked.
    Iterated,
    /// `future[0]`
    Subscripted,
    /// `future += 1`
    Changed,
    /// An index.
    Index,
    /// `with future:`
    Entered,
    /// `await future`
    Awaited,
    /// An attribute that a future doesn't have.
    Attribute,
    /// `future()`
    Called,
    /// Given to a builtin function that takes values.
    Builtin,
    /// Its container given to one that takes values.
    Elements,
    /// An argument, a result or a variable that is declared to be something else.
    Declared,
    /// The same of a container: it is declared to hold something else.
    Held,
}

/// How what stands in for a value is used where only the value itself is fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misfit {
    /// `x is None`
    Identity,
    /// `type(x)`
    TypeOf,
    /// A pattern that looks at the class: of a sequence, a mapping, `None`, `True`.
    Pattern,
    /// Raised, or caught.
    Raised,
    /// Given to what looks at the exact class.
    Exact(String),
    /// In a container that is given to what looks at the exact classes of its elements.
    Elements(String),
}

/// A function that gives futures of concurrent calls, given to somebody who calls it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallbackGiven {
    /// What is given: bodies, or functions that call some.
    pub functions: BTreeSet<FunctionKey>,
    /// Whom it is given to.
    pub taker: Taker,
}

/// Who is given a function to call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taker {
    /// Something of Python's, by name, that never looks at a future.
    Known(String),
    /// Something of Python's, by name, that compares or chooses by what it gets.
    Decides(String),
    /// Functions of the program, by the parameter that takes it.
    Own(BTreeSet<(FunctionKey, u32)>),
}

/// A call of unknown cost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Work {
    /// The statement.
    pub statement: StatementId,
    /// The call.
    pub event: ValueId,
    /// Its name where it is known to be slow (`time.sleep`), and where that is called in the end: for the warning.
    pub slow: Option<(String, Place)>,
}

/// What one function does.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What it is for the plan.
    pub duty: Duty,
    /// Accesses, in statement order.
    pub touches: BTreeSet<Touch>,
    /// Of touched fields, by statement: whose they are.
    pub receivers: BTreeMap<(StatementId, LocationId, Level), Receivers>,
    /// Statements that may run beside bodies.
    pub late: BTreeSet<StatementId>,
    /// Read-modify-writes and checks before writes.
    pub dependences: BTreeSet<Dependence>,
    /// Waits, by statement and event.
    pub waits: BTreeMap<(StatementId, ValueId), Wait>,
    /// Of the waits: those for what the value of the event stands in for, which happen where it is used.
    pub stand_ins: BTreeSet<(StatementId, ValueId)>,
    /// Those that happen at the event. Both may be.
    pub at_once: BTreeSet<(StatementId, ValueId)>,
    /// Locks of the program's own that are taken, where, and the way there.
    pub acquires: BTreeMap<(StatementId, ValueId, LocationId), Why>,
    /// Locks of the program's own that the block of a `with` surely holds, or that of a `try` which releases them at its end.
    pub holds: BTreeMap<StatementId, BTreeSet<LocationId>>,
    /// For each such `try` the statement before it, which acquires the lock.
    pub acquired_before: BTreeMap<StatementId, StatementId>,
    /// Functions of the program that statements call here and now, or start a generator of.
    pub calls: BTreeSet<(StatementId, FunctionKey)>,
    /// Loops that go on until somebody else changes what they test: waits in all but name.
    pub polls: BTreeSet<StatementId>,
    /// The way to a call of something that nobody knows, which may wait.
    pub calls_unknown: Option<Why>,
    /// Objects given to code that nobody sees.
    pub handed: BTreeSet<Handed>,
    /// Iterators and views over a location, by the event that makes them: taken out of a section they go stale.
    pub views: BTreeSet<(StatementId, ValueId)>,
    /// `yield`, `await`.
    pub suspensions: BTreeSet<(StatementId, ValueId)>,
    /// Calls that may take time.
    pub work: BTreeSet<Work>,
    /// Objects that leave.
    pub escapes: BTreeSet<Escape>,
    /// Where all fields of an instance get another name (`vars(x)`), and of which class it is.
    pub hidden: BTreeSet<(Place, ClassKey)>,
    /// State without a lock, touched by this body.
    pub unguarded: Vec<Unguarded>,
    /// Of a body for an executor: the parameters whose objects it changes and its callers keep, and the way to the change.
    pub lost: BTreeMap<u32, Why>,
    /// The same: fields that it touches of objects that it neither gets as arguments nor makes.
    pub foreign: BTreeSet<(StatementId, LocationId, Level)>,
    /// What is given to bodies for executors, or comes back from one, and can't be pickled.
    pub unsendable: BTreeSet<Unsendable>,
    /// What hides accesses.
    pub dynamic: BTreeSet<Dynamic>,
    /// Calls that may run in place.
    pub in_place: BTreeSet<InPlace>,
    /// Bodies called in the caller's thread.
    pub calls_here: BTreeMap<(StatementId, ValueId), HereCall>,
    /// Imports that run inside it (not the module's own top level), and the way to each: of a module of the program, which calls
    /// count for too, or (`None`) of a library.
    pub imports: BTreeMap<(StatementId, ValueId, Option<u32>), Why>,
    /// Futures of concurrent calls that are used as plain values, by the event that gives the future.
    pub plain_uses: BTreeMap<(StatementId, ValueId), PlainUse>,
    /// What surely stands in for a value, where it does not do for it.
    pub misfits: BTreeMap<(StatementId, ValueId), Misfit>,
    /// Concurrent functions that are given away to be called, by the event that names one.
    pub callbacks: BTreeMap<(StatementId, ValueId), CallbackGiven>,
    /// Calls that surely give futures of concurrent calls, or what stands in for their values, and the functions that they may run or start.
    pub started: BTreeMap<(StatementId, ValueId), BTreeSet<FunctionKey>>,
    /// Calls of what may be something else, too, than the bodies that some statement put there.
    pub may_start: BTreeMap<(StatementId, ValueId), BTreeSet<FunctionKey>>,
    /// The bodies that calls start.
    pub bodies: BTreeMap<(StatementId, ValueId), BTreeSet<FunctionKey>>,
    /// Calls of concurrent functions.
    pub spawns: BTreeSet<(StatementId, ValueId)>,
    /// Calls of concurrent functions in serial text.
    pub serial_calls: BTreeMap<(StatementId, ValueId), SerialCall>,
    /// Whether it names something of a library that forks.
    pub forks: Switch,
}
