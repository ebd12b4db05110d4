//! The account of a plan: what was decided and why, as data for whoever explains it.
//!
//! Everything here was decided elsewhere; this only gathers it. Must not know how it is shown.

mod assumption;
mod function;
mod lock;
mod variable;
mod way;

use std::collections::BTreeMap;

use super::launch::LaunchReason;
use super::locks::Locks;
use super::named::Named;
use super::sharing::{LockClass, Sharing};
use super::{Form, Inputs, LockId, LockPlan};
use crate::options::Switch;
use crate::program::{Access, FunctionKey, LocationId, Program, SafeKind};
use crate::text::{FileId, Place};

/// What was decided about a program, and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// Its modules, by their place in the program.
    pub modules: Vec<ModuleAccount>,
    /// All locks, in the order in which they are taken.
    pub locks: Vec<LockAccount>,
    /// Every body, and every function that takes a lock, in source order.
    pub functions: Vec<FunctionAccount>,
    /// Variables that have no lock, in source order.
    pub free: Vec<FreeVariable>,
    /// What the absence of locks rests on, in source order.
    pub assumptions: Vec<Assumption>,
}

/// A module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleAccount {
    /// Its dotted name.
    pub name: String,
    /// Its file.
    pub file: FileId,
}

/// A variable that bodies may share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variable {
    /// The module that it lives in.
    pub module: u32,
    /// As a reader of that module knows it: `hits`, `Stats.count`.
    pub name: String,
    /// Its first binding.
    pub place: Place,
}

/// A lock.
#[derive(Clone, Debug, PartialEq)]
pub struct LockAccount {
    /// Its variable in the module that it lives in.
    pub name: String,
    /// The module that its first variable lives in.
    pub module: u32,
    /// Where the object comes from.
    pub source: LockOrigin,
    /// The expressions that stand for it, by the modules that take it.
    pub spellings: BTreeMap<u32, String>,
    /// What it guards, in source order.
    pub guards: Vec<Guarded>,
    /// Statements that make two of those one object.
    pub joins: Vec<JoinAccount>,
    /// Whether each object has a lock of its own.
    pub by_object: Switch,
}

/// Where a lock object comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockOrigin {
    /// Made in the module.
    Own,
    /// Made in the generated lock module of that name.
    LockModule(String),
    /// The user's: this expression.
    User(Place),
    /// The user's own global lock, which covers every access already.
    Existing,
    /// One an object.
    PerObject,
    /// A local variable of the function that owns what it guards.
    Local,
}

/// A variable that a lock guards.
#[derive(Clone, Debug, PartialEq)]
pub struct Guarded {
    /// The variable.
    pub variable: Variable,
    /// Why it needs a lock.
    pub need: Need,
    /// The variable under whose lock it came, because every section that takes its own would take that one, too.
    pub merged_under: Option<Variable>,
}

/// Why a variable needs a lock.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// A body reaches it while other code may write it.
    Contended {
        /// The access of a body.
        reached: Way,
        /// The write; the same where the body may run beside itself.
        written: Way,
    },
    /// It may be one object with a variable that does.
    Joined,
    /// It holds an object of a library, and nobody sees what its methods do.
    Opaque,
    /// A marker names it.
    Named(Place),
}

/// A statement that may make two variables one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinAccount {
    /// What is stored or bound.
    pub first: Variable,
    /// Where it is stored, or what it is bound to.
    pub second: Variable,
    /// The statement.
    pub place: Place,
}

/// A way from a function to an access.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// Where it starts, by qualified name; `<module>` for a module's own code.
    pub from: FunctionName,
    /// The calls on the way.
    pub hops: Vec<Hop>,
    /// What is done in the end.
    pub access: Access,
    /// Where.
    pub place: Place,
}

/// A function as the account names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunctionName {
    /// Its module.
    pub module: u32,
    /// Its qualified name.
    pub name: String,
}

/// A call on a way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hop {
    /// The call.
    pub place: Place,
    /// The function called, by qualified name.
    pub into: String,
}

/// A function.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionAccount {
    /// Its name.
    pub name: FunctionName,
    /// Its name in the source; the first byte of the file for a module's own code.
    pub place: Place,
    /// All of it.
    pub whole: Place,
    /// What it is.
    pub role: Role,
    /// How it starts, if it is a body.
    pub launch: Option<LaunchAccount>,
    /// Code in it that holds locks, in source order.
    pub sections: Vec<SectionAccount>,
    /// What it reaches that needs a lock, in the order of `Account::locks`.
    pub reaches: Vec<Reached>,
}

/// What a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The body of a concurrent function.
    Body,
    /// Marked `@atomic`.
    Atomic,
    /// Code in the caller's thread.
    Ordinary,
    /// The code of a module.
    Module,
}

/// How a body starts.
#[derive(Clone, Debug, PartialEq)]
pub struct LaunchAccount {
    /// Where it runs.
    pub kind: LaunchedIn,
    /// Why there.
    pub reason: LaunchReason,
}

/// Where a body runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LaunchedIn {
    /// In the pool of that name.
    Pool(String),
    /// In a thread of its own.
    Thread,
    /// Where the user's executor runs it.
    Executor,
    /// Nowhere: it has no body.
    Nowhere,
}

/// Code that holds locks.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionAccount {
    /// From the first statement to the last.
    pub place: Place,
    /// The locks, by their place in `Account::locks`, in the order in which they are taken.
    pub locks: Vec<usize>,
    /// How it is written.
    pub form: Form,
    /// Where only these expressions run under the locks, not their whole statement.
    pub only: Vec<Place>,
    /// Expressions of the first statement that are evaluated before the locks are taken.
    pub before: Vec<Place>,
    /// Statements that the locks are released before.
    pub releases: Vec<Place>,
    /// Variables touched in it, by their place in `Account::locks` and there in `guards`.
    pub touches: Vec<(usize, usize, Access)>,
    /// Calls made while the locks are held, in source order: of functions of the program, and of what may take time.
    pub calls: Vec<HeldCall>,
}

/// A call made while locks are held.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeldCall {
    /// The call.
    pub place: Place,
    /// What is called: the expression.
    pub callee: Place,
    /// The name of what is known to be slow in it.
    pub slow: Option<String>,
}

/// A variable that a function reaches, and the ways there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// The lock, by its place in `Account::locks`.
    pub lock: usize,
    /// The variable, by its place in the lock's `guards`.
    pub guarded: usize,
    /// Writes first, then by place.
    pub ways: Vec<Way>,
}

/// A variable without a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeVariable {
    /// The variable.
    pub variable: Variable,
    /// Why it needs none.
    pub reason: FreeReason,
    /// Bodies that reach it.
    pub reached_by: Vec<FunctionName>,
}

/// Why a variable needs no lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FreeReason {
    /// No body reaches it.
    NoBody,
    /// It is bound once, to what can't change.
    Constant,
    /// Nothing ever writes it after its first binding.
    NeverWritten,
    /// Only code that runs before the first body does; the last such write.
    Initialisation(Place),
    /// Its objects guard themselves, and nothing rebinds it while bodies may run.
    Safe(SafeKind),
    /// Bodies only look at the part of it that nobody writes while they may run: at the name, say, not into the object.
    OtherPart,
    /// No two threads ever have its object.
    Confined,
    /// A lock of the program's own covers every access already: this variable.
    Covered(Variable),
    /// A marker vouches for it, at this place.
    Vouched(Place),
    /// Only bodies for an executor of the user's own reach it, and they may run in other processes.
    Elsewhere,
}

/// Something that is taken for granted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assumption {
    /// Where it is taken for granted; none where it is about all of the program.
    pub place: Option<Place>,
    /// What.
    pub kind: AssumptionKind,
    /// The variable that it is about, if it is about one.
    pub variable: Option<Variable>,
    /// The function that it is in, if it is in one.
    pub function: Option<FunctionName>,
}

/// What may be taken for granted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AssumptionKind {
    /// What this calls is not seen: it neither changes nor keeps what it is given.
    UnknownCallee,
    /// The marker's author vouches for the variable.
    Unlocked,
    /// The author fixed the sections by hand: code outside of the blocks is guarded statement by statement.
    FixedByHand,
    /// What this touches is not seen.
    Dynamic(String),
    /// Code outside of the files given touches nothing that has a lock, nor writes what bodies read without one.
    OtherCode,
}

/// What an account is gathered from.
pub(super) struct Decided<'d, 'a> {
    pub(super) program: &'d Program,
    pub(super) inputs: &'d Inputs<'a>,
    pub(super) sharing: &'d Sharing,
    pub(super) named: &'d Named,
    pub(super) locks: &'d Locks,
    pub(super) plan: &'d LockPlan,
    pub(super) launches: &'d BTreeMap<FunctionKey, LaunchReason>,
}

/// Gathers the account of what was decided.
pub(super) fn account(decided: &Decided<'_, '_>) -> Account {
    let modules = decided.program.modules.iter();
    let mut account = Account {
        modules: modules
            .map(|module| ModuleAccount { name: module.name.clone(), file: module.file })
            .collect(),
        locks: lock::locks(decided),
        ..Account::default()
    };
    account.functions = function::functions(decided);
    account.free = variable::free(decided);
    account.assumptions = assumption::assumptions(decided);
    account
}

impl Decided<'_, '_> {
    fn variable(&self, location: LocationId) -> Variable {
        let known = &self.program.locations[location.0 as usize];
        Variable { module: known.module(), name: known.name.clone(), place: known.place }
    }

    fn function_name(&self, key: FunctionKey) -> FunctionName {
        FunctionName { module: key.module, name: self.inputs.function(key).qualname.clone() }
    }

    /// The lock of a class, by its place in the program's order.
    fn lock_of(&self, class: LockClass) -> Option<usize> {
        self.locks.of(&[class].into()).first().map(|id| id.0 as usize)
    }

    /// The lock that `module` knows by `id`, by its place in the program's order.
    fn lock_seen(&self, module: u32, id: LockId) -> Option<usize> {
        let locks = self.locks.locks.iter().enumerate();
        locks.filter(|(_, lock)| lock.takers.contains(&module)).nth(id.0 as usize).map(|(index, _)| index)
    }

    /// The lock that guards a location, and the location's place in what it guards.
    fn guard_of(&self, location: LocationId) -> Option<(usize, usize)> {
        let lock = self.lock_of(self.sharing.class(location))?;
        let members = &self.locks.locks[lock].members;
        Some((lock, members.iter().position(|member| *member == location)?))
    }
}
