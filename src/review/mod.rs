//! Reviewed output: snapshots of what was woven and why, pending ones, and what accepting and rejecting do to the files.
//!
//! ```text
//! Weaving ─expected─▶ what should be ─survey─▶ findings ─▶ pending files        (lockweave snapshot)
//!                     pending files ─decide─▶ items, their differences ─▶ accepted files   (lockweave review)
//! ```
//! Must not know the terminal, nor touch the disk: it says which files are to change, and `files` changes them.

mod decide;
mod difference;
mod expected;
mod format;
mod header;
mod plan;
mod survey;

pub use decide::{Item, accept, items, reject};
pub use difference::{Part, Row, Sign, parts};
pub use expected::{Expected, Module, expected, snapshot_path};
pub use format::{Body, Origin, Snapshot, Woven};
pub use plan::plan_in_words;
pub use survey::{Change, Files, Finding, Standing, difference, pairs, pending_path, survey};
