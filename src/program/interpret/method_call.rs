//! Method calls: by the types that the receiver may have.
//!
//! Must not know functions of libraries.

use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use super::call::{Given, PARTIAL};
use super::callback::{Runs, functions};
use super::touch::locations;
use crate::options::Strictness;
use crate::program::common_set::CommonSet;
use crate::program::executor;
use crate::program::facts::EscapeKind;
use crate::program::futures::Futures;
use crate::program::handlers;
use crate::program::library::{self, Effect, Gives};
use crate::program::location::{Access, ClassKey, FunctionKey, Level, LocationId, Root};
use crate::program::value::{Depend, Source, Type, Types, Value};
use crate::summary::{MethodKind, Op, ValueId};

impl Walk<'_, '_> {
    /// `receiver.name(...)`; `callee` is the event that fetched the method, where there is one.
    pub(super) fn method_call(
        &mut self,
        name: &str,
        receiver: &Value,
        given: &[Given],
        callee: Option<ValueId>,
    ) -> Value {
        if name == PARTIAL {
            return self.partial_call(receiver, given);
        }
        self.costs_for_each(&receiver.types, given);
        let (mut result, without) = self.own_method_call(name, receiver, given);
        for kind in receiver.types.clone() {
            let one = receiver.clone().with_types(Types::from([kind.clone()]));
            let queue = matches!(kind, Type::Queue | Type::OpenQueue);
            if library::waits(&kind, name, given.len()) && !(queue && self.is_checked(&one)) {
                self.waits_here(&format!(".{name}()"));
            }
            let iterated: Vec<Given>;
            let given = match !kind.is_own() && library::iterates(name) {
                true => {
                    iterated = self.iterated(given);
                    &iterated
                }
                false => given,
            };
            let value = match &kind {
                Type::Own(class) if without.contains(class) => continue,
                Type::Own(class) => self.patched_methods(*class, name, &one, given),
                Type::Parent(class) => {
                    let one = one.clone().with_types(Types::from([Type::Own(*class)]));
                    self.parent_method_call(*class, name, &one, given)
                }
                Type::ClassObject(class) => self.class_method_call(*class, name, &one, given),
                Type::Immutable => self.immutable_method(&one, given),
                Type::Safe => {
                    self.puts_into_safe(name, &one, given);
                    let result = self.immutable_method(&one, given);
                    if handlers::logs(name) {
                        self.logs_here();
                    }
                    result.joined(&self.got_from_safe(name, &one))
                }
                Type::Function(function) => self.function_method(*function, name, given),
                Type::Future => self.future_method(name, &one, given),
                Type::Executor(_) => self.executor_method(name, given),
                Type::Thread => {
                    if name == "start" {
                        self.effects.spawns = true;
                        self.late = true;
                    }
                    Value::immutable()
                }
                Type::Queue | Type::OpenQueue => self.queue_call(name, &one, given),
                Type::Waitable | Type::Condition | Type::Lock => {
                    self.lock_method(name, &one, given, callee);
                    self.call_backs(given);
                    Value::immutable()
                }
                Type::Library(path) => self.library_method(&path.clone(), name, &one, given, callee),
                Type::Unknown => self.unknown_method(name, &one, given),
                kind => match library::container_method(kind, name) {
                    Some(method) => {
                        self.element_protocols(name, &one);
                        if library::puts_in_order(name) {
                            self.prepares(&one);
                        }
                        self.container_method((name, method), &one, given, callee)
                    }
                    None => self.unseen_method(name, &one, given),
                },
            };
            result.join(&value);
        }
        result
    }

    fn queue_call(&mut self, name: &str, receiver: &Value, given: &[Given]) -> Value {
        for argument in given {
            // Whoever gets it out of the queue uses it without its lock.
            self.escapes(&argument.value, EscapeKind::Stored);
            self.knowledge.loses(&argument.value);
        }
        self.puts_into_safe(name, receiver, given);
        self.queue_method(name, receiver).joined(&self.got_from_safe(name, receiver))
    }

    /// `queue.put(value)`, `variable.set(value)`
    fn puts_into_safe(&mut self, name: &str, receiver: &Value, given: &[Given]) {
        if matches!(name, "put" | "put_nowait" | "set") {
            for safe in named_by(receiver) {
                for argument in given {
                    self.knowledge.queues(safe, &argument.value);
                }
            }
        }
    }

    /// `queue.get()`, `variable.get()`: an object that somebody put there is the same for whoever has it.
    fn got_from_safe(&mut self, name: &str, receiver: &Value) -> Value {
        let mut got = Value::default();
        if !matches!(name, "get" | "get_nowait") {
            return got;
        }
        for safe in named_by(receiver) {
            got.join(&self.knowledge.queued(safe));
        }
        if !receiver.content.is_empty() {
            got.join(&receiver.element());
        }
        if !got.types.is_empty() || !got.aliases.is_empty() {
            got.join(&Value::unknown());
        }
        got
    }

    /// A queue's methods are safe one by one; a check and the act that rests on it are not.
    pub(super) fn queue_method(&mut self, name: &str, receiver: &Value) -> Value {
        let checks = matches!(name, "empty" | "full" | "qsize");
        let mut result =
            if matches!(name, "get" | "get_nowait") { Value::unknown() } else { Value::immutable() };
        for depend in receiver.depends.clone() {
            let Source::Location(location) = depend.source else { continue };
            if checks {
                let check = Depend { source: depend.source, at: self.statement };
                self.checks.insert(check);
                result.depends.insert(check);
            } else if self.is_checked(receiver) {
                self.knowledge.changed |= self.knowledge.checked.insert(location);
            }
            if self.knowledge.checked.contains(&location) {
                let access = if checks { Access::Read } else { Access::Write };
                self.touch_here(Root::Location(location), Level::Object, access);
            }
        }
        result
    }

    /// Whether the code at hand runs only after a check of the queue that `receiver` is.
    pub(super) fn is_checked(&self, receiver: &Value) -> bool {
        receiver.depends.iter().any(|depend| {
            let decides = |check: &&Depend| check.source == depend.source && self.control.contains(check);
            matches!(depend.source, Source::Location(_)) && self.checks.iter().any(|check| decides(&check))
        })
    }

    /// The methods that a call of `name` on the own classes among the types of `receiver` may run, each with the classes for which it
    /// does; and the classes that have none.
    pub(super) fn dispatched(
        &self,
        receiver: &Value,
        name: &str,
    ) -> (BTreeMap<FunctionKey, Types>, BTreeSet<ClassKey>) {
        let (mut own, mut without) = (BTreeMap::<FunctionKey, Types>::new(), BTreeSet::new());
        for kind in &receiver.types {
            let Type::Own(class) = kind else { continue };
            let methods = self.knowledge.methods(*class, name);
            if methods.is_empty() {
                without.insert(*class);
            }
            for method in methods {
                own.entry(method).or_default().insert(kind.clone());
            }
        }
        (own, without)
    }

    /// What a call of `name` on the own classes among the types of `receiver` runs, whichever they are; gives those that have no such
    /// method, too.
    fn own_method_call(
        &mut self,
        name: &str,
        receiver: &Value,
        given: &[Given],
    ) -> (Value, BTreeSet<ClassKey>) {
        let mut result = Value::default();
        let (own, without) = self.dispatched(receiver, name);
        for (method, types) in own {
            let one = receiver.clone().with_types(types);
            result.join(&self.runs_method(method, &one, given));
        }
        if !without.is_empty() {
            let value = self.inherited_methods(&without, name, receiver, given);
            result.join(&value);
        }
        (result, without)
    }

    fn runs_method(&mut self, method: FunctionKey, receiver: &Value, given: &[Given]) -> Value {
        let is_static = self.knowledge.function(method).method == MethodKind::Static;
        self.call_function(method, (!is_static).then_some(receiver), given, None)
    }

    /// A call by `super()`.
    fn parent_method_call(
        &mut self,
        class: ClassKey,
        name: &str,
        receiver: &Value,
        given: &[Given],
    ) -> Value {
        let methods = self.knowledge.nearest_methods(class, name);
        if methods.is_empty() {
            return self.inherited_methods(&BTreeSet::from([class]), name, receiver, given);
        }
        let mut result = self.patched_methods(class, name, receiver, given);
        for method in methods {
            result.join(&self.runs_method(method, receiver, given));
        }
        result
    }

    /// A method that none of these own classes defines: one of a builtin or a library's class, or a function that the object has.
    fn inherited_methods(
        &mut self,
        classes: &BTreeSet<ClassKey>,
        name: &str,
        receiver: &Value,
        given: &[Given],
    ) -> Value {
        let mut result = Value::default();
        let (mut changing, mut reading) = (Types::new(), Types::new());
        for class in classes {
            let one = receiver.clone().with_types(Types::from([Type::Own(*class)]));
            let value = self.inherited_method(*class, name, &one, given);
            result.join(&value);
            let changes = self.knowledge.inherits_unseen(*class)
                && library::may_mutate(name)
                && self.knowledge.container_bases(*class).is_empty();
            if changes { &mut changing } else { &mut reading }.insert(Type::Own(*class));
        }
        if !changing.is_empty() {
            let changed = receiver.clone().with_types(changing);
            self.mutate(&changed, &Default::default());
            for argument in given {
                self.put_into(&changed, &argument.value, &argument.value.depends);
            }
        }
        if !reading.is_empty() {
            self.read(&receiver.clone().with_types(reading), Access::Read);
        }
        self.unknown_arguments(given);
        result.join(&Value::unknown());
        result
    }

    /// What one class among them adds.
    fn inherited_method(&mut self, class: ClassKey, name: &str, receiver: &Value, given: &[Given]) -> Value {
        let mut result = Value::default();
        if let Some(field) = self.knowledge.field_value(class, name) {
            self.call_back(&field);
        }
        for kind in self.knowledge.container_bases(class) {
            if let Some(method) = library::container_method(&kind, name) {
                let container = receiver.clone().with_types(Types::from([kind.clone()]));
                let value = self.container_method((name, method), &container, given, None);
                result.join(&value);
            }
        }
        let is_thread = self.knowledge.is_below_thread(class);
        let starts = is_thread && name == "start";
        if starts {
            self.effects.spawns = true;
            self.late = true;
            for run in self.knowledge.methods(class, "run") {
                self.starts(run);
            }
        }
        if is_thread && name == "join" {
            self.waits_here(".join()");
        }
        if self.knowledge.inherits_unseen(class) && !starts {
            self.runs_hooks(class, receiver);
            if self.knowledge.is_container_by_parts(class) {
                for part in library::parts_of(name) {
                    let given = self.operator_methods(receiver, part, &[]);
                    result.join(&given);
                }
            }
        }
        result
    }

    pub(super) fn class_method_call(
        &mut self,
        class: ClassKey,
        name: &str,
        receiver: &Value,
        given: &[Given],
    ) -> Value {
        let mut result = Value::default();
        let mut methods = self.knowledge.nearest_methods(class, name);
        methods.extend(self.metaclass_methods(class, name));
        if methods.is_empty() && name == "register" {
            // A virtual subclass of an abstract one.
            for kind in given.iter().flat_map(|argument| &argument.value.types) {
                if let Type::ClassObject(below) = kind {
                    self.knowledge.registers(class, *below);
                }
            }
        }
        if name == "__subclasses__" {
            result.types.insert(Type::List);
            let below = self.knowledge.with_those_below(class).into_iter().filter(|below| *below != class);
            result.content.extend(below.map(Type::ClassObject));
        }
        for method in methods {
            let value = self.call_function(method, Some(receiver), given, None);
            result.join(&value);
        }
        result
    }

    pub(super) fn immutable_method(&mut self, receiver: &Value, given: &[Given]) -> Value {
        for argument in given {
            let value = argument.value.clone();
            self.read_deep(&value);
            self.run_deferred(&value);
            self.text(&value.or_held());
        }
        self.call_backs(given);
        let mut result = receiver.outcome();
        for argument in given {
            result.depends.extend(self.dependences_of(&argument.value));
        }
        result.types = Types::from([Type::Immutable]);
        result
    }

    pub(super) fn future_method(&mut self, name: &str, receiver: &Value, given: &[Given]) -> Value {
        if name == "add_done_callback" {
            self.kept(given, Runs::InBodyThread);
        }
        if matches!(name, "result" | "exception") {
            let mut value = receiver.element();
            if receiver.content.is_empty() {
                value = Value { depends: receiver.depends.clone(), ..Value::unknown() };
            }
            value.futures = match &receiver.futures {
                Futures::Result(result) if name == "result" => Futures::clone(result),
                _ => Futures::None,
            };
            return value;
        }
        Value::immutable()
    }

    pub(super) fn executor_method(&mut self, name: &str, given: &[Given]) -> Value {
        if !matches!(name, "submit" | "map") {
            return Value::immutable();
        }
        self.kept(given, Runs::Later);
        self.effects.spawns = true;
        self.late = true;
        let mut future = Value::of(if name == "submit" { Type::Future } else { Type::Iterator });
        if name == "map" {
            future.types.insert(Type::LibraryName("concurrent.futures.as_completed".to_owned()));
        }
        future.content.insert(Type::Unknown);
        future.futures = self.executor_futures(name, given);
        future
    }

    pub(super) fn container_method(
        &mut self,
        (name, method): (&str, library::Method),
        receiver: &Value,
        given: &[Given],
        callee: Option<ValueId>,
    ) -> Value {
        let mut parts = CommonSet::new();
        for argument in given {
            parts.join(&self.dependences_of(&argument.value));
            self.run_deferred(&argument.value.clone());
            if argument.value.types.iter().any(|kind| matches!(kind, Type::Own(_))) {
                self.operator_methods(&argument.value.clone(), "__hash__", &[]);
                self.operator_methods(&argument.value.clone(), "__eq__", &[Value::unknown()]);
            }
        }
        self.call_backs(given);
        match method.effect {
            Effect::None => {}
            Effect::Reads => self.read(receiver, Access::Read),
            Effect::ReadsDeep => self.read_deep(receiver),
            Effect::Mutates => {
                self.mutate(receiver, &parts);
                for (place, argument) in given.iter().enumerate() {
                    // What is put in may be an element, or a container of elements (`extend`, `update`).
                    self.read(&argument.value.clone(), Access::Read);
                    let mut put = argument.value.clone();
                    if !put.is_started() {
                        put.join(&argument.value.element());
                    }
                    put.futures = Walk::put_futures(name, receiver, (place, argument));
                    if argument.value.may_change() {
                        self.put_into(receiver, &put, &Default::default());
                    } else {
                        for location in locations(receiver) {
                            let kept = Value {
                                content: put.types.clone(),
                                futures: Futures::each(put.futures.clone()),
                                stand_ins: put.stand_ins.in_a_container(),
                                ..Value::default()
                            };
                            self.knowledge.holds(location, &kept);
                        }
                    }
                    self.receiver_holds(callee, &put);
                }
                for argument in self.argument_events() {
                    self.reached_through(receiver, argument);
                }
            }
        }
        let mut result = match method.gives {
            Gives::Immutable => receiver.outcome(),
            Gives::Element => {
                let mut element = receiver.element();
                for argument in given {
                    element.join(&argument.value);
                }
                element
            }
            Gives::View => {
                // What it holds is what is seen through it.
                let mut view = receiver.clone();
                view.types = Types::from([Type::Iterator]);
                view.bound.clear();
                view
            }
            Gives::Copy => {
                let kind = receiver.types.iter().next().cloned().unwrap_or(Type::Unknown);
                receiver.copied(kind)
            }
            Gives::Unknown => receiver.element(),
        };
        result.futures = self.method_futures(name, receiver, given);
        result.depends.extend(self.dependences_of(receiver));
        result.depends.extend(parts);
        result
    }

    /// The events of the arguments of the call at hand.
    fn argument_events(&self) -> Vec<ValueId> {
        let statement = self.function.statements.get(self.statement.0 as usize);
        match statement
            .and_then(|statement| statement.events.get(self.event.0 as usize))
            .map(|event| &event.op)
        {
            Some(Op::Call(_, arguments)) => arguments.iter().map(|argument| argument.value).collect(),
            _ => Vec::new(),
        }
    }

    /// Lets the local whose method the event `callee` fetched hold `value`.
    pub(super) fn receiver_holds(&mut self, callee: Option<ValueId>, value: &Value) {
        let statement = &self.function.statements[self.statement.0 as usize];
        let Some(event) = callee.and_then(|callee| statement.events.get(callee.0 as usize)) else { return };
        if let Op::Attribute(object, _) = event.op {
            self.local_holds(object, value);
        }
    }

    pub(super) fn library_method(
        &mut self,
        path: &str,
        name: &str,
        receiver: &Value,
        given: &[Given],
        callee: Option<ValueId>,
    ) -> Value {
        self.works(None);
        let mut kept = Value::default();
        for argument in given {
            kept.deferred.extend(functions(&argument.value));
        }
        self.used_by_library(given);
        // What it keeps (`ExitStack.callback`) may run when its `with` ends.
        self.receiver_holds(callee, &kept);
        let made_by_function =
            path.rsplit('.').next().is_some_and(|last| last.starts_with(|first: char| !first.is_uppercase()));
        if self.strict == Strictness::Strict || (made_by_function && library::may_mutate(name)) {
            self.mutate(receiver, &Default::default());
        } else {
            self.read_deep(receiver);
            self.hands(receiver, self.callee_here());
            self.hands_arguments(given);
        }
        let mut parts = CommonSet::new();
        for argument in given {
            parts.join(&self.dependences_of(&argument.value));
        }
        // Nobody sees whether it changes the object by what it is given: then both belong together.
        self.made_of(locations(receiver), &parts);
        self.unknown_arguments(given);
        if matches!(name, "copy" | "__copy__") {
            // Whatever it is, a copy of it is a new object.
            let mut copy = receiver.copied(Type::Library(path.to_owned()));
            copy.depends.extend(self.dependences_of(receiver));
            return copy;
        }
        let mut result = receiver.element();
        let made = executor::given_by_method(path, name).map(Type::Executor);
        result.types = match name {
            "__new__" => self.classes_in_the_making(),
            _ => made.into_iter().collect(),
        };
        if result.types.is_empty() {
            result.types.insert(Type::Library(path.to_owned()));
        }
        result.depends.extend(self.dependences_of(receiver));
        result
    }
}

impl Walk<'_, '_> {
    /// `super().__new__(...)` in a metaclass: the classes that it makes.
    pub(super) fn classes_in_the_making(&self) -> Types {
        let Some(class) = self.function.class else { return Types::new() };
        let class = ClassKey { module: self.key.module, class };
        self.knowledge.classes_made_by(class).into_iter().map(Type::ClassObject).collect()
    }
}

/// The locations by whose names `value` was got.
fn named_by(value: &Value) -> BTreeSet<LocationId> {
    let location = |depend: &Depend| match depend.source {
        Source::Location(location) => Some(location),
        Source::Param(_) => None,
    };
    value.depends.iter().filter_map(location).collect()
}
