//! Bytes and places: spans, line index, newline and indent style, edits, line map.
//!
//! Must not know a word of Python: what a statement or a string is, arrives as spans.

mod edit;
mod line_index;
mod origin;
mod span;
mod style;

pub use edit::{Edit, Edits, LineMap, Overlap, Piece, Shift, Woven};
pub use line_index::{LineColumn, LineIndex};
pub use origin::Origins;
pub use span::{FileId, Place, Span};
pub use style::{Newline, TextStyle};
