//! Calls of builtin functions and classes.
//!
//! Must not know methods: those are told by their receiver.

use std::collections::BTreeSet;

use super::Walk;
use super::call::Given;
use crate::program::library::{self, BuiltinGives, Effect};
use crate::program::location::{Access, ClassKey};
use crate::program::value::{Type, Types, Value};
use crate::summary::{ArgumentKind, MethodKind, Op, ValueId};

impl Walk<'_, '_> {
    /// Whether the only argument of the call at hand is zero.
    pub(super) fn is_given_zero(&self) -> bool {
        let events = self
            .function
            .statements
            .get(self.statement.0 as usize)
            .map(|statement| statement.events.as_slice());
        let op = |id: ValueId| events.and_then(|events| events.get(id.0 as usize)).map(|event| &event.op);
        match op(self.event) {
            Some(Op::Call(_, arguments)) => match arguments.as_slice() {
                [only] => matches!(op(only.value), Some(Op::Constant(crate::summary::Constant::Zero))),
                _ => false,
            },
            _ => false,
        }
    }

    /// Builtins that do something of their own beyond what the table says.
    fn special_builtin(&mut self, name: &str, given: &[Given]) -> Option<Value> {
        let argument =
            |index: usize| given.get(index).map(|argument| argument.value.clone()).unwrap_or_default();
        match name {
            "super" => return Some(self.parent_instance()),
            // An iterator changes as it goes.
            "next" => self.mutate(&argument(0), &BTreeSet::new()),
            "type" if given.len() == 1 => {
                let classes = given[0].value.types.iter().filter_map(|kind| match kind {
                    Type::Own(class) => Some(Type::ClassObject(*class)),
                    _ => None,
                });
                let types: Types = classes.collect();
                let types = if types.is_empty() { Types::from([Type::Immutable]) } else { types };
                return Some(argument(0).outcome().with_types(types));
            }
            "vars" if argument(0).types.iter().any(Type::is_own) => {
                let object = argument(0);
                let mut fields = Value::default();
                for kind in &object.types {
                    if let Type::Own(class) = kind {
                        fields.join(&self.all_fields(*class, &object));
                    }
                }
                return Some(fields);
            }
            "__import__" => return Some(self.imports_by_name(name, given)),
            "globals" | "exec" | "eval" => self.hides(&format!("{name}()"), BTreeSet::new()),
            "vars" => self.opens("vars()", &argument(0)),
            "setattr" | "delattr" => {
                match self.word_argument(1) {
                    Some(attribute) => self.write_attribute(&argument(0), &attribute, &argument(2)),
                    None => self.set_unknown_attribute(name, &argument(0), &argument(2)),
                }
                return Some(Value::immutable());
            }
            "getattr" => {
                let object = argument(0);
                if let Some(attribute) = self.word_argument(1) {
                    return Some(self.attribute(&object, &attribute).joined(&argument(2)));
                }
                if object.types.iter().any(|kind| matches!(kind, Type::Module(_))) {
                    self.opens("getattr()", &object);
                }
                self.read(&object, Access::Read);
                let mut value = object.element().joined(&Value::unknown());
                for kind in &object.types {
                    if let Type::Own(class) = kind {
                        for field in self.knowledge.fields_of(*class) {
                            value.join(&self.load_field_of(field, &object));
                        }
                    }
                }
                value.depends.extend(self.dependences_of(&object));
                return Some(value);
            }
            _ if library::is_exception(name) => {
                let depends =
                    given.iter().flat_map(|argument| argument.value.depends.iter().copied()).collect();
                return Some(Value { depends, ..Value::immutable() });
            }
            _ => {}
        }
        None
    }

    /// `setattr` with a name that only the run knows.
    fn set_unknown_attribute(&mut self, builtin: &str, object: &Value, value: &Value) {
        self.opens(&format!("{builtin}()"), object);
        for kind in &object.types {
            if let Type::Own(class) = kind {
                self.bind_any_field(*class, object, value);
            }
        }
        self.put_into(object, value, &value.depends);
    }

    pub(super) fn builtin_call(&mut self, name: &str, given: &[Given]) -> Value {
        if let Some(value) = self.special_builtin(name, given) {
            return value;
        }
        if !library::is_quick_builtin(name) {
            self.works(None);
        }
        let call = library::builtin(name);
        let lazy = matches!(name, "map" | "filter");
        let mut result = Value::default();
        for argument in given {
            let value = argument.value.clone();
            match call.effect {
                Effect::None => {}
                Effect::ReadsDeep => self.read_deep(&value),
                Effect::Reads | Effect::Mutates => self.read(&value, Access::Read),
            }
            self.waits_for_iterator(&value);
            self.own_protocols(name, &value);
            self.element_protocols(name, &value);
            let yielded = self.run_deferred(&value);
            result.join(&Value { types: Types::new(), ..yielded.held_in(Type::Unknown) });
            result.depends.extend(self.dependences_of(&value));
        }
        self.call_backs(given);
        self.builtin_gives(call.gives, given, &mut result);
        if lazy {
            for argument in given {
                for (name, receiver) in &argument.value.bound {
                    result.bind(name, receiver);
                }
                for kind in &argument.value.types {
                    if let Type::Function(function) = kind {
                        result.deferred.insert(*function);
                    }
                }
            }
        }
        result
    }

    pub(super) fn builtin_gives(&mut self, gives: BuiltinGives, given: &[Given], result: &mut Value) {
        let copies = |result: &mut Value, kind: Type| {
            result.types.insert(kind.clone());
            for argument in given {
                result.join(&argument.value.copied(kind.clone()));
            }
        };
        match gives {
            BuiltinGives::Immutable => {
                *result = result.outcome();
            }
            BuiltinGives::Element => {
                for argument in given {
                    result.join(&argument.value.element());
                }
            }
            BuiltinGives::ElementOrArgument => {
                let positional = |argument: &&Given| argument.kind == ArgumentKind::Positional;
                let several = given.iter().filter(positional).count() > 1;
                for argument in given.iter().filter(positional) {
                    result.join(&argument.value.element());
                    if several {
                        result.join(&argument.value);
                    }
                }
            }
            BuiltinGives::List => copies(result, Type::List),
            BuiltinGives::Set => copies(result, Type::Set),
            BuiltinGives::Dict => copies(result, Type::Dict),
            BuiltinGives::Tuple => copies(result, Type::Tuple),
            BuiltinGives::Buffer => {
                result.types = Types::from([Type::Buffer]);
            }
            BuiltinGives::View => {
                for argument in given {
                    result.aliases.extend(argument.value.aliases.iter().copied());
                    result.content.extend(argument.value.content.iter().cloned());
                    result.deferred.extend(&argument.value.deferred);
                }
                if result.content.is_empty() || !result.deferred.is_empty() {
                    result.content.insert(Type::Unknown);
                }
                result.types.insert(Type::Iterator);
            }
            BuiltinGives::Unknown => result.join(&Value::unknown()),
        }
    }

    /// The methods of own classes that a builtin calls on its arguments.
    pub(super) fn own_protocols(&mut self, name: &str, value: &Value) {
        let methods: &[&str] = match name {
            "len" => &["__len__"],
            "bool" => &["__bool__", "__len__"],
            "hash" => &["__hash__"],
            "str" | "print" | "format" | "repr" | "ascii" => &["__str__", "__repr__", "__format__"],
            "int" => &["__int__", "__index__"],
            "float" => &["__float__"],
            "abs" => &["__abs__"],
            "next" => &["__next__"],
            "list" | "tuple" | "set" | "frozenset" | "sorted" | "sum" | "any" | "all" | "min" | "max"
            | "iter" | "enumerate" | "zip" | "map" | "filter" | "dict" | "reversed" => {
                &["__iter__", "__next__", "__lt__", "__eq__"]
            }
            _ => return,
        };
        for method in methods {
            let given = self.operator_methods(value, method, &[]);
            self.run_deferred(&given);
        }
    }

    /// `super()`: the instance, with the classes above the method's own.
    pub(super) fn parent_instance(&mut self) -> Value {
        let Some(class) = self.function.class else { return Value::unknown() };
        let class = ClassKey { module: self.key.module, class };
        let bases = self.knowledge.bases(class);
        let types: Types = match self.function.method {
            MethodKind::Class => bases.into_iter().map(Type::ClassObject).collect(),
            _ => bases.into_iter().map(Type::Own).chain(self.knowledge.container_bases(class)).collect(),
        };
        if types.is_empty() {
            return Value::of(Type::Library("object".to_owned()));
        }
        let mut value = self.env.first().map(|value| Value::clone(value)).unwrap_or_default();
        value.types = types;
        value.itself = self.own_name(crate::summary::LocalId(0));
        value
    }
}
