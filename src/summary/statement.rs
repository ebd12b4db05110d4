//! Statements: their kinds, their blocks, the events of their headers.

use super::ir::{Block, Constant, Handler, ImportRef, Op, StatementId, StatementKind, ValueId};
use super::lower::Lowering;
use crate::python::ast::{
    ElifElseClause, ExceptHandler, Stmt, StmtAnnAssign, StmtAssert, StmtFor, StmtIf, StmtImport,
    StmtImportFrom, StmtMatch, StmtTry, StmtWhile, StmtWith,
};
use crate::python::{Ranged, span_of};
use crate::text::Span;

impl Lowering<'_> {
    /// Lowers one statement.
    pub(super) fn statement(&mut self, statement: &Stmt) -> StatementId {
        let span = span_of(statement.range());
        if self.marks.erased.contains(&span) {
            return self.simple(span, |_| StatementKind::Simple);
        }
        match statement {
            Stmt::FunctionDef(def) => self.def(def),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::If(node) => self.if_statement(node),
            Stmt::While(node) => self.while_statement(node),
            Stmt::For(node) => self.for_statement(node),
            Stmt::With(node) => self.with_statement(node),
            Stmt::Try(node) => self.try_statement(node),
            Stmt::Match(node) => self.match_statement(node),
            _ => self.simple(span, |lowering| lowering.simple_statement(statement)),
        }
    }

    fn simple_statement(&mut self, statement: &Stmt) -> StatementKind {
        match statement {
            Stmt::Return(node) => {
                return StatementKind::Return {
                    value: node.value.as_ref().map(|value| self.expression(value)),
                };
            }
            Stmt::Raise(node) => {
                for part in [&node.exc, &node.cause].into_iter().flatten() {
                    self.expression(part);
                }
                return StatementKind::Raise;
            }
            Stmt::Break(_) => return StatementKind::Break,
            Stmt::Continue(_) => return StatementKind::Continue,
            Stmt::Expr(node) => {
                self.expression(&node.value);
            }
            Stmt::Assign(node) => {
                let value = self.expression(&node.value);
                for target in &node.targets {
                    self.store(target, value);
                }
            }
            Stmt::AugAssign(node) => self.augmented(node),
            Stmt::AnnAssign(node) => self.annotated(node),
            Stmt::Delete(node) => node.targets.iter().for_each(|target| self.delete(target)),
            Stmt::Assert(node) => self.assert(node),
            Stmt::Import(node) => self.import(node),
            Stmt::ImportFrom(node) => self.import_from(node),
            Stmt::TypeAlias(node) => {
                // The value of a `type` statement is evaluated where somebody asks for it: never in the code that we follow.
                let value = self.constant(span_of(node.value.range()), Constant::Other);
                self.store(&node.name, value);
            }
            _ => {}
        }
        StatementKind::Simple
    }

    fn annotated(&mut self, node: &StmtAnnAssign) {
        let annotation = self.type_ref(&node.annotation, self.frame.scope);
        self.note_field(node, &annotation);
        if let crate::python::ast::Expr::Name(name) = &*node.target {
            let name = self.name(name.id.as_str());
            self.annotate(&name, annotation);
        }
        if let Some(value) = &node.value {
            let value = self.expression(value);
            self.store(&node.target, value);
        }
    }

    fn assert(&mut self, node: &StmtAssert) {
        self.truth(&node.test);
        if let Some(message) = &node.msg {
            self.conditionally(|lowering| lowering.expression(message));
        }
    }

    fn import(&mut self, node: &StmtImport) {
        for alias in &node.names {
            let span = span_of(alias.range());
            if self.marks.aliases.contains(&span) {
                continue;
            }
            let module = alias.name.to_string();
            let bound = match &alias.asname {
                Some(name) => name.as_str(),
                None => module.split('.').next().unwrap_or(&module),
            };
            let name = self.name(bound);
            let binds_last = alias.asname.is_some();
            let value = self.event(span, Op::Import(ImportRef { level: 0, module, name: None, binds_last }));
            self.event(span, Op::Store(name, value));
        }
    }

    fn import_from(&mut self, node: &StmtImportFrom) {
        let module = node.module.as_ref().map_or(String::new(), |module| module.to_string());
        for alias in &node.names {
            let span = span_of(alias.range());
            if self.marks.aliases.contains(&span) {
                continue;
            }
            let mut import =
                ImportRef { level: node.level, module: module.clone(), name: None, binds_last: true };
            if alias.name.as_str() == "*" {
                self.summary.star_imports.push(import.clone());
                self.event(span, Op::Import(import));
                continue;
            }
            import.name = Some(alias.name.to_string());
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            let name = self.name(bound.as_str());
            let value = self.event(span, Op::Import(import));
            self.event(span, Op::Store(name, value));
        }
    }

    fn if_statement(&mut self, node: &StmtIf) -> StatementId {
        let span = span_of(node.range());
        let mut open = self.open(span);
        let test = self.expression(&node.test);
        let narrows = self.narrowings(&node.test);
        self.close_header(&mut open);
        let then = self.block(&node.body);
        let otherwise = self.elif_clauses(&node.elif_else_clauses, span.end);
        self.close(open, StatementKind::If { test, narrows, elif: false, then, otherwise })
    }

    /// `elif` and `else` as the block that runs where the tests before failed.
    fn elif_clauses(&mut self, clauses: &[ElifElseClause], end: u32) -> Block {
        let Some((clause, rest)) = clauses.split_first() else { return Block::default() };
        let Some(condition) = &clause.test else { return self.block(&clause.body) };
        let mut open = self.open(Span::new(clause.range().start().into(), end));
        let test = self.expression(condition);
        let narrows = self.narrowings(condition);
        self.close_header(&mut open);
        let then = self.block(&clause.body);
        let otherwise = self.elif_clauses(rest, end);
        let id = self.close(open, StatementKind::If { test, narrows, elif: true, then, otherwise });
        Block { statements: vec![id] }
    }

    fn while_statement(&mut self, node: &StmtWhile) -> StatementId {
        let mut open = self.open(span_of(node.range()));
        let test = self.expression(&node.test);
        let narrows = self.narrowings(&node.test);
        self.close_header(&mut open);
        let body = self.block(&node.body);
        let otherwise = self.block(&node.orelse);
        self.close(open, StatementKind::While { test, narrows, body, otherwise })
    }

    fn for_statement(&mut self, node: &StmtFor) -> StatementId {
        let mut open = self.open(span_of(node.range()));
        let iterable = self.expression(&node.iter);
        self.next_element(iterable, &node.iter, &node.target, node.is_async);
        self.close_header(&mut open);
        let body = self.block(&node.body);
        let otherwise = self.block(&node.orelse);
        self.close(open, StatementKind::For { iterable, is_async: node.is_async, body, otherwise })
    }

    fn with_statement(&mut self, node: &StmtWith) -> StatementId {
        let span = span_of(node.range());
        let atomic = self.marks.atomic.contains(&span.start);
        let mut open = self.open(span);
        let items = if atomic { Vec::new() } else { self.with_items(node) };
        self.close_header(&mut open);
        let body = self.block(&node.body);
        self.close(open, StatementKind::With { items, is_async: node.is_async, atomic, body })
    }

    fn with_items(&mut self, node: &StmtWith) -> Vec<ValueId> {
        let mut items = Vec::new();
        for item in &node.items {
            let span = span_of(item.context_expr.range());
            let manager = self.expression(&item.context_expr);
            let mut entered = self.event(span, Op::Enter(manager));
            if node.is_async {
                entered = self.event(span, Op::Await(entered));
            }
            if let Some(target) = &item.optional_vars {
                self.store(target, entered);
            }
            items.push(manager);
        }
        items
    }

    fn try_statement(&mut self, node: &StmtTry) -> StatementId {
        let mut open = self.open(span_of(node.range()));
        for ExceptHandler::ExceptHandler(handler) in &node.handlers {
            if let Some(types) = &handler.type_ {
                self.conditionally(|lowering| lowering.expression(types));
            }
        }
        self.close_header(&mut open);
        let body = self.block(&node.body);
        let handlers = node
            .handlers
            .iter()
            .map(|ExceptHandler::ExceptHandler(handler)| Handler {
                name: handler.name.as_ref().map(|name| self.name(name.as_str())),
                body: self.block(&handler.body),
            })
            .collect();
        let otherwise = self.block(&node.orelse);
        let finally = self.block(&node.finalbody);
        self.close(open, StatementKind::Try { body, handlers, otherwise, finally })
    }

    fn match_statement(&mut self, node: &StmtMatch) -> StatementId {
        let mut open = self.open(span_of(node.range()));
        let subject = self.expression(&node.subject);
        self.conditionally(|lowering| {
            for case in &node.cases {
                lowering.pattern(&case.pattern, subject);
                if let Some(guard) = &case.guard {
                    lowering.truth(guard);
                }
            }
        });
        self.close_header(&mut open);
        let cases = node.cases.iter().map(|case| self.block(&case.body)).collect();
        self.close(open, StatementKind::Match { subject, cases })
    }
}
