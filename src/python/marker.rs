//! Lockweave's own names in a module: where they are imported, what they mark, and with which arguments.

use serde::{Deserialize, Serialize};

use crate::options::Switch;
use crate::text::Span;

/// Everything of ours in one module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Markers {
    /// Imports to erase.
    pub imports: Vec<MarkerImport>,
    /// Marked functions, in source order.
    pub functions: Vec<Marking>,
    /// `with atomic:` blocks, in source order.
    pub atomic_blocks: Vec<AtomicBlock>,
    /// `call_here(f, ...)`, in source order.
    pub calls_here: Vec<CallHere>,
    /// Functions marked `@synchronized`, in source order.
    pub synchronized: Vec<Synchronized>,
    /// Where `wait_for` is named, in source order: the whole expression (`lockweave.wait_for`).
    pub waits: Vec<Span>,
}

/// An import of ours. Where it is all that a statement imports, the statement goes; else only its names go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkerImport {
    /// The import statement.
    pub statement: Span,
    /// The aliases in it that are ours (`concurrent as c`), in order.
    pub aliases: Vec<Span>,
    /// Whether they are all that it imports.
    pub whole: bool,
}

/// A marked function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marking {
    /// Offset of the first byte of the `def` statement, decorators included (the parser's range of it): its identity.
    pub def: u32,
    /// The decorator, from `@` to its last byte.
    pub decorator: Span,
    /// Its place among the decorators of the function, from 0.
    pub position: usize,
    /// What it says.
    pub marker: Marker,
}

/// A marker on a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Marker {
    /// `@concurrent` with its arguments.
    Concurrent(Box<ConcurrentArguments>),
    /// `@atomic`.
    Atomic,
}

/// A function marked `@synchronized`: its text is serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Synchronized {
    /// Offset of the first byte of the `def` statement, decorators included: its identity.
    pub def: u32,
    /// The decorator, from `@` to its last byte.
    pub decorator: Span,
}

/// How long a body holds its locks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeldFor {
    /// From first access to last.
    #[default]
    Section,
    /// `scope="body"`: for the whole body.
    Body,
}

/// A location that a marker names: `"hits"`, `"state.total"`, `"Stats.count"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedLocation {
    /// As written, without quotes.
    pub name: String,
    /// The string literal.
    pub span: Span,
}

/// An entry of `locks=`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedLock {
    /// The location.
    pub location: NamedLocation,
    /// The expression that gives the lock.
    pub expression: Span,
    /// Its text.
    pub text: String,
}

/// The arguments of `@concurrent`. Expressions stay spans: the output writes them as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcurrentArguments {
    /// Positional names or `globals=`: exactly these are locked. `None`: inferred.
    pub globals: Option<Vec<NamedLocation>>,
    /// `locks={...}`
    pub locks: Vec<NamedLock>,
    /// `unlocked=(...)`
    pub unlocked: Vec<NamedLocation>,
    /// `scope=`
    pub held_for: HeldFor,
    /// `workers=`: an expression.
    pub workers: Option<Span>,
    /// `name=`: an expression.
    pub name: Option<Span>,
    /// `daemon=`: an expression.
    pub daemon: Option<Span>,
    /// `executor=`: an expression.
    pub executor: Option<Span>,
    /// `context=`; `None`: as the project says.
    pub context: Option<Switch>,
    /// `on_error="log"`; `None`: as the project says.
    pub log_errors: Option<Switch>,
    /// `transparent=`: a call gives what stands in for the value.
    pub transparent: Switch,
    /// Those of `name`, `daemon` and `executor` that the wrapper can't evaluate itself: they are evaluated once, before it.
    pub early: Vec<Span>,
}

/// A `with atomic:` block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtomicBlock {
    /// Offset of the first byte of the `with` statement: its identity.
    pub with: u32,
}

/// `call_here(record, x)`: the body of `record`, called in this thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CallHere {
    /// The whole call.
    pub call: Span,
    /// Its first argument: the function whose body is called.
    pub function: Span,
}
