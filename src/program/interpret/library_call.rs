//! Calls of what the program does not define: methods of builtin types, builtins, library functions, unknown callees.

use super::Walk;
use super::call::Given;
use super::callback::{Runs, functions};
use crate::diagnostics::{Step, Why};
use crate::program::handlers;
use crate::program::library::{self, BuiltinGives, LibraryCall};
use crate::program::library_state;
use crate::program::value::{Type, Types, Value};
use crate::summary::ArgumentKind;

/// When a library runs a function that `path` is given.
fn when_called(path: &str) -> Runs {
    match path {
        "signal.signal" => Runs::InMainThread,
        "weakref.ref"
        | "weakref.proxy"
        | "weakref.WeakMethod"
        | "weakref.finalize"
        | "sys.settrace"
        | "sys.setprofile"
        | "sys.addaudithook"
        | "threading.settrace"
        | "threading.setprofile" => Runs::InTheMiddle,
        _ => Runs::Later,
    }
}

/// When a library runs a function that its `path` is bound to.
pub(super) fn when_set(path: &str) -> Runs {
    match path {
        "sys.unraisablehook" => Runs::InTheMiddle,
        _ => Runs::Later,
    }
}

impl Walk<'_, '_> {
    pub(super) fn library_call(&mut self, path: &str, given: &[Given]) -> Value {
        if library::copies_fields(path) {
            self.copies_fields(given);
        }
        self.note_initializer(given);
        let kind = library::library(path);
        if let Some(state) = library_state::read_by(path)
            && let Some(location) = self.knowledge.library_global(self.key.module, state)
        {
            let state = self.load_location(location);
            self.read_deep(&state);
        }
        match kind {
            Some(LibraryCall::KeepsFunctions) => {
                self.kept(given, when_called(path));
                if library::refers(path)
                    && let Some(first) = given.first()
                {
                    let mut value = first.value.clone();
                    // A proxy has an identity of its own.
                    value.types.insert(Type::Library(path.to_owned()));
                    return value;
                }
                return Value::of(library::constructed(path).unwrap_or(Type::Library(path.to_owned())));
            }
            Some(LibraryCall::Imports) => return self.imports_by_name(path, given),
            Some(LibraryCall::Reloads) => return self.reloads(given),
            Some(LibraryCall::Waits) => self.waits_here(path),
            _ if path.strip_prefix("logging.").is_some_and(handlers::logs) => self.logs_here(),
            Some(LibraryCall::Slow) if !self.is_given_zero() => {
                let why = Why { steps: vec![Step::end(self.here(), format!("calls {path}"))] };
                self.slow(path, why);
            }
            _ => {}
        }
        if let Some(value) = self.known_call(path, given) {
            return value;
        }
        if library::constructed(path).is_none() {
            self.works(None);
        }
        let of_builtin = path.split('.').next().and_then(library::builtin_class).is_some();
        // What makes something immutable of an object looks at it by the object's own methods.
        if !of_builtin && matches!(library::constructed(path), None | Some(Type::Immutable)) {
            self.used_by_library(given);
        }
        self.unknown_arguments(given);
        if kind.is_none() && !of_builtin && library::constructed(path).is_none() {
            self.hands_arguments(given);
        }
        let mut result = Value::default();
        for argument in given {
            result.depends.extend(self.dependences_of(&argument.value));
        }
        self.library_gives(path, given, &mut result);
        result
    }

    /// What functions give whose own ways are known here: those that stand for a method, make a class or a function.
    fn known_call(&mut self, path: &str, given: &[Given]) -> Option<Value> {
        if let Some((class, method)) = path.split_once('.')
            && let Some(kind) = library::builtin_class(class)
            && let Some((first, rest)) = given.split_first()
            && first.value.types.iter().any(|given| *given == kind || *given == Type::Unknown)
        {
            // `list.append(rows, x)`: a method called through its class.
            let receiver = first.value.clone().with_types(Types::from([kind]));
            return Some(self.method_call(method, &receiver, rest, None));
        }
        if path == "type.__new__" {
            self.unknown_arguments(given);
            return Some(Value::default().with_types(self.classes_in_the_making()));
        }
        if path == "object.__setattr__"
            && let [object, _, value] = given
            && let Some(attribute) = self.word_argument(1)
        {
            self.write_attribute(&object.value.clone(), &attribute, &value.value.clone());
            return Some(Value::immutable());
        }
        if let Some(class) = self.class_call(path, given) {
            return Some(class);
        }
        if path == "dataclasses.field" {
            let mut field = Value::unknown();
            for argument in given {
                field.deferred.extend(functions(&argument.value));
            }
            return Some(field);
        }
        if path == "functools.wraps" {
            // It looks at what it is given, and calls nothing.
            return Some(Value::of(Type::Library(path.to_owned())));
        }
        if path == "functools.partial" {
            return Some(self.partial(given));
        }
        self.adapts(path, given)
    }

    /// What only dresses up what it is given: a method or a context manager made of it, or a call of a method that is named.
    fn adapts(&mut self, path: &str, given: &[Given]) -> Option<Value> {
        let first = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
        match path {
            "functools.partialmethod" | "functools.cmp_to_key" | "contextlib.nullcontext" => Some(first),
            "contextlib.closing" => {
                let mut value = first.clone();
                value.bind("close", &first);
                value.types.insert(Type::Library(path.to_owned()));
                Some(value)
            }
            "operator.methodcaller" | "operator.attrgetter" => {
                Some(Value::of(Type::LibraryName(format!("{path}.{}", self.word_argument(0)?))))
            }
            _ => {
                if let Some(name) = path.strip_prefix("operator.methodcaller.") {
                    let method = self.attribute(&first, name);
                    let mut result = Value::default();
                    for (name, receiver) in &method.bound {
                        result.join(&self.method_call(name, receiver, &[], None));
                    }
                    return Some(result);
                }
                let name = path.strip_prefix("operator.attrgetter.")?;
                Some(self.attribute(&first, name))
            }
        }
    }

    /// Adds what a library function gives, after changing what it changes.
    fn library_gives(&mut self, path: &str, given: &[Given], result: &mut Value) {
        match library::library(path) {
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
                for value in given.iter().map(|argument| argument.value.or_held()).collect::<Vec<_>>() {
                    for method in [
                        "__copy__",
                        "__deepcopy__",
                        "__reduce_ex__",
                        "__reduce__",
                        "__getstate__",
                        "__setstate__",
                    ] {
                        self.operator_methods(&value, method, &[]);
                    }
                }
                let first = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
                for kind in &first.types {
                    let copy = first.copied(kind.clone());
                    result.join(&if path == "copy.deepcopy" {
                        Value { aliases: Default::default(), ..copy }
                    } else {
                        copy
                    });
                }
            }
            kind @ Some(LibraryCall::Views | LibraryCall::WaitingIterator) => {
                let given = &self.iterated(given);
                self.builtin_gives(BuiltinGives::View, given, result);
                result.futures = self.library_futures(path, given);
                self.holds_stand_ins_of(given, result);
                if kind == Some(LibraryCall::WaitingIterator) {
                    result.types.insert(Type::LibraryName(path.to_owned()));
                    result.content.insert(Type::Future);
                }
            }
            _ => {
                self.library_object(path, given, result);
                if library::constructed(path).is_none() {
                    self.gives_stand_ins_of(given, result);
                }
            }
        }
    }

    /// A new object of a library class, or what an unknown function of a library gives.
    fn library_object(&mut self, path: &str, given: &[Given], result: &mut Value) {
        let made = match library::constructed(path) {
            Some(Type::Queue) if given.is_empty() => Type::OpenQueue,
            Some(kind) => kind,
            None => Type::Library(path.to_owned()),
        };
        if made == Type::DefaultDict {
            // What it makes missing items with runs when one is looked up.
            result.deferred.extend(given.iter().flat_map(|argument| functions(&argument.value)));
        }
        if matches!(made, Type::Dict | Type::DefaultDict | Type::List | Type::Deque | Type::Set) {
            for (index, argument) in given.iter().enumerate() {
                let is_factory =
                    made == Type::DefaultDict && index == 0 && argument.kind == ArgumentKind::Positional;
                if !is_factory {
                    result.join(&argument.value.copied(made.clone()));
                }
                self.default_factory(&argument.value, result);
            }
        }
        if path == "contextvars.ContextVar" {
            for argument in given {
                result.hold(&argument.value);
            }
        }
        if matches!(made, Type::Library(_)) {
            result.content.insert(Type::Unknown);
        }
        result.types = Types::from([made]);
    }

    /// `defaultdict(list)` holds lists.
    pub(super) fn default_factory(&self, argument: &Value, result: &mut Value) {
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
}
