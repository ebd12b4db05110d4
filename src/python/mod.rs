//! The parser's edge: parse, tokens, markers and their arguments, allow comments, tables of builtin types.
//!
//! The only room that names the parser crates; other rooms reach syntax through `ast` here. Must not know other modules:
//! everything here follows from one file's bytes.

mod marker;
mod module;

pub use marker::{
    AtomicBlock, ConcurrentArguments, HeldFor, Marker, MarkerImport, Markers, Marking, NamedLocation,
    NamedLock,
};
pub use module::{Module, parse, span_of};
pub use rustpython_ast as ast;
pub use rustpython_text_size::Ranged;
