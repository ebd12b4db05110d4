//! Where the expressions of a marker's arguments can be evaluated: once, where the decorator stands.
//!
//! ```python
//! @concurrent(executor=pool)                     # a name with one meaning: written where it is used
//! @concurrent(executor=ThreadPoolExecutor(1))    # evaluated once, into a variable above the wrapper
//! @concurrent(executor=lambda: cluster())        # evaluated at each call: its inside is written where it is used
//! @concurrent(workers=SIZE)                      # of a class: the module's prelude can't see it
//! ```
//! Must not know what the arguments are for.

use rustpython_ast::statement_visitor::{StatementVisitor, walk_stmt as walk_statements};
use rustpython_ast::visitor::{Visitor, walk_expr};
use rustpython_ast::{Expr, ExprName, Stmt, StmtFunctionDef};
use rustpython_text_size::Ranged;

use super::module::{Module, span_of};
use super::scope::{BindingKind, Declared, Meaning, ScopeId, ScopeKind, Scopes};
use crate::text::Span;

/// The spans of the loops of `module`.
pub(super) fn loops(module: &Module) -> Vec<Span> {
    let mut search = Loops(Vec::new());
    search.visit_body(module.body());
    search.0
}

struct Loops(Vec<Span>);

impl<'a> StatementVisitor<'a> for Loops {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::For(_) | Stmt::While(_) = statement {
            self.0.push(span_of(statement.range()));
        }
        walk_statements(self, statement);
    }
}

/// Whether `value` means the same in the wrapper of `def`, whenever that runs, as where it stands in the decorator.
pub(super) fn stays(scopes: &Scopes, loops: &[Span], def: &StmtFunctionDef, value: &Expr) -> bool {
    let is_parameter = |name: &str| def.parameters.iter().any(|parameter| parameter.name().as_str() == name);
    match value {
        Expr::StringLiteral(_) | Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) => {
            true
        }
        Expr::Name(name) => !is_parameter(name.id.as_str()) && is_bound_once(scopes, loops, name),
        // What is evaluated when it is called may as well be evaluated there.
        Expr::Lambda(lambda) if lambda.parameters.is_none() => {
            let mut search = Names(Vec::new());
            search.visit_expr(&lambda.body);
            !search.0.iter().any(|name| is_parameter(name))
        }
        _ => false,
    }
}

/// The names in an expression, those that it binds included.
struct Names<'a>(Vec<&'a str>);

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr {
            self.0.push(name.id.as_str());
        }
        walk_expr(self, expr);
    }
}

fn is_bound_once(scopes: &Scopes, loops: &[Span], name: &ExprName) -> bool {
    let Some(owner) = owner(scopes, name) else { return false };
    let name = name.id.as_str();
    if scopes.get(owner).kind == ScopeKind::Class {
        return false;
    }
    let rebound_elsewhere = scopes.iter().any(|(_, scope)| {
        scope
            .symbol(name)
            .is_some_and(|symbol| symbol.declared != Declared::No && !symbol.bindings.is_empty())
    });
    let Some(symbol) = scopes.get(owner).symbol(name) else { return false };
    let mut bindings = symbol
        .bindings
        .iter()
        .filter(|binding| binding.kind != BindingKind::Annotation)
        .map(|binding| binding.span);
    match (bindings.next(), bindings.next()) {
        (Some(only), None) => !rebound_elsewhere && !loops.iter().any(|span| span.contains(only)),
        _ => false,
    }
}

/// The scope whose name `name` is.
fn owner(scopes: &Scopes, name: &ExprName) -> Option<ScopeId> {
    let scope = scopes.of_read(name.range().start().into())?;
    Some(match scopes.resolve(scope, name.id.as_str()) {
        Meaning::Of(owner) => owner,
        Meaning::Global => ScopeId::MODULE,
    })
}

/// The first name in `value` that the module's own code can't see: one of a class or of a function around it.
pub(super) fn unseen<'a>(scopes: &Scopes, value: &'a Expr) -> Option<(&'a ExprName, ScopeKind)> {
    let mut search = Unseen { scopes, whole: span_of(value.range()), found: None };
    search.visit_expr(value);
    search.found
}

struct Unseen<'s, 'a> {
    scopes: &'s Scopes,
    whole: Span,
    found: Option<(&'a ExprName, ScopeKind)>,
}

impl<'a> Visitor<'a> for Unseen<'_, 'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && let Some(owner) = owner(self.scopes, name)
        {
            let scope = self.scopes.get(owner);
            // A lambda or comprehension in the argument brings names of its own.
            if owner != ScopeId::MODULE && !self.whole.contains(scope.span) {
                self.found.get_or_insert((name, scope.kind));
            }
        }
        walk_expr(self, expr);
    }
}
