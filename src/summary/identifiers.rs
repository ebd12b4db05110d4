//! The names that a module spells, and those that it exports.

use std::collections::BTreeSet;

use crate::python::ast::token::TokenKind;
use crate::python::ast::{Expr, Stmt};
use crate::python::{Module, Ranged, Scopes, span_of};

/// Strings longer than this are prose or data, not annotations.
const LONGEST_ANNOTATION: usize = 400;

/// Every identifier in the source, also those inside short strings, which may be annotations or names for `getattr`; sorted.
pub(super) fn identifiers(module: &Module, scopes: &Scopes) -> Vec<String> {
    let mut found = BTreeSet::new();
    for token in module.tokens() {
        let text = module.slice(span_of(token.range()));
        match token.kind() {
            TokenKind::Name | TokenKind::Match | TokenKind::Case | TokenKind::Type => {
                found.insert(text.to_owned());
            }
            TokenKind::String if text.len() <= LONGEST_ANNOTATION => found.extend(words(text)),
            _ => {}
        }
    }
    // Names as Python reads them, where that differs from how they are spelled.
    for (_, scope) in scopes.iter() {
        found.extend(scope.symbols().iter().map(|symbol| symbol.name.clone()));
    }
    found.into_iter().collect()
}

/// The words of `text` that could be identifiers.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.split(move |c| !word(c))
        .filter(|part| part.starts_with(|c: char| c.is_alphabetic() || c == '_'))
        .map(str::to_owned)
}

/// `__all__`, where the module builds it from literals alone.
pub(super) fn exports(module: &Module) -> Option<Vec<String>> {
    let mut names = None;
    for statement in module.body() {
        let (target, value) = match statement {
            Stmt::Assign(node) => match node.targets.as_slice() {
                [target] => (target, &*node.value),
                _ => continue,
            },
            Stmt::AnnAssign(node) => match &node.value {
                Some(value) => (&*node.target, &**value),
                None => continue,
            },
            Stmt::AugAssign(node) => (&*node.target, &*node.value),
            _ => continue,
        };
        if !matches!(target, Expr::Name(name) if name.id.as_str() == "__all__") {
            continue;
        }
        let more = literal_strings(value)?;
        match statement {
            Stmt::AugAssign(_) => names.get_or_insert_with(Vec::new).extend(more),
            _ => names = Some(more),
        }
    }
    names
}

fn literal_strings(expr: &Expr) -> Option<Vec<String>> {
    let elements = match expr {
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) => &tuple.elts,
        _ => return None,
    };
    elements
        .iter()
        .map(|element| match element {
            Expr::StringLiteral(string) => Some(string.value.to_str().to_owned()),
            _ => None,
        })
        .collect()
}
