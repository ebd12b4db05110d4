//! One event at a time: loads, stores, attributes, items, operators. Calls have files of their own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Walk;
use super::touch::locations;
use crate::program::facts::{Duty, EscapeKind};
use crate::program::library;
use crate::program::location::{Access, ClassKey, FunctionKey, Level, Root};
use crate::program::value::Alias;
use crate::program::value::{Depend, Source, Type, Types, Value};
use crate::summary::LocalId;
use crate::summary::{Constant, Event, FunctionId, FunctionKind, Name, Op, ValueId};

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
                let value = self.value(*value).clone().joined(&self.decorated);
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
            Op::Choose(options) => {
                let mut value = Value::default();
                for (place, option) in options.iter().enumerate() {
                    let tested = place + 1 < options.len() && self.is_tested(*option, event.conditional);
                    let option = self.value(*option).clone();
                    self.read(&option, Access::Read);
                    if tested {
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

    /// Whether an option of a choice is asked for its truth: the arms of a ternary are not.
    pub(super) fn is_tested(&self, option: ValueId, is_conditional: bool) -> bool {
        let statement = self.function.statements.get(self.statement.0 as usize);
        let event = statement.and_then(|statement| statement.events.get(option.0 as usize));
        is_conditional || event.is_none_or(|event| !event.conditional)
    }

    /// What iterates over an object of an own class whose iterator looks into a location looks into that all the time.
    fn looks_through(&mut self, iterable: ValueId, value: &Value) {
        let is_own = value.types.iter().any(Type::is_own);
        if is_own && !locations(&self.iterable(value)).is_empty() {
            self.facts.views.insert((self.statement, iterable));
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
    pub(super) fn put_into(&mut self, target: &Value, value: &Value, parts: &BTreeSet<Depend>) {
        self.mutate(target, parts);
        let functions = self.functions_given(value);
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
        let unknown =
            target.aliases.iter().any(|alias| matches!(alias.root, Root::Param(_) | Root::Captured(..)));
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
        if reached.is_empty() || !self.value(value).may_change() {
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
        if index.is_none()
            && let Some(part) = self.displayed_part(object)
        {
            return part;
        }
        let value = if index.is_none() { self.iterable(&value) } else { value };
        let adds = value.types.contains(&Type::DefaultDict);
        self.read(&value, if adds { Access::Write } else { Access::Read });
        if adds {
            self.run_deferred(&value);
        }
        let mut element = value.element();
        element.depends.extend(self.dependences_of(&value));
        element.depends.extend(&index_value.depends);
        if value.is_only(|kind| *kind == Type::Dict) {
            element.is_started = value.holds_started && index.is_some();
        }
        if index.is_some_and(|index| self.is_slice(index)) {
            (element.is_started, element.holds_started) = (false, value.holds_started);
            element.stand_ins.it = false;
        }
        for method in ["__getitem__", "__missing__"] {
            let result = self.operator_methods(&value, method, std::slice::from_ref(&index_value));
            element.join(&result);
        }
        if index.is_none() {
            element.join(&self.run_deferred(&value));
        }
        if value.is_only(|kind| matches!(kind, Type::Immutable | Type::Buffer)) {
            element = element.outcome();
        }
        element
    }

    /// Whether the event is a slice object: what it takes is a part, no element.
    fn is_slice(&self, index: ValueId) -> bool {
        let statement = self.function.statements.get(self.statement.0 as usize);
        let event = statement.and_then(|statement| statement.events.get(index.0 as usize));
        event.is_some_and(|event| matches!(&event.op, Op::Operate(operator, _) if operator.0 == "slice"))
    }

    /// `globals()["name"] = value`
    fn sets_global(&mut self, object: ValueId, index: ValueId, value: &Value) {
        let Some(statement) = self.function.statements.get(self.statement.0 as usize) else { return };
        let op = |id: ValueId| statement.events.get(id.0 as usize).map(|event| &event.op);
        let (Some(Op::Call(callee, _)), Some(Op::Word(name))) = (op(object), op(index)) else { return };
        let is_globals = matches!(op(*callee), Some(Op::Load(Name::Global(name))) if name == "globals");
        if is_globals && let Some(location) = self.knowledge.global(self.key.module, name) {
            self.bind(location, value);
        }
    }

    /// Unpacking a display written in the same statement: the part at the same place.
    pub(super) fn displayed_part(&self, object: ValueId) -> Option<Value> {
        let events = &self.function.statements.get(self.statement.0 as usize)?.events;
        let Op::Build(Constant::Tuple | Constant::List, parts) = &events.get(object.0 as usize)?.op else {
            return None;
        };
        let takers: Vec<usize> = events
            .iter()
            .enumerate()
            .filter(|(_, event)| matches!(event.op, Op::Item(taken, None) if taken == object))
            .map(|(index, _)| index)
            .collect();
        let place = takers.iter().position(|index| *index == self.event.0 as usize)?;
        (takers.len() == parts.len()).then(|| self.value(parts[place]).clone())
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
            if super::duty(self.knowledge.function(function)) == Duty::Body {
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
            self.runs(key, std::slice::from_ref(&source));
            let mut value = source.element().held_in(Type::Iterator);
            value.aliases.extend(source.aliases.iter().copied());
            value.deferred.insert(key);
            value.deferred.extend(&source.deferred);
            value.content = Types::from([Type::Unknown]);
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
                Type::Executor => {
                    self.waits_here("the executor's shutdown");
                    entered.types.insert(Type::Executor);
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

    /// Notes the lock that the block of the `with` at hand holds, if there is no doubt which.
    fn holds(&mut self, manager: ValueId, value: &Value) {
        let event = self.function.statements[self.statement.0 as usize].events.get(manager.0 as usize);
        let is_named = event.is_some_and(|event| matches!(event.op, Op::Load(_) | Op::Attribute(..)));
        let mut locks = value.depends.iter().filter_map(|depend| match depend.source {
            Source::Location(location) if depend.at == self.statement => Some(location),
            _ => None,
        });
        if is_named
            && value.is_only(|kind| matches!(kind, Type::Lock | Type::Condition))
            && let (Some(lock), None) = (locks.next(), locks.next())
            && let [one] = self.knowledge.known_as(lock).into_iter().collect::<Vec<_>>()[..]
        {
            self.facts.holds.entry(self.statement).or_default().insert(one);
        }
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
