//! Executors of the program's own: which one a body has, what is sent to it, and what is changed there.
//!
//! ```python
//! @concurrent(executor=pool)
//! def fill(rows, lock):      # another process gets copies: what is changed stays there,
//!     rows.sort()            # and a lock can't be sent at all
//! ```
//! Must not know which of that matters: that is the plan's to say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::call::Given;
use super::callback::functions;
use super::{Walk, is_for_executor};
use crate::diagnostics::{Step, Why};
use crate::program::executor::given_by_method;
use crate::program::facts::{Obstacle, SentAs, Unsendable};
use crate::program::location::{Access, ClassKey, FunctionKey, Level, LocationId, LocationKind, Root};
use crate::program::receiver::{Holder, Receivers};
use crate::program::value::{Type, Types, Value};
use crate::python::Marker;
use crate::summary::{ArgumentKind, Event, FunctionKind, MethodKind, Name, Op, Suspends, ValueId};
use crate::text::Place;

/// Methods by which a class says itself how it is pickled.
const PICKLES_ITSELF: [&str; 4] = ["__getstate__", "__reduce__", "__reduce_ex__", "__getnewargs__"];

/// As many owners of owners are followed.
const OWNERS_AT_MOST: usize = 4;

impl Walk<'_, '_> {
    /// The statement at hand defines a body, and its marker names an executor.
    pub(super) fn note_executor(&mut self, events: &[Event]) {
        let Some(key) = self.defined_function() else { return };
        let Some(Marker::Concurrent(arguments)) = &self.knowledge.function(key).marker else { return };
        let Some(span) = arguments.executor else { return };
        let Some(at) = events.iter().rposition(|event| event.span == span) else { return };
        let value = self.value(ValueId(at as u32)).clone();
        let of_methods = value.bound.iter().flat_map(|(name, receiver)| {
            receiver.types.iter().filter_map(|kind| match kind {
                Type::Library(path) => given_by_method(path, name),
                _ => None,
            })
        });
        let of_methods: BTreeSet<_> = of_methods.collect();
        let types = self.executor_types(&value);
        let known = self.knowledge.executors.entry(key).or_default();
        let before = known.clone();
        if of_methods.is_empty() {
            known.types.extend(types);
        }
        known.of_methods.extend(of_methods);
        self.knowledge.changed |= *known != before;
    }

    /// The types of an executor; of a method, and of an object that is called, the function that gives it.
    fn executor_types(&self, value: &Value) -> Types {
        let is_executor = |class: ClassKey| {
            !self.knowledge.methods(class, "submit").is_empty() || self.knowledge.is_below_library(class)
        };
        let mut types = Types::new();
        for kind in &value.types {
            let called = match kind {
                Type::Own(class) if !is_executor(*class) => self.knowledge.methods(*class, "__call__"),
                _ => Vec::new(),
            };
            if called.is_empty() {
                types.insert(kind.clone());
            }
            types.extend(called.into_iter().map(Type::Function));
        }
        for (name, receiver) in &value.bound {
            for kind in &receiver.types {
                if let Type::Own(class) | Type::Parent(class) | Type::ClassObject(class) = kind {
                    types.extend(self.knowledge.methods(*class, name).into_iter().map(Type::Function));
                }
            }
        }
        types
    }

    /// A call of `key` asks for its executor, where its marker names a function that gives one.
    pub(super) fn asks_for_executor(&mut self, key: FunctionKey) {
        for function in self.knowledge.asked_for_executor(key) {
            self.runs(function, &[]);
        }
    }

    /// Notes the functions that an executor made here runs first in each of its processes.
    pub(super) fn note_initializer(&mut self, given: &[Given]) {
        let is_initializer =
            |argument: &&Given| argument.kind == ArgumentKind::Keyword("initializer".to_owned());
        for argument in given.iter().filter(is_initializer) {
            self.knowledge.initializers.extend(functions(&argument.value));
        }
    }

    /// A field of an object is touched: `owners` say whose.
    pub(super) fn note_owners(
        &mut self,
        owners: &Receivers,
        field: LocationId,
        level: Level,
        access: Access,
        why: &dyn Fn() -> Why,
    ) {
        let is_field = matches!(self.knowledge.locations[field.0 as usize].kind, LocationKind::Field(..));
        let matters = access == Access::Write || is_for_executor(self.function);
        if self.knowledge.executors.is_empty() || !is_field || !matters {
            return;
        }
        let mut objects = Vec::new();
        let mut is_foreign = false;
        for owner in owners {
            match owner.map(|owner| owner.holder) {
                Some(Holder::Local(local)) => objects.extend(self.env.get(local.0 as usize).cloned()),
                Some(Holder::Global(_) | Holder::Captured(..)) => is_foreign = true,
                None => objects.extend(self.objects_at_hand().into_iter().map(Arc::new)),
            }
        }
        if access == Access::Write {
            for object in &objects {
                self.changes(object, why);
            }
        }
        if is_for_executor(self.function)
            && (is_foreign || objects.iter().any(|object| self.origin(object) == Origin::Location))
        {
            self.facts.foreign.insert((self.statement, field, level));
        }
    }

    /// Objects without a name whose fields the event at hand may touch: that of an attribute, and all that a call is given.
    fn objects_at_hand(&self) -> Vec<Value> {
        let object_of = |event: ValueId| match self.op(event) {
            Some(
                Op::Attribute(object, _) | Op::SetAttribute(object, _, _) | Op::DeleteAttribute(object, _),
            ) => Some(*object),
            _ => None,
        };
        let mut found: Vec<ValueId> = object_of(self.event).into_iter().collect();
        if let Some(Op::Call(callee, arguments)) = self.op(self.event) {
            found.extend(object_of(*callee));
            found.extend(arguments.iter().map(|argument| argument.value));
        }
        found.into_iter().map(|event| self.value(event).clone()).collect()
    }

    /// Where an object comes from that a body has.
    fn origin(&self, object: &Value) -> Origin {
        let mut object = object;
        for _ in 0..OWNERS_AT_MOST {
            let comes_from = |test: fn(&Root) -> bool| object.aliases.iter().any(|alias| test(&alias.root));
            if comes_from(|root| matches!(root, Root::Param(_))) {
                return Origin::Argument;
            }
            if !comes_from(|root| matches!(root, Root::Location(_))) {
                return Origin::Here;
            }
            // What lies in a field of somebody's comes from there.
            match self.owner_of(object) {
                Some(owner) => object = owner,
                None => break,
            }
        }
        Origin::Location
    }

    /// The object in whose fields `object` lies, where a local holds it.
    fn owner_of(&self, object: &Value) -> Option<&Arc<Value>> {
        match object.owner?.holder {
            Holder::Local(local) => self.env.get(local.0 as usize),
            Holder::Global(_) | Holder::Captured(..) => None,
        }
    }

    /// A field of `object` is changed at the event at hand.
    pub(super) fn changes_here(&mut self, object: &Value) {
        // Only bodies for executors ask for it.
        let has_fields = |kind: &Type| matches!(kind, Type::Own(_) | Type::Parent(_) | Type::Unknown);
        if !self.knowledge.executors.is_empty() && object.types.iter().any(has_fields) {
            let place = self.here();
            self.changes(object, &|| Why { steps: vec![Step::end(place, "changed here")] });
        }
    }

    /// The same, by that way.
    pub(super) fn changes(&mut self, object: &Value, why: &dyn Fn() -> Why) {
        let owner = self.owner_of(object).cloned();
        for alias in object.aliases.iter().chain(owner.iter().flat_map(|owner| &owner.aliases)) {
            if let Root::Param(index) = alias.root {
                self.effects.changes.entry(index).or_insert_with(why);
            }
        }
    }

    /// What a callee changes of its parameters, which are `bound` here.
    pub(super) fn instantiate_changes(
        &mut self,
        changes: &BTreeMap<u32, Why>,
        bound: &[Value],
        from_here: &dyn Fn(&Why) -> Why,
    ) {
        for (index, why) in changes {
            if let Some(actual) = bound.get(*index as usize) {
                self.changes(actual, &|| from_here(why));
            }
        }
    }

    /// The body of `key` is started with `bound`.
    pub(super) fn sends(&mut self, key: FunctionKey, bound: &[Value]) {
        let function = self.knowledge.function(key);
        if !is_for_executor(function) {
            return;
        }
        let is_bound =
            matches!(function.method, MethodKind::Instance | MethodKind::Property | MethodKind::Setter);
        for (index, value) in bound.iter().enumerate().skip(usize::from(is_bound)) {
            let argument = self.argument_at(index - usize::from(is_bound), &function.params[index].name);
            let place = argument
                .map_or(self.here(), |event| self.knowledge.place(self.key.module, self.event_span(event)));
            let obstacle = match argument {
                Some(event) => self.obstacle_of(event, value),
                None => self.obstacle(value),
            };
            self.unsendable(key, SentAs::Argument(index as u32), obstacle, place);
        }
    }

    /// The event at that index of the statement at hand.
    fn op(&self, event: ValueId) -> Option<&Op> {
        let statement = self.function.statements.get(self.statement.0 as usize)?;
        statement.events.get(event.0 as usize).map(|event| &event.op)
    }

    /// The argument of the call at hand at that position, or by that name.
    fn argument_at(&self, position: usize, name: &str) -> Option<ValueId> {
        let Some(Op::Call(_, arguments)) = self.op(self.event) else { return None };
        let named = arguments
            .iter()
            .find(|argument| matches!(&argument.kind, ArgumentKind::Keyword(given) if given == name));
        let placed = arguments.get(position).filter(|argument| argument.kind == ArgumentKind::Positional);
        named.or(placed).map(|argument| argument.value)
    }

    /// Whether a value is what `open` gives, at once or by a local that holds nothing else.
    fn is_open_file(&self, value: ValueId) -> bool {
        let opens = |events: &[Event], value: ValueId| {
            let op = |value: ValueId| events.get(value.0 as usize).map(|event| &event.op);
            let made = match op(value) {
                Some(Op::Enter(manager)) => op(*manager),
                made => made,
            };
            let Some(Op::Call(callee, _)) = made else { return false };
            matches!(op(*callee), Some(Op::Load(Name::Global(name))) if name == "open")
                && self.knowledge.global(self.key.module, "open").is_none()
        };
        let here = &self.function.statements[self.statement.0 as usize].events;
        let Some(Op::Load(Name::Local(local))) = self.op(value) else { return opens(here, value) };
        let mut stored = self.function.statements.iter().flat_map(|statement| {
            statement.events.iter().filter_map(|event| match &event.op {
                Op::Store(Name::Local(bound), value) if bound == local => {
                    Some(opens(&statement.events, *value))
                }
                _ => None,
            })
        });
        stored.next() == Some(true) && stored.all(|opened| opened)
    }

    /// Whether a display holds objects of the program's classes that have names: `[point]`.
    pub(super) fn holds_others(&self, display: ValueId) -> bool {
        let Some(Op::Build(_, parts)) = self.op(display) else { return false };
        parts.iter().any(|part| {
            let is_named = matches!(self.op(*part), Some(Op::Load(_) | Op::Attribute(..) | Op::Item(..)));
            is_named && self.value(*part).types.iter().any(Type::is_own)
        })
    }

    /// A method that runs elsewhere takes its object along.
    pub(super) fn sends_self(&mut self) {
        if !is_for_executor(self.function) || self.function.method != MethodKind::Instance {
            return;
        }
        let Some(class) = self.function.class else { return };
        let place = self.knowledge.place(self.key.module, self.function.name_span);
        let obstacle = self.obstacle_of_class(ClassKey { module: self.key.module, class });
        self.unsendable(self.key, SentAs::Receiver, obstacle, place);
    }

    /// A body gives `value` back.
    pub(super) fn sends_back(&mut self, event: ValueId) {
        if is_for_executor(self.function) {
            let obstacle = self.obstacle_of(event, self.value(event));
            self.unsendable(self.key, SentAs::Result, obstacle, self.here());
        }
    }

    /// The body of `key` is decorated: `function` stands in its place.
    pub(super) fn sends_decorated(&mut self, key: FunctionKey, function: FunctionKey) {
        let made = self.knowledge.function(function);
        let takes_its_name = made.decorators.iter().any(|name| name.rsplit('.').next() == Some("wraps"));
        if is_for_executor(self.knowledge.function(key))
            && made.qualname.contains("<locals>")
            && !takes_its_name
        {
            self.unsendable(key, SentAs::Body, Some(Obstacle::Nested(function)), self.here());
        }
    }

    fn unsendable(&mut self, body: FunctionKey, role: SentAs, obstacle: Option<Obstacle>, place: Place) {
        if let Some(obstacle) = obstacle {
            self.facts.unsendable.insert(Unsendable { place, body, role, obstacle });
        }
    }

    /// What keeps the value of an event from being pickled.
    fn obstacle_of(&self, event: ValueId, value: &Value) -> Option<Obstacle> {
        self.obstacle(value).or_else(|| self.is_open_file(event).then_some(Obstacle::Bound("an open file")))
    }

    /// What keeps `value` from being pickled, whatever else it may be; for a container, what is in it.
    fn obstacle(&self, value: &Value) -> Option<Obstacle> {
        let is_container = value.is_only(|kind| {
            matches!(kind, Type::Immutable | Type::List | Type::Tuple | Type::Dict | Type::Set | Type::Deque)
        });
        if value.types.contains(&Type::Iterator)
            && value.deferred.iter().any(|made_by| self.is_generator(*made_by))
        {
            return Some(Obstacle::Bound("a generator"));
        }
        let types = if is_container { &value.content } else { &value.types };
        self.obstacle_of_types(types)
    }

    fn obstacle_of_types(&self, types: &Types) -> Option<Obstacle> {
        let mut found = None;
        for kind in types.iter().filter(|kind| **kind != Type::Immutable) {
            found = Some(self.obstacle_of_type(kind)?);
        }
        found
    }

    fn obstacle_of_type(&self, kind: &Type) -> Option<Obstacle> {
        match kind {
            Type::Function(function) => {
                let made = self.knowledge.function(*function);
                match made.kind {
                    FunctionKind::Lambda => Some(Obstacle::Lambda),
                    _ if made.qualname.contains("<locals>") => Some(Obstacle::Nested(*function)),
                    _ => None,
                }
            }
            Type::ClassObject(class) | Type::Own(class)
                if self.knowledge.class(*class).qualname.contains("<locals>") =>
            {
                Some(Obstacle::LocalClass(*class))
            }
            Type::Own(class) => self.obstacle_of_class(*class),
            kind => bound_to_its_process(kind).map(Obstacle::Bound),
        }
    }

    /// A field of the instances of `class` that keeps them from being pickled.
    fn obstacle_of_class(&self, class: ClassKey) -> Option<Obstacle> {
        let line = self.knowledge.ancestry(class);
        let methods = line.iter().flat_map(|class| &self.knowledge.class(*class).methods);
        if methods.into_iter().any(|(name, _)| PICKLES_ITSELF.contains(&name.as_str())) {
            return None;
        }
        let locations = self.knowledge.locations.iter().zip(&self.knowledge.held).zip(0..);
        locations.into_iter().find_map(|((location, held), id)| {
            let is_field = matches!(&location.kind, LocationKind::Field(of, _) if line.contains(of));
            let what = held.types.iter().find_map(bound_to_its_process).filter(|_| is_field)?;
            Some(Obstacle::Field(LocationId(id), what))
        })
    }

    fn is_generator(&self, made_by: FunctionKey) -> bool {
        let function = self.knowledge.function(made_by);
        function.kind == FunctionKind::GeneratorExpression || function.suspends == Suspends::Generator
    }
}

/// Where an object comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// From an argument, or from what one holds.
    Argument,
    /// From a location of the process.
    Location,
    /// It is made in the body.
    Here,
}

/// What objects of that type are called, if they can't leave their process.
fn bound_to_its_process(kind: &Type) -> Option<&'static str> {
    Some(match kind {
        Type::Lock => "a lock",
        Type::Condition => "a condition",
        Type::Waitable => "an event or a semaphore",
        Type::Queue | Type::OpenQueue => "a queue",
        Type::Thread => "a thread",
        Type::Future => "a future",
        Type::Executor(_) => "an executor",
        Type::Module(_) | Type::Namespace(_) => "a module",
        _ => return None,
    })
}
