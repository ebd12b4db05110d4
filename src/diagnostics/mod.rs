//! What Lockweave has to say about a program: codes, rule pages, diagnostics, allow comments, renderers.
//!
//! Must not know who raises them: each analysing room words its own in a small `diagnostics.rs`.

mod allow;
mod code;
mod diagnostic;
mod render;
mod rule;
mod source;

pub use allow::apply_allows;
pub use code::{Code, Severity};
pub use diagnostic::{AllowComment, Diagnostic, Label, Role, Step, Why};
pub use render::{DEFAULT_WIDTH, Format, Paint, render, render_within};
pub use rule::HEADINGS;
pub use source::{SourceText, Sources};
