//! Locations: what can be shared, and how much of it an access touches.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::summary::{ClassId, FunctionId, LocalId, StatementId, ValueId};
use crate::text::Place;

/// A function of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FunctionKey {
    /// Its module, by place in the program.
    pub module: u32,
    /// The function there.
    pub function: FunctionId,
}

/// A class of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClassKey {
    /// Its module, by place in the program.
    pub module: u32,
    /// The class there.
    pub class: ClassId,
}

/// A location, by its place in `Program::locations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocationId(pub u32);

/// What a location is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LocationKind {
    /// A global of a module.
    Global(u32, String),
    /// A global of a library, by dotted name, at home in that module of the program.
    OfLibrary(u32, String),
    /// An attribute of a class.
    ClassAttribute(ClassKey, String),
    /// An attribute of a function.
    FunctionAttribute(FunctionKey, String),
    /// A field of the instances of a class: those of all instances together.
    Field(ClassKey, String),
    /// A local variable of a function that bodies capture.
    Captured(FunctionKey, LocalId),
    /// The object that is the default of a parameter.
    Default(FunctionKey, u32),
    /// The mutable objects that an expression makes, from when they are passed to a body.
    Site(Site),
}

/// The event that makes an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Site {
    /// The function.
    pub function: FunctionKey,
    /// The statement in it.
    pub statement: StatementId,
    /// The event in that.
    pub event: ValueId,
}

/// Something that bodies may share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// What it is.
    pub kind: LocationKind,
    /// As a reader knows it: `hits`, `Stats.count`.
    pub name: String,
    /// Its first binding.
    pub place: Place,
    /// Whether it may hold an object of a library, whose methods may do anything to it.
    pub opaque: bool,
    /// Of a field: the class that stands for all classes related to its own. One lock serves their fields.
    pub hierarchy: Option<ClassKey>,
    /// The classes, by hierarchy, of what it may hold.
    pub holds: BTreeSet<ClassKey>,
    /// How much of it no two threads can have.
    pub confined: Confined,
}

/// How much of a field no two threads can have, since the instances of its class never leave the thread that makes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confined {
    /// Nothing: no location but a field is ever confined.
    #[default]
    Nothing,
    /// The name; the object that it names may be had by another name too, or be given to a body.
    Name,
    /// The object as well.
    Whole,
}

impl Location {
    /// The module that it lives in.
    pub fn module(&self) -> u32 {
        match &self.kind {
            LocationKind::Global(module, _) | LocationKind::OfLibrary(module, _) => *module,
            LocationKind::ClassAttribute(class, _) => class.module,
            LocationKind::FunctionAttribute(function, _)
            | LocationKind::Captured(function, _)
            | LocationKind::Default(function, _) => function.module,
            LocationKind::Field(class, _) => class.module,
            LocationKind::Site(site) => site.function.module,
        }
    }
}

/// What the values of a location are, as far as that spares it a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Nature {
    /// Nothing is known that would.
    Plain,
    /// They can't change.
    Immutable,
    /// They guard themselves.
    Safe(SafeKind),
}

/// An object that guards itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SafeKind {
    /// `queue.Queue` and its like.
    Queue,
    /// A lock.
    Lock,
    /// Events, conditions, barriers, semaphores.
    Waitable,
    /// A future.
    Future,
    /// A thread.
    Thread,
    /// An executor.
    Executor,
    /// Another of the list: loggers, `threading.local`, `itertools.count` ...
    Other,
    /// A function, class or module: its own state has locations of its own.
    Code,
}

/// How far from a location's name an access reaches. Contention is decided level by level, so a global that is never bound
/// anew costs nothing to name, and what is taken out of a container costs nothing where nobody changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// The name itself.
    Binding,
    /// The object that it names.
    Object,
    /// What is reached through that object.
    Inner,
}

/// What an access does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Access {
    /// Looks.
    Read,
    /// Rebinds or mutates.
    Write,
}

/// What a value may be reached from, as one function sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Root {
    /// A location.
    Location(LocationId),
    /// A parameter of the function; each call says what it is.
    Param(u32),
    /// A variable of an enclosing function that no body captures.
    Captured(FunctionKey, LocalId),
    /// An object made there which no body has been given yet. Accesses to it are nobody else's business.
    Site(Site),
}
