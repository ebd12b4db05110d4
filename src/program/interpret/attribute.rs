//! Attributes: members of classes and instances, properties, descriptors, fields.
//!
//! Must not know calls: what a method does is the business of whoever calls what is fetched here.

use super::Walk;
use crate::program::location::{Access, ClassKey, LocationKind};
use crate::program::value::{Type, Types, Value};
use crate::summary::{MethodKind, ValueId};

impl Walk<'_, '_> {
    /// `object.name`, read.
    pub(super) fn attribute(&mut self, object: &Value, name: &str) -> Value {
        let mut found = Value::default();
        if !object.is_only(|kind| matches!(kind, Type::Module(_) | Type::Namespace(_))) {
            found.depends.clone_from(&object.depends);
        }
        let mut from_object = false;
        for kind in object.types.clone() {
            match kind {
                Type::LibraryName(path) => {
                    found.types.insert(Type::LibraryName(format!("{path}.{name}")));
                }
                Type::ClassObject(class) => self.class_member(class, name, &mut found),
                Type::Module(module) => {
                    let value = self.module_attribute(module, name);
                    found.join(&value);
                }
                Type::Namespace(package) => found.types.extend(self.knowledge.submodule(&package, name)),
                Type::Own(class) => from_object |= self.instance_member(class, name, object, &mut found),
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
                    from_object |= matches!(kind, Type::Unknown | Type::Library(_));
                    found.bind(
                        name,
                        &Value { types: Types::from([kind]), bound: Default::default(), ..object.clone() },
                    );
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

    pub(super) fn class_member(&mut self, class: ClassKey, name: &str, found: &mut Value) {
        if let Some(location) = self.knowledge.class_attribute(class, name) {
            let value = self.load_location(location);
            let described = self.operator_methods(&value, "__get__", &[Value::unknown()]);
            found.join(&value);
            found.join(&described);
        }
        if let Some(method) = self.knowledge.methods(class, name).first().copied() {
            if matches!(self.knowledge.function(method).method, MethodKind::Class) {
                found.bind(name, &Value::of(Type::ClassObject(class)));
            } else {
                found.types.insert(Type::Function(method));
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
        use MethodKind;
        let methods = self.knowledge.methods(class, name);
        if let Some(first) = methods.first() {
            let receiver = object.clone().with_types(Types::from([Type::Own(class)]));
            if matches!(self.knowledge.function(*first).method, MethodKind::Property | MethodKind::Setter) {
                for getter in self.knowledge.accessors(class, name, MethodKind::Property) {
                    let result = self.runs(getter, std::slice::from_ref(&receiver));
                    found.join(&result);
                }
            } else {
                let receiver = Value { bound: Default::default(), ..receiver };
                found.bind(name, &receiver);
            }
            return false;
        }
        let field = self.knowledge.field(class, name);
        if field.is_none()
            && let Some(location) = self.knowledge.class_attribute(class, name)
        {
            let value = self.load_location(location);
            let described = self.operator_methods(&value, "__get__", &[Value::unknown()]);
            found.join(&value);
            found.join(&described);
            return false;
        }
        let mut inner = Value { content: Types::new(), ..object.clone() }.element();
        if field.is_none() {
            // It may be inherited from a class that nobody sees.
            let receiver = Value { bound: Default::default(), ..object.clone() }
                .with_types(Types::from([Type::Own(class)]));
            found.bind(name, &receiver);
        }
        if let Some(field) = field {
            inner.types = field.types.clone();
            inner.content = field.content.clone();
            if inner.types.iter().all(|kind| !kind.is_mutable()) {
                inner.aliases.clear();
            }
            inner.join(&field);
        } else {
            for getter in self.knowledge.methods(class, "__getattr__") {
                let result = self.runs(getter, std::slice::from_ref(object));
                inner.join(&result);
            }
        }
        found.join(&inner);
        true
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
                Type::Own(class) => {
                    let setters = self.knowledge.accessors(class, name, MethodKind::Setter);
                    if let Some(location) = self.knowledge.class_attribute(class, name) {
                        let descriptor = self.knowledge.held[location.0 as usize].clone();
                        self.operator_methods(&descriptor, "__set__", &[object.clone(), value.clone()]);
                    }
                    if setters.is_empty() {
                        self.knowledge.field_holds(class, name, value);
                        if self.function.name != "__init__" {
                            let place = self.here();
                            self.knowledge.written_fields.entry(class).or_insert(place);
                        }
                    }
                    for setter in setters {
                        self.runs(setter, &[object.clone(), value.clone()]);
                    }
                    for setter in self.knowledge.methods(class, "__setattr__") {
                        self.runs(setter, &[object.clone(), Value::immutable(), value.clone()]);
                    }
                    self.put_into(object, value, &value.depends);
                }
                Type::Function(function) => {
                    let place = self.here();
                    let kind = LocationKind::FunctionAttribute(function, name.to_owned());
                    let location = self.knowledge.location(kind, place);
                    self.bind(location, value);
                }
                Type::Module(module) => self.set_module_attribute(module, name, value),
                Type::LibraryName(_) | Type::Builtin(_) | Type::Immutable | Type::Namespace(_) => {}
                Type::Thread
                | Type::Lock
                | Type::Queue
                | Type::OpenQueue
                | Type::Waitable
                | Type::Future
                | Type::Executor => {}
                _ => self.put_into(object, value, &value.depends),
            }
        }
    }
}
