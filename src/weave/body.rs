//! Bodies: the function that runs elsewhere. Its header is generated, its statements are the source's.
//!
//! ```python
//! def record(page: str, n: int = 1) -> int:      # before
//! def _record_body(page: str, n: int) -> int:    # after
//! ```

use super::decorators::{BodySignature, Decorators};
use super::signature::{self, Defaults};
use super::{Indent, Weaver, annotation, kept, moved, pragma, template};
use crate::options::Switch;
use crate::python::ast;
use crate::text::{Piece, Span};

/// Decorators and header of the body of `def`, under `name` and at `indent`, from a line start to behind the header's line end.
/// `receiver` is the type of the first parameter where a checker doesn't know it.
pub(super) fn header(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    decorators: &Decorators,
    name: &str,
    (receiver, own_defaults): (Option<String>, Switch),
    indent: &Indent,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for span in &decorators.body {
        let start = weaver.module.lines.line_start(span.start);
        pieces.push(kept(Span::new(start, span.end)));
    }
    let type_parameters = def.type_params.as_ref().map_or("", |parameters| weaver.slice(&**parameters));
    let name = format!("{name}{type_parameters}");
    let defaults = match decorators.body_signature {
        BodySignature::AsWritten if own_defaults == Switch::Off => Defaults::Dropped,
        BodySignature::AsWritten => Defaults::Kept,
        BodySignature::Unknown => Defaults::Kept,
    };
    let mut parameters = signature::parameters(weaver, &def.parameters, defaults);
    if let Some(class) = receiver {
        let end = parameters.find(',').unwrap_or(parameters.len());
        parameters.insert_str(end, &format!(": {}", annotation::quoted(&class)));
    }
    let returns = def.returns.as_ref().map(|returns| signature::expression(weaver, returns));
    let form = if returns.is_some() { template::BODY } else { template::BODY_UNANNOTATED };
    let holes =
        [("BODY", name.as_str()), ("PARAMETERS", &parameters), ("RETURNS", returns.as_deref().unwrap_or(""))];
    let mut text = template::header(form, &holes, &weaver.margin(&indent.to));
    if let (Some(comments), Some(end)) = (pragma::of_header(weaver.module, def), text.find('\n')) {
        text.insert_str(end, &comments);
    }
    pieces.push(Piece::Generated(text));
    moved(pieces, indent)
}
