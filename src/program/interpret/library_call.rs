//! Calls of what the program does not define: methods of builtin types, builtins, library functions, unknown callees.

use super::Walk;
use super::call::{Given, PARTIAL};
use super::touch::locations;
use crate::diagnostics::{Step, Why};
use crate::options::Strictness;
use crate::program::facts::{Dynamic, EscapeKind};
use crate::program::library::{self, BuiltinGives, Effect, Gives, LibraryCall};
use crate::program::location::{Access, ClassKey, FunctionKey, Level, Root};
use crate::program::value::{Depend, Source, Type, Types, Value};
use crate::summary::{ArgumentKind, FunctionKind, Op, ValueId};

impl Walk<'_, '_> {
    /// `receiver.name(...)`; `callee` is the event that fetched the method, where there is one.
    pub(super) fn method_call(&mut self, name: &str, receiver: &Value, given: &[Given], callee: Option<ValueId>) -> Value {
        let mut result = Value::default();
        if name == PARTIAL {
            return self.partial_call(receiver, given);
        }
        for kind in receiver.types.clone() {
            let one = receiver.clone().with_types(Types::from([kind.clone()]));
            let queue = matches!(kind, Type::Queue | Type::OpenQueue);
            if library::waits(&kind, name, given.len()) && !(queue && self.is_checked(&one)) {
                self.waits_here(&format!(".{name}()"));
            }
            let value = match &kind {
                Type::Own(class) => self.own_method_call(*class, name, &one, given),
                Type::ClassObject(class) => self.class_method_call(*class, name, &one, given),
                Type::Immutable | Type::Safe => self.immutable_method(&one, given),
                Type::Function(_) => Value::unknown(),
                Type::Future => self.future_method(name, &one, given),
                Type::Executor => self.executor_method(name, given),
                Type::Thread => {
                    if name == "start" {
                        self.effects.spawns = true;
                        self.late = true;
                    }
                    Value::immutable()
                }
                Type::Queue | Type::OpenQueue => self.queue_method(name, &one),
                Type::Waitable | Type::Lock => {
                    if name == "acquire" {
                        self.acquires_here(&one);
                    }
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
                        self.container_method(method, &one, given, callee)
                    }
                    None => self.unknown_method(name, &one, given),
                },
            };
            result.join(&value);
        }
        result
    }

    /// A queue's methods are safe one by one; a check and the act that rests on it are not.
    fn queue_method(&mut self, name: &str, receiver: &Value) -> Value {
        let checks = matches!(name, "empty" | "full" | "qsize");
        let mut result = if matches!(name, "get" | "get_nowait") { Value::unknown() } else { Value::immutable() };
        for depend in receiver.depends.clone() {
            let Source::Location(location) = depend.source else { continue };
            if checks {
                result.depends.insert(Depend { source: depend.source, at: self.statement });
            } else if self.control.iter().any(|control| control.source == depend.source) {
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
    fn is_checked(&self, receiver: &Value) -> bool {
        receiver.depends.iter().any(|depend| {
            matches!(depend.source, Source::Location(_)) && self.control.iter().any(|control| control.source == depend.source)
        })
    }

    /// The methods of its elements that a container's method runs.
    fn element_protocols(&mut self, name: &str, container: &Value) {
        let elements = Value { types: container.content.clone(), ..Value::default() };
        for method in library::element_methods(name) {
            self.operator_methods(&elements, method, &[elements.clone()]);
        }
    }

    fn own_method_call(&mut self, class: ClassKey, name: &str, receiver: &Value, given: &[Given]) -> Value {
        let methods = self.knowledge.methods(class, name);
        let mut result = Value::default();
        for method in &methods {
            let is_static = self.knowledge.function(*method).method == crate::summary::MethodKind::Static;
            let value = self.call_function(*method, (!is_static).then_some(receiver), given, None);
            result.join(&value);
        }
        if methods.is_empty() {
            if let Some(field) = self.knowledge.field(class, name) {
                self.call_back(&field);
            }
            // A class below a library's inherits methods that nobody sees.
            let inherits = self.knowledge.ancestry(class).iter().any(|class| {
                let bases = &self.knowledge.class(*class).bases;
                bases.len() > self.knowledge.bases(*class).len()
            });
            if inherits && library::may_mutate(name) {
                self.mutate(receiver, &Default::default());
                for argument in given {
                    self.put_into(receiver, &argument.value, &argument.value.depends);
                }
            } else {
                self.read(receiver, Access::Read);
            }
            self.unknown_arguments(given);
            result.join(&Value::unknown());
        }
        result
    }

    fn class_method_call(&mut self, class: ClassKey, name: &str, receiver: &Value, given: &[Given]) -> Value {
        let mut result = Value::default();
        for method in self.knowledge.methods(class, name) {
            let value = self.call_function(method, Some(receiver), given, None);
            result.join(&value);
        }
        result
    }

    fn immutable_method(&mut self, receiver: &Value, given: &[Given]) -> Value {
        for argument in given {
            let value = argument.value.clone();
            self.read_deep(&value);
            self.run_deferred(&value);
        }
        self.call_backs(given);
        let mut result = receiver.outcome();
        for argument in given {
            result.depends.extend(self.dependences_of(&argument.value));
        }
        result.types = Types::from([Type::Immutable]);
        result
    }

    fn future_method(&mut self, name: &str, receiver: &Value, given: &[Given]) -> Value {
        if name == "add_done_callback" {
            self.kept(given);
        }
        if matches!(name, "result" | "exception") {
            let mut value = receiver.element();
            if receiver.content.is_empty() {
                value = Value { depends: receiver.depends.clone(), ..Value::unknown() };
            }
            return value;
        }
        Value::immutable()
    }

    fn executor_method(&mut self, name: &str, given: &[Given]) -> Value {
        if !matches!(name, "submit" | "map") {
            return Value::immutable();
        }
        self.kept(given);
        self.effects.spawns = true;
        self.late = true;
        let mut future = Value::of(if name == "submit" { Type::Future } else { Type::Iterator });
        if name == "map" {
            future.types.insert(Type::LibraryName("concurrent.futures.as_completed".to_owned()));
        }
        future.content.insert(Type::Unknown);
        future
    }

    fn container_method(
        &mut self,
        method: library::Method,
        receiver: &Value,
        given: &[Given],
        callee: Option<ValueId>,
    ) -> Value {
        let mut parts = std::collections::BTreeSet::new();
        for argument in given {
            parts.extend(self.dependences_of(&argument.value));
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
                for argument in given {
                    // What is put in may be an element, or a container of elements (`extend`, `update`).
                    self.read(&argument.value.clone(), Access::Read);
                    let mut put = argument.value.clone();
                    put.join(&argument.value.element());
                    if argument.value.may_change() {
                        self.put_into(receiver, &put, &Default::default());
                    } else {
                        for location in locations(receiver) {
                            let kept = Value { content: put.types.clone(), ..Value::default() };
                            self.knowledge.holds(location, &kept);
                        }
                    }
                    self.receiver_holds(callee, &put);
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
        result.depends.extend(self.dependences_of(receiver));
        result.depends.extend(parts);
        result
    }

    /// Lets the local whose method the event `callee` fetched hold `value`.
    fn receiver_holds(&mut self, callee: Option<ValueId>, value: &Value) {
        let statement = &self.function.statements[self.statement.0 as usize];
        let Some(event) = callee.and_then(|callee| statement.events.get(callee.0 as usize)) else { return };
        if let Op::Attribute(object, _) = event.op {
            self.local_holds(object, value);
        }
    }

    fn library_method(
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
        // What it keeps (`ExitStack.callback`) may run when its `with` ends.
        self.receiver_holds(callee, &kept);
        let made_by_function = path.rsplit('.').next().is_some_and(|last| last.starts_with(|first: char| !first.is_uppercase()));
        if self.strict == Strictness::Strict || (made_by_function && library::may_mutate(name)) {
            self.mutate(receiver, &Default::default());
        } else {
            self.read(receiver, Access::Read);
        }
        self.unknown_arguments(given);
        let mut result = receiver.element();
        result.types = Types::from([Type::Library(path.to_owned())]);
        result.depends.extend(self.dependences_of(receiver));
        result
    }

    fn unknown_method(&mut self, name: &str, receiver: &Value, given: &[Given]) -> Value {
        self.works(None);
        if library::may_mutate(name) || self.strict == Strictness::Strict {
            let mut parts = std::collections::BTreeSet::new();
            for argument in given {
                parts.extend(self.dependences_of(&argument.value));
            }
            self.mutate(receiver, &parts);
            for argument in given {
                self.put_into(receiver, &argument.value.clone(), &Default::default());
            }
        } else {
            self.read(receiver, Access::Read);
        }
        self.unknown_arguments(given);
        let mut result = receiver.element().joined(&Value::unknown());
        result.depends.extend(self.dependences_of(receiver));
        for class in self.knowledge.classes() {
            let found = self.knowledge.class(class).methods.iter().find(|(method, _)| method == name).map(|(_, id)| *id);
            if let Some(function) = found {
                let key = FunctionKey { module: class.module, function };
                let value = self.call_function(key, Some(receiver), given, None);
                result.join(&value);
            }
        }
        result
    }

    /// A call of a value that nobody knows.
    pub(super) fn unknown_call(&mut self, callee: &Value, given: &[Given]) -> Value {
        self.works(None);
        self.call_back(&callee.clone().with_types(Types::from([Type::Unknown])));
        self.unknown_arguments(given);
        let mut result = Value::unknown();
        for argument in given {
            result.depends.extend(self.dependences_of(&argument.value));
        }
        result
    }

    /// What an unknown callee may do with what it is given: look at all of it, call it back; with `--strict` change it.
    fn unknown_arguments(&mut self, given: &[Given]) {
        for argument in given {
            let value = argument.value.clone();
            self.read_deep(&value);
            self.run_deferred(&value);
            if self.strict == Strictness::Strict {
                self.mutate(&value, &Default::default());
            }
        }
        self.call_backs(given);
    }

    fn call_backs(&mut self, given: &[Given]) {
        for argument in given {
            if argument.value.types.iter().any(|kind| matches!(kind, Type::Function(_))) || !argument.value.bound.is_empty() {
                let functions = Value {
                    types: argument.value.types.iter().filter(|kind| matches!(kind, Type::Function(_))).cloned().collect(),
                    bound: argument.value.bound.clone(),
                    ..Value::default()
                };
                self.call_back(&functions);
            }
            for alias in &argument.value.aliases {
                if let Root::Param(index) = alias.root
                    && !alias.held
                    && argument.value.types.contains(&Type::Unknown)
                {
                    self.effects.calls.insert(index);
                }
            }
        }
    }

    /// Functions among the arguments are kept and run later, beside whatever runs then.
    pub(super) fn kept(&mut self, given: &[Given]) {
        for argument in given {
            let mut functions: Vec<FunctionKey> = Vec::new();
            for kind in &argument.value.types {
                if let Type::Function(function) = kind {
                    functions.push(*function);
                }
            }
            for (name, receiver) in &argument.value.bound {
                for kind in &receiver.types {
                    if let Type::Own(class) = kind {
                        functions.extend(self.knowledge.methods(*class, name));
                    }
                }
            }
            for function in functions {
                self.knowledge.mark_called(self.key, function);
                self.knowledge.make_late(function);
                if self.knowledge.effects.get(&function).is_some_and(|effects| effects.spawns) {
                    self.late = true;
                    self.effects.spawns = true;
                }
                if self.knowledge.function(function).kind == FunctionKind::Lambda {
                    self.deferred_escape(function);
                }
            }
        }
    }

    /// Whether `value` runs code of its own when its new owner uses it, code that can't guard itself; what that touches is
    /// named.
    pub(super) fn run_later(&mut self, value: &Value) -> bool {
        let kept: Vec<FunctionKey> = functions(value).chain(value.deferred.iter().copied()).collect();
        let mut later = !value.deferred.is_empty();
        for function in kept {
            if self.knowledge.is_transparent(function) {
                self.deferred_escape(function);
                later = true;
            }
        }
        later
    }

    /// A lambda that is kept can't guard itself: what it touches is named.
    fn deferred_escape(&mut self, function: FunctionKey) {
        let place = self.here();
        let Some(effects) = self.knowledge.effects.get(&function) else { return };
        for (location, level) in &effects.direct {
            {
                let (location, level) = (*location, *level);
                self.facts.escapes.insert(crate::program::facts::Escape { kind: EscapeKind::Deferred, location, level, place });
            }
        }
    }

    fn partial_call(&mut self, receiver: &Value, given: &[Given]) -> Value {
        let mut any = receiver.clone();
        for argument in given {
            any.join(&argument.value);
        }
        any.bound.clear();
        let mut result = Value::default();
        for kind in receiver.types.clone() {
            if let Type::Function(function) = kind {
                let params = self.knowledge.function(function).params.len();
                let spread = Given { kind: ArgumentKind::Positional, value: any.clone() };
                let value = self.call_function(function, None, &vec![spread; params], None);
                result.join(&value);
            }
        }
        result
    }

    /// The second argument of the call at hand, where it is a literal name.
    fn word_argument(&self) -> Option<String> {
        let events = &self.function.statements.get(self.statement.0 as usize)?.events;
        let Op::Call(_, arguments) = &events.get(self.event.0 as usize)?.op else { return None };
        match &events.get(arguments.get(1)?.value.0 as usize)?.op {
            Op::Word(word) => Some(word.clone()),
            _ => None,
        }
    }

    /// Whether the only argument of the call at hand is zero.
    fn is_given_zero(&self) -> bool {
        let events = self.function.statements.get(self.statement.0 as usize).map(|statement| statement.events.as_slice());
        let op = |id: ValueId| events.and_then(|events| events.get(id.0 as usize)).map(|event| &event.op);
        match op(self.event) {
            Some(Op::Call(_, arguments)) => match arguments.as_slice() {
                [only] => matches!(op(only.value), Some(Op::Constant(crate::summary::Constant::Zero))),
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn builtin_call(&mut self, name: &str, given: &[Given]) -> Value {
        match name {
            "super" => return self.parent_instance(),
            "next" => {
                // An iterator changes as it goes.
                for argument in given.iter().take(1) {
                    self.mutate(&argument.value.clone(), &Default::default());
                }
            }
            "type" if given.len() == 1 => {
                let classes = given[0].value.types.iter().filter_map(|kind| match kind {
                    Type::Own(class) => Some(Type::ClassObject(*class)),
                    _ => None,
                });
                let types: Types = classes.collect();
                return Value { depends: given[0].value.depends.clone(), ..Value::immutable() }.with_types(if types.is_empty() {
                    Types::from([Type::Immutable])
                } else {
                    types
                });
            }
            "globals" | "exec" | "eval" | "__import__" => {
                let place = self.here();
                self.facts.dynamic.insert(Dynamic { statement: self.statement, place, what: format!("{name}()") });
            }
            "setattr" | "delattr" if self.word_argument().is_some() => {
                let object = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
                let value = given.get(2).map(|argument| argument.value.clone()).unwrap_or_default();
                let attribute = self.word_argument().unwrap_or_default();
                self.write_attribute(&object, &attribute, &value);
                return Value::immutable();
            }
            "getattr" if self.word_argument().is_some() => {
                let object = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
                let attribute = self.word_argument().unwrap_or_default();
                let found = self.attribute(&object, &attribute);
                let default = given.get(2).map(|argument| argument.value.clone()).unwrap_or_default();
                return found.joined(&default);
            }
            "setattr" | "delattr" => {
                if let Some(object) = given.first().map(|argument| argument.value.clone()) {
                    if object.types.iter().any(|kind| matches!(kind, Type::ClassObject(_) | Type::LibraryName(_))) {
                        let place = self.here();
                        self.facts.dynamic.insert(Dynamic { statement: self.statement, place, what: format!("{name}()") });
                    }
                    let value = given.get(2).map(|argument| argument.value.clone()).unwrap_or_default();
                    self.put_into(&object, &value, &value.depends);
                }
                return Value::immutable();
            }
            "getattr" => {
                let object = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
                self.read(&object, Access::Read);
                let mut value = object.element().joined(&Value::unknown());
                value.depends.extend(self.dependences_of(&object));
                return value;
            }
            _ if library::is_exception(name) => {
                let mut exception = Value::immutable();
                for argument in given {
                    exception.depends.extend(&argument.value.depends);
                }
                return exception;
            }
            _ => {}
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
                for kind in &argument.value.types {
                    if let Type::Function(function) = kind {
                        result.deferred.insert(*function);
                    }
                }
            }
        }
        result
    }

    fn builtin_gives(&mut self, gives: BuiltinGives, given: &[Given], result: &mut Value) {
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
    fn own_protocols(&mut self, name: &str, value: &Value) {
        let methods: &[&str] = match name {
            "len" => &["__len__"],
            "bool" => &["__bool__", "__len__"],
            "hash" => &["__hash__"],
            "str" | "print" | "format" | "repr" | "ascii" => &["__str__", "__repr__", "__format__"],
            "int" => &["__int__", "__index__"],
            "float" => &["__float__"],
            "abs" => &["__abs__"],
            "next" => &["__next__"],
            "list" | "tuple" | "set" | "frozenset" | "sorted" | "sum" | "any" | "all" | "min" | "max" | "iter" | "enumerate"
            | "zip" | "map" | "filter" | "dict" | "reversed" => &["__iter__", "__next__", "__lt__", "__eq__"],
            _ => return,
        };
        for method in methods {
            let given = self.operator_methods(value, method, &[]);
            self.run_deferred(&given);
        }
    }

    /// `super()`: the instance, with the classes above the method's own.
    fn parent_instance(&mut self) -> Value {
        let Some(class) = self.function.class else { return Value::unknown() };
        let class = ClassKey { module: self.key.module, class };
        let bases = self.knowledge.bases(class);
        let types: Types = match self.function.method {
            crate::summary::MethodKind::Class => bases.into_iter().map(Type::ClassObject).collect(),
            _ => bases.into_iter().map(Type::Own).collect(),
        };
        if types.is_empty() {
            return Value::of(Type::Library("object".to_owned()));
        }
        let mut value = self.env.first().cloned().unwrap_or_default();
        value.types = types;
        value
    }

    pub(super) fn library_call(&mut self, path: &str, given: &[Given]) -> Value {
        let kind = library::library(path);
        match kind {
            Some(LibraryCall::KeepsFunctions) => {
                self.kept(given);
                return Value::of(library::constructed(path).unwrap_or(Type::Library(path.to_owned())));
            }
            Some(LibraryCall::Dynamic) => {
                let place = self.here();
                self.facts.dynamic.insert(Dynamic { statement: self.statement, place, what: format!("{path}()") });
            }
            Some(LibraryCall::Waits) => self.waits_here(path),
            Some(LibraryCall::Slow) if !self.is_given_zero() => {
                let why = Why { steps: vec![Step { place: self.here(), text: format!("calls {path}") }] };
                self.slow(path, why);
            }
            _ => {}
        }
        if let Some((class, method)) = path.split_once('.')
            && let Some(kind) = library::builtin_class(class)
            && let Some((first, rest)) = given.split_first()
            && first.value.types.iter().any(|given| *given == kind || *given == Type::Unknown)
        {
            // `list.append(rows, x)`: a method called through its class.
            let receiver = first.value.clone().with_types(Types::from([kind]));
            return self.method_call(method, &receiver, rest, None);
        }
        if path == "dataclasses.field" {
            let mut field = Value::unknown();
            for argument in given {
                field.deferred.extend(functions(&argument.value));
            }
            return field;
        }
        if path == "functools.partial" {
            return self.partial(given);
        }
        if library::constructed(path).is_none() {
            self.works(None);
        }
        self.unknown_arguments(given);
        let mut result = Value::default();
        for argument in given {
            result.depends.extend(self.dependences_of(&argument.value));
        }
        match kind {
            Some(LibraryCall::MutatesFirst) => {
                if let Some((first, rest)) = given.split_first() {
                    let target = first.value.clone();
                    self.prepares(&target);
                    self.mutate(&target, &Default::default());
                    for argument in rest {
                        self.put_into(&target, &argument.value.clone(), &argument.value.depends);
                    }
                    result.join(&target.element());
                }
            }
            Some(LibraryCall::CopiesFirst) => {
                let first = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
                for kind in &first.types {
                    let copy = first.copied(kind.clone());
                    result.join(&if path == "copy.deepcopy" { Value { aliases: Default::default(), ..copy } } else { copy });
                }
            }
            Some(LibraryCall::Views | LibraryCall::WaitingIterator) => {
                self.builtin_gives(BuiltinGives::View, given, &mut result);
                if kind == Some(LibraryCall::WaitingIterator) {
                    result.types.insert(Type::LibraryName(path.to_owned()));
                    result.content.insert(Type::Future);
                }
            }
            _ => {
                let container = library::constructed(path);
                let made = match &container {
                    Some(Type::Queue) if given.is_empty() => Type::OpenQueue,
                    Some(kind) => kind.clone(),
                    None => Type::Library(path.to_owned()),
                };
                if matches!(made, Type::Dict | Type::List | Type::Deque | Type::Set) {
                    for argument in given {
                        result.join(&argument.value.copied(made.clone()));
                        self.default_factory(&argument.value, &mut result);
                    }
                }
                let unknown = matches!(made, Type::Library(_));
                result.types = Types::from([made]);
                if unknown {
                    result.content.insert(Type::Unknown);
                }
            }
        }
        result
    }

    /// `defaultdict(list)` holds lists.
    fn default_factory(&self, argument: &Value, result: &mut Value) {
        for kind in &argument.types {
            match kind {
                Type::Builtin(name) => {
                    result.content.extend(library::builtin_class(name));
                }
                Type::ClassObject(class) => {
                    result.content.insert(Type::Own(*class));
                }
                Type::LibraryName(path) => {
                    result.content.extend(library::constructed(path));
                }
                _ => {}
            }
        }
    }

    fn partial(&mut self, given: &[Given]) -> Value {
        let mut kept = Value::default();
        for argument in given {
            kept.join(&argument.value);
        }
        kept.bound.clear();
        let first = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
        let mut result = Value { depends: kept.depends.clone(), ..Value::default() };
        for (name, receiver) in first.bound {
            result.bound.insert(name, receiver);
        }
        if first.types.iter().any(|kind| matches!(kind, Type::Function(_))) {
            result.bound.insert(PARTIAL.to_owned(), Box::new(kept));
        }
        result
    }
}

/// The functions that a value may be.
fn functions(value: &Value) -> impl Iterator<Item = FunctionKey> + '_ {
    value.types.iter().filter_map(|kind| match kind {
        Type::Function(function) => Some(*function),
        _ => None,
    })
}
