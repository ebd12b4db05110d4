//! Several calls in one expression: all start before any is waited for.
//!
//! ```python
//! print(f(a) + g(b))     # f_future = f(a)
//!                        # g_future = g(b)
//!                        # print(f_future.result() + g_future.result())
//! ```

use std::collections::BTreeSet;

use super::defer::{Pending, Use};
use super::pieces::{SOURCE, with_source};
use super::{Scope, Speller};
use crate::plan::Touched;
use crate::python::ast::visitor::{Visitor, walk_expr};
use crate::python::ast::{Expr, ExprCall, Stmt};
use crate::python::{Ranged, span_of};
use crate::text::{Piece, Span};

impl<'a> Speller<'a> {
    /// Starts the calls in `value`, which `statement` evaluates first, if there are several and nothing between them minds.
    pub(super) fn hoist(&mut self, scope: &Scope<'a>, statement: &'a Stmt, value: &'a Expr) {
        let Some((calls, others)) = self.starts_in(&[value]) else { return };
        let Some(last) = calls.last().map(|last| span_of(last.range())) else { return };
        // What is done before the last of them starts would be done after that.
        let is_before = |other: &Span| other.end <= last.start;
        if calls.len() < 2 || others.iter().any(is_before) {
            return;
        }
        let span = span_of(value.range());
        let may_start = calls.iter().all(|call| {
            let own = span_of(call.range());
            self.alone(scope, call).is_some_and(|pending| !self.clashes(scope, &pending, span, &[own]))
        });
        if !may_start {
            return;
        }
        let offset = self.above(statement);
        let indent = self.indent_at(statement.range().start().into()).unwrap_or_default();
        for call in calls {
            let span = span_of(call.range());
            self.done.insert(span);
            self.arguments(scope, call);
            let name = self.names.fresh(&format!("{}_future", self.function_name(span)));
            let started = self.changes.take(span);
            self.changes.replace(span, vec![Piece::Generated(format!("{name}.result()"))]);
            let line = format!("{indent}{name} = {SOURCE}\n");
            self.changes.replace(Span::at(offset), with_source(&line, started));
        }
    }

    /// The calls of concurrent functions that `exprs` surely make, and the spans of what else they do; `None` where they bind a name
    /// or suspend.
    pub(super) fn starts_in(&self, exprs: &[&'a Expr]) -> Option<(Vec<&'a ExprCall>, Vec<Span>)> {
        let mut search = Starts { speller: self, calls: Vec::new(), others: Vec::new(), is_plain: true };
        exprs.iter().for_each(|expr| search.visit_expr(expr));
        search.is_plain.then_some((search.calls, search.others))
    }

    /// A call whose value goes nowhere yet.
    pub(super) fn alone(&self, scope: &Scope<'a>, node: &'a ExprCall) -> Option<Pending<'a>> {
        let call = self.started(node).filter(|call| !call.is_open)?;
        Some(Pending {
            statement: call.span,
            place: 0,
            call,
            node,
            takes: Use::Nothing,
            target: None,
            is_fresh: true,
            aliases: BTreeSet::new(),
            reads: Vec::new(),
            given: self.given(scope, call),
            touched: Touched::default(),
        })
    }
}

/// Finds calls that an expression surely makes, and what else it does.
struct Starts<'s, 'a> {
    speller: &'s Speller<'a>,
    calls: Vec<&'a ExprCall>,
    /// Calls of something else.
    others: Vec<Span>,
    /// Whether nothing in it binds a name or suspends.
    is_plain: bool,
}

impl Starts<'_, '_> {
    /// What may be left out, or is done several times, is done where it stands.
    fn stays(&mut self, expr: &Expr) {
        self.others.push(span_of(expr.range()));
    }
}

impl<'a> Visitor<'a> for Starts<'_, 'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) if self.speller.started(call).is_some() => self.calls.push(call),
            Expr::Call(_) => {
                self.others.push(span_of(expr.range()));
                walk_expr(self, expr);
            }
            Expr::Named(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_) => self.is_plain = false,
            Expr::BoolOp(node) => {
                let mut operands = node.values.iter();
                operands.next().into_iter().for_each(|first| self.visit_expr(first));
                operands.for_each(|operand| self.stays(operand));
            }
            Expr::If(node) => {
                self.visit_expr(&node.test);
                self.stays(&node.body);
                self.stays(&node.orelse);
            }
            Expr::Compare(node) if node.ops.len() > 1 => {
                self.visit_expr(&node.left);
                node.comparators.iter().for_each(|operand| self.stays(operand));
            }
            Expr::ListComp(_)
            | Expr::SetComp(_)
            | Expr::DictComp(_)
            | Expr::Generator(_)
            | Expr::Lambda(_) => self.stays(expr),
            _ => walk_expr(self, expr),
        }
    }
}
