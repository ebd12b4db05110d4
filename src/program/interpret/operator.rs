//! Operators and displays: what arithmetic, comparison and `+=` look at, change and make.
//!
//! Must not know statements.

use super::Walk;
use super::touch::locations;
use crate::program::location::Access;
use crate::program::value::{Type, Value};
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
            if matches!(name, "or" | "and" | "xor" | "invert") {
                // Flags make flags.
                let flags = value
                    .types
                    .iter()
                    .filter(|kind| matches!(kind, Type::Own(class) if self.knowledge.is_enumeration(*class)));
                result.types.extend(flags.cloned());
            }
        }
        result
    }

    /// The operator methods of own classes among the operands.
    fn own_operators(&mut self, name: &str, values: &[Value], result: &mut Value) {
        for (index, value) in values.iter().enumerate() {
            if name == "mod" && index > 0 && values[0].types.contains(&Type::Immutable) {
                self.text(&value.or_held());
            }
            if !value.types.iter().any(|kind| matches!(kind, Type::Own(_) | Type::ClassObject(_))) {
                continue;
            }
            let method = match (index, name) {
                (0, _) | (_, "contains" | "eq" | "ne") => dunder(name),
                (_, "lt" | "gt" | "le" | "ge") => dunder(mirrored(name)),
                _ => format!("__r{name}__"),
            };
            let others = values.iter().enumerate().filter(|(other, _)| *other != index);
            let others: Vec<Value> = others.map(|(_, value)| value.clone()).collect();
            match method.as_str() {
                "__bool__" => self.truth(value),
                "__format__" => self.text(value),
                _ => {}
            }
            let given = self.operator_methods(value, &method, &others);
            if !self.has_method(value, &method) {
                for other in instead_of(&method) {
                    self.operator_methods(value, other, &others);
                }
                if method == "__contains__" && index > 0 {
                    self.iterate(value);
                }
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
                let stand_ins = added.stand_ins.taken_out().in_a_container();
                let kept = Value { content: added.content.clone(), stand_ins, ..Value::default() };
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
        let futures = self.display_futures(&kind, parts);
        let mut container = Value::of(kind.clone());
        let keyed = match kind {
            Type::Dict => 2,
            Type::Set => 1,
            _ => usize::MAX,
        };
        for (index, part) in parts.iter().enumerate() {
            let part = self.value(*part).clone();
            if index.is_multiple_of(keyed) && keyed != usize::MAX {
                self.operator_methods(&part, "__hash__", &[]);
            }
            container.hold(&part);
        }
        container.futures = futures;
        if parts.is_empty() && container.types.contains(&Type::Tuple) {
            return Value::immutable();
        }
        // A tuple of immutable things is immutable.
        if container.types.contains(&Type::Tuple) && container.content.iter().all(|kind| !kind.is_mutable()) {
            container.types.insert(Type::Immutable);
        }
        container
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

/// The comparison that the right operand is asked for.
fn mirrored(comparison: &str) -> &str {
    match comparison {
        "lt" => "gt",
        "gt" => "lt",
        "le" => "ge",
        _ => "le",
    }
}

/// What Python asks where a class doesn't define the comparison itself (or `total_ordering` makes it of).
fn instead_of(method: &str) -> &'static [&'static str] {
    match method {
        "__ne__" => &["__eq__"],
        "__lt__" | "__le__" | "__gt__" | "__ge__" => &["__lt__", "__le__", "__gt__", "__ge__", "__eq__"],
        _ => &[],
    }
}

/// The method behind an operator.
fn dunder(operator: &str) -> String {
    match operator {
        "not" | "bool" => "__bool__".to_owned(),
        _ => format!("__{operator}__"),
    }
}
