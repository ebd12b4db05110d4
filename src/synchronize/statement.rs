//! Blocks: where calls start, and where their results are waited for.
//!
//! ```python
//! x = f(a)              # x_future = f(a)
//! y = g(b)              # y_future = g(b)
//! show()                # show()
//! print(x, y)           # x = x_future.result()
//!                       # y = y_future.result()
//!                       # print(x, y)
//! ```

use super::defer::{Pending, Use};
use super::exits::leaves;
use super::gather::Gathered;
use super::{Scope, Speller};
use crate::python::ast::{ElifElseClause, ExceptHandler, Expr, Stmt};
use crate::python::{Ranged, span_of};
use crate::text::{Piece, Span};

impl<'a> Speller<'a> {
    /// The statements of one block, one after another.
    pub(super) fn block(&mut self, scope: &Scope<'a>, body: &'a [Stmt]) {
        if !body.iter().all(|statement| self.owns_lines(statement)) {
            body.iter().for_each(|statement| self.in_place(scope, statement));
            return;
        }
        let mut pending: Vec<Pending<'a>> = Vec::new();
        for (place, statement) in body.iter().enumerate() {
            let span = span_of(statement.range());
            let deferred = self.deferred(scope, statement).filter(|_| !self.gathered.contains(&span));
            let reached = deferred.as_ref().map_or(span, |deferred| deferred.call.span);
            let needed = match leaves(statement) {
                true => pending.len(),
                false => pending
                    .iter()
                    .rposition(|earlier| self.clashes(scope, earlier, reached, &[]))
                    .map_or(0, |last| last + 1),
            };
            if needed > 0 {
                let ready: Vec<Pending<'a>> = pending.drain(..needed).collect();
                self.complete(&ready, place, self.above(statement), self.indent_of(statement));
            }
            match deferred {
                Some(deferred) => {
                    self.arguments(scope, deferred.node);
                    self.done.insert(deferred.call.span);
                    pending.push(Pending { place, ..deferred });
                }
                None => self.statement(scope, statement),
            }
        }
        if let (false, Some(last)) = (pending.is_empty(), body.last()) {
            let end = self.module.lines.full_line(last.range().end().into()).end;
            self.complete(&pending, body.len(), end, self.indent_of(last));
        }
    }

    pub(super) fn indent_of(&self, statement: &Stmt) -> &'a str {
        self.indent_at(statement.range().start().into()).unwrap_or_default()
    }

    /// Whether nothing else stands on the lines of the statement.
    pub(super) fn owns_lines(&self, statement: &Stmt) -> bool {
        let span = span_of(statement.range());
        let line = self.module.lines.full_line(span.end);
        let behind = self.module.slice(Span::new(span.end, line.end)).trim_start();
        self.indent_at(span.start).is_some() && (behind.is_empty() || behind.starts_with('#'))
    }

    /// Where the lines of the statement start, comments right above included.
    pub(super) fn above(&self, statement: &Stmt) -> u32 {
        let mut start = self.module.lines.line_start(statement.range().start().into());
        while let Some(before) = start.checked_sub(1) {
            let line = self.module.lines.full_line(before);
            if !self.module.slice(line).trim_start().starts_with('#') {
                break;
            }
            start = line.start;
        }
        start
    }

    /// Waits for `ready`, in their order, at `offset`, which is where the lines of the sibling at `place` start.
    fn complete(&mut self, ready: &[Pending<'a>], place: usize, offset: u32, indent: &str) {
        if let [one] = ready
            && one.place + 1 == place
        {
            self.changes.insert(one.call.span.end, ".result()");
            return;
        }
        for one in ready {
            let name = self.names.fresh(&self.wanted(one));
            let [before, behind] = one.around();
            self.changes.replace(before, vec![Piece::Generated(format!("{name} = "))]);
            if !behind.is_empty() {
                self.changes.replace(behind, Vec::new());
            }
            let line = format!("{indent}{}\n", self.completed(one, &name));
            self.new_lines(offset, line);
        }
    }

    /// Puts whole lines in at the start of a line, or at the end of a text whose last line isn't ended.
    pub(super) fn new_lines(&mut self, offset: u32, lines: String) {
        let is_open = offset as usize == self.module.text.len() && !self.module.text.ends_with(['\n', '\r']);
        match is_open {
            true => self.changes.insert(offset, format!("\n{}", lines.trim_end_matches('\n'))),
            false => self.changes.insert(offset, lines),
        }
    }

    /// What the future of a statement is best called.
    fn wanted(&self, pending: &Pending<'a>) -> String {
        let stem = match (pending.takes, pending.target) {
            (Use::Nothing, _) | (_, None) => self.function_name(pending.call.span),
            (_, Some((_, Some(attribute)))) => attribute.to_owned(),
            (_, Some((name, None))) => name.to_owned(),
        };
        format!("{}_future", stem.trim_matches('_'))
    }

    /// The last name of what is called.
    pub(super) fn function_name(&self, call: Span) -> String {
        let text = self.module.slice(call);
        let callee = text.split('(').next().unwrap_or_default();
        let last = callee.rsplit('.').next().unwrap_or_default().trim();
        let is_name =
            !last.is_empty() && last.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        if is_name { last.trim_matches('_').to_owned() } else { "call".to_owned() }
    }

    /// A statement that is complete when it is done.
    pub(super) fn statement(&mut self, scope: &Scope<'a>, statement: &'a Stmt) {
        match statement {
            Stmt::For(_) | Stmt::While(_) => self.whole_loop(scope, statement),
            Stmt::If(node) => {
                self.hoist(scope, statement, &node.test);
                self.expression(scope, &node.test);
                self.block(scope, &node.body);
                for ElifElseClause { test, body, .. } in &node.elif_else_clauses {
                    test.iter().for_each(|test| self.expression(scope, test));
                    self.block(scope, body);
                }
            }
            Stmt::With(node) => {
                for item in &node.items {
                    self.expression(scope, &item.context_expr);
                    item.optional_vars.iter().for_each(|target| self.expression(scope, target));
                }
                self.block(scope, &node.body);
            }
            Stmt::Try(node) => {
                self.block(scope, &node.body);
                for ExceptHandler::ExceptHandler(handler) in &node.handlers {
                    handler.type_.iter().for_each(|kind| self.expression(scope, kind));
                    self.block(scope, &handler.body);
                }
                self.block(scope, &node.orelse);
                self.block(scope, &node.finalbody);
            }
            Stmt::Match(node) => {
                self.expression(scope, &node.subject);
                for case in &node.cases {
                    case.guard.iter().for_each(|guard| self.expression(scope, guard));
                    self.block(scope, &case.body);
                }
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => self.in_place(scope, statement),
            _ => {
                if let Some(value) = value_of(statement) {
                    self.hoist(scope, statement, value);
                }
                self.in_place(scope, statement);
            }
        }
    }

    fn whole_loop(&mut self, scope: &Scope<'a>, statement: &'a Stmt) {
        let Gathered::Partly(behind) = self.gather(scope, statement) else { return };
        let (head, body, otherwise) = match statement {
            Stmt::For(node) => (&*node.iter, &node.body, &node.orelse),
            Stmt::While(node) => (&*node.test, &node.body, &node.orelse),
            _ => return,
        };
        self.expression(scope, head);
        self.block(scope, body);
        self.block(scope, otherwise);
        let end = self.module.lines.full_line(statement.range().end().into()).end;
        behind.into_iter().for_each(|lines| self.new_lines(end, lines));
    }
}

/// The expression of a simple statement that is evaluated first.
fn value_of(statement: &Stmt) -> Option<&Expr> {
    match statement {
        Stmt::Expr(node) => Some(&node.value),
        Stmt::Assign(node) => Some(&node.value),
        Stmt::AnnAssign(node) => node.value.as_deref(),
        Stmt::AugAssign(node) => Some(&node.value),
        Stmt::Return(node) => node.value.as_deref(),
        _ => None,
    }
}
