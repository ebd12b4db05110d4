//! What an explanation holds: the schema of `--format json`.
//!
//! `version` changes when a field goes or means something else; new fields may come at any time. Names refer to each other as they
//! stand in `name`, which is unique in its list; `full` is the whole dotted name. Lines and columns count from 1, columns in characters;
//! an end is behind the last character. `why` and `text` are sentences for people, and may be worded anew at any time.

use serde::Serialize;

/// What there is to say about the plan of a program.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The version of this schema: 1.
    pub version: u32,
    /// All locks, in the order in which they are taken where several are needed.
    pub locks: Vec<LockEntry>,
    /// Concurrent bodies, in source order.
    pub bodies: Vec<FunctionEntry>,
    /// Other functions that take locks, in source order.
    pub others: Vec<FunctionEntry>,
    /// Variables that need no lock, in source order.
    pub without_lock: Vec<VariableEntry>,
    /// What the absence of locks rests on.
    pub assumptions: Vec<AssumptionEntry>,
    /// Places that Lockweave can't guard, or wants looked at.
    pub warnings: Vec<WarningEntry>,
    /// Whether it is about one name only, whose details are shown then.
    #[serde(skip)]
    pub selected: bool,
}

/// A place in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spot {
    /// The file, as it was named.
    pub file: String,
    /// The shortest end of that which tells it from the other files.
    #[serde(skip)]
    pub short: String,
    /// First line.
    pub line: u32,
    /// Column in it.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column behind the last character.
    pub end_column: u32,
}

/// A piece of source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// Its text, on one line.
    pub text: String,
    /// Where it stands.
    pub at: Spot,
}

/// A lock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LockEntry {
    /// Its name.
    pub name: String,
    /// The same with the module that it lives in.
    pub full: String,
    /// Where the object comes from: `module`, `lock module`, `yours`, `existing`, `per object`, `local`.
    pub origin: &'static str,
    /// The same in words.
    pub why: String,
    /// The expressions that stand for it in the output, where they differ from its name.
    pub spellings: Vec<String>,
    /// What it guards, in source order.
    pub guards: Vec<GuardEntry>,
    /// Statements that may make two of those one object.
    pub joins: Vec<JoinEntry>,
    /// Who takes it.
    pub takers: Vec<TakerEntry>,
}

/// A variable under a lock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GuardEntry {
    /// Its name.
    pub name: String,
    /// Its whole name.
    pub full: String,
    /// Its first binding.
    pub at: Spot,
    /// Why it needs a lock.
    pub need: Reason,
    /// The variable under whose lock it came, since every section that takes its own would take that one, too.
    pub merged_under: Option<String>,
}

/// A reason, for tools and for people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// One word, or a few.
    pub kind: &'static str,
    /// The same in words.
    pub why: String,
    /// The accesses or places that it rests on.
    pub ways: Vec<WayEntry>,
}

/// A statement that may make two variables one object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JoinEntry {
    /// What is stored or bound.
    pub first: String,
    /// Where it is stored, or what it is bound to.
    pub second: String,
    /// The statement.
    pub statement: Excerpt,
}

/// A section, seen from its lock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TakerEntry {
    /// The function.
    pub function: String,
    /// The section's lines.
    pub at: Spot,
    /// How it is written: `explicit`, `with`, `while test`, `atomic`.
    pub form: &'static str,
    /// The expressions that alone run under the lock, where it is not the whole run of statements.
    pub only: Vec<Excerpt>,
    /// What of this lock's variables is touched in it.
    pub touches: Vec<TouchEntry>,
}

/// How a section touches a variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TouchEntry {
    /// The variable.
    pub variable: String,
    /// How.
    pub access: Touching,
}

/// How a variable is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Touching {
    /// Written and read.
    Both,
    /// Only written.
    Written,
    /// Only read.
    Read,
}

/// What a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FunctionKind {
    /// The body of a concurrent function.
    Body,
    /// Marked `@atomic`.
    Atomic,
    /// A function in the caller's thread.
    Ordinary,
    /// A module's own code.
    Module,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FunctionEntry {
    /// Its name.
    pub name: String,
    /// Its whole name.
    pub full: String,
    /// What it is.
    pub kind: FunctionKind,
    /// Its name in the source.
    pub at: Spot,
    /// All of it.
    pub whole: Spot,
    /// Where it runs, if it is a body, and why there.
    pub runs: Option<Reason>,
    /// The locks that it takes, in their order.
    pub locks: Vec<String>,
    /// Code in it that holds locks.
    pub sections: Vec<SectionEntry>,
    /// The ways by which it reaches what needs a lock, by variable.
    pub reaches: Vec<WayEntry>,
}

/// Code that holds locks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionEntry {
    /// Its lines.
    pub at: Spot,
    /// The locks, in the order in which they are taken.
    pub locks: Vec<String>,
    /// How it is written: `explicit`, `with`, `while test`, `atomic`.
    pub form: &'static str,
    /// The expressions that alone run under the locks, where it is not the whole run of statements.
    pub only: Vec<Excerpt>,
    /// Expressions of its first statement that are evaluated before the locks are taken.
    pub before: Vec<Excerpt>,
    /// Where the locks are released early, on the way that comes there.
    pub releases: Vec<Spot>,
    /// What is touched in it.
    pub touches: Vec<TouchEntry>,
    /// Calls made while the locks are held.
    pub calls: Vec<CallEntry>,
}

/// A call made while locks are held.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CallEntry {
    /// What is called.
    pub callee: String,
    /// The call.
    pub at: Spot,
    /// The name of what is known to be slow in it.
    pub slow: Option<String>,
}

/// A way from a function to an access.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WayEntry {
    /// All of it: `record → bump → state.total`.
    pub path: String,
    /// The variable.
    pub variable: String,
    /// How it is touched in the end.
    pub access: Touching,
    /// The calls on the way.
    pub hops: Vec<HopEntry>,
    /// Where it is touched.
    pub at: Spot,
}

/// A call on a way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HopEntry {
    /// The function called.
    pub into: String,
    /// The call.
    pub at: Spot,
}

/// A variable without a lock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariableEntry {
    /// Its name.
    pub name: String,
    /// Its whole name.
    pub full: String,
    /// Its first binding.
    pub at: Spot,
    /// Why it needs none.
    pub reason: Reason,
    /// Where it is written for the last time, if that is before any body can run.
    pub last_written: Option<Spot>,
    /// The bodies, and other code in their threads, that reach it.
    pub reached_by: Vec<String>,
}

/// Something that is taken for granted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AssumptionEntry {
    /// One word, or a few.
    pub kind: &'static str,
    /// The same in words.
    pub text: String,
    /// Where; null where it is about all of the program.
    pub at: Option<Spot>,
    /// The variable that it is about.
    pub variable: Option<String>,
    /// The function that it is in.
    pub function: Option<String>,
}

/// A warning that stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WarningEntry {
    /// Its code.
    pub code: &'static str,
    /// What it says.
    pub message: String,
    /// Where.
    pub at: Spot,
    /// The function that it is in, if that is here.
    pub function: Option<String>,
}
