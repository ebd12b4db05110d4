//! Annotations and base classes to `TypeRef`s; strings are read as the expressions that they hold.

use super::ir::{Name, TypeRef};
use super::lower::Lowering;
use crate::python::ast::{Expr, Operator};
use crate::python::{ScopeId, parse_annotation};

impl Lowering<'_> {
    /// What `expr` names as a type, its names read in `scope`.
    pub(super) fn type_ref(&self, expr: &Expr, scope: ScopeId) -> TypeRef {
        match expr {
            Expr::NoneLiteral(_) => TypeRef::None,
            Expr::Name(_) | Expr::Attribute(_) => self.named_type(expr, scope),
            Expr::StringLiteral(string) => match parse_annotation(string.value.to_str()) {
                Some(inner) => self.type_ref(&inner, scope),
                None => TypeRef::Other,
            },
            Expr::Subscript(subscript) => {
                let parts = match &*subscript.slice {
                    Expr::Tuple(tuple) => tuple.elts.iter().map(|part| self.type_ref(part, scope)).collect(),
                    one => vec![self.type_ref(one, scope)],
                };
                TypeRef::Generic(Box::new(self.type_ref(&subscript.value, scope)), parts)
            }
            Expr::BinOp(operation) if operation.op == Operator::BitOr => {
                let mut parts = Vec::new();
                for side in [&operation.left, &operation.right] {
                    match self.type_ref(side, scope) {
                        TypeRef::Union(inner) => parts.extend(inner),
                        other => parts.push(other),
                    }
                }
                TypeRef::Union(parts)
            }
            Expr::Starred(starred) => self.type_ref(&starred.value, scope),
            Expr::Call(call) => dotted_type(self, &call.func, scope),
            _ => TypeRef::Other,
        }
    }

    fn named_type(&self, expr: &Expr, scope: ScopeId) -> TypeRef {
        let Some((root, path)) = dotted_parts(expr) else { return TypeRef::Other };
        TypeRef::Name(self.name_in(scope, root), path)
    }
}

/// The name of a decorator or class, a call of it included.
pub(super) fn dotted_type(lowering: &Lowering<'_>, expr: &Expr, scope: ScopeId) -> TypeRef {
    match expr {
        Expr::Call(call) => lowering.named_type(&call.func, scope),
        _ => lowering.named_type(expr, scope),
    }
}

/// `a.b.c` of an expression or of what it calls, as written.
pub(super) fn dotted(expr: &Expr) -> Option<String> {
    let named = match expr {
        Expr::Call(call) => &call.func,
        _ => expr,
    };
    let (root, path) = dotted_parts(named)?;
    let mut text = root.to_owned();
    for part in path {
        text.push('.');
        text.push_str(&part);
    }
    Some(text)
}

/// A name and the attributes taken from it.
pub(super) fn dotted_parts(expr: &Expr) -> Option<(&str, Vec<String>)> {
    let mut path = Vec::new();
    let mut inner = expr;
    loop {
        match inner {
            Expr::Name(name) => {
                path.reverse();
                return Some((name.id.as_str(), path));
            }
            Expr::Attribute(attribute) => {
                path.push(attribute.attr.to_string());
                inner = &attribute.value;
            }
            _ => return None,
        }
    }
}

impl TypeRef {
    /// Whether it is `Future`, of whatever: by its last name, as only an import says which.
    pub fn is_future(&self) -> bool {
        match self {
            TypeRef::Generic(base, _) => base.is_future(),
            TypeRef::Name(name, path) => match (path.last(), name) {
                (Some(last), _) => last == "Future",
                (None, Name::Global(name)) => name == "Future",
                _ => false,
            },
            _ => false,
        }
    }
}
