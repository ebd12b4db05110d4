//! Attributes: members of classes and instances, properties, descriptors, fields.
//!
//! Must not know calls: what a method does is the business of whoever calls what is fetched here.

use super::Walk;
use super::call::Given;
use crate::program::location::{Access, ClassKey, FunctionKey, LocationKind};
use crate::program::value::{Type, Types, Value};
use crate::summary::{ArgumentKind, MethodKind, ValueId};

impl Walk<'_, '_> {
    /// `object.name`, read.
    pub(super) fn attribute(&mut self, object: &Value, name: &str) -> Value {
        let mut found = Value::default();
        if !object.is_only(|kind| matches!(kind, Type::Module(_) | Type::Namespace(_))) {
            found.depends.clone_from(&object.depends);
        }
        let mut from_object = false;
        self.knowledge.costs(object.types.len() * object.size());
        for kind in object.types.clone() {
            match kind {
                Type::LibraryName(path) => {
                    let value = self.library_name(format!("{path}.{name}"));
                    found.join(&value);
                }
                Type::ClassObject(class) => self.class_member(class, name, &mut found),
                Type::Module(module) => {
                    let value = self.module_attribute(module, name);
                    found.join(&value);
                }
                Type::Namespace(package) => found.types.extend(self.knowledge.submodule(&package, name)),
                Type::Own(class) if name == "__dict__" => {
                    let fields = self.all_fields(class, object);
                    found.join(&fields);
                }
                Type::Parent(class) if self.is_plain_method(class, name) => {
                    let receiver = Value { bound: Default::default(), ..object.clone() };
                    found.bind(name, &receiver.with_types(Types::from([kind])));
                }
                Type::Own(class) | Type::Parent(class) => {
                    from_object |= self.instance_member(class, name, object, &mut found);
                }
                Type::Builtin(class) => {
                    found.types.insert(Type::LibraryName(format!("{class}.{name}")));
                }
                Type::Function(function) => {
                    let kind = LocationKind::FunctionAttribute(function, name.to_owned());
                    match self.knowledge.find(&kind) {
                        Some(location) => {
                            let value = self.load_location(location);
                            found.join(&value);
                        }
                        None => {
                            let receiver = Value::of(Type::Function(function));
                            found.bind(name, &receiver);
                        }
                    }
                }
                Type::Immutable => {
                    found.bind(name, &object.clone().with_types(Types::from([kind])));
                    found.types.insert(Type::Immutable);
                }
                kind => {
                    from_object |= matches!(kind, Type::Library(_))
                        || (kind == Type::Unknown && !self.is_field_of_known(object, name));
                    found.bind(
                        name,
                        &Value {
                            types: Types::from([kind.clone()]),
                            bound: Default::default(),
                            ..object.clone()
                        },
                    );
                    if kind == Type::Unknown {
                        self.unknown_member(name, object, &mut found);
                    }
                }
            }
        }
        if from_object {
            self.read(object, Access::Read);
            found.depends.extend(self.dependences_of(object));
        }
        if object.types.iter().any(|kind| matches!(kind, Type::Unknown | Type::Library(_))) {
            found.join(&Value { content: object.content.clone(), ..object.clone() }.element());
        }
        found
    }

    /// Whether `name` is a method of the class, or of one above it, and no property.
    fn is_plain_method(&self, class: ClassKey, name: &str) -> bool {
        let nearest = self.knowledge.nearest_methods(class, name);
        let is_property = |key: &_| {
            matches!(self.knowledge.function(*key).method, MethodKind::Property | MethodKind::Setter)
        };
        !nearest.is_empty() && !nearest.iter().any(is_property)
    }

    pub(super) fn class_member(&mut self, class: ClassKey, name: &str, found: &mut Value) {
        if let Some(location) = self.knowledge.class_attribute(class, name) {
            let value = self.load_location(location);
            let described = self.operator_methods(&value, "__get__", &[Value::unknown()]);
            found.join(&value);
            found.join(&described);
            if self.knowledge.is_enumeration(class) {
                // A member is an instance.
                found.join(&Value::of(Type::Own(class)));
            }
        }
        for method in self.knowledge.nearest_methods(class, name) {
            if matches!(self.knowledge.function(method).method, MethodKind::Class) {
                found.bind(name, &Value::of(Type::ClassObject(class)));
            } else {
                found.types.insert(Type::Function(method));
            }
        }
        if matches!(name, "register" | "__subclasses__") {
            found.bind(name, &Value::of(Type::ClassObject(class)));
        }
        for method in self.metaclass_methods(class, name) {
            match self.knowledge.function(method).method {
                MethodKind::Property => {
                    let value = self.runs(method, &[Value::of(Type::ClassObject(class))]);
                    found.join(&value);
                }
                _ => found.bind(name, &Value::of(Type::ClassObject(class))),
            }
        }
    }

    /// A member of an instance of an own class. Gives whether the object itself was looked into.
    pub(super) fn instance_member(
        &mut self,
        class: ClassKey,
        name: &str,
        object: &Value,
        found: &mut Value,
    ) -> bool {
        // What `super()` gives has nothing of the classes below.
        let is_parent = object.types.contains(&Type::Parent(class));
        let (methods, getters) = match is_parent {
            true => (
                self.knowledge.nearest_methods(class, name),
                self.knowledge.accessors(class, name, MethodKind::Property),
            ),
            false => (
                self.knowledge.methods(class, name),
                self.knowledge.accessors_met(class, name, MethodKind::Property),
            ),
        };
        let receiver = object.clone().with_types(Types::from([Type::Own(class)]));
        for getter in getters {
            let result = self.call_function(getter, Some(&receiver), &[], None);
            found.join(&result);
        }
        let is_accessor = |method: &FunctionKey| {
            matches!(self.knowledge.function(*method).method, MethodKind::Property | MethodKind::Setter)
        };
        if methods.iter().any(|method| !is_accessor(method)) {
            found.bind(name, &Value { bound: Default::default(), ..receiver });
        }
        if !self.knowledge.nearest_methods(class, name).is_empty() {
            return false;
        }
        let line = self.knowledge.ancestry(class);
        let is_data = line.into_iter().any(|class| self.knowledge.is_data_field(class, name));
        let attribute = self.knowledge.class_attribute(class, name).filter(|_| !is_data);
        if let Some(location) = attribute {
            let value = self.load_location(location);
            let described = self.operator_methods(&value, "__get__", &[Value::unknown()]);
            let got = self.runs_property(&value, std::slice::from_ref(object));
            found.join(&value);
            found.join(&described);
            found.join(&got);
        }
        if attribute.is_some() && self.knowledge.field(class, name).is_none() {
            return false;
        }
        let mut value = self.load_field(class, name, object);
        if value.types.is_empty() {
            // It may be inherited from a class that nobody sees.
            let receiver = Value { bound: Default::default(), ..object.clone() }
                .with_types(Types::from([Type::Own(class)]));
            found.bind(name, &receiver);
            for getter in self.knowledge.methods(class, "__getattr__") {
                let result = self.runs(getter, std::slice::from_ref(object));
                value.join(&result);
            }
            if value.types.is_empty() {
                value.join(&Value::unknown());
            }
        }
        found.join(&value);
        false
    }

    /// Runs what `property(get, set)` was given, where `attribute` of a class is one.
    fn runs_property(&mut self, attribute: &Value, arguments: &[Value]) -> Value {
        let mut result = Value::default();
        if attribute.types.contains(&Type::Library("property".to_owned())) {
            for function in attribute.deferred.clone() {
                result.join(&self.runs(function, arguments));
            }
        }
        result
    }

    /// A member of an object whose class nobody knows: a field or a property of any class that has one of that name.
    fn unknown_member(&mut self, name: &str, object: &Value, found: &mut Value) {
        for field in self.knowledge.fields_named(self.key.module, name) {
            let value = self.load_field_of(field, object);
            found.join(&value);
        }
        let getters = self.knowledge.accessors_named(self.key.module, name, MethodKind::Property);
        for (class, getter) in getters {
            let receiver = object.clone().with_types(Types::from([Type::Own(class)]));
            let result = self.call_function(getter, Some(&receiver), &[], None);
            found.join(&result);
        }
    }

    /// Whether a class that `object` may be of has a field of that name: then what is unknown of it is how deep it lay.
    fn is_field_of_known(&self, object: &Value, name: &str) -> bool {
        object
            .types
            .iter()
            .any(|kind| matches!(kind, Type::Own(class) if self.knowledge.field(*class, name).is_some()))
    }

    pub(super) fn set_attribute(&mut self, object: ValueId, name: &str, value: ValueId) -> Value {
        let object = self.value(object).clone();
        let mut value = self.value(value).clone();
        value.types.extend(self.functions_given(&value));
        self.write_attribute(&object, name, &value);
        value
    }

    /// `object.name = value`, or its deletion.
    pub(super) fn write_attribute(&mut self, object: &Value, name: &str, value: &Value) {
        self.changes_here(object);
        for kind in object.types.clone() {
            match kind {
                Type::ClassObject(class) => {
                    let place = self.here();
                    let known = self.knowledge.class_attribute(class, name);
                    let location = known.unwrap_or_else(|| {
                        self.knowledge.location(LocationKind::ClassAttribute(class, name.to_owned()), place)
                    });
                    self.bind(location, value);
                }
                Type::Own(class) | Type::Parent(class) => self.write_member(class, name, object, value),
                Type::Function(function) => {
                    let place = self.here();
                    let kind = LocationKind::FunctionAttribute(function, name.to_owned());
                    let location = self.knowledge.location(kind, place);
                    self.bind(location, value);
                }
                Type::Module(module) => self.set_module_attribute(module, name, value),
                Type::LibraryName(path) => {
                    // `sys.excepthook = report`: the library calls it when it likes.
                    let path = format!("{path}.{name}");
                    let runs = super::library_call::when_set(&path);
                    let location = self.knowledge.library_rebound(self.key.module, &path);
                    self.bind(location, value);
                    self.kept(&[Given { kind: ArgumentKind::Positional, value: value.clone() }], runs);
                }
                Type::Builtin(_) | Type::Immutable | Type::Namespace(_) => {}
                Type::Thread
                | Type::Lock
                | Type::Queue
                | Type::OpenQueue
                | Type::Waitable
                | Type::Condition
                | Type::Future
                | Type::Executor(_) => {}
                Type::Unknown => {
                    if name == "__dict__" {
                        for class in self.knowledge.classes_met(self.key.module) {
                            self.knowledge.entangles(class);
                        }
                    }
                    let owner = self.receiver(object);
                    for field in self.knowledge.fields_named(self.key.module, name) {
                        self.bind_of(owner, field, value);
                    }
                    let setters = self.knowledge.accessors_named(self.key.module, name, MethodKind::Setter);
                    for (class, setter) in setters {
                        let receiver = object.clone().with_types(Types::from([Type::Own(class)]));
                        self.runs(setter, &[receiver, value.clone()]);
                    }
                    if !self.is_field_of_known(object, name) {
                        self.put_into(object, value, &value.depends);
                    }
                }
                Type::Library(_) => {
                    let given = Given { kind: ArgumentKind::Positional, value: value.clone() };
                    self.kept(&[given], super::callback::Runs::Later);
                    self.put_into(object, value, &value.depends);
                }
                _ => self.put_into(object, value, &value.depends),
            }
        }
    }

    /// The same, of an instance of an own class.
    fn write_member(&mut self, class: ClassKey, name: &str, object: &Value, value: &Value) {
        if name == "__dict__" {
            self.knowledge.entangles(class);
        }
        let setters = self.knowledge.accessors_met(class, name, MethodKind::Setter);
        let is_set_by_all = !self.knowledge.accessors(class, name, MethodKind::Setter).is_empty();
        if let Some(location) = self.knowledge.class_attribute(class, name) {
            let descriptor = self.knowledge.held_at(location).clone();
            self.operator_methods(&descriptor, "__set__", &[object.clone(), value.clone()]);
            self.runs_property(&descriptor, &[object.clone(), value.clone()]);
        }
        if !is_set_by_all {
            self.bind_field(class, name, object, value);
        }
        for setter in setters {
            self.runs(setter, &[object.clone(), value.clone()]);
        }
        for setter in self.knowledge.methods(class, "__setattr__") {
            self.runs(setter, &[object.clone(), Value::immutable(), value.clone()]);
        }
    }
}
