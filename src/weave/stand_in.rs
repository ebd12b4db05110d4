//! What stands in for values: the class that a wrapper says it is of, and `wait_for` by the name that it has in the output.
//!
//! ```python
//! return _executor.submit(_load_body, page)                     # a future
//! return _stand_in(_executor.submit(_load_body, page), Page)    # what stands in for a `Page`
//! ```
//! Must not know how a body starts.

use super::Weaver;
use super::helper::Helper;
use crate::plan::Launch;
use crate::python::ast::Stmt;
use crate::summary::{Name, TypeRef};
use crate::text::{Piece, Span};

/// Builtin classes of which a value that is annotated so is taken to be.
const BUILTINS: [&str; 15] = [
    "bool",
    "bytearray",
    "bytes",
    "complex",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "memoryview",
    "range",
    "set",
    "str",
    "tuple",
    "type",
];

/// The class that the value is declared to be of, where its name can be read when the wrapper runs.
pub(super) fn kind(weaver: &Weaver<'_>, launch: &Launch) -> Option<String> {
    let function = weaver.summary.functions.get(launch.function.0 as usize)?;
    let Some(TypeRef::Name(Name::Global(name), path)) = &function.returns else { return None };
    let is_local = function.locals.iter().any(|local| local.name == *name);
    if is_local || !path.is_empty() {
        return None;
    }
    let is_bound = weaver.summary.globals.iter().any(|global| global.name == *name);
    let is_class = match is_bound {
        false => BUILTINS.contains(&name.as_str()),
        true => is_bound_at_once(weaver, name),
    };
    is_class.then(|| name.clone())
}

/// Whether the module's own code binds `name` once, unconditionally, by a class or an import (not of what is only for types).
fn is_bound_at_once(weaver: &Weaver<'_>, name: &str) -> bool {
    let binds = |statement: &Stmt| match statement {
        Stmt::ClassDef(class) => class.name.as_str() == name,
        Stmt::ImportFrom(import)
            if !import.module.as_deref().is_some_and(|from| from.starts_with("typing")) =>
        {
            let bound = |alias: &crate::python::ast::Alias| {
                alias.asname.as_ref().unwrap_or(&alias.name).as_str() == name
            };
            import.names.iter().any(bound)
        }
        _ => false,
    };
    weaver.module.body().iter().filter(|statement| binds(statement)).count() == 1
}

/// `pieces` with each `wait_for` of ours by the name of the helper.
pub(super) fn with_waits_named(weaver: &Weaver<'_>, pieces: Vec<Piece>) -> Vec<Piece> {
    let waits = &weaver.summary.markers.waits;
    if waits.is_empty() {
        return pieces;
    }
    let name = weaver.names.helper(Helper::WaitFor);
    let mut named = Vec::new();
    for piece in pieces {
        let Piece::Source { span, shift } = piece else {
            named.push(piece);
            continue;
        };
        let mut at = span.start;
        for wait in waits.iter().filter(|wait| span.contains(**wait)) {
            named.push(Piece::Source { span: Span::new(at, wait.start), shift: shift.clone() });
            named.push(Piece::Generated(name.to_owned()));
            at = wait.end;
        }
        named.push(Piece::Source { span: Span::new(at, span.end), shift });
    }
    named
}
