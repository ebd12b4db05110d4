//! Decorators: what stands in the place of a decorated function, and what runs around each call of it.
//!
//! ```python
//! @logged             # a function or a class of the program: what it gives is called in the function's place
//! @transaction()      # a context manager: entered and left around each call
//! @lru_cache          # keeps what the function gives: the same objects for every caller
//! def price(item): ...
//! ```
//! Must not know what a call does beside that.

use super::Walk;
use super::call::Given;
use super::callback::{Runs, functions};
use crate::program::facts::Duty;
use crate::program::library;
use crate::program::location::{Access, FunctionKey, Level, LocationKind, Root};
use crate::program::value::{Type, Types, Value};
use crate::summary::{Name, Op, StatementKind};

impl Walk<'_, '_> {
    /// Whether the call at hand gives the function or class made by this statement to a decorator that the program does not
    /// define.
    pub(super) fn decorates(&self, decorator: &Value) -> bool {
        let own = decorator
            .types
            .iter()
            .any(|kind| matches!(kind, Type::Function(_) | Type::ClassObject(_) | Type::Own(_)));
        // `@handlers.append`, `@signal.connect`
        let is_seen = |kind: &Type| {
            matches!(kind, Type::Own(_) | Type::Parent(_) | Type::List | Type::Set | Type::Dict | Type::Deque)
        };
        let is_method = decorator.bound.values().any(|receiver| receiver.is_only(is_seen));
        self.is_definition() && !own && !is_method
    }

    /// Whether the event at hand stands behind the one that makes what the statement defines.
    pub(super) fn is_definition(&self) -> bool {
        let Some(statement) = self.function.statements.get(self.statement.0 as usize) else { return false };
        let Some(before) = statement.events.get(..self.event.0 as usize) else { return false };
        match statement.kind {
            StatementKind::Def(made) => {
                before.iter().any(|event| matches!(event.op, Op::Closure(one, _) if one == made))
            }
            StatementKind::Class(made) => {
                before.iter().any(|event| matches!(event.op, Op::Class(one) if one == made))
            }
            _ => false,
        }
    }

    /// In a `def` statement the name is bound to what the program's own decorators give.
    pub(super) fn note_decorated(&mut self, value: &Value) {
        if !self.is_definition() {
            return;
        }
        let is_known = |kind: &&Type| matches!(kind, Type::Function(_) | Type::ClassObject(_) | Type::Own(_));
        let types: Types = value.types.iter().filter(is_known).cloned().collect();
        self.decorated.join(&Value { types, ..value.clone() });
        let Some(key) = self.defined_function() else { return };
        if self.is_below_marker(key) {
            // It is the body that is decorated.
            for function in functions(value).filter(|function| *function != key) {
                self.sends_decorated(key, function);
                self.knowledge.runs_in_threads(function);
                self.knowledge.make_late(function);
            }
        }
    }

    /// Whether the decorator at hand stands below the marker of a concurrent function.
    fn is_below_marker(&self, key: FunctionKey) -> bool {
        let function = self.knowledge.function(key);
        let at = self.event_span(self.event).start;
        let markings = self.knowledge.summary(key.module).markers.functions.iter();
        super::duty(function) == Duty::Body
            && markings
                .filter(|marking| marking.def == function.span.start)
                .any(|marking| marking.decorator.start < at)
    }

    /// The function that the statement at hand defines.
    pub(super) fn defined_function(&self) -> Option<FunctionKey> {
        let statement = self.function.statements.get(self.statement.0 as usize)?;
        match statement.kind {
            StatementKind::Def(function) => Some(FunctionKey { module: self.key.module, function }),
            _ => None,
        }
    }

    /// The definition at hand is bound to `name`: a method keeps what its decorators give with its class.
    pub(super) fn binds_definition(&mut self, name: &Name) {
        if self.decorated == Value::default() {
            return;
        }
        if let (Name::ClassAttribute(..), Some(key)) = (name, self.defined_function()) {
            let value = self.decorated.clone();
            self.knowledge.decorated_as(key, &value);
        }
    }

    /// A library's decorator: it may keep what it gets and run it at any time, unless it is known not to.
    pub(super) fn decorate(&mut self, decorator: &Value, given: &[Given]) -> Value {
        let mut made = Value::default();
        for argument in given {
            made.types.extend(functions(&argument.value).map(Type::Function));
        }
        if self.wraps_calls(decorator, given) {
            return made;
        }
        let harmless = decorator.types.iter().all(|kind| match kind {
            Type::LibraryName(path) | Type::Library(path) => library::only_wraps(path),
            Type::Builtin(name) => library::only_wraps(name),
            Type::Immutable | Type::Iterator => true,
            _ => false,
        });
        if !harmless && !decorator.types.is_empty() {
            self.kept(given, Runs::Later);
        }
        made
    }

    /// Whether `decorator` runs something of the program's around the function that it gets, or in its place: a context manager
    /// made by a generator, `register` of a function that tells types apart.
    fn wraps_calls(&mut self, decorator: &Value, given: &[Given]) -> bool {
        let mut is_known = false;
        for function in given.iter().flat_map(|argument| functions(&argument.value)).collect::<Vec<_>>() {
            if !decorator.deferred.is_empty() {
                let around = Value { deferred: decorator.deferred.clone(), ..Value::of(Type::Iterator) };
                self.knowledge.runs_around(function, &around);
                is_known = true;
            }
            if let Some(receiver) = decorator.bound.get("register") {
                for generic in functions(receiver).collect::<Vec<_>>() {
                    self.knowledge.runs_around(generic, &Value::of(Type::Function(function)));
                    is_known = true;
                }
            }
        }
        is_known
    }

    /// A method of a function: `register` of one that tells types apart.
    pub(super) fn function_method(&mut self, generic: FunctionKey, name: &str, given: &[Given]) -> Value {
        if name != "register" {
            return Value::unknown();
        }
        for function in given.iter().flat_map(|argument| functions(&argument.value)).collect::<Vec<_>>() {
            self.knowledge.runs_around(generic, &Value::of(Type::Function(function)));
        }
        let mut decorator = Value::default();
        decorator.bind(name, &Value::of(Type::Function(generic)));
        decorator
    }

    /// An object of an own class is called with the function that the statement at hand defines: a context manager of a library's
    /// making is entered around each call.
    pub(super) fn decorates_with_object(&mut self, decorator: &Value, given: &[Given]) {
        if !self.is_definition() {
            return;
        }
        let manager = Value {
            types: decorator.types.iter().filter(|kind| kind.is_own()).cloned().collect(),
            ..Value::default()
        };
        let enters = manager.types.iter().any(|kind| {
            matches!(kind, Type::Own(class) if self.knowledge.methods(*class, "__call__").is_empty()
                && !self.knowledge.methods(*class, "__enter__").is_empty())
        });
        if enters {
            for function in given.iter().flat_map(|argument| functions(&argument.value)).collect::<Vec<_>>() {
                self.knowledge.runs_around(function, &manager);
            }
        }
    }

    /// Runs what a call of `key` runs beside it.
    pub(super) fn runs_around(&mut self, key: FunctionKey, bound: &[Value]) -> Value {
        let Some(around) = self.knowledge.around(key).cloned() else { return Value::default() };
        let mut result = Value::default();
        for function in functions(&around).filter(|function| *function != key).collect::<Vec<_>>() {
            result.join(&self.runs(function, bound));
        }
        self.run_deferred(&around);
        self.operator_methods(&around, "__enter__", &[]);
        self.operator_methods(&around, "__exit__", &[]);
        result
    }

    /// What a caching decorator keeps is one object for all callers.
    pub(super) fn kept_by_cache(&mut self, key: FunctionKey, mut value: Value) -> Value {
        let function = self.knowledge.function(key);
        let caches = |decorator: &String| {
            let last = decorator.rsplit('.').next().unwrap_or(decorator);
            matches!(last, "lru_cache" | "cache" | "cached_property")
        };
        if !function.decorators.iter().any(caches) || !value.may_change() {
            return value;
        }
        let place = self.knowledge.place(key.module, function.name_span);
        let location =
            self.knowledge.location(LocationKind::FunctionAttribute(key, "cache".to_owned()), place);
        // Only what the function makes is the cache's own; what has a location already is known by that.
        if value.aliases.iter().all(|alias| alias.held || matches!(alias.root, Root::Site(_))) {
            self.knowledge.holds(location, &value);
            self.touch_here(Root::Location(location), Level::Binding, Access::Read);
            self.aliased(location, &mut value);
        }
        value
    }
}
