//! What of ours a module gives to those that import it, and which modules it imports from. Must not know the other modules: how they
//! are named is as it is written here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustpython_ast::visitor::{Visitor, walk_stmt};
use rustpython_ast::{Expr, Stmt};
use rustpython_text_size::Ranged;
use serde::{Deserialize, Serialize};

use super::bind::scopes;
use super::marker::MarkerImport;
use super::module::{Module, span_of};
use super::own_names::{OwnName, OwnNames};
use super::scope::{ScopeId, Scopes};
use crate::text::Span;

/// What of ours a module gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnExports {
    /// By the names that it gives them.
    pub(super) names: BTreeMap<String, OwnName>,
    /// Those that a `from module import *` of it binds.
    pub(super) starred: BTreeSet<String>,
    /// Whether it does nothing but give them.
    pub(super) alone: bool,
}

impl OwnExports {
    /// Whether there is nothing of ours.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a module that imports this one, and whose text is `text`, may have to do with what this one gives: it spells a
    /// name of it, may spell one in other letters (Python normalizes them), or may import all.
    pub fn may_reach(&self, text: &str) -> bool {
        let spelled = || self.names.keys().any(|name| text.contains(name.as_str()));
        !self.is_empty() && (self.alone || text.contains('*') || !text.is_ascii() || spelled())
    }

    /// What `name` is, if a star import brings it.
    pub(super) fn star(&self, name: &str) -> Option<OwnName> {
        self.names.get(name).copied().filter(|_| self.starred.contains(name))
    }
}

/// What the modules around a module give, by their names as that module writes them: `pkg.compat`, `..compat`.
pub type Elsewhere<'a> = dyn Fn(&str) -> Option<Arc<OwnExports>> + 'a;

/// What of ours `module` gives, where it gets some from others too.
pub fn own_exports(module: &Module, elsewhere: &Elsewhere<'_>) -> OwnExports {
    let scopes = scopes(module);
    let own = OwnNames::find(module, &scopes, elsewhere);
    let names = exported(&scopes, &own);
    let listed = all_displays(module.body());
    let starred = names.keys().filter(|name| match listed.is_empty() {
        true => !name.starts_with('_'),
        false => elements(&listed).any(|(word, _)| word == name.as_str()),
    });
    let starred = starred.cloned().collect();
    let alone = module.body().iter().all(|statement| gives_alone(statement, &own, &names));
    OwnExports { starred, alone, names }
}

/// Our names in the module's own scope.
fn exported(scopes: &Scopes, own: &OwnNames<'_>) -> BTreeMap<String, OwnName> {
    let symbols = scopes.get(ScopeId::MODULE).symbols();
    let mut names: BTreeMap<String, OwnName> = own.starred();
    for symbol in symbols {
        match own.at_end(symbol) {
            Some(meaning) => names.insert(symbol.name.clone(), meaning),
            None => names.remove(&symbol.name),
        };
    }
    names
}

/// Whether a statement does nothing but give `names` to others.
fn gives_alone(statement: &Stmt, own: &OwnNames<'_>, names: &BTreeMap<String, OwnName>) -> bool {
    match statement {
        Stmt::Expr(node) => matches!(&*node.value, Expr::EllipsisLiteral(_) | Expr::StringLiteral(_)),
        Stmt::Pass(_) => true,
        Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__") => true,
        Stmt::Assign(_) | Stmt::AnnAssign(_) if is_of_all(statement) => {
            let displays = all_displays(std::slice::from_ref(statement));
            !displays.is_empty() && elements(&displays).all(|(word, _)| names.contains_key(word))
        }
        _ => own.erases(span_of(statement.range())),
    }
}

/// The names of ours in `__all__`, to be erased with the imports that bind them.
pub(super) fn listed(module: &Module, scopes: &Scopes, own: &OwnNames<'_>) -> Vec<MarkerImport> {
    if !module.text.contains("__all__") {
        return Vec::new();
    }
    let names = exported(scopes, own);
    let mut found = Vec::new();
    for statement in module.body() {
        let displays = all_displays(std::slice::from_ref(statement));
        let aliases: Vec<Span> =
            elements(&displays).filter(|(word, _)| names.contains_key(*word)).map(|(_, span)| span).collect();
        if !aliases.is_empty() {
            found.push(MarkerImport { statement: span_of(statement.range()), aliases, whole: false });
        }
    }
    found
}

/// The lists and tuples that make up `__all__` in `body`.
fn all_displays(body: &[Stmt]) -> Vec<&[Expr]> {
    let mut found = Vec::new();
    for statement in body.iter().filter(|statement| is_of_all(statement)) {
        let value = match statement {
            Stmt::Assign(node) => Some(&*node.value),
            Stmt::AnnAssign(node) => node.value.as_deref(),
            Stmt::AugAssign(node) => Some(&*node.value),
            _ => None,
        };
        match value {
            Some(Expr::List(list)) => found.push(&list.elts[..]),
            Some(Expr::Tuple(tuple)) => found.push(&tuple.elts[..]),
            _ => {}
        }
    }
    found
}

/// Whether a statement gives `__all__` a value.
fn is_of_all(statement: &Stmt) -> bool {
    let is_all = |target: &Expr| matches!(target, Expr::Name(name) if name.id.as_str() == "__all__");
    match statement {
        Stmt::Assign(node) => matches!(node.targets.as_slice(), [target] if is_all(target)),
        Stmt::AnnAssign(node) => is_all(&node.target),
        Stmt::AugAssign(node) => is_all(&node.target),
        _ => false,
    }
}

fn elements<'d>(displays: &'d [&'d [Expr]]) -> impl Iterator<Item = (&'d str, Span)> {
    displays.iter().flat_map(|elements| elements.iter()).filter_map(|element| match element {
        Expr::StringLiteral(string) => Some((string.value.to_str(), span_of(string.range()))),
        _ => None,
    })
}

/// The modules that `module` imports, or imports names from, as it writes them; a name that it takes may be a module too.
pub fn imported_modules(module: &Module) -> BTreeSet<String> {
    let mut search = Imports { found: BTreeSet::new() };
    search.visit_body(module.body());
    search.found
}

struct Imports {
    found: BTreeSet<String>,
}

impl<'a> Visitor<'a> for Imports {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.name.as_str();
                    self.found.extend(name.match_indices('.').map(|(dot, _)| name[..dot].to_owned()));
                    self.found.insert(name.to_owned());
                }
            }
            Stmt::ImportFrom(import) => {
                let mut path = ".".repeat(import.level as usize);
                path.push_str(import.module.as_deref().unwrap_or_default());
                self.found.extend(import.names.iter().map(|alias| member(&path, alias.name.as_str())));
                self.found.insert(path);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}

/// The module `name` of the package `path`, as it would be written.
pub(super) fn member(path: &str, name: &str) -> String {
    match path.ends_with('.') || path.is_empty() {
        true => format!("{path}{name}"),
        false => format!("{path}.{name}"),
    }
}
