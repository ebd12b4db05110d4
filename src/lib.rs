//! Lockweave: Python modules that mark functions with `@concurrent` go in, plain threading code with inferred locks comes out.
//!
//! ```text
//! paths ─files─▶ SourceFile ─python─▶ Module ─summary─▶ ModuleSummary            per file, in parallel
//!                                                          │
//!                                         all summaries ─program─▶ Program         the one whole-tree step
//!                                                          │
//!                                                plan─▶ LockPlan + Diagnostics
//!                                                          │
//!                   Module + its slice ─weave─▶ Woven { text, line map } ─files─▶ written
//! ```
//!
//! The rooms below stand in layer order: each names only rooms above it.

pub mod cli;
pub mod diagnostics;
pub mod files;
pub mod options;
pub mod plan;
pub mod program;
pub mod python;
pub mod summary;
pub mod text;
pub mod weave;
