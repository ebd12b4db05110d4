//! One event at a time: loads, stores, attributes, items, operators. Calls have files of their own.

use std::sync::Arc;

use super::Walk;
use super::touch::locations;
use crate::program::common_set::CommonSet;
use crate::program::facts::EscapeKind;
use crate::program::library;
use crate::program::location::{Access, ClassKey, FunctionKey, Level, Root};
use crate::program::value::Alias;
use crate::program::value::{Depend, Type, Types, Value};
use crate::summary::LocalId;
use crate::summary::{Choice, Constant, Event, FunctionId, FunctionKind, Name, Op, ValueId};

impl Walk<'_, '_> {
    /// The value of `event`, after writing down what it does.
    pub(super) fn apply(&mut self, event: &Event) -> Value {
        if self.names_wait_for(event) {
            return Self::wait_for();
        }
        match &event.op {
            Op::Constant(_) | Op::Word(_) => Value::immutable(),
            Op::Load(name) => self.load(name),
            Op::Store(name, value) if self.binds_import(name, *value) => self.value(*value).clone(),
            Op::Store(name, value) => {
                let bound = self.value(*value).clone().joined(&self.decorated);
                let value = self.as_bound(name, *value, bound);
                self.binds_definition(name);
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
            Op::Choose(choice, options) => {
                let mut value = Value::default();
                for (place, option) in options.iter().enumerate() {
                    let is_tested = place + 1 < options.len() && *choice == Choice::Truth;
                    let option = Walk::as_option(self.value(*option), !is_tested);
                    self.read(&option, Access::Read);
                    if is_tested {
                        self.truth(&option);
                    }
                    value.join(&option);
                }
                value
            }
            Op::Iterate(iterable) => {
                let made_from = *iterable;
                let iterable = self.value(made_from).clone();
                let element = self.iterate(&iterable);
                self.looks_through(made_from, &iterable);
                element
            }
            Op::Call(callee, arguments) => self.call(*callee, arguments),
            Op::Closure(function, iterable) => self.closure(*function, *iterable),
            Op::Class(class) => {
                Value::of(Type::ClassObject(ClassKey { module: self.key.module, class: *class }))
            }
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

    /// What iterates over an object of an own class whose iterator looks into a location looks into that all the time.
    fn looks_through(&mut self, iterable: ValueId, value: &Value) {
        let is_own = value.types.iter().any(Type::is_own);
        if is_own && !locations(&self.iterable(value)).is_empty() {
            self.facts.views.insert((self.statement, iterable));
        }
    }

    /// Changes the object of `target`; `parts` is what the new content is made of.
    pub(super) fn mutate(&mut self, target: &Value, parts: &CommonSet<Depend>) {
        self.read(target, Access::Write);
        let mut parts = parts.clone();
        if target.aliases.iter().any(|alias| alias.level == Level::Inner) {
            // Which object is changed was found by looking into the location.
            parts.extend(&target.depends);
        }
        self.made_of(locations(target), &parts);
    }

    /// The functions that some caller gives for the parameters that `value` may be.
    pub(super) fn functions_given(&self, value: &Value) -> Types {
        let mut functions = Types::new();
        for alias in &value.aliases {
            if let Root::Param(index) = alias.root {
                functions.extend(self.knowledge.given.get(&(self.key, index)).into_iter().flatten().cloned());
            }
        }
        functions
    }

    /// Puts `value` into the object of `target`.
    pub(super) fn put_into(&mut self, target: &Value, value: &Value, parts: &CommonSet<Depend>) {
        self.mutate(target, parts);
        let functions = self.functions_given(value);
        if target.aliases.iter().any(|alias| alias.level == Level::Inner) {
            // From so deep nobody knows which of them comes out.
            for kind in &functions {
                if let Type::Function(function) = kind {
                    self.knowledge.given_away.insert(*function);
                }
            }
        }
        for location in locations(target) {
            self.knowledge.holds(location, &Value { content: functions.clone(), ..Value::default() });
            self.kept_in(location, value);
        }
        for alias in target.aliases.iter().filter(|alias| !alias.held) {
            if let Root::Param(_) = alias.root {
                self.puts(alias.root, Level::Object, value);
                self.leaks(value);
            }
        }
        if target.aliases.iter().all(|alias| alias.held) && target.types.contains(&Type::Unknown) {
            self.knowledge.loses(value);
        }
        // Nobody can follow what a parameter keeps of a location.
        let is_unknown =
            |alias: &Alias| !alias.held && matches!(alias.root, Root::Param(_) | Root::Captured(..));
        let unknown = target.aliases.iter().any(is_unknown);
        if unknown && locations(target).is_empty() && !self.knowledge.is_inert(target) {
            self.escapes(value, EscapeKind::Stored);
        }
    }

    /// The object of the event `value` was put into `target`: whatever local names it reaches into the same location now.
    pub(super) fn reached_through(&mut self, target: &Value, value: ValueId) {
        let inner = |alias: &Alias| Alias { level: Level::Inner, held: false, ..*alias };
        let reached: Vec<Alias> = target.aliases.iter().filter(|alias| !alias.held).map(inner).collect();
        let function = self.function;
        let Some(statement) = function.statements.get(self.statement.0 as usize) else { return };
        if reached.is_empty() || !self.value(value).may_change() || self.knowledge.is_inert(self.value(value))
        {
            return;
        }
        let mut locals: Vec<LocalId> = Vec::new();
        if let Some(Op::Load(Name::Local(local))) =
            statement.events.get(value.0 as usize).map(|event| &event.op)
        {
            locals.push(*local);
        }
        for event in &statement.events {
            if let Op::Store(Name::Local(local), stored) = &event.op
                && *stored == value
            {
                locals.push(*local);
            }
        }
        if let Some(value) = self.values.get_mut(value.0 as usize) {
            value.aliases.extend(reached.iter().copied());
        }
        for local in locals {
            if let Some(slot) = self.env.get_mut(local.0 as usize).map(Arc::make_mut) {
                slot.aliases.extend(reached.iter().copied());
            }
        }
    }

    /// Lets the local that the event `object` loaded hold `value` from now on.
    pub(super) fn local_holds(&mut self, object: ValueId, value: &Value) {
        let statement = &self.function.statements[self.statement.0 as usize];
        if let Some(Op::Load(Name::Local(local))) =
            statement.events.get(object.0 as usize).map(|event| &event.op)
            && let Some(slot) = self.env.get_mut(local.0 as usize).map(Arc::make_mut)
        {
            slot.hold(value);
            let held = slot.clone();
            self.knowledge.captured_holds(self.key, *local, &held);
        }
    }

    pub(super) fn item(&mut self, object: ValueId, index: Option<ValueId>) -> Value {
        let value = self.value(object).clone();
        if let Some(index) = index
            && value.types.contains(&Type::LibraryName("sys.modules".to_owned()))
        {
            return self.loaded_module(index);
        }
        let index_value = index.map(|index| self.value(index).clone()).unwrap_or_default();
        if let Some(index) = index
            && self.is_globals(object)
        {
            return self.global_by_name(index);
        }
        if index.is_none()
            && let Some(part) = self.displayed_part(self.event)
        {
            return self.value(part).clone();
        }
        let value = if index.is_none() { self.iterable(&value) } else { value };
        let adds = value.types.contains(&Type::DefaultDict);
        self.read(&value, if adds { Access::Write } else { Access::Read });
        if adds {
            self.run_deferred(&value);
        }
        let mut element = match index.is_some_and(|index| self.is_slice(index)) {
            true => sliced(&value),
            false => value.element(),
        };
        element.depends.extend(self.dependences_of(&value));
        element.depends.extend(&index_value.depends);
        self.operator_methods(&index_value, "__index__", &[]);
        for kind in &value.types {
            if let Type::ClassObject(class) = kind {
                for method in self.knowledge.nearest_methods(*class, "__class_getitem__") {
                    element.join(&self.runs(method, &[Value::of(kind.clone()), index_value.clone()]));
                }
            }
        }
        for method in ["__getitem__", "__missing__"] {
            let result = self.operator_methods(&value, method, std::slice::from_ref(&index_value));
            element.join(&result);
        }
        if index.is_none() {
            element.join(&self.run_deferred(&value));
        }
        if value.is_only(|kind| matches!(kind, Type::Immutable | Type::Buffer)) {
            // A pair that a builtin made may hold anything.
            element = Value { stand_ins: element.stand_ins, ..element.outcome() };
        }
        element.futures = self.item_futures(object, &value, index);
        element
    }

    /// Whether the event is a slice object: what it takes is a part, no element.
    fn is_slice(&self, index: ValueId) -> bool {
        matches!(self.op_of(index), Some(Op::Operate(operator, _)) if operator.0 == "slice")
    }

    /// `globals()["name"] = value`
    fn sets_global(&mut self, object: ValueId, index: ValueId, value: &Value) {
        let Some(statement) = self.function.statements.get(self.statement.0 as usize) else { return };
        let op = |id: ValueId| statement.events.get(id.0 as usize).map(|event| &event.op);
        let Some(Op::Word(name)) = op(index) else { return };
        if self.is_globals(object)
            && let Some(location) = self.knowledge.global(self.key.module, name)
        {
            self.bind(location, value);
        }
    }

    /// Unpacking a display written in the same statement: the part at the place of the event `taker`.
    pub(super) fn displayed_part(&self, taker: ValueId) -> Option<ValueId> {
        let Op::Item(object, None) = self.op_of(taker)? else { return None };
        let Op::Build(Constant::Tuple | Constant::List, parts) = self.op_of(*object)? else { return None };
        let takes = |event: &Event| matches!(event.op, Op::Item(taken, None) if taken == *object);
        let events = self.events_here();
        let place = events.iter().take(taker.0 as usize).filter(|event| takes(event)).count();
        let is_whole = events.iter().filter(|event| takes(event)).count() == parts.len();
        is_whole.then(|| parts[place])
    }

    pub(super) fn set_item(&mut self, object: ValueId, index: ValueId, value: ValueId) -> Value {
        let target = self.value(object).clone();
        let set_at = index;
        let index = self.value(index).clone();
        let new = self.value(value).clone();
        let mut parts = new.depends.clone();
        parts.extend(&index.depends);
        if target.types.iter().any(|kind| matches!(kind, Type::Own(_))) {
            self.operator_methods(&target, "__setitem__", &[index, new.clone()]);
        }
        self.sets_global(object, set_at, &new);
        self.put_into(&target, &new, &parts);
        self.local_holds(object, &new);
        self.reached_through(&target, value);
        new
    }

    /// The next element of `iterable`.
    pub(super) fn iterate(&mut self, iterable: &Value) -> Value {
        let iterable = &self.iterable(iterable);
        self.read(iterable, Access::Read);
        let yielded = self.run_deferred(iterable);
        self.waits_for_iterator(iterable);
        let mut element = iterable.element();
        element.depends.extend(self.dependences_of(iterable));
        element.join(&yielded);
        element
    }

    /// Iterating over what `as_completed` or an executor's `map` gives waits each time.
    pub(super) fn waits_for_iterator(&mut self, iterable: &Value) {
        for kind in &iterable.types {
            if let Type::LibraryName(path) = kind
                && library::library(path) == Some(library::LibraryCall::WaitingIterator)
            {
                self.waits_here(path);
            }
        }
    }

    /// Runs what runs when `value` is iterated or awaited; gives what it yields.
    pub(super) fn run_deferred(&mut self, value: &Value) -> Value {
        if let Some(known) = self.has_iterated(value) {
            return known;
        }
        let yielded = self.run_deferred_anew(value);
        self.iterated_over(value, &yielded);
        yielded
    }

    fn run_deferred_anew(&mut self, value: &Value) -> Value {
        let mut yielded = Value::default();
        self.effects.iterates.extend(value.aliases.iter().filter_map(|alias| match alias.root {
            Root::Param(index) => Some(index),
            _ => None,
        }));
        if value.types.contains(&Type::Iterator) {
            for (name, receiver) in value.bound.clone() {
                self.method_call(&name, &receiver, &[], None);
            }
        }
        for function in value.deferred.clone() {
            if self.knowledge.function(function).gives_stand_in() {
                yielded.join(&self.call_function(function, None, &[], None));
                continue;
            }
            self.runs(function, &[]);
            let found = self
                .knowledge
                .effects
                .get(&function)
                .map(|effects| effects.yielded.clone())
                .unwrap_or_default();
            let mut found = Value { depends: self.here_instead(&found.depends), ..found };
            found.aliases.retain(|alias| matches!(alias.root, Root::Location(_)));
            yielded.join(&found);
        }
        yielded
    }

    pub(super) fn closure(&mut self, function: FunctionId, iterable: Option<ValueId>) -> Value {
        let key = FunctionKey { module: self.key.module, function };
        let made = self.knowledge.function(key);
        self.defaults_of(key);
        self.closes_over(key);
        if made.kind == FunctionKind::GeneratorExpression {
            let source = iterable.map(|iterable| self.value(iterable).clone()).unwrap_or_default();
            self.knowledge.passes_types(key, 0, &source);
            self.iterates_in(key, &source);
            self.runs(key, std::slice::from_ref(&source));
            let mut value = source.element().held_in(Type::Iterator);
            value.aliases.extend(source.aliases.iter().copied());
            value.deferred.insert(key);
            value.deferred.extend(&source.deferred);
            value.content = Types::from([Type::Unknown]);
            value.futures = self.yielded_futures(key);
            let made = self.knowledge.effects.get(&key).map(|effects| effects.yielded.stand_ins);
            value.stand_ins = value.stand_ins.or(made.unwrap_or_default().in_a_container());
            value
                .types
                .extend(source.types.iter().filter(|kind| matches!(kind, Type::LibraryName(_))).cloned());
            return value;
        }
        Value::of(Type::Function(key))
    }

    pub(super) fn enter(&mut self, manager: ValueId) -> Value {
        let value = self.value(manager).clone();
        let mut entered = Value::default();
        for kind in value.types.clone() {
            match kind {
                Type::Own(_) => {
                    let given = self.operator_methods(&value, "__enter__", &[]);
                    self.operator_methods(&value, "__exit__", &[]);
                    entered.join(&given);
                }
                Type::Executor(workers) => {
                    self.waits_here("the executor's shutdown");
                    entered.types.insert(Type::Executor(workers));
                }
                Type::Iterator => {
                    let given = self.run_deferred(&value);
                    entered.join(&given);
                }
                Type::Lock | Type::Condition | Type::Waitable => self.acquires_here(&value),
                Type::Library(_) => {
                    // `closing(x)`: what it was given is used when the block ends.
                    for (name, receiver) in value.bound.clone() {
                        self.method_call(&name, &receiver, &[], None);
                    }
                }
                _ => {}
            }
        }
        self.holds(manager, &value);
        if entered.types.is_empty() {
            entered = value.clone();
        }
        entered.depends.extend(&value.depends);
        entered
    }

    pub(super) fn yields(&mut self, value: Option<ValueId>) -> Value {
        self.facts.suspensions.insert((self.statement, self.event));
        if let Some(value) = value {
            let value = self.value(value).clone();
            self.effects.yielded.join(&value);
        }
        Value::unknown()
    }
}

/// A part of a list or tuple is a new one; of what else nobody knows.
fn sliced(value: &Value) -> Value {
    if !value.is_only(|kind| matches!(kind, Type::List | Type::Tuple)) {
        return Value { stand_ins: value.stand_ins.in_a_container(), ..value.element() };
    }
    let mut part = Value::default();
    for kind in &value.types {
        part.join(&value.copied(kind.clone()));
    }
    part
}
