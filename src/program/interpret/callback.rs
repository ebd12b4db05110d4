//! Functions given to others: called back at once, kept and run later, bound by `partial`.
//!
//! Must not know who is given them.

use super::Walk;
use super::call::{Given, PARTIAL};
use crate::diagnostics::{Step, Why};
use crate::options::Strictness;
use crate::program::facts::{Duty, EscapeKind, Interrupts};
use crate::program::location::{ClassKey, FunctionKey, Level, Root};
use crate::program::value::{Type, Types, Value};
use crate::summary::{ArgumentKind, FunctionKind};

/// Where a function that is kept runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runs {
    /// In the program's own threads: a signal handler, a registered callback, the target of a thread.
    Later,
    /// In the thread of a body: a done-callback.
    InBodyThread,
    /// In the main thread, in the middle of its other code: a signal handler.
    InMainThread,
    /// In the middle of any code: a finalizer.
    InTheMiddle,
}

impl Walk<'_, '_> {
    /// A call of a value that nobody knows.
    pub(super) fn unknown_call(&mut self, callee: &Value, given: &[Given]) -> Value {
        self.works(None);
        self.runs_argument(callee);
        self.used_by_library(given);
        self.call_back(&callee.clone().with_types(Types::from([Type::Unknown])));
        self.unknown_arguments(given);
        self.hands_arguments(given);
        let mut result = Value::unknown();
        for argument in given {
            result.depends.extend(self.dependences_of(&argument.value));
        }
        result
    }

    /// Calls a value that nobody knows here: which one an argument is, the caller sees; what a body is given, nobody does.
    pub(super) fn runs_argument(&mut self, callee: &Value) {
        let mut arguments: Vec<u32> = Vec::new();
        let mut is_argument = !self.is_body();
        for alias in callee.aliases.iter().filter(|alias| !alias.held) {
            match alias.root {
                Root::Param(index) if alias.level == Level::Object => arguments.push(index),
                // Something in an argument, or in a location.
                _ => is_argument = false,
            }
        }
        if arguments.is_empty() || !is_argument {
            let step = Step::end(self.here(), "calls something that nobody knows");
            self.calls_unknown(Why { steps: vec![step] });
        }
        self.effects.runs.extend(arguments);
    }

    /// What an unknown callee may do with what it is given: look at all of it, call it back; with `--strict` change it.
    pub(super) fn unknown_arguments(&mut self, given: &[Given]) {
        for argument in given {
            let value = argument.value.clone();
            self.read_deep(&value);
            self.may_start(&value);
            self.run_deferred(&value);
            if self.strict == Strictness::Strict {
                self.mutate(&value, &Default::default());
            }
        }
        self.call_backs(given);
    }

    pub(super) fn call_backs(&mut self, given: &[Given]) {
        for argument in given {
            if argument.value.types.iter().any(|kind| matches!(kind, Type::Function(_)))
                || !argument.value.bound.is_empty()
            {
                let functions = Value {
                    types: argument
                        .value
                        .types
                        .iter()
                        .filter(|kind| matches!(kind, Type::Function(_)))
                        .cloned()
                        .collect(),
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
    pub(super) fn kept(&mut self, given: &[Given], runs: Runs) {
        for argument in given {
            let mut functions: Vec<FunctionKey> = Vec::new();
            for kind in &argument.value.types {
                if let Type::Function(function) = kind {
                    functions.push(*function);
                }
                functions.extend(self.methods_for_libraries(kind));
                if let Type::Own(class) = kind {
                    functions.extend(self.knowledge.methods(*class, "__call__"));
                }
            }
            for (name, receiver) in &argument.value.bound.clone() {
                let own = receiver.is_only(|kind| matches!(kind, Type::Own(_)));
                if !own && crate::program::library::may_mutate(name) {
                    // A bound method of a container can't guard itself.
                    self.escapes(receiver, EscapeKind::Deferred);
                }
                for kind in &receiver.types {
                    if let Type::Own(class) | Type::Parent(class) = kind {
                        functions.extend(self.knowledge.methods(*class, name));
                    }
                }
            }
            for function in functions {
                self.starts(function);
                if matches!(runs, Runs::InBodyThread | Runs::InTheMiddle) {
                    self.knowledge.runs_in_threads(function);
                }
                let interrupts = match runs {
                    Runs::InMainThread => Some(Interrupts::MainThread),
                    Runs::InTheMiddle => Some(Interrupts::AnyThread),
                    Runs::Later | Runs::InBodyThread => None,
                };
                if let Some(interrupts) = interrupts {
                    self.knowledge.interrupts.insert(function, interrupts);
                }
                if self.effects_of(function).spawns {
                    self.late = true;
                    self.effects.spawns = true;
                }
                if self.knowledge.function(function).kind == FunctionKind::Lambda {
                    self.deferred_escape(function);
                }
            }
        }
    }

    /// `function` is left to somebody else to run later: where a body does that, beside other bodies.
    pub(super) fn starts(&mut self, function: FunctionKey) {
        self.knowledge.mark_called(self.key, function);
        self.knowledge.make_late(function);
        self.knowledge.started.insert((self.key, function));
    }

    /// The methods that a library may call on what it is given: those of a class below one of its own.
    pub(super) fn methods_for_libraries(&self, kind: &Type) -> Vec<FunctionKey> {
        match kind {
            Type::Own(class) | Type::ClassObject(class) if self.knowledge.is_below_library(*class) => {
                let methods = |class: ClassKey| {
                    let methods = self.knowledge.class(class).methods.iter();
                    methods.map(move |(_, id)| FunctionKey { module: class.module, function: *id })
                };
                self.knowledge.ancestry(*class).into_iter().flat_map(methods).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A library that is given `value` may start bodies by calling its methods.
    fn may_start(&mut self, value: &Value) {
        let methods: Vec<FunctionKey> =
            value.types.iter().flat_map(|kind| self.methods_for_libraries(kind)).collect();
        let spawns = |key: FunctionKey| {
            super::duty(self.knowledge.function(key)) == Duty::Body || self.effects_of(key).spawns
        };
        if methods.into_iter().any(spawns) {
            self.late = true;
            self.effects.spawns = true;
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
    pub(super) fn deferred_escape(&mut self, function: FunctionKey) {
        let place = self.here();
        let effects = self.effects_of(function);
        for (location, level) in &effects.direct {
            {
                let (location, level) = (*location, *level);
                self.facts.escapes.insert(crate::program::facts::Escape {
                    kind: EscapeKind::Deferred,
                    location,
                    level,
                    place,
                });
            }
        }
    }

    pub(super) fn partial_call(&mut self, receiver: &Value, given: &[Given]) -> Value {
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

    pub(super) fn partial(&mut self, given: &[Given]) -> Value {
        let mut kept = Value::default();
        for argument in given {
            kept.join(&argument.value);
        }
        kept.bound.clear();
        let first = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
        let mut result = Value { depends: kept.depends.clone(), ..Value::default() };
        for (name, receiver) in first.bound {
            result.bind(&name, &receiver);
        }
        if first.types.iter().any(|kind| matches!(kind, Type::Function(_))) {
            result.bound.insert(PARTIAL.to_owned(), Box::new(kept));
        }
        result
    }
}

/// The functions that a value may be.
pub(super) fn functions(value: &Value) -> impl Iterator<Item = FunctionKey> + '_ {
    value.types.iter().filter_map(|kind| match kind {
        Type::Function(function) => Some(*function),
        _ => None,
    })
}
