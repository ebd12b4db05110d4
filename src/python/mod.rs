//! The parser's edge: parse, tokens, markers and their arguments, allow comments, tables of builtin types.
//!
//! The only room that names the parser crates; other rooms reach syntax through `ast` here. Must not know other modules:
//! everything here follows from one file's bytes.

mod allow_comment;
mod argument_place;
mod bind;
mod diagnostics;
mod marker;
mod marker_arguments;
mod module;
mod nesting;
mod own_names;
mod reexport;
mod refused;
mod resolve_markers;
mod scope;
#[cfg(test)]
mod tests;

pub use allow_comment::allow_comments;
pub use bind::scopes;
pub use marker::{
    AtomicBlock, CallHere, ConcurrentArguments, HeldFor, Marker, MarkerImport, Markers, Marking,
    NamedLocation, NamedLock, Synchronized,
};
pub use module::{Module, parse, parse_annotation, span_of};
pub use nesting::STACK_BYTES;
pub use reexport::{Elsewhere, OwnExports, imported_modules, own_exports};
pub use resolve_markers::{markers, markers_among};
pub use rustpython_ast as ast;
pub use rustpython_text_size::Ranged;
pub use scope::{Binding, BindingKind, Declared, Meaning, Scope, ScopeId, ScopeKind, Scopes, Symbol};
