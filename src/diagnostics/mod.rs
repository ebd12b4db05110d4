//! What Lockweave has to say about a program: codes, rule pages, diagnostics, allow comments, renderers.
//!
//! Must not know who raises them: each analysing room words its own in a small `diagnostics.rs`.

mod code;
mod diagnostic;

pub use code::{Code, Severity};
pub use diagnostic::{AllowComment, Diagnostic, Label, Role, Step, Why};
