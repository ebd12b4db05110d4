//! Return annotations: the wrapper gives `Future[T]` where the function gave `T`.
//!
//! ```python
//! -> int              # before
//! -> Future[int]      # after
//! -> "Account"
//! -> "Future[Account]"
//! -> int              # where Future can't be subscripted at run time (3.8)
//! -> "Future[int]"
//! ```

use super::names::Import;
use super::{Weaver, kept};
use crate::python::ast::{Expr, Stmt};
use crate::python::{Module, Ranged, span_of};
use crate::text::{Piece, Span};

/// Whether the module postpones its annotations.
pub(super) fn postponed(module: &Module) -> bool {
    let from_future = |statement: &Stmt| match statement {
        Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__") => {
            import.names.iter().any(|alias| alias.name.as_str() == "annotations")
        }
        _ => false,
    };
    module.body().iter().any(from_future)
}

/// What stands in place of the return annotation `returns`; covers exactly its span.
pub(super) fn future_of(weaver: &Weaver<'_>, returns: &Expr) -> Vec<Piece> {
    let span = span_of(returns.range());
    let future = weaver.name(Import::FUTURE);
    let around = |inner: Span| {
        vec![
            kept(Span::new(span.start, inner.start)),
            Piece::Generated(format!("{future}[")),
            kept(inner),
            Piece::Generated("]".to_owned()),
            kept(Span::new(inner.end, span.end)),
        ]
    };
    if let Some(inner) = inside_quotes(returns) {
        return around(inner);
    }
    if !weaver.quotes_generics() {
        return around(span);
    }
    vec![Piece::Generated(quoted(&format!("{future}[{}]", weaver.module.slice(span))))]
}

/// The inside of an annotation that is one plain string.
fn inside_quotes(annotation: &Expr) -> Option<Span> {
    let Expr::StringLiteral(literal) = annotation else { return None };
    match literal.value.as_slice() {
        [part] => Some(span_of(part.content_range())),
        _ => None,
    }
}

/// `text` as a string literal, in the quotes that it doesn't hold itself; its line ends become blanks.
pub(super) fn quoted(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped = flat.replace('\\', "\\\\");
    if escaped.contains('"') && !escaped.contains('\'') {
        return format!("'{escaped}'");
    }
    format!("\"{}\"", escaped.replace('"', "\\\""))
}
