//! One event at a time: loads, stores, attributes, items, operators. Calls have files of their own.

use std::collections::BTreeSet;

use super::Walk;
use super::touch::locations;
use crate::program::facts::EscapeKind;
use crate::program::library;
use crate::program::location::{Access, ClassKey, FunctionKey, Level, LocationId, LocationKind, Root};
use crate::program::value::{Alias, Depend, Source, Type, Types, Value};
use crate::summary::{Constant, Event, FunctionId, FunctionKind, ImportRef, LocalId, Name, Op, Operator, ValueId};

impl Walk<'_, '_> {
    /// The value of `event`, after writing down what it does.
    pub(super) fn apply(&mut self, event: &Event) -> Value {
        match &event.op {
            Op::Constant(_) | Op::Word(_) => Value::immutable(),
            Op::Load(name) => self.load(name),
            Op::Store(name, value) => {
                let value = self.value(*value).clone().joined(&self.decorated);
                self.store_event(name, &value, event.conditional);
                value
            }
            Op::Delete(name) => {
                self.unbind(name);
                Value::immutable()
            }
            Op::Attribute(object, name) => {
                let object = self.value(*object).clone();
                self.attribute(&object, name)
            }
            Op::SetAttribute(object, name, value) => self.set_attribute(*object, name, *value),
            Op::DeleteAttribute(object, name) => {
                let object = self.value(*object).clone();
                self.write_attribute(&object, name, &Value::immutable());
                Value::immutable()
            }
            Op::Item(object, index) => self.item(*object, *index),
            Op::SetItem(object, index, value) => self.set_item(*object, *index, *value),
            Op::DeleteItem(object, index) => {
                let object = self.value(*object).clone();
                let index = self.value(*index).clone();
                self.mutate(&object, &index.depends);
                self.operator_methods(&object, "__delitem__", &[index]);
                Value::immutable()
            }
            Op::Operate(operator, operands) => self.operate(operator, operands),
            Op::InPlace(operator, left, right) => self.in_place(operator, *left, *right),
            Op::Build(kind, parts) => self.build(*kind, parts),
            Op::Choose(options) => {
                let mut value = Value::default();
                for option in options {
                    let option = self.value(*option).clone();
                    self.read(&option, Access::Read);
                    value.join(&option);
                }
                value
            }
            Op::Iterate(iterable) => {
                let iterable = self.value(*iterable).clone();
                self.iterate(&iterable)
            }
            Op::Call(callee, arguments) => self.call(*callee, arguments),
            Op::Closure(function, iterable) => self.closure(*function, *iterable),
            Op::Class(class) => Value::of(Type::ClassObject(ClassKey { module: self.key.module, class: *class })),
            Op::Enter(manager) => self.enter(*manager),
            Op::Yield(value) => self.yields(*value),
            Op::Await(value) => {
                self.facts.suspensions.insert((self.statement, self.event));
                let awaited = self.value(*value).clone();
                self.run_deferred(&awaited);
                let mut value = Value::unknown();
                value.depends = awaited.depends;
                value
            }
            Op::Import(import) => self.import(import),
        }
    }

    fn load(&mut self, name: &Name) -> Value {
        match name {
            Name::Local(local) => self.local(*local),
            Name::Captured(owner, local) => self.load_captured(*owner, *local),
            Name::Global(name) => match self.knowledge.global(self.key.module, name) {
                Some(location) => self.load_location(location),
                None => Value::of(Type::Builtin(name.clone())),
            },
            Name::ClassAttribute(class, name) => {
                let class = ClassKey { module: self.key.module, class: *class };
                let kind = LocationKind::ClassAttribute(class, name.clone());
                match self.knowledge.find(&kind).or_else(|| self.knowledge.global(self.key.module, name)) {
                    Some(location) => self.load_location(location),
                    None => match self.knowledge.class(class).methods.iter().find(|(method, _)| method == name) {
                        Some((_, function)) => {
                            Value::of(Type::Function(FunctionKey { module: self.key.module, function: *function }))
                        }
                        None => Value::of(Type::Builtin(name.clone())),
                    },
                }
            }
        }
    }

    /// Reads a location's name: what it holds, as an alias of the location.
    pub(super) fn load_location(&mut self, location: LocationId) -> Value {
        self.touch_here(Root::Location(location), Level::Binding, Access::Read);
        let mut value = self.knowledge.held[location.0 as usize].clone();
        if value.may_change() {
            value.aliases.insert(Alias { root: Root::Location(location), level: Level::Object, held: false });
        }
        value.depends.insert(Depend { source: Source::Location(location), at: self.statement });
        value
    }

    fn load_captured(&mut self, owner: FunctionId, local: LocalId) -> Value {
        let owner = FunctionKey { module: self.key.module, function: owner };
        let root = Root::Captured(owner, local);
        self.touch_here(root, Level::Binding, Access::Read);
        let mut value = self.knowledge.captured.get(&(owner, local)).cloned().unwrap_or_default();
        let declared = self.knowledge.function(owner).locals.get(local.0 as usize);
        if let Some(annotation) = declared.and_then(|local| local.annotation.as_ref()) {
            let (types, content) = self.knowledge.annotated(self.key.module, annotation);
            value.types.extend(types);
            value.content.extend(content);
        }
        if value.may_change() {
            value.aliases.insert(Alias { root, level: Level::Object, held: false });
        }
        value
    }

    fn store_event(&mut self, name: &Name, value: &Value, conditional: bool) {
        if let Name::Local(local) = name
            && let Some(slot) = self.env.get_mut(local.0 as usize)
        {
            if conditional {
                slot.join(value);
            } else {
                *slot = value.clone();
            }
            // What decided this assignment decides what is done with its value.
            let control = self.control.clone();
            self.env[local.0 as usize].depends.extend(control);
            self.knowledge.captured_holds(self.key, *local, value);
            return;
        }
        self.store(name, value);
    }

    pub(super) fn store(&mut self, name: &Name, value: &Value) {
        match name {
            Name::Local(local) => {
                if let Some(slot) = self.env.get_mut(local.0 as usize) {
                    *slot = value.clone();
                }
                self.knowledge.captured_holds(self.key, *local, value);
            }
            Name::Captured(owner, local) => {
                let owner = FunctionKey { module: self.key.module, function: *owner };
                self.touch_here(Root::Captured(owner, *local), Level::Binding, Access::Write);
                self.knowledge.captured_holds(owner, *local, value);
            }
            Name::Global(name) => {
                if let Some(location) = self.knowledge.global(self.key.module, name) {
                    self.bind(location, value);
                }
            }
            Name::ClassAttribute(class, name) => {
                // A class body makes its class: nobody else can see it yet.
                let class = ClassKey { module: self.key.module, class: *class };
                if let Some(location) = self.knowledge.find(&LocationKind::ClassAttribute(class, name.clone())) {
                    self.knowledge.holds(location, value);
                    self.joins(value, location);
                }
            }
        }
    }

    /// Binds a location's name to `value`.
    pub(super) fn bind(&mut self, location: LocationId, value: &Value) {
        self.touch_here(Root::Location(location), Level::Binding, Access::Write);
        self.made_of([location], &value.depends);
        self.knowledge.holds(location, value);
        self.joins(value, location);
    }

    fn unbind(&mut self, name: &Name) {
        if let Name::Global(name) = name
            && let Some(location) = self.knowledge.global(self.key.module, name)
        {
            self.touch_here(Root::Location(location), Level::Binding, Access::Write);
        }
    }

    /// `object.name`, read.
    pub(super) fn attribute(&mut self, object: &Value, name: &str) -> Value {
        let mut found = Value { depends: object.depends.clone(), ..Value::default() };
        let mut from_object = false;
        for kind in object.types.clone() {
            match kind {
                Type::LibraryName(path) => {
                    found.types.insert(Type::LibraryName(format!("{path}.{name}")));
                }
                Type::ClassObject(class) => self.class_member(class, name, &mut found),
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
                            found.bound.entry(name.to_owned()).or_default().join(&receiver);
                        }
                    }
                }
                Type::Immutable => {
                    found.bound.entry(name.to_owned()).or_default().join(&object.clone().with_types(Types::from([kind])));
                    found.types.insert(Type::Immutable);
                }
                kind => {
                    from_object |= matches!(kind, Type::Unknown | Type::Library(_));
                    found.bound.entry(name.to_owned()).or_default().join(&Value {
                        types: Types::from([kind]),
                        bound: Default::default(),
                        ..object.clone()
                    });
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

    fn class_member(&mut self, class: ClassKey, name: &str, found: &mut Value) {
        if let Some(location) = self.knowledge.class_attribute(class, name) {
            let value = self.load_location(location);
            let described = self.operator_methods(&value, "__get__", &[Value::unknown()]);
            found.join(&value);
            found.join(&described);
        }
        if let Some(method) = self.knowledge.methods(class, name).first().copied() {
            if matches!(self.knowledge.function(method).method, crate::summary::MethodKind::Class) {
                found.bound.entry(name.to_owned()).or_default().join(&Value::of(Type::ClassObject(class)));
            } else {
                found.types.insert(Type::Function(method));
            }
        }
    }

    /// A member of an instance of an own class. Gives whether the object itself was looked into.
    fn instance_member(&mut self, class: ClassKey, name: &str, object: &Value, found: &mut Value) -> bool {
        use crate::summary::MethodKind;
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
                found.bound.entry(name.to_owned()).or_default().join(&receiver);
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

    fn set_attribute(&mut self, object: ValueId, name: &str, value: ValueId) -> Value {
        let object = self.value(object).clone();
        let value = self.value(value).clone();
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
                    let location = known
                        .unwrap_or_else(|| self.knowledge.location(LocationKind::ClassAttribute(class, name.to_owned()), place));
                    self.bind(location, value);
                }
                Type::Own(class) => {
                    let setters = self.knowledge.accessors(class, name, crate::summary::MethodKind::Setter);
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
                Type::LibraryName(_) | Type::Builtin(_) | Type::Immutable => {}
                Type::Thread | Type::Lock | Type::Queue | Type::OpenQueue | Type::Waitable | Type::Future | Type::Executor => {}
                _ => self.put_into(object, value, &value.depends),
            }
        }
    }

    /// Changes the object of `target`; `parts` is what the new content is made of.
    pub(super) fn mutate(&mut self, target: &Value, parts: &BTreeSet<Depend>) {
        self.read(target, Access::Write);
        let mut parts = parts.clone();
        if target.aliases.iter().any(|alias| alias.level == Level::Inner) {
            // Which object is changed was found by looking into the location.
            parts.extend(&target.depends);
        }
        self.made_of(locations(target), &parts);
    }

    /// Puts `value` into the object of `target`.
    pub(super) fn put_into(&mut self, target: &Value, value: &Value, parts: &BTreeSet<Depend>) {
        self.mutate(target, parts);
        for location in locations(target) {
            let kept = Value { types: Types::new(), content: value.types.clone(), ..Value::default() };
            self.knowledge.holds(location, &kept);
            self.joins(value, location);
        }
        // Nobody can follow what a parameter keeps of a location.
        let unknown = target.aliases.iter().any(|alias| matches!(alias.root, Root::Param(_) | Root::Captured(..)));
        let own_self = self.function.name == "__init__";
        if unknown && !own_self && locations(target).is_empty() {
            self.escapes(value, EscapeKind::Stored);
        }
    }

    /// Lets the local that the event `object` loaded hold `value` from now on.
    pub(super) fn local_holds(&mut self, object: ValueId, value: &Value) {
        let statement = &self.function.statements[self.statement.0 as usize];
        if let Some(Op::Load(Name::Local(local))) = statement.events.get(object.0 as usize).map(|event| &event.op)
            && let Some(slot) = self.env.get_mut(local.0 as usize)
        {
            slot.hold(value);
            let held = slot.clone();
            self.knowledge.captured_holds(self.key, *local, &held);
        }
    }

    fn item(&mut self, object: ValueId, index: Option<ValueId>) -> Value {
        let value = self.value(object).clone();
        let index_value = index.map(|index| self.value(index).clone()).unwrap_or_default();
        if index.is_none()
            && let Some(part) = self.displayed_part(object)
        {
            return part;
        }
        self.read(&value, Access::Read);
        let mut element = value.element();
        element.depends.extend(self.dependences_of(&value));
        element.depends.extend(&index_value.depends);
        for kind in value.types.clone() {
            if let Type::Own(_) = kind {
                let result = self.operator_methods(&value, "__getitem__", std::slice::from_ref(&index_value));
                element.join(&result);
                break;
            }
        }
        if value.is_only(|kind| matches!(kind, Type::Immutable | Type::Buffer)) {
            element = element.outcome();
        }
        element
    }

    /// Unpacking a display written in the same statement: the part at the same place.
    fn displayed_part(&self, object: ValueId) -> Option<Value> {
        let events = &self.function.statements.get(self.statement.0 as usize)?.events;
        let Op::Build(Constant::Tuple | Constant::List, parts) = &events.get(object.0 as usize)?.op else { return None };
        let takers: Vec<usize> = events
            .iter()
            .enumerate()
            .filter(|(_, event)| matches!(event.op, Op::Item(taken, None) if taken == object))
            .map(|(index, _)| index)
            .collect();
        let place = takers.iter().position(|index| *index == self.event.0 as usize)?;
        (takers.len() == parts.len()).then(|| self.value(parts[place]).clone())
    }

    fn set_item(&mut self, object: ValueId, index: ValueId, value: ValueId) -> Value {
        let target = self.value(object).clone();
        let index = self.value(index).clone();
        let new = self.value(value).clone();
        let mut parts = new.depends.clone();
        parts.extend(&index.depends);
        if target.types.iter().any(|kind| matches!(kind, Type::Own(_))) {
            self.operator_methods(&target, "__setitem__", &[index, new.clone()]);
        }
        self.put_into(&target, &new, &parts);
        self.local_holds(object, &new);
        new
    }

    fn operate(&mut self, operator: &Operator, operands: &[ValueId]) -> Value {
        let values: Vec<Value> = operands.iter().map(|operand| self.value(*operand).clone()).collect();
        let mut result = Value::default();
        for value in &values {
            result.depends.extend(self.dependences_of(value));
        }
        let name = operator.0.as_str();
        match name {
            "is" | "is_not" => {
                result.types.insert(Type::Immutable);
                return result;
            }
            "contains" | "not_contains" | "in" | "not_in" => {
                // Only the container is looked into; which side it is on depends on how the operator is spelled.
                for value in &values {
                    self.read(value, Access::Read);
                }
            }
            "bool" | "not" => {
                for value in &values {
                    self.read(value, Access::Read);
                }
            }
            "slice" => {
                result.types.insert(Type::Immutable);
                return result;
            }
            _ => {
                for value in &values {
                    self.read_deep(value);
                }
            }
        }
        let compares =
            matches!(name, "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "contains" | "not_contains" | "in" | "not_in" | "bool" | "not" | "format");
        for (index, value) in values.iter().enumerate() {
            if value.types.iter().any(|kind| matches!(kind, Type::Own(_))) {
                let method = if index == 0 || name == "contains" || name == "in" {
                    dunder(name)
                } else {
                    format!("__r{name}__")
                };
                let others: Vec<Value> =
                    values.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, value)| value.clone()).collect();
                let given = self.operator_methods(value, &method, &others);
                if name == "format" {
                    self.operator_methods(value, "__str__", &[]);
                    self.operator_methods(value, "__repr__", &[]);
                }
                result.join(&given);
            }
        }
        if compares {
            result.types.insert(Type::Immutable);
            return result;
        }
        for value in &values {
            for kind in &value.types {
                match kind {
                    Type::List | Type::Dict | Type::Set | Type::Tuple | Type::Deque => {
                        let copy = value.copied(kind.clone());
                        result.join(&copy);
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
        result
    }

    fn in_place(&mut self, operator: &Operator, left: ValueId, right: ValueId) -> Value {
        let target = self.value(left).clone();
        let added = self.value(right).clone();
        let numeric = added.is_only(|kind| *kind == Type::Immutable);
        let containers = target.types.iter().any(|kind| {
            matches!(kind, Type::List | Type::Set | Type::Dict | Type::Deque | Type::Buffer)
                || (!numeric && matches!(kind, Type::Unknown | Type::Library(_)))
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

    fn build(&mut self, kind: Constant, parts: &[ValueId]) -> Value {
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
        if parts.is_empty() && container.types.contains(&Type::Tuple) {
            return Value::immutable();
        }
        // A tuple of immutable things is immutable.
        if container.types.contains(&Type::Tuple) && container.content.iter().all(|kind| !kind.is_mutable()) {
            container.types.insert(Type::Immutable);
        }
        container
    }

    /// The next element of `iterable`.
    pub(super) fn iterate(&mut self, iterable: &Value) -> Value {
        self.read(iterable, Access::Read);
        let yielded = self.run_deferred(iterable);
        let mut element = iterable.element();
        element.depends.extend(self.dependences_of(iterable));
        for kind in iterable.types.clone() {
            match kind {
                Type::Own(_) => {
                    let iterator = self.operator_methods(iterable, "__iter__", &[]);
                    if iterator.types.iter().any(|kind| matches!(kind, Type::Own(_))) {
                        let next = self.operator_methods(&iterator, "__next__", &[]);
                        element.join(&next);
                    }
                    element.join(&iterator.element());
                    let yielded = self.run_deferred(&iterator);
                    element.join(&yielded);
                }
                Type::LibraryName(path) if library::library(&path) == Some(library::LibraryCall::WaitingIterator) => {
                    self.waits_here(&path);
                }
                _ => {}
            }
        }
        element.join(&yielded);
        element
    }

    /// Runs what runs when `value` is iterated or awaited; gives what it yields.
    pub(super) fn run_deferred(&mut self, value: &Value) -> Value {
        let mut yielded = Value::default();
        for function in value.deferred.clone() {
            self.runs(function, &[]);
            let found = self.knowledge.effects.get(&function).map(|effects| effects.yielded.clone()).unwrap_or_default();
            let mut found = Value { depends: self.here_instead(&found.depends), ..found };
            found.aliases.retain(|alias| matches!(alias.root, Root::Location(_)));
            yielded.join(&found);
        }
        yielded
    }

    fn closure(&mut self, function: FunctionId, iterable: Option<ValueId>) -> Value {
        let key = FunctionKey { module: self.key.module, function };
        let made = self.knowledge.function(key);
        self.defaults_of(key);
        if made.kind == FunctionKind::GeneratorExpression {
            let source = iterable.map(|iterable| self.value(iterable).clone()).unwrap_or_default();
            self.runs(key, std::slice::from_ref(&source));
            let mut value = source.element().held_in(Type::Iterator);
            value.aliases.extend(source.aliases.iter().copied());
            value.deferred.insert(key);
            value.deferred.extend(&source.deferred);
            value.content = Types::from([Type::Unknown]);
            value.types.extend(source.types.iter().filter(|kind| matches!(kind, Type::LibraryName(_))).cloned());
            return value;
        }
        Value::of(Type::Function(key))
    }

    /// Keeps what the defaults of a function made here are.
    fn defaults_of(&mut self, key: FunctionKey) {
        let function = self.function;
        let Some(statement) = function.statements.get(self.statement.0 as usize) else { return };
        for (index, param) in self.knowledge.function(key).params.iter().enumerate() {
            let Some(span) = param.default_span else { continue };
            let before = statement.events.iter().take(self.event.0 as usize);
            if let Some(event) = before.enumerate().filter(|(_, event)| event.span == span).map(|(index, _)| index).last() {
                let value = self.value(ValueId(event as u32)).clone();
                self.knowledge.default_is(key, index as u32, &value);
            }
        }
    }

    fn enter(&mut self, manager: ValueId) -> Value {
        let value = self.value(manager).clone();
        let mut entered = Value::default();
        for kind in value.types.clone() {
            match kind {
                Type::Own(_) => {
                    let given = self.operator_methods(&value, "__enter__", &[]);
                    self.operator_methods(&value, "__exit__", &[]);
                    entered.join(&given);
                }
                Type::Executor => {
                    self.waits_here("the executor's shutdown");
                    entered.types.insert(Type::Executor);
                }
                Type::Iterator => {
                    let given = self.run_deferred(&value);
                    entered.join(&given);
                }
                Type::Lock | Type::Waitable => self.acquires_here(&value),
                _ => {}
            }
        }
        if entered.types.is_empty() {
            entered = value.clone();
        }
        entered.depends.extend(&value.depends);
        entered
    }

    fn yields(&mut self, value: Option<ValueId>) -> Value {
        self.facts.suspensions.insert((self.statement, self.event));
        if let Some(value) = value {
            let value = self.value(value).clone();
            self.effects.yielded.join(&value);
        }
        Value::unknown()
    }

    fn import(&mut self, import: &ImportRef) -> Value {
        if self.function.kind != FunctionKind::Module {
            self.facts.imports.insert((self.statement, self.event));
        }
        let path = match &import.name {
            Some(name) if import.module.is_empty() => name.clone(),
            Some(name) => format!("{}.{name}", import.module),
            None if import.binds_last => import.module.clone(),
            None => import.module.split('.').next().unwrap_or_default().to_owned(),
        };
        let dots = ".".repeat(import.level as usize);
        Value::of(Type::LibraryName(format!("{dots}{path}")))
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

/// The method behind an operator.
fn dunder(operator: &str) -> String {
    match operator {
        "in" | "not_in" | "not_contains" | "contains" => "__contains__".to_owned(),
        "not" | "bool" => "__bool__".to_owned(),
        _ => format!("__{operator}__"),
    }
}
