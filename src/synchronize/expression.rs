//! Calls whose value is needed at once, and the expressions around them.
//!
//! ```python
//! total += f(x)        # total += f(x).result()
//! return f(g(x))       # return f(g(x).result()).result()
//! ```

use super::{Scope, Speller, diagnostics};
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{Expr, ExprCall, Stmt};
use crate::python::{Ranged, span_of};

/// Builtin functions that take all elements of what they are given, one after another.
const TAKES_ALL: [&str; 9] = ["dict", "frozenset", "list", "max", "min", "set", "sorted", "sum", "tuple"];

impl<'a> Speller<'a> {
    /// Spells out the calls in `expr`.
    pub(super) fn expression(&mut self, scope: &Scope<'a>, expr: &'a Expr) {
        Walker { speller: self, scope }.visit_expr(expr);
    }

    /// Those in the arguments of a call that is spelled out itself.
    pub(super) fn arguments(&mut self, scope: &Scope<'a>, call: &'a ExprCall) {
        let mut walker = Walker { speller: self, scope };
        walker.visit_expr(&call.func);
        walker.visit_arguments(&call.arguments);
    }

    /// Those in a statement, each waited for where it stands.
    pub(super) fn in_place(&mut self, scope: &Scope<'a>, statement: &'a Stmt) {
        Walker { speller: self, scope }.visit_stmt(statement);
    }

    fn waits_in_place(&mut self, scope: &Scope<'a>, call: &'a ExprCall) {
        let span = span_of(call.range());
        if self.done.insert(span) {
            self.changes.insert(span.end, ".result()");
            self.arguments(scope, call);
        }
    }

    /// `f(x).result()`: somebody waits for a value.
    fn note_wait(&mut self, expr: &Expr) {
        if let Expr::Call(wait) = expr
            && wait.arguments.is_empty()
            && let Expr::Attribute(method) = &*wait.func
            && method.attr.as_str() == "result"
            && let Some(call) = self.started(&*method.value)
        {
            let place = self.module.place(span_of(method.attr.range()));
            self.diagnostics.push(diagnostics::waits_already(place, self.module.place(call.span)));
        }
    }

    /// Whether what is called takes all elements of a generator.
    fn takes_all(&self, function: &Expr) -> bool {
        match function {
            Expr::Name(name) => {
                TAKES_ALL.contains(&name.id.as_str()) && !self.globals.contains(name.id.as_str())
            }
            Expr::Attribute(method) => {
                method.attr.as_str() == "join" && method.value.is_string_literal_expr()
            }
            _ => false,
        }
    }
}

/// Walks code whose values are needed at once.
struct Walker<'w, 'a> {
    speller: &'w mut Speller<'a>,
    scope: &'w Scope<'a>,
}

impl<'a> Visitor<'a> for Walker<'_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(def) => {
                def.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                self.visit_parameters(&def.parameters);
                self.speller.function(def);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_annotation(&mut self, _: &'a Expr) {}

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.speller.note_wait(expr);
        match expr {
            Expr::Call(call) if self.speller.started(call).is_some() => {
                self.speller.waits_in_place(self.scope, call);
            }
            Expr::Call(call) => {
                self.visit_expr(&call.func);
                let takes_all = self.speller.takes_all(&call.func);
                for argument in &call.arguments.args {
                    let is_gathered = takes_all
                        && argument.is_generator_expr()
                        && self.speller.comprehension(self.scope, argument);
                    if !is_gathered {
                        self.visit_expr(argument);
                    }
                }
                call.arguments.keywords.iter().for_each(|keyword| self.visit_keyword(keyword));
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_)
                if self.speller.comprehension(self.scope, expr) => {}
            _ => walk_expr(self, expr),
        }
    }
}
