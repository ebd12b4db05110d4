//! Operators and displays: what arithmetic, comparison and `+=` look at, change and make.
//!
//! Must not know statements.

use super::Walk;
use super::touch::locations;
use crate::program::location::Access;
use crate::program::value::{Type, Types, Value};
use crate::summary::{Constant, Operator, ValueId};

impl Walk<'_, '_> {
    pub(super) fn operate(&mut self, operator: &Operator, operands: &[ValueId]) -> Value {
        let values: Vec<Value> = operands.iter().map(|operand| self.value(*operand).clone()).collect();
        let mut result = Value::default();
        for value in &values {
            result.depends.extend(self.dependences_of(value));
        }
        let name = operator.0.as_str();
        match name {
            "is" | "is_not" | "slice" => {
                result.types.insert(Type::Immutable);
                return result;
            }
            "contains" | "bool" | "not" => values.iter().for_each(|value| self.read(value, Access::Read)),
            _ => values.iter().for_each(|value| self.read_deep(value)),
        }
        self.own_operators(name, &values, &mut result);
        if matches!(
            name,
            "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "contains" | "bool" | "not" | "format" | "concat"
        ) {
            result.types.insert(Type::Immutable);
            return result;
        }
        if name != "mul" && is_arithmetic(&values) {
            result.types.insert(Type::Immutable);
            return result;
        }
        for value in &values {
            combined(value, &mut result);
        }
        result
    }

    /// The operator methods of own classes among the operands.
    fn own_operators(&mut self, name: &str, values: &[Value], result: &mut Value) {
        for (index, value) in values.iter().enumerate() {
            if !value.types.iter().any(|kind| matches!(kind, Type::Own(_))) {
                continue;
            }
            let method = if index == 0 || name == "contains" { dunder(name) } else { format!("__r{name}__") };
            let others = values.iter().enumerate().filter(|(other, _)| *other != index);
            let others: Vec<Value> = others.map(|(_, value)| value.clone()).collect();
            let given = self.operator_methods(value, &method, &others);
            if name == "format" {
                self.operator_methods(value, "__str__", &[]);
                self.operator_methods(value, "__repr__", &[]);
            }
            result.join(&given);
        }
    }

    pub(super) fn in_place(&mut self, operator: &Operator, left: ValueId, right: ValueId) -> Value {
        let target = self.value(left).clone();
        let added = self.value(right).clone();
        let numeric = added.is_only(|kind| *kind == Type::Immutable);
        let containers = target.types.iter().any(|kind| {
            matches!(
                kind,
                Type::List | Type::Set | Type::Dict | Type::DefaultDict | Type::Deque | Type::Buffer
            ) || (!numeric && matches!(kind, Type::Unknown | Type::Library(_)))
        });
        let mut result = self.operate(operator, &[left, right]);
        if target.types.iter().any(|kind| matches!(kind, Type::Own(_))) {
            let method = format!("__i{}__", operator.0);
            let given = self.operator_methods(&target, &method, std::slice::from_ref(&added));
            result.join(&given);
        }
        if containers {
            self.mutate(&target, &added.depends);
            let elements = added.element();
            for location in locations(&target) {
                self.joins(&elements, location);
                let kept = Value { content: added.content.clone(), ..Value::default() };
                self.knowledge.holds(location, &kept);
            }
            result.join(&target);
            result.hold(&elements);
        }
        result
    }

    pub(super) fn build(&mut self, kind: Constant, parts: &[ValueId]) -> Value {
        let kind = match kind {
            Constant::List => Type::List,
            Constant::Dict => Type::Dict,
            Constant::Set => Type::Set,
            Constant::Tuple => Type::Tuple,
            _ => Type::Immutable,
        };
        let mut container = Value::of(kind);
        for part in parts {
            let part = self.value(*part).clone();
            container.hold(&part);
        }
        if container.types.contains(&Type::Dict) {
            let mut values = parts.iter().skip(1).step_by(2);
            container.holds_started = parts.len() > 1 && values.all(|part| self.value(*part).is_started);
        }
        if parts.is_empty() && container.types.contains(&Type::Tuple) {
            return Value::immutable();
        }
        // A tuple of immutable things is immutable.
        if container.types.contains(&Type::Tuple) && container.content.iter().all(|kind| !kind.is_mutable()) {
            container.types.insert(Type::Immutable);
        }
        container
    }

    /// Runs the method `name` that instances of own classes among `value`'s types have; gives what it returns.
    pub(super) fn operator_methods(&mut self, value: &Value, name: &str, others: &[Value]) -> Value {
        let mut result = Value::default();
        for kind in value.types.clone() {
            let Type::Own(class) = kind else { continue };
            for method in self.knowledge.methods(class, name) {
                let mut arguments = vec![value.clone().with_types(Types::from([Type::Own(class)]))];
                arguments.extend(others.iter().cloned());
                let given = self.runs(method, &arguments);
                result.join(&given);
            }
        }
        result
    }
}

/// Whether one operand is a number, text or the like and none is known to be a container: what comes out is immutable then, since
/// no container takes part in arithmetic with those (but for repetition).
fn is_arithmetic(operands: &[Value]) -> bool {
    operands.iter().any(|operand| operand.is_only(|kind| *kind == Type::Immutable))
        && operands
            .iter()
            .all(|operand| operand.is_only(|kind| matches!(kind, Type::Immutable | Type::Unknown)))
}

/// Adds what arithmetic makes of `operand`: a new container of its elements, or something immutable.
fn combined(operand: &Value, result: &mut Value) {
    for kind in &operand.types {
        match kind {
            Type::List | Type::Dict | Type::DefaultDict | Type::Set | Type::Tuple | Type::Deque => {
                result.join(&operand.copied(kind.clone()));
            }
            Type::Unknown | Type::Library(_) => {
                result.types.insert(Type::Unknown);
                result.content.insert(Type::Unknown);
            }
            _ => {
                result.types.insert(Type::Immutable);
            }
        }
    }
}

/// The method behind an operator.
fn dunder(operator: &str) -> String {
    match operator {
        "not" | "bool" => "__bool__".to_owned(),
        _ => format!("__{operator}__"),
    }
}
