//! Linking: name and method resolution, call graph, effects to a fixpoint, alias classes, who can run beside whom.
//!
//! Must not know locks or text: it reads summaries only, and says what happens in terms of locations.

mod annotation;
mod classes;
mod common_set;
mod confinement;
mod crowd;
mod data_field;
mod declared;
mod executor;
mod facts;
mod fixpoint;
mod futures;
mod handlers;
mod interpret;
mod heritage;
mod kept;
mod knowledge;
mod library;
mod library_state;
mod lineage;
mod location;
mod modules;
mod progress;
mod overrides;
mod receiver;
mod state;
mod value;

pub use executor::{Executor, Workers};
pub use facts::{
    CallbackGiven, Dependence, Duty, Dynamic, Escape, EscapeKind, Facts, Handed, HereCall, InPlace,
    Interrupts, Join, Misfit, Obstacle, PlainUse, Program, ProgramModule, Reach, SentAs, SerialCall, Taker,
    Touch, Unguarded, Unsendable, Wait, Work,
};
use fixpoint::is_finalizer;
pub use fixpoint::link;
pub use knowledge::{KnownLock, ModuleInput};
pub use location::{
    Access, ClassKey, Confined, FunctionKey, Level, Location, LocationId, LocationKind, Nature, Root,
    SafeKind, Site,
};
pub use modules::{Modules, connected};
pub use overrides::Override;
pub use receiver::{Holder, Receiver, Receivers};
