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
//! The rooms below stand in layer order: each names only rooms above it. [`Project`] is the way through all of them, the same for
//! tests, library users and the command line.
//!
//! ```
//! let project = lockweave::Project::in_memory(vec![("a.py".into(), b"x = 1\n".to_vec())], Default::default());
//! let weaving = project.weave();
//! assert!(weaving.diagnostics.is_empty());
//! assert_eq!(weaving.bytes("a.py").as_deref(), Some(&b"x = 1\n"[..]));
//! ```

pub mod text;
pub mod options;
pub mod diagnostics;
pub mod files;
pub mod python;
pub mod summary;
pub mod program;
pub mod plan;
pub mod weave;
pub mod synchronize;
pub mod trace;
pub mod explain;
pub mod project;
pub mod review;
pub mod cli;

pub use project::{Analysis, Output, Planned, Project, Weaving};
