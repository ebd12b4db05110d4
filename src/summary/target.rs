//! What is stored to, changed in place and deleted.

use super::expression::operator_name;
use super::ir::{Constant, Name, Op, Operator, ValueId};
use super::lower::Lowering;
use crate::python::ast::{Expr, StmtAugAssign};
use crate::python::{Ranged, span_of};
use crate::text::Span;

/// A place whose object and index are evaluated.
pub(super) enum Access {
    Name(Name),
    Attribute(ValueId, String),
    Item(ValueId, ValueId),
    /// No place: an expression that can't be stored to.
    Value(ValueId),
}

impl Lowering<'_> {
    pub(super) fn read(&mut self, access: &Access, span: Span) -> ValueId {
        match access {
            Access::Name(name) => self.event(span, Op::Load(name.clone())),
            Access::Attribute(object, name) => self.event(span, Op::Attribute(*object, name.clone())),
            Access::Item(object, index) => self.event(span, Op::Item(*object, Some(*index))),
            Access::Value(value) => *value,
        }
    }

    fn write(&mut self, access: Access, span: Span, value: ValueId) {
        match access {
            Access::Name(name) => self.event(span, Op::Store(name, value)),
            Access::Attribute(object, name) => self.event(span, Op::SetAttribute(object, name, value)),
            Access::Item(object, index) => self.event(span, Op::SetItem(object, index, value)),
            Access::Value(value) => value,
        };
    }

    /// Stores `value` to `target`. Unpacking takes all items out first, then stores from left to right.
    pub(super) fn store(&mut self, target: &Expr, value: ValueId) {
        match target {
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, value),
            Expr::List(list) => self.unpack(&list.elts, value),
            Expr::Starred(starred) => self.store(&starred.value, value),
            _ => {
                let access = self.access(target);
                self.write(access, span_of(target.range()), value);
            }
        }
    }

    fn unpack(&mut self, targets: &[Expr], value: ValueId) {
        let items: Vec<ValueId> = targets.iter().map(|target| self.taken_out(target, value)).collect();
        for (target, item) in targets.iter().zip(items) {
            self.store(target, item);
        }
    }

    /// What one target of an unpacking gets: an item, or a new list of them.
    fn taken_out(&mut self, target: &Expr, value: ValueId) -> ValueId {
        let span = span_of(target.range());
        let item = self.event(span, Op::Item(value, None));
        match target {
            Expr::Starred(_) => self.event(span, Op::Build(Constant::List, vec![item])),
            _ => item,
        }
    }

    /// `target op= value`: the target's parts are evaluated once.
    pub(super) fn augmented(&mut self, statement: &StmtAugAssign) {
        let span = span_of(statement.target.range());
        let access = self.access(&statement.target);
        let left = self.read(&access, span);
        let right = self.expression(&statement.value);
        let operator = Operator(operator_name(statement.op).to_owned());
        let result = self.event(span_of(statement.range()), Op::InPlace(operator, left, right));
        self.write(access, span, result);
    }

    pub(super) fn delete(&mut self, target: &Expr) {
        let parts = match target {
            Expr::Tuple(tuple) => &tuple.elts,
            Expr::List(list) => &list.elts,
            _ => return self.delete_one(target),
        };
        for part in parts {
            self.delete(part);
        }
    }

    fn delete_one(&mut self, target: &Expr) {
        let span = span_of(target.range());
        match self.access(target) {
            Access::Name(name) => self.event(span, Op::Delete(name)),
            Access::Attribute(object, name) => self.event(span, Op::DeleteAttribute(object, name)),
            Access::Item(object, index) => self.event(span, Op::DeleteItem(object, index)),
            Access::Value(value) => value,
        };
    }
}
