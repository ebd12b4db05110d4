//! Type variables, where checkers can't follow them without help.
//!
//! ```python
//! return _executor.submit(lambda: _merge_body(first, **rest))   # `**rest: T`: mypy can't match it through `submit`
//! return _executor.submit(Box[T].put_body, self, value)         # `Box` alone is a box of anything
//! ```
//! Must not know what else is in a call.

use super::Weaver;
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef, TypeParam, TypeParams};
use crate::python::{Module, Ranged, span_of};
use crate::summary::Function;
use crate::text::Span;

/// Whether the type of `**kwargs` has a type variable of the function.
pub(super) fn is_of_keywords(module: &Module, def: &StmtFunctionDef) -> bool {
    let keywords = def.parameters.kwarg.as_ref().and_then(|keywords| keywords.annotation.as_deref());
    let Some(annotation) = keywords else { return false };
    let mut names = Names { found: Vec::new() };
    names.visit_expr(annotation);
    let own: Vec<&str> = def.type_params.iter().flat_map(|params| params.iter()).map(name_of).collect();
    names.found.iter().any(|name| own.contains(&name.as_str()) || is_made_here(module, name))
}

/// Whether the module makes a type variable of that name, or the library has it.
fn is_made_here(module: &Module, name: &str) -> bool {
    let makes = |statement: &Stmt| {
        let Stmt::Assign(assign) = statement else { return false };
        let is_bound = assign
            .targets
            .iter()
            .any(|target| matches!(target, Expr::Name(bound) if bound.id.as_str() == name));
        let Expr::Call(call) = &*assign.value else { return false };
        let made_by = match &*call.func {
            Expr::Name(function) => function.id.as_str(),
            Expr::Attribute(function) => function.attr.as_str(),
            _ => return false,
        };
        is_bound && made_by == "TypeVar"
    };
    name == "AnyStr" || module.body().iter().any(makes)
}

/// `[K, V]` for the class of a method that is generic in `K` and `V`; `None` where it says nothing of the kind.
pub(super) fn arguments(weaver: &Weaver<'_>, facts: &Function) -> Option<String> {
    let class = weaver.summary.classes.get(facts.class?.0 as usize)?;
    let mut search = Classes { name: class.name_span, found: None };
    search.visit_body(weaver.module.body());
    let class = search.found?;
    if let Some(params) = &class.type_params {
        return Some(format!("[{}]", spelled(params)));
    }
    class.bases().iter().find_map(|base| {
        let Expr::Subscript(subscript) = base else { return None };
        let name = match &*subscript.value {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return None,
        };
        let arguments = weaver.slice(&*subscript.slice);
        (name == "Generic" && !arguments.contains(['\n', '\r'])).then(|| format!("[{arguments}]"))
    })
}

/// The parameters as arguments: `T, *Ts`.
fn spelled(params: &TypeParams) -> String {
    let one = |param: &TypeParam| match param {
        TypeParam::TypeVarTuple(_) => format!("*{}", name_of(param)),
        _ => name_of(param).to_owned(),
    };
    params.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn name_of(param: &TypeParam) -> &str {
    param.name().as_str()
}

/// The names in an annotation.
struct Names {
    found: Vec<String>,
}

impl<'a> Visitor<'a> for Names {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr {
            self.found.push(name.id.to_string());
        }
        walk_expr(self, expr);
    }
}

/// Looks for the class whose name stands at `name`.
struct Classes<'a> {
    name: Span,
    found: Option<&'a StmtClassDef>,
}

impl<'a> Visitor<'a> for Classes<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::ClassDef(class) if span_of(class.name.range()) == self.name => self.found = Some(class),
            _ if self.found.is_none() && span_of(statement.range()).contains(self.name) => {
                walk_stmt(self, statement);
            }
            _ => {}
        }
    }
}
