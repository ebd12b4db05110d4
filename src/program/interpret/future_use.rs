//! Uses of futures: where the future of a concurrent call is taken for its value.
//!
//! Only what is surely such a future counts: a value that may be something else too is the program's own business. What a call
//! does with one is found in `future_given`, what a declaration says in `future_declared`. Must not know what is said about it.

use std::collections::BTreeSet;

use super::Walk;
use super::callback::functions;
use crate::program::facts::{Duty, PlainUse};
use crate::program::futures::Futures;
use crate::program::location::FunctionKey;
use crate::program::value::{Type, Value};
use crate::summary::{Choice, Constant, Event, Name, Op, Operator, StatementId, StatementKind, ValueId};

/// What futures have.
pub(super) const ATTRIBUTES: [&str; 10] = [
    "result",
    "exception",
    "done",
    "running",
    "cancel",
    "cancelled",
    "add_done_callback",
    "set_result",
    "set_exception",
    "set_running_or_notify_cancel",
];

impl Walk<'_, '_> {
    /// Notes which operands of `event`, the one at hand, are futures that it takes for values, and whether its `value` is one.
    pub(super) fn note_uses(&mut self, event: &Event, value: &Value) {
        self.note_started(event, value);
        match &event.op {
            Op::Operate(operator, operands) => self.operands_used(operator, operands),
            Op::InPlace(_, left, right) => {
                self.used(*left, PlainUse::Changed);
                self.used(*right, PlainUse::Arithmetic);
            }
            Op::Choose(Choice::Truth, options) => self.decide(options),
            Op::Item(object, index) => {
                let kind = if index.is_some() { PlainUse::Subscripted } else { PlainUse::Iterated };
                self.used(*object, kind);
                if let Some(index) = index {
                    self.indexes(*object, *index);
                }
            }
            Op::SetItem(object, index, value) => {
                self.used(*object, PlainUse::Subscripted);
                self.indexes(*object, *index);
                self.put_into_declared(*object, *value);
            }
            Op::DeleteItem(object, index) => {
                self.used(*object, PlainUse::Subscripted);
                self.indexes(*object, *index);
            }
            Op::Iterate(value) => self.used(*value, PlainUse::Iterated),
            Op::Enter(value) => self.used(*value, PlainUse::Entered),
            Op::Await(value) => self.used(*value, PlainUse::Awaited),
            Op::Attribute(object, name) if !ATTRIBUTES.contains(&name.as_str()) && !name.starts_with('_') => {
                self.used(*object, PlainUse::Attribute);
            }
            Op::Store(name, value) => self.bound_to(name, *value),
            Op::SetAttribute(object, name, value) => self.put_into_field(*object, name, *value),
            Op::Yield(Some(value)) => self.yielded_as_declared(*value),
            Op::Call(callee, arguments) => self.given_to_call(*callee, arguments),
            _ => {}
        }
    }

    /// Notes a test of a future, and one that is returned as something else.
    pub(super) fn note_test(&mut self, id: StatementId) {
        match &self.function.statements[id.0 as usize].kind {
            StatementKind::If { test, .. } | StatementKind::While { test, .. } => {
                self.used(*test, PlainUse::Tested);
            }
            StatementKind::Return { value: Some(value) } => self.returned_as_declared(*value),
            _ => {}
        }
    }

    /// Notes a call (or a look at a concurrent property) that surely gives futures, and which functions it may run.
    fn note_started(&mut self, event: &Event, value: &Value) {
        let at = (self.statement, self.event);
        if value.futures == Futures::None {
            self.facts.started.remove(&at);
            return self.note_may_start(event);
        }
        let functions = match &event.op {
            Op::Call(callee, arguments) => {
                let callee = self.value(*callee);
                self.functions_called(callee).or_else(|| {
                    // `map(count, pages)`, `executor.submit(count, page)`
                    let first = arguments.first()?;
                    self.functions_called(self.value(first.value))
                })
            }
            Op::Attribute(..) => self.facts.bodies.get(&at).cloned(),
            _ => None,
        };
        self.facts.started.extend(functions.map(|functions| (at, functions)));
    }

    /// Notes a call of something that was put there to be called, where that may be a body. What a parameter is given is noted
    /// where it is given.
    fn note_may_start(&mut self, event: &Event) {
        let Op::Call(callee, _) = &event.op else { return };
        let is_parameter = match self.op_of(*callee) {
            Some(Op::Load(Name::Local(local))) => (local.0 as usize) < self.function.params.len(),
            _ => false,
        };
        let target = self.value(*callee);
        let bodies: BTreeSet<FunctionKey> = functions(target)
            .filter(|key| super::duty(self.knowledge.function(*key)) == Duty::Body)
            .collect();
        let at = (self.statement, self.event);
        if !is_parameter && !bodies.is_empty() && self.facts.bodies.contains_key(&at) {
            self.facts.may_start.insert(at, bodies);
        }
    }

    /// `operand` is used as if it were a value, if it is a future.
    pub(super) fn used(&mut self, operand: ValueId, kind: PlainUse) {
        if let Some(Op::Choose(_, options)) = self.op_of(operand) {
            for option in options.clone() {
                self.used(option, kind);
            }
            return;
        }
        let operand = self.displayed_part(operand).unwrap_or(operand);
        let value = self.value(operand);
        let is_known = value.futures != Futures::None || !value.types.is_empty();
        let is_started = value.is_started();
        self.note(operand, kind, is_known, is_started);
    }

    /// Notes a use, or that it is none after all: in a loop only the last round knows all that a name may hold.
    pub(super) fn note(&mut self, operand: ValueId, kind: PlainUse, knows: bool, is_plain: bool) {
        let at = (self.statement, operand);
        if is_plain {
            self.facts.plain_uses.entry(at).or_insert(kind);
        } else if knows && self.facts.plain_uses.get(&at) == Some(&kind) {
            self.facts.plain_uses.remove(&at);
        }
    }

    /// `a and b`, `a or b`: the truth of each but the last decides. Where they are futures, so is the last in place of a value.
    fn decide(&mut self, options: &[ValueId]) {
        let Some((last, deciding)) = options.split_last() else { return };
        for option in deciding {
            // `test and future or None` is a choice written the old way.
            if !matches!(self.op_of(*option), Some(Op::Choose(..))) {
                self.used(*option, PlainUse::Tested);
            }
        }
        if deciding.iter().all(|option| self.value(*option).is_started()) {
            self.used(*last, PlainUse::Operand);
        }
    }

    fn indexes(&mut self, object: ValueId, index: ValueId) {
        let takes_numbers =
            |kind: &Type| matches!(kind, Type::List | Type::Tuple | Type::Deque | Type::Immutable);
        if !self.value(object).is_only(takes_numbers) {
            return;
        }
        match self.op_of(index) {
            Some(Op::Operate(operator, parts)) if operator.0 == "slice" => {
                for part in parts.clone() {
                    self.used(part, PlainUse::Index);
                }
            }
            _ => self.used(index, PlainUse::Index),
        }
    }

    fn operands_used(&mut self, operator: &Operator, operands: &[ValueId]) {
        let kind = match operator.0.as_str() {
            "is" => {
                let is_none =
                    |operand: &ValueId| matches!(self.op_of(*operand), Some(Op::Constant(Constant::None)));
                if !operands.iter().any(is_none) {
                    return;
                }
                PlainUse::Compared
            }
            "slice" | "concat" | "instancecheck" => return,
            "contains" => return self.looked_for(operands),
            "mod" => {
                self.filled_in(operands);
                PlainUse::Arithmetic
            }
            "eq" | "ne" if operands.iter().all(|operand| self.may_be_future(*operand)) => return,
            "eq" | "ne" | "lt" | "le" | "gt" | "ge" => PlainUse::Compared,
            "bool" | "not" => PlainUse::Tested,
            "format" => PlainUse::Formatted,
            _ => PlainUse::Arithmetic,
        };
        operands.iter().for_each(|operand| self.used(*operand, kind));
    }

    fn may_be_future(&self, operand: ValueId) -> bool {
        let types = &self.value(operand).types;
        let future = |kind: &Type| matches!(kind, Type::Future | Type::Unknown | Type::Own(_));
        types.is_empty() || types.iter().any(future)
    }

    /// `"%s" % (a, b)`, `"%(a)s" % {"a": a}`
    fn filled_in(&mut self, operands: &[ValueId]) {
        let [text, filling] = operands else { return };
        if let Some(Op::Constant(Constant::Text) | Op::Word(_)) = self.op_of(*text)
            && let Some(Op::Build(Constant::Tuple | Constant::Dict, parts)) = self.op_of(*filling)
        {
            for part in parts.clone() {
                self.used(part, PlainUse::Formatted);
            }
        }
    }

    /// `item in container`
    fn looked_for(&mut self, operands: &[ValueId]) {
        let [item, container] = operands else { return };
        self.used(*container, PlainUse::Iterated);
        let held = self.value(*container);
        let is_value = |kind: &Type| *kind == Type::Immutable;
        let in_container =
            |kind: &Type| matches!(kind, Type::List | Type::Tuple | Type::Set | Type::Dict | Type::Immutable);
        let holds_values = held.is_only(in_container)
            && held.content.iter().all(is_value)
            && (!held.content.is_empty() || held.is_only(is_value));
        if holds_values && held.futures == Futures::None {
            self.used(*item, PlainUse::Compared);
        }
    }

    /// Whether what `value`, an event of the statement at hand, is bound to can be followed: where the same expression is used as a
    /// value, it will be one.
    pub(super) fn is_only_bound(&self, value: ValueId) -> bool {
        let binds = |event: &Event| match &event.op {
            Op::Store(..) | Op::SetAttribute(..) | Op::SetItem(..) | Op::Build(..) => true,
            Op::Attribute(_, name) => ATTRIBUTES.contains(&name.as_str()),
            _ => false,
        };
        let statement = &self.function.statements[self.statement.0 as usize];
        let decides = match &statement.kind {
            StatementKind::If { test, .. } | StatementKind::While { test, .. } => *test == value,
            _ => false,
        };
        !decides && statement.events.iter().filter(|event| event.op.operands().contains(&value)).all(binds)
    }
}
