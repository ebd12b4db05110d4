//! The decisions: which locations are shared, lock classes and their order, sections, waits against held locks.
//!
//! Must not know syntax or text. `weave` only renders what is decided here.

mod decision;

pub use decision::{
    Form, Hoist, InPlaceCall, Launch, LaunchKind, Lock, LockId, LockPlan, LockSource, ModulePlan, Point,
    Pool, PoolId, Section, Split,
};
