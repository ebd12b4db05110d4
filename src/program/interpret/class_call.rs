//! Classes that a call makes: `type(name, bases, namespace)`, `types.new_class`, `dataclasses.make_dataclass`.
//!
//! ```python
//! Fast = type("Fast", (Base,), {"add": add_fast})     # instances are ones of `Base`, and `add_fast` is a method of theirs
//! ```
//! Such a class is looked at as its bases, with the functions of its namespace as methods beside those of the bases. Must not know
//! what instances are used for.

use super::Walk;
use super::call::Given;
use super::callback::functions;
use crate::program::location::{LocationKind, Root};
use crate::program::value::{Type, Types, Value};
use crate::summary::{ArgumentKind, Constant, Op, ValueId};

/// A class made by a call that has none of the program's below it.
const MADE: &str = "type()";

/// Where a call that makes a class has its bases and its namespace, by place and by keyword.
struct Places {
    bases: (usize, &'static str),
    namespace: (usize, &'static str),
}

fn places(path: &str) -> Option<Places> {
    Some(match path {
        "type" => Places { bases: (1, "bases"), namespace: (2, "dict") },
        "types.new_class" => Places { bases: (1, "bases"), namespace: (3, "exec_body") },
        "dataclasses.make_dataclass" => {
            Places { bases: (usize::MAX, "bases"), namespace: (usize::MAX, "namespace") }
        }
        _ => return None,
    })
}

impl Walk<'_, '_> {
    /// What a call of `path` makes, if it is a class.
    pub(super) fn class_call(&mut self, path: &str, given: &[Given]) -> Option<Value> {
        if path == MADE {
            self.unknown_arguments(given);
            let mut instance = Value::unknown();
            for argument in given {
                instance.hold(&argument.value);
            }
            return Some(instance);
        }
        let Places { bases, namespace } = places(path)?;
        self.unknown_arguments(given);
        let place = |(place, word): (usize, &str)| {
            given.iter().enumerate().position(|(index, argument)| match &argument.kind {
                ArgumentKind::Positional => index == place,
                ArgumentKind::Keyword(name) => name == word,
                _ => false,
            })
        };
        let mut class = match place(bases) {
            Some(index) => given[index].value.element(),
            None => Value::default(),
        };
        let is_argument = class.aliases.iter().any(|alias| matches!(alias.root, Root::Param(_)));
        class
            .types
            .retain(|kind| matches!(kind, Type::ClassObject(_)) || (is_argument && *kind == Type::Unknown));
        if class.types.is_empty() {
            class.types.insert(Type::LibraryName(MADE.to_owned()));
        }
        if let Some(index) = place(namespace) {
            for (name, function) in self.functions_of_namespace(index, &given[index].value) {
                self.adds_method(&class.types, name, &function);
            }
        }
        Some(class)
    }

    /// The functions among the values of a dictionary that is argument number `index`, by their keys; where those are not there to be
    /// read, by their own names.
    fn functions_of_namespace(&self, index: usize, dictionary: &Value) -> Vec<(String, Value)> {
        let argument = || {
            let events = &self.function.statements.get(self.statement.0 as usize)?.events;
            let Op::Call(_, arguments) = &events.get(self.event.0 as usize)?.op else { return None };
            match &events.get(arguments.get(index)?.value.0 as usize)?.op {
                Op::Build(Constant::Dict, parts) => Some(parts.as_slice()),
                _ => None,
            }
        };
        let mut found = Vec::new();
        if let Some(parts) = argument() {
            for pair in parts.chunks_exact(2) {
                if let Some(name) = self.word(pair[0]) {
                    found.push((name, self.only_functions(pair[1])));
                }
            }
        } else {
            let held = Value { types: dictionary.content.clone(), ..Value::default() };
            found.extend(
                functions(&held)
                    .map(|key| (self.knowledge.function(key).name.clone(), Value::of(Type::Function(key)))),
            );
        }
        found.retain(|(_, functions)| !functions.types.is_empty());
        found
    }

    fn only_functions(&self, value: ValueId) -> Value {
        let types = self.value(value).types.iter().filter(|kind| matches!(kind, Type::Function(_)));
        Value { types: types.cloned().collect(), ..Value::default() }
    }

    /// `functions` are methods `name` of a class made here below `bases`.
    fn adds_method(&mut self, bases: &Types, name: String, functions: &Value) {
        for kind in bases {
            if let Type::ClassObject(base) = kind {
                let place = self.here();
                let kind = LocationKind::ClassAttribute(*base, name.clone());
                let attribute = self.knowledge.location(kind, place);
                self.knowledge.holds(attribute, functions);
            }
        }
        if !bases.iter().all(|kind| matches!(kind, Type::ClassObject(_))) {
            self.knowledge.loose_method(name, functions);
        }
    }
}
