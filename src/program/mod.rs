//! Linking: name and method resolution, call graph, effects to a fixpoint, alias classes, who can run beside whom.
//!
//! Must not know locks or text: it reads summaries only, and says what happens in terms of locations.

mod annotation;
mod classes;
mod confinement;
mod data_field;
mod facts;
mod fixpoint;
mod interpret;
mod knowledge;
mod library;
mod location;
mod modules;
mod progress;
mod overrides;
mod receiver;
mod state;
mod value;

pub use facts::{
    CallbackGiven, Dependence, Duty, Dynamic, Escape, EscapeKind, Facts, Handed, HereCall, InPlace,
    Interrupts, Join, Misfit, PlainUse, Program, ProgramModule, Reach, Taker, Touch, Unguarded, Wait, Work,
};
pub use fixpoint::link;
pub use knowledge::{KnownLock, ModuleInput};
pub use location::{
    Access, ClassKey, Confined, FunctionKey, Level, Location, LocationId, LocationKind, Nature, Root,
    SafeKind, Site,
};
pub use modules::{Modules, connected};
pub use receiver::{Holder, Receiver, Receivers};
