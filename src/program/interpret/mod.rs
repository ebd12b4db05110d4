//! Abstract interpretation of one function: walks its blocks in order with what each local may hold, and writes down what it
//! touches, waits for, starts and returns.
//!
//! Flow-sensitive for locals, insensitive for all else. Must not know locks: it says what happens, not what to do about it.

mod attribute;
mod builtin_call;
mod call;
mod call_here;
mod callback;
mod class_call;
mod construct;
mod decorator;
mod dynamic;
mod event;
mod executor;
mod flow;
mod future_declared;
mod future_flow;
mod future_given;
mod future_use;
mod held;
mod import;
mod library_call;
mod method_call;
mod name;
mod once;
mod operator;
mod protocol;
mod receiver;
mod spawn;
mod stand_in;
mod state;
mod touch;
mod unknown_method;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::common_set::CommonSet;
use super::facts::{Duty, Facts};
use super::knowledge::{Effects, Knowledge};
use super::library;
use super::location::{FunctionKey, Level, Root};
use super::value::{Alias, Depend, Source, StandIns, Type, Types, Value};
use crate::options::Switch;
use crate::python::Marker;
use crate::summary::{
    Block, Constant, Event, Function, FunctionKind, LocalId, MethodKind, Name, ParamKind, StatementId,
    StatementKind, Suspends, ValueId,
};
use crate::text::{Place, Span};

/// How often a loop is walked at most until what its locals hold is stable; types and aliases are finite, so this bounds
/// only the unlikely.
const LOOP_ROUNDS: usize = 6;

/// What a walk of a function has at hand.
pub(super) struct Walk<'k, 'a> {
    pub(super) knowledge: &'k mut Knowledge<'a>,
    pub(super) key: FunctionKey,
    function: &'a Function,
    strict: crate::options::Strictness,
    /// What is known of the function, in a walk that looks only for more.
    known: Option<Arc<Effects>>,
    pub(super) facts: Facts,
    pub(super) effects: Effects,
    env: Vec<Arc<Value>>,
    /// Whether bodies may run by now.
    late: bool,
    /// What decides whether the code at hand runs.
    control: CommonSet<Depend>,
    statement: StatementId,
    event: ValueId,
    /// Values of the statement at hand, by event.
    values: Vec<Value>,
    /// Locations put in order for what comes next (`sort`, `setdefault`), and where.
    prepared: CommonSet<Depend>,
    /// What the globals that the module's own code binds were made of: its locals are globals.
    made: BTreeMap<super::location::LocationId, BTreeSet<Depend>>,
    /// Statements that ask a queue how full it is.
    checks: BTreeSet<Depend>,
    /// What the decorators of the `def` at hand give.
    decorated: Value,
    /// Functions that call an argument of theirs, with that argument, while what it runs is looked at: it may be itself that comes
    /// back to them.
    calling_back: Vec<(FunctionKey, Value)>,
    /// What the event at hand did already.
    once: once::Once,
    /// Calls whose accesses are written down.
    instantiated: BTreeMap<(StatementId, ValueId, FunctionKey), call::Instantiated>,
    /// The loops around the statement at hand.
    around: usize,
    /// What holds at the head of each loop inside a loop, as far as is known.
    at_heads: BTreeMap<StatementId, State>,
    /// Whether the instance that a constructor makes may be had by others.
    leaked: bool,
    /// What a constructor put into the fields of the instance that it makes.
    fresh_fields: BTreeMap<String, Arc<Value>>,
    /// Locals that a function made by now captures.
    closed: BTreeSet<LocalId>,
    /// Locals that some statement binds, once somebody asked.
    stored: Option<BTreeSet<LocalId>>,
    /// Whether a loop was left before what its locals name was settled.
    is_unsettled: bool,
}

/// The state of a walk at one point.
#[derive(Clone, PartialEq)]
struct State {
    env: Vec<Arc<Value>>,
    late: bool,
    control: CommonSet<Depend>,
    leaked: bool,
    fresh_fields: BTreeMap<String, Arc<Value>>,
    closed: BTreeSet<LocalId>,
}

/// Whether control can come to the end of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Falls,
    Leaves,
}

/// What a function marked in its summary is for the plan.
pub(super) fn duty(function: &Function) -> Duty {
    match function.marker {
        Some(Marker::Concurrent(_)) => Duty::Body,
        Some(Marker::Atomic) => Duty::Atomic,
        None => Duty::Ordinary,
    }
}

/// A body for the user's own executor may run in another process: it shares nothing here.
pub(super) fn is_for_executor(function: &Function) -> bool {
    matches!(&function.marker, Some(Marker::Concurrent(arguments)) if arguments.executor.is_some())
}

/// What a walk is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To learn what is not known yet: reasons for what is known already are not worked out again.
    Learn,
    /// To write down facts for the plan, each with its reason.
    Tell,
}

/// Walks `key` once with what is known so far.
pub(super) fn walk<'a>(
    knowledge: &mut Knowledge<'a>,
    key: FunctionKey,
    strict: crate::options::Strictness,
    purpose: Purpose,
) -> (Effects, Facts) {
    knowledge.progress.walks(key);
    let known = match purpose {
        Purpose::Learn => Some(knowledge.effects.get(&key).cloned().unwrap_or_default()),
        Purpose::Tell => None,
    };
    let function = knowledge.function(key);
    let late = duty(function) == Duty::Body || knowledge.late.contains(&key);
    let mut walk = Walk {
        env: Vec::new(),
        knowledge,
        key,
        function,
        strict,
        known,
        facts: Facts { duty: duty(function), ..Facts::default() },
        effects: Effects::default(),
        late,
        control: CommonSet::new(),
        statement: StatementId(0),
        event: ValueId(0),
        values: Vec::new(),
        decorated: Value::default(),
        prepared: CommonSet::new(),
        checks: BTreeSet::new(),
        made: BTreeMap::new(),
        calling_back: Vec::new(),
        once: once::Once::default(),
        instantiated: BTreeMap::new(),
        around: 0,
        at_heads: BTreeMap::new(),
        leaked: false,
        fresh_fields: BTreeMap::new(),
        closed: BTreeSet::new(),
        stored: None,
        is_unsettled: false,
    };
    let parameters = walk.parameters();
    if duty(function) == Duty::Body {
        // What a body is given nobody binds here, as a call does.
        for (index, value) in parameters.iter().enumerate().take(function.params.len()) {
            walk.knowledge.captured_holds(key, LocalId(index as u32), value);
        }
    }
    walk.env = parameters.into_iter().map(Arc::new).collect();
    walk.sends_self();
    walk.block(&function.body);
    walk.settle_receivers();
    walk.knowledge.progress.rests();
    (walk.effects, walk.facts)
}

impl Walk<'_, '_> {
    /// What the locals hold when the function starts.
    fn parameters(&self) -> Vec<Value> {
        let module = self.key.module;
        let mut env = vec![Value::default(); self.function.locals.len()];
        for (index, param) in self.function.params.iter().enumerate() {
            let index = index as u32;
            let (mut types, mut content) = match &param.annotation {
                Some(annotation) => self.knowledge.annotated(module, annotation),
                None => self.unannotated(index),
            };
            if types.contains(&Type::Unknown) && param.annotation.is_some() {
                // `self: T` says nothing that the class doesn't.
                let receiver = self.unannotated(index);
                if !receiver.0.contains(&Type::Unknown) {
                    (types, content) = receiver;
                }
            }
            match param.kind {
                ParamKind::Rest => (types, content) = (Types::from([Type::Tuple]), types),
                ParamKind::KeywordRest => (types, content) = (Types::from([Type::Dict]), types),
                _ => {}
            }
            if param.annotation.is_some() && param.default == Some(Constant::None) {
                types.insert(Type::Immutable);
            }
            if self.is_body()
                && let Some(given) = self.knowledge.given.get(&(self.key, index))
            {
                types.extend(given.iter().cloned());
            }
            if types.contains(&Type::Unknown)
                && let Some(passed) = self.knowledge.state.passed_types.get(&(self.key, index))
            {
                if param.annotation.is_none() {
                    // What the program itself passes tells more than no declaration.
                    (types, content) = passed.clone();
                } else {
                    types.extend(passed.0.iter().cloned());
                    content.extend(passed.1.iter().cloned());
                }
            }
            let mut value = Value { types, content, ..Value::default() };
            let held = matches!(param.kind, ParamKind::Rest | ParamKind::KeywordRest);
            if value.may_change() {
                value.aliases.insert(Alias { root: Root::Param(index), level: Level::Object, held });
            }
            value.depends.insert(Depend { source: Source::Param(index), at: StatementId(0) });
            if let Some(default) = self.knowledge.defaults.get(&(self.key, index)) {
                value.join(default);
            }
            if value.may_change()
                && let Some(passed) = self.knowledge.state.passed.get(&(self.key, index))
            {
                value.aliases.extend(passed);
            }
            if self.function.kind == FunctionKind::GeneratorExpression {
                value.futures = self.knowledge.state.sources.get(&self.key).cloned().unwrap_or_default();
            }
            if let Some(stand_ins) = self.knowledge.state.stand_ins.get(&(self.key, index)) {
                value.stand_ins = match held {
                    true => stand_ins.in_a_container(),
                    false => *stand_ins,
                };
            }
            if self.knowledge.state.loses_stand_ins && self.knowledge.outside.contains(&self.key) {
                // Whoever calls it may have what was lost.
                value.stand_ins = StandIns::ANY;
            }
            if let Some(slot) = env.get_mut(index as usize) {
                *slot = value;
            }
        }
        env
    }

    /// What an unannotated parameter may be: the instance or class of a method, else unknown.
    fn unannotated(&self, index: u32) -> (Types, Types) {
        if index == 0
            && let Some(class) = self.function.class
        {
            let class = super::location::ClassKey { module: self.key.module, class };
            match self.function.method {
                MethodKind::Instance | MethodKind::Property | MethodKind::Setter => {
                    let mut types = Types::from([Type::Own(class)]);
                    // An instance of a metaclass is a class.
                    types.extend(self.knowledge.classes_made_by(class).into_iter().map(Type::ClassObject));
                    return (types, Types::from([Type::Unknown]));
                }
                MethodKind::Class => {
                    let classes = self.knowledge.with_those_below(class);
                    return (classes.into_iter().map(Type::ClassObject).collect(), Types::new());
                }
                MethodKind::None | MethodKind::Static => {}
            }
        }
        (Types::from([Type::Unknown]), Types::from([Type::Unknown]))
    }

    /// What a call of `function` does, as far as it is known.
    pub(super) fn effects_of(&mut self, function: FunctionKey) -> Arc<Effects> {
        self.knowledge.progress.reads(self.key, function);
        self.knowledge.effects.get(&function).cloned().unwrap_or_default()
    }

    fn state(&self) -> State {
        State {
            env: self.env.clone(),
            late: self.late,
            control: self.control.clone(),
            leaked: self.leaked,
            fresh_fields: self.fresh_fields.clone(),
            closed: self.closed.clone(),
        }
    }

    fn restore(&mut self, state: State) {
        let State { env, late, control, leaked, fresh_fields, closed } = state;
        self.env = env;
        self.late = late;
        self.control = control;
        self.leaked = leaked;
        self.fresh_fields = fresh_fields;
        self.closed = closed;
    }

    /// Goes on from either of the two.
    fn merge(&mut self, other: &State) {
        for (mine, theirs) in self.env.iter_mut().zip(&other.env) {
            if !Arc::ptr_eq(mine, theirs) {
                Arc::make_mut(mine).join(theirs);
            }
        }
        self.late |= other.late;
        self.control.join(&other.control);
        self.leaked |= other.leaked;
        self.closed.extend(&other.closed);
        for (name, value) in &other.fresh_fields {
            match self.fresh_fields.entry(name.clone()) {
                Entry::Vacant(slot) => drop(slot.insert(Arc::clone(value))),
                Entry::Occupied(slot) => Arc::make_mut(slot.into_mut()).join(value),
            }
        }
    }

    fn block(&mut self, block: &Block) -> Flow {
        let mut flow = Flow::Falls;
        for id in &block.statements {
            if self.one(*id) == Flow::Leaves {
                flow = Flow::Leaves;
            }
        }
        flow
    }

    fn one(&mut self, id: StatementId) -> Flow {
        let function = self.function;
        let Some(statement) = function.statements.get(id.0 as usize) else { return Flow::Falls };
        if !matches!(statement.kind, StatementKind::While { .. } | StatementKind::For { .. }) {
            self.events(id, &statement.events);
        }
        match &statement.kind {
            StatementKind::Simple => Flow::Falls,
            StatementKind::Return { value } => {
                if let Some(value) = value {
                    self.returned(*value);
                }
                Flow::Leaves
            }
            StatementKind::Raise => {
                // `raise Failed` makes an instance.
                for value in self.values.clone() {
                    for kind in &value.types {
                        if let Type::ClassObject(class) = kind {
                            self.construct(*class, &[]);
                        }
                    }
                }
                Flow::Leaves
            }
            StatementKind::Break | StatementKind::Continue => Flow::Leaves,
            StatementKind::If { test, then, otherwise, .. } => self.branch(*test, then, otherwise),
            StatementKind::While { test, body, otherwise, .. } => {
                self.loops(id, Some(*test), body, otherwise)
            }
            StatementKind::For { body, otherwise, .. } => self.loops(id, None, body, otherwise),
            StatementKind::With { body, items, .. } => {
                let flow = self.block(body);
                self.leave(id, &statement.events, items);
                flow
            }
            StatementKind::Try { body, handlers, otherwise, finally } => {
                let (flow, raised) = self.attempt(id, body, handlers, otherwise);
                if self.finally(finally, &raised) == Flow::Leaves { Flow::Leaves } else { flow }
            }
            StatementKind::Match { subject, cases } => self.choose_case(*subject, cases),
            StatementKind::Def(_) => Flow::Falls,
            StatementKind::Class(class) => {
                let body = self.knowledge.summary(self.key.module).classes[class.0 as usize].body;
                self.runs(FunctionKey { module: self.key.module, function: body }, &[]);
                self.class_made(super::location::ClassKey { module: self.key.module, class: *class });
                Flow::Falls
            }
        }
    }

    fn events(&mut self, id: StatementId, events: &[Event]) {
        self.values.clear();
        self.decorated = Value::default();
        for (index, event) in events.iter().enumerate() {
            self.statement = id;
            self.event = ValueId(index as u32);
            // In another round of a loop, what decides whether the event happens may be more.
            self.once = once::Once::default();
            if self.late {
                self.facts.late.insert(id);
            }
            if self.knowledge.is_spent() {
                self.values.push(Value::default());
                continue;
            }
            self.knowledge.note_lineages();
            self.uses_stand_ins(event);
            let mut value = self.apply(event);
            self.knowledge.blurs(&mut value, Place { file: self.here().file, span: event.span });
            if !self.is_named(event) {
                value.itself = None;
            }
            self.may_stand_in(&mut value);
            self.note_uses(event, &value);
            let value = self.made_here(event, value);
            let value = self.value_of_serial_call(value);
            let over = |alias: &Alias| !alias.held && matches!(alias.root, Root::Location(_));
            if value.types.contains(&Type::Iterator) && value.aliases.iter().any(over) {
                self.facts.views.insert((id, self.event));
            }
            if value.types.iter().any(|kind| matches!(kind, Type::LibraryName(path) if library::forks(path)))
            {
                self.facts.forks = Switch::On;
            }
            self.note_proxies(&value);
            self.knowledge.costs(value.size());
            self.values.push(value);
        }
        self.gives_away(events);
        self.note_executor(events);
        self.statement = id;
        self.tests_stand_ins(id, events);
        self.note_test(id);
        if self.late {
            self.facts.late.insert(id);
        }
    }

    /// Functions that a statement names without calling them: whoever gets one may call it.
    fn gives_away(&mut self, events: &[Event]) {
        use crate::summary::Op;
        let called: BTreeSet<ValueId> = events
            .iter()
            .filter_map(|event| match &event.op {
                Op::Call(callee, _) | Op::Attribute(callee, _) => Some(*callee),
                _ => None,
            })
            .collect();
        let handed: BTreeSet<ValueId> = events
            .iter()
            .flat_map(|event| match &event.op {
                Op::Call(_, arguments) => arguments.iter().map(|argument| argument.value).collect(),
                Op::Build(_, parts) => parts.clone(),
                Op::SetItem(_, _, value) | Op::SetAttribute(_, _, value) => vec![*value],
                // The defaults of a function are evaluated before it.
                Op::Closure(..) => (0..events.len() as u32).map(ValueId).collect(),
                _ => Vec::new(),
            })
            .collect();
        for (index, event) in events.iter().enumerate() {
            if !matches!(event.op, Op::Load(_) | Op::Attribute(..)) || called.contains(&ValueId(index as u32))
            {
                continue;
            }
            let value = self.values[index].clone();
            let mut given: Vec<FunctionKey> = callback::functions(&value).collect();
            for (name, receiver) in &value.bound {
                let classes = receiver.types.iter().filter_map(|kind| match kind {
                    Type::Own(class) | Type::ClassObject(class) | Type::Parent(class) => Some(*class),
                    _ => None,
                });
                given.extend(classes.flat_map(|class| self.knowledge.methods(class, name)));
            }
            for function in given {
                if self.knowledge.outside.insert(function) {
                    self.knowledge.progress.wakes(function);
                }
                self.gives_away_stand_ins(function, ValueId(index as u32));
                if handed.contains(&ValueId(index as u32)) {
                    self.knowledge.given_away.insert(function);
                }
            }
        }
    }

    fn value(&self, id: ValueId) -> &Value {
        static NOTHING: std::sync::LazyLock<Value> = std::sync::LazyLock::new(Value::default);
        self.values.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    fn event_span(&self, id: ValueId) -> Span {
        let statement = self.function.statements.get(self.statement.0 as usize);
        let event = statement.and_then(|statement| statement.events.get(id.0 as usize));
        event.map(|event| event.span).or(statement.map(|statement| statement.span)).unwrap_or_default()
    }

    pub(super) fn here(&self) -> Place {
        self.knowledge.place(self.key.module, self.event_span(self.event))
    }

    fn is_body(&self) -> bool {
        self.facts.duty == Duty::Body
    }

    /// The end of a `with`: what the managers were given to run then (`ExitStack.callback`).
    fn leave(&mut self, id: StatementId, events: &[Event], items: &[ValueId]) {
        let mut kept = Value::default();
        for event in events {
            if let crate::summary::Op::Store(Name::Local(local), _) = &event.op {
                kept.deferred.extend(&self.local(*local).deferred);
            }
        }
        self.statement = id;
        self.event = items.first().copied().unwrap_or(ValueId(0));
        self.run_deferred(&kept);
    }

    /// A class statement also runs what its bases and metaclass have to say about new classes.
    fn class_made(&mut self, class: super::location::ClassKey) {
        let hooks: Vec<FunctionKey> = self
            .knowledge
            .bases(class)
            .into_iter()
            .flat_map(|base| self.knowledge.methods(base, "__init_subclass__"))
            .collect();
        for hook in hooks {
            self.runs(hook, &[]);
        }
        self.names_attributes(class);
        for maker in &self.knowledge.class(class).decorators {
            for kind in self.knowledge.annotated(class.module, maker).0 {
                if let Type::Own(metaclass) = kind {
                    for name in ["__new__", "__init__", "__prepare__"] {
                        for method in self.knowledge.methods(metaclass, name) {
                            self.runs(method, &[]);
                        }
                    }
                }
            }
        }
    }

    fn returned(&mut self, id: ValueId) {
        let value = self.value(id).clone();
        self.event = id;
        if self.is_body() {
            self.sends_back(id);
            let later = self.run_later(&value);
            self.escapes(
                &value,
                if later { super::facts::EscapeKind::Deferred } else { super::facts::EscapeKind::Returned },
            );
        }
        if self.function.suspends == Suspends::Never || self.function.kind == FunctionKind::Lambda {
            let decides = self.knowledge.state.deciding.contains(&self.key);
            self.effects.result.join(&Walk::as_option(&value, !decides));
        }
    }

    fn local(&mut self, local: LocalId) -> Value {
        let mut value = self.env.get(local.0 as usize).map(|value| Value::clone(value)).unwrap_or_default();
        if let Some(known) = self.knowledge.captured_at(self.key, local) {
            value.join(known);
        }
        self.keep_declared(&mut value, self.declaration_of_name(&Name::Local(local)));
        self.loads_local(local, value)
    }
}
