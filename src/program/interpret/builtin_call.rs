//! Calls of builtin functions and classes.
//!
//! Must not know methods: those are told by their receiver.

use std::collections::BTreeSet;

use super::Walk;
use super::call::Given;
use super::callback::functions;
use crate::program::common_set::CommonSet;
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
            "next" => self.mutate(&argument(0), &CommonSet::new()),
            "type" if given.len() == 1 => {
                let own = given[0].value.types.iter().filter_map(|kind| match kind {
                    Type::Own(class) => Some(*class),
                    _ => None,
                });
                let classes = own.flat_map(|class| self.knowledge.with_those_below(class));
                let types: Types = classes.map(Type::ClassObject).collect();
                let types = if types.is_empty() { Types::from([Type::Immutable]) } else { types };
                return Some(argument(0).outcome().with_types(types));
            }
            "type" => return self.class_call(name, given),
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
            "staticmethod" | "classmethod" => return Some(argument(0)),
            "__import__" => return Some(self.imports_by_name(name, given)),
            "globals" | "exec" | "eval" => self.hides(&format!("{name}()"), BTreeSet::new()),
            // An object of its own, with nothing that could change.
            "object" => return Some(Value::immutable()),
            "property" => {
                // Its functions run when the attribute is read or written.
                let deferred = given.iter().flat_map(|argument| functions(&argument.value)).collect();
                return Some(Value { deferred, ..Value::of(Type::Library(name.to_owned())) });
            }
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
                let prefix = self.name_prefix(1);
                for kind in &object.types {
                    self.any_member(kind, &prefix, &object, &mut value);
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

    /// `getattr` with a name that only the run knows, but for how it starts: any member.
    pub(super) fn any_member(&mut self, owner: &Type, prefix: &str, object: &Value, value: &mut Value) {
        match owner {
            Type::Own(class) | Type::ClassObject(class) => {
                if owner.is_own() {
                    for field in self.knowledge.fields_of(*class) {
                        value.join(&self.load_field_of(field, object));
                    }
                }
                for method in self.knowledge.all_methods(*class) {
                    let name = &self.knowledge.function(method).name;
                    if name.starts_with(prefix) && (prefix.starts_with('_') || !name.starts_with("__")) {
                        // Which one comes out, only the run knows: what is called later may be any.
                        self.runs_hook(method, &object.clone().with_types(Types::from([owner.clone()])));
                        self.knowledge.given_away.insert(method);
                    }
                }
            }
            Type::Module(module) => {
                for (index, function) in self.knowledge.summary(*module).functions.iter().enumerate() {
                    if function.parent == Some(crate::summary::FunctionId(0))
                        && function.name.starts_with(prefix)
                        && function.class.is_none()
                        && function.kind == crate::summary::FunctionKind::Def
                    {
                        let function = crate::summary::FunctionId(index as u32);
                        value.types.insert(Type::Function(crate::program::location::FunctionKey {
                            module: *module,
                            function,
                        }));
                    }
                }
            }
            _ => {}
        }
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
        let iterated: Vec<Given>;
        let given = match library::iterates(name) {
            true => {
                iterated = self.iterated(given);
                &iterated
            }
            false => given,
        };
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
            if name == "print" && argument.kind == ArgumentKind::Keyword("file".to_owned()) {
                self.used_by_library(std::slice::from_ref(argument));
            }
            let yielded = self.run_deferred(&value);
            result.join(&Value { types: Types::new(), ..yielded.held_in(Type::Unknown) });
            result.depends.extend(self.dependences_of(&value));
        }
        self.call_backs(given);
        self.builtin_gives(call.gives, given, &mut result);
        result.futures = self.builtin_futures(name, given);
        if !matches!(call.gives, BuiltinGives::Immutable) {
            self.holds_stand_ins_of(given, &mut result);
        }
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

    /// The same arguments with what iterating over them looks into.
    pub(super) fn iterated(&mut self, given: &[Given]) -> Vec<Given> {
        let iterated =
            |argument: &Given| Given { value: self.iterable(&argument.value), kind: argument.kind.clone() };
        given.iter().map(iterated).collect()
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

    /// `super()`: the instance, with the classes above the method's own.
    pub(super) fn parent_instance(&mut self) -> Value {
        let Some(class) = self.function.class else { return Value::unknown() };
        let class = ClassKey { module: self.key.module, class };
        let bases = self.knowledge.parents(class);
        let types: Types = match self.function.method {
            MethodKind::Class => bases.into_iter().map(Type::ClassObject).collect(),
            _ => bases.into_iter().map(Type::Parent).chain(self.knowledge.container_bases(class)).collect(),
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
