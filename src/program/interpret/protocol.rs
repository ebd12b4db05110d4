//! What operations ask of objects of own classes: the special methods behind iteration, truth, text, copies, and what a library calls.
//!
//! One place for each: an operation says what it does to an object, not which methods that runs. Must not know locks.

use std::collections::BTreeSet;

use super::Walk;
use super::call::Given;
use crate::program::library;
use crate::program::location::{ClassKey, FunctionKey};
use crate::program::value::{Type, Types, Value};
use crate::summary::MethodKind;

/// Methods that an object has for others to use it as a file.
const OF_FILES: [&str; 12] = [
    "write",
    "writelines",
    "read",
    "readline",
    "readlines",
    "readinto",
    "flush",
    "seek",
    "tell",
    "close",
    "send",
    "recv",
];

/// Special methods that no operation on a finished object runs.
const OF_MAKING: [&str; 9] = [
    "__new__",
    "__init__",
    "__post_init__",
    "__del__",
    "__init_subclass__",
    "__class_getitem__",
    "__set_name__",
    "__prepare__",
    "__subclasshook__",
];

fn is_special(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("__") && !OF_MAKING.contains(&name)
}

impl Walk<'_, '_> {
    /// Runs the method `name` that instances of own classes (or own classes themselves, by their metaclass) among `value`'s types
    /// have; gives what it returns.
    pub(super) fn operator_methods(&mut self, value: &Value, name: &str, others: &[Value]) -> Value {
        let (mut all, _) = self.dispatched(value, name);
        for kind in &value.types {
            let Type::ClassObject(class) = kind else { continue };
            for method in self.metaclass_methods(*class, name) {
                all.entry(method).or_default().insert(kind.clone());
            }
        }
        let mut result = Value::default();
        for (method, types) in all {
            let mut arguments = vec![value.clone().with_types(types)];
            arguments.extend(others.iter().cloned());
            let given = self.runs(method, &arguments);
            result.join(&given);
        }
        result
    }

    /// The methods `name` that a class itself has from its metaclass.
    pub(super) fn metaclass_methods(&self, class: ClassKey, name: &str) -> Vec<FunctionKey> {
        let mut found = Vec::new();
        for metaclass in self.knowledge.metaclasses(class) {
            found.extend(self.knowledge.methods(metaclass, name));
        }
        found
    }

    /// Whether some own class among the types of `value` has a method of that name.
    pub(super) fn has_method(&self, value: &Value, name: &str) -> bool {
        value.types.iter().any(|kind| match kind {
            Type::Own(class) => !self.knowledge.methods(*class, name).is_empty(),
            Type::ClassObject(class) => !self.metaclass_methods(*class, name).is_empty(),
            _ => false,
        })
    }

    /// `value` with the iterators that objects of own classes give for themselves: what those look into is looked into by
    /// whoever iterates.
    pub(super) fn iterable(&mut self, value: &Value) -> Value {
        if !value.types.iter().any(|kind| matches!(kind, Type::Own(_) | Type::ClassObject(_))) {
            return value.clone();
        }
        let mut iterator = self.operator_methods(value, "__iter__", &[]);
        if iterator == Value::default() && !self.has_method(value, "__iter__") {
            let element = self.operator_methods(value, "__getitem__", &[Value::immutable()]);
            iterator = element.held_in(Type::Iterator);
        }
        let next = self.operator_methods(&iterator, "__next__", &[]);
        iterator.hold(&next);
        if iterator == Value::default() {
            return value.clone();
        }
        // An iterator that is its own object is known already.
        iterator.types.retain(|kind| !value.types.contains(kind));
        value.clone().joined(&iterator)
    }

    /// `value` is asked whether it holds.
    pub(super) fn truth(&mut self, value: &Value) {
        match self.has_method(value, "__bool__") {
            true => self.operator_methods(value, "__bool__", &[]),
            false => self.operator_methods(value, "__len__", &[]),
        };
    }

    /// `value` is made text.
    pub(super) fn text(&mut self, value: &Value) {
        for method in ["__format__", "__str__", "__repr__"] {
            self.operator_methods(value, method, &[]);
        }
    }

    /// The methods of own classes that a builtin calls on its arguments.
    pub(super) fn own_protocols(&mut self, name: &str, value: &Value) {
        let methods: &[&str] = match name {
            "len" => &["__len__"],
            "bool" => return self.truth(value),
            "hash" => &["__hash__"],
            "str" | "print" | "format" | "repr" | "ascii" => return self.text(value),
            "int" => &["__int__", "__index__", "__trunc__"],
            "float" => &["__float__", "__index__"],
            "complex" => &["__complex__", "__float__"],
            "round" => &["__round__"],
            "divmod" => &["__divmod__", "__rdivmod__"],
            "pow" => &["__pow__", "__rpow__"],
            "bytes" => &["__bytes__"],
            "bin" | "hex" | "oct" | "chr" | "range" | "slice" => &["__index__"],
            "isinstance" => &["__instancecheck__"],
            "issubclass" => &["__subclasscheck__"],
            "dir" => &["__dir__"],
            "abs" => &["__abs__"],
            "next" => &["__next__"],
            "sorted" | "min" | "max" => &["__lt__", "__gt__"],
            "reversed" => &["__reversed__", "__len__", "__getitem__"],
            "dict" => &["keys", "__getitem__"],
            _ => return,
        };
        for method in methods {
            let given = self.operator_methods(value, method, &[]);
            self.run_deferred(&given);
        }
    }

    /// The methods of its elements that a container's method, or a builtin given one, runs.
    pub(super) fn element_protocols(&mut self, name: &str, container: &Value) {
        let stand_ins = container.stand_ins.taken_out();
        let elements = Value { types: container.content.clone(), stand_ins, ..Value::default() };
        for method in library::element_methods(name) {
            self.operator_methods(&elements, method, std::slice::from_ref(&elements));
        }
    }

    /// A class body is done: its attributes are told their names.
    pub(super) fn names_attributes(&mut self, class: ClassKey) {
        for attribute in &self.knowledge.class(class).attributes {
            if let Some(location) = self.knowledge.class_attribute(class, &attribute.name) {
                let held = self.knowledge.held_at(location).clone();
                self.operator_methods(&held, "__set_name__", &[]);
            }
        }
    }

    /// Code of a library is given `given`: it may use those objects as any of the protocols that their classes have.
    pub(super) fn used_by_library(&mut self, given: &[Given]) {
        for argument in given {
            let value = &argument.value;
            if self.is_used(value) {
                continue;
            }
            let mut known = value.or_held();
            known.types.retain(Type::is_own);
            let mut methods: BTreeSet<FunctionKey> = BTreeSet::new();
            for kind in &known.types {
                let Type::Own(class) = kind else { continue };
                let class = *class;
                let for_others = |name: &str| is_special(name) || OF_FILES.contains(&name);
                methods.extend(
                    self.knowledge
                        .all_methods(class)
                        .into_iter()
                        .filter(|key| for_others(&self.knowledge.function(*key).name)),
                );
            }
            let mut made = Types::new();
            for kind in value.types.iter() {
                if let Type::Own(class) | Type::ClassObject(class) = kind {
                    methods.extend(self.knowledge.hooks(*class));
                }
                if let Type::ClassObject(class) = kind
                    && self.knowledge.is_below_library(*class)
                {
                    // It may make an instance: `json.dumps(x, cls=Encoder)`.
                    let methods_of = self.knowledge.all_methods(*class).into_iter();
                    methods.extend(methods_of.filter(|key| is_special(&self.knowledge.function(*key).name)));
                    made.insert(Type::Own(*class));
                }
            }
            known.types.extend(made);
            for method in methods {
                self.runs_hook(method, &known);
            }
        }
    }

    /// A method that the class of `receiver` inherits from a library runs: it may call whatever the class adds for it.
    pub(super) fn runs_hooks(&mut self, class: ClassKey, receiver: &Value) {
        for method in self.knowledge.hooks(class) {
            self.runs_hook(method, receiver);
        }
    }

    pub(super) fn runs_hook(&mut self, method: FunctionKey, receiver: &Value) {
        let function = self.knowledge.function(method);
        if super::duty(function) == crate::program::facts::Duty::Body || method == self.key {
            return;
        }
        let bound = match function.method {
            MethodKind::Static => Vec::new(),
            _ => vec![receiver.clone()],
        };
        let given = self.runs(method, &bound);
        self.run_deferred(&given);
    }
}
