//! Futures that nobody looks at: what becomes of the value of a concurrent call, followed through names, displays and returns.
//!
//! ```python
//! send(mail)                                # dropped
//! futures = [send(mail) for mail in mails]  # dropped, where nothing reads `futures`
//! _ = send(mail)                            # meant so
//! ```
//! Must not know locks. In doubt a future is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::{Inputs, overwritten};
use crate::program::{Duty, FunctionKey, Program, Taker};
use crate::summary::{
    Event, Function, FunctionKind, LocalId, Name, Op, Statement, StatementId, StatementKind, Suspends,
    ValueId,
};
use crate::text::Span;

/// What a future has that does not bring its exception.
const PEEKS: [&str; 4] = ["cancel", "cancelled", "done", "running"];

/// What puts into a container.
const FILLS: [&str; 5] = ["add", "append", "appendleft", "extend", "clear"];

/// A future that nobody looks at.
pub(super) struct Dropped {
    pub(super) function: FunctionKey,
    pub(super) statement: StatementId,
    /// The call that gives it.
    pub(super) event: ValueId,
    /// The bodies that it may be of.
    pub(super) bodies: BTreeSet<FunctionKey>,
    pub(super) lost: Lost,
}

/// How a future is lost.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// Nothing takes it.
    AtOnce,
    /// The name, or the container, that takes it is never looked at.
    Unread(Span),
    /// The name is bound anew before anybody looks at it.
    Overwritten(Span),
}

/// What becomes of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Returned,
    Dropped(Lost),
}

impl Fate {
    /// Of a value that both happens to.
    fn and(self, other: Fate) -> Fate {
        match (self, other) {
            (Fate::Kept, _) | (_, Fate::Kept) => Fate::Kept,
            (Fate::Returned, _) | (_, Fate::Returned) => Fate::Returned,
            (Fate::Dropped(Lost::AtOnce), other) => other,
            (dropped, _) => dropped,
        }
    }
}

/// What becomes of the futures of a program.
pub(super) struct Fates<'p, 'a> {
    program: &'p Program,
    inputs: &'p Inputs<'a>,
    /// Functions that give their callers futures which nobody else has, and the bodies of those.
    fresh: BTreeMap<FunctionKey, BTreeSet<FunctionKey>>,
}

impl<'p, 'a> Fates<'p, 'a> {
    pub(super) fn of(program: &'p Program, inputs: &'p Inputs<'a>) -> Fates<'p, 'a> {
        let mut fates = Fates { program, inputs, fresh: BTreeMap::new() };
        // Each round finds callers of those that it found before.
        loop {
            let before = fates.fresh.len();
            for (key, facts) in &program.functions {
                let function = inputs.function(*key);
                let hands_on = facts.duty == Duty::Ordinary
                    && matches!(function.kind, FunctionKind::Def | FunctionKind::Lambda)
                    && function.suspends == Suspends::Never;
                if !hands_on || fates.fresh.contains_key(key) {
                    continue;
                }
                let made = fates.made_by(*key);
                let mut returned = made.into_iter().filter(|(at, _)| fates.fate(*key, *at) == Fate::Returned);
                if let Some((_, bodies)) = returned.next() {
                    let mut bodies = bodies;
                    bodies.extend(returned.flat_map(|(_, more)| more));
                    fates.fresh.insert(*key, bodies);
                }
            }
            if fates.fresh.len() == before {
                return fates;
            }
        }
    }

    /// All that are dropped.
    pub(super) fn dropped(&self) -> Vec<Dropped> {
        let mut found = Vec::new();
        for (key, facts) in &self.program.functions {
            for ((statement, event), bodies) in self.made_by(*key) {
                if let Fate::Dropped(lost) = self.fate(*key, (statement, event)) {
                    found.push(Dropped { function: *key, statement, event, bodies, lost });
                }
            }
            for ((statement, event), bodies) in &facts.may_start {
                let (statement, event, bodies) = (*statement, *event, bodies.clone());
                if stands_alone(&self.inputs.function(*key).statements[statement.0 as usize], event) {
                    found.push(Dropped { function: *key, statement, event, bodies, lost: Lost::AtOnce });
                }
            }
        }
        found
    }

    /// Whether whoever is given a function lets go of what it returns.
    pub(super) fn forgets(&self, taker: &Taker) -> bool {
        match taker {
            Taker::Known(_) | Taker::Decides(_) => true,
            Taker::Own(parameters) => {
                !parameters.is_empty()
                    && parameters.iter().all(|(function, index)| self.drops_results(*function, *index))
            }
        }
    }

    /// Whether a function calls what it is given, and drops what comes of it each time.
    fn drops_results(&self, key: FunctionKey, index: u32) -> bool {
        let function = self.inputs.function(key);
        let parameter = Name::Local(LocalId(index));
        let mut uses = loads(function, &parameter).peekable();
        let is_dropped = |(statement, load): (&Statement, ValueId)| {
            consumers(&statement.events, load).all(|(id, event)| match &event.op {
                Op::Call(callee, _) => *callee == load && stands_alone(statement, id),
                _ => false,
            }) && consumers(&statement.events, load).next().is_some()
        };
        uses.peek().is_some() && !self.is_captured(key, LocalId(index)) && uses.all(is_dropped)
    }

    /// The calls of a function that give futures which nobody else has.
    fn made_by(&self, key: FunctionKey) -> Vec<((StatementId, ValueId), BTreeSet<FunctionKey>)> {
        if self.inputs.function(key).kind == FunctionKind::GeneratorExpression {
            return Vec::new();
        }
        let started = self.program.functions[&key].started.iter();
        started.filter_map(|(at, functions)| Some((*at, self.bodies_of(functions)?))).collect()
    }

    /// The bodies whose futures a call of any of `functions` gives, and nobody else has.
    pub(super) fn bodies_of(&self, functions: &BTreeSet<FunctionKey>) -> Option<BTreeSet<FunctionKey>> {
        let mut bodies = BTreeSet::new();
        for key in functions {
            match self.program.functions[key].duty {
                Duty::Body => drop(bodies.insert(*key)),
                _ => bodies.extend(self.fresh.get(key)?),
            }
        }
        Some(bodies)
    }

    /// What becomes of the value of an event.
    fn fate(&self, key: FunctionKey, (statement, event): (StatementId, ValueId)) -> Fate {
        let function = self.inputs.function(key);
        let at = &function.statements[statement.0 as usize];
        if stands_alone(at, event) {
            return Fate::Dropped(Lost::AtOnce);
        }
        if at.kind == (StatementKind::Return { value: Some(event) }) {
            return Fate::Returned;
        }
        let peeks = self.peeks(key, (statement, event));
        let fates = consumers(&at.events, event).map(|(id, consumer)| match &consumer.op {
            Op::Store(name, _) => match self.fate_of_name(key, (name, consumer.span), peeks) {
                Fate::Dropped(lost) => Fate::Dropped(lost),
                _ if self.is_overwritten(key, statement, name) => {
                    Fate::Dropped(Lost::Overwritten(consumer.span))
                }
                fate => fate,
            },
            Op::Build(..) | Op::Choose(..) => self.fate(key, (statement, id)),
            Op::Attribute(_, name) if peeks.contains(&name.as_str()) => Fate::Dropped(Lost::AtOnce),
            Op::SetItem(object, _, value) if *value == event => self.fate_inside(key, (at, *object), peeks),
            Op::Call(callee, _) if copies(function, at, *callee) => self.fate(key, (statement, id)),
            Op::Call(callee, _) => match &at.events[callee.0 as usize].op {
                Op::Attribute(object, name) if FILLS.contains(&name.as_str()) => {
                    self.fate_inside(key, (at, *object), peeks)
                }
                _ => Fate::Kept,
            },
            _ => Fate::Kept,
        });
        fates.reduce(Fate::and).unwrap_or(Fate::Kept)
    }

    /// What becomes of what is put into the container that the event `object` reads: a local one that is made here.
    fn fate_inside(
        &self,
        key: FunctionKey,
        (statement, object): (&Statement, ValueId),
        peeks: &[&str],
    ) -> Fate {
        let function = self.inputs.function(key);
        match &statement.events[object.0 as usize].op {
            Op::Load(Name::Local(local)) if is_made_here(function, *local) => {
                self.fate_of_local(key, (*local, function.locals[local.0 as usize].span), peeks)
            }
            _ => Fate::Kept,
        }
    }

    /// What becomes of what a variable is bound to.
    fn fate_of_name(&self, key: FunctionKey, (name, bound): (&Name, Span), peeks: &[&str]) -> Fate {
        match name {
            Name::Local(local) => self.fate_of_local(key, (*local, bound), peeks),
            Name::Global(name) => self.fate_of_global(key, name, bound),
            _ => Fate::Kept,
        }
    }

    /// Whether nobody can look at what a statement binds to a variable before it is bound anew.
    fn is_overwritten(&self, key: FunctionKey, statement: StatementId, name: &Name) -> bool {
        let is_private = match name {
            Name::Local(local) => {
                let function = self.inputs.function(key);
                !self.is_captured(key, *local) && !function.locals[local.0 as usize].name.starts_with('_')
            }
            Name::Global(global) => {
                let is_module = self.inputs.function(key).kind == FunctionKind::Module;
                is_module && !global.starts_with('_') && !self.is_seen_elsewhere(key, global)
            }
            _ => false,
        };
        is_private && overwritten::is_overwritten(self.inputs.function(key), statement, name)
    }

    /// Whether other code than the function at hand may read a global.
    fn is_seen_elsewhere(&self, key: FunctionKey, name: &str) -> bool {
        let summary = self.inputs.summary(key.module);
        let others =
            summary.functions.iter().enumerate().filter(|(index, _)| *index != key.function.0 as usize);
        let reads = |function: &Function| {
            let mut events = function.statements.iter().flat_map(|statement| &statement.events);
            events.any(|event| matches!(&event.op, Op::Load(Name::Global(loaded)) if loaded == name))
        };
        self.is_open(key.module) || others.into_iter().any(|(_, function)| reads(function))
    }

    /// Whether code that the module doesn't name may read its globals.
    fn is_open(&self, module: u32) -> bool {
        self.inputs.modules[module as usize].is_package
            || self.inputs.summary(module).exports.is_some()
            || self.inputs.imports_from(module)
    }

    /// What asks the result of a call for something else than what comes of it: what stands in for a value has those names for itself.
    fn peeks(&self, key: FunctionKey, call: (StatementId, ValueId)) -> &'static [&'static str] {
        let bodies = self.program.functions[&key].bodies.get(&call);
        let stands_in = |body: &FunctionKey| self.inputs.function(*body).gives_stand_in();
        if bodies.is_some_and(|bodies| bodies.iter().all(stands_in)) { &[] } else { &PEEKS }
    }

    fn is_captured(&self, key: FunctionKey, local: LocalId) -> bool {
        let summary = self.inputs.summary(key.module);
        let events = summary.functions.iter().flat_map(|function| &function.statements);
        events.flat_map(|statement| &statement.events).any(
            |event| matches!(&event.op, Op::Load(Name::Captured(owner, captured)) if (*owner, *captured) == (key.function, local)),
        )
    }

    /// What becomes of what a local variable is bound to.
    fn fate_of_local(&self, key: FunctionKey, (local, bound): (LocalId, Span), peeks: &[&str]) -> Fate {
        let function = self.inputs.function(key);
        let is_meant = function.locals[local.0 as usize].name.starts_with('_');
        if is_meant || self.is_captured(key, local) || (local.0 as usize) < function.params.len() {
            return Fate::Kept;
        }
        let name = Name::Local(local);
        let fates = loads(function, &name).map(|(statement, load)| {
            if statement.kind == (StatementKind::Return { value: Some(load) }) {
                return Fate::Returned;
            }
            let looks = consumers(&statement.events, load).map(|(_, consumer)| match &consumer.op {
                Op::Attribute(_, name)
                    if peeks.contains(&name.as_str()) || FILLS.contains(&name.as_str()) =>
                {
                    Fate::Dropped(Lost::AtOnce)
                }
                Op::SetItem(object, _, value) if *object == load && *value != load => {
                    Fate::Dropped(Lost::AtOnce)
                }
                _ => Fate::Kept,
            });
            looks.reduce(Fate::and).unwrap_or(Fate::Kept)
        });
        let unread = Fate::Dropped(Lost::Unread(bound));
        fates.reduce(Fate::and).unwrap_or(unread).and(unread)
    }

    /// What becomes of what a global is bound to that no other module can see.
    fn fate_of_global(&self, key: FunctionKey, name: &str, bound: Span) -> Fate {
        let summary = self.inputs.summary(key.module);
        let statements = summary.functions.iter().flat_map(|function| &function.statements);
        let is_read = statements
            .flat_map(|statement| &statement.events)
            .any(|event| matches!(&event.op, Op::Load(Name::Global(loaded)) if loaded == name));
        if name.starts_with('_') || is_read || self.is_open(key.module) {
            Fate::Kept
        } else {
            Fate::Dropped(Lost::Unread(bound))
        }
    }
}

/// Whether a statement is nothing but the expression of `event`.
fn stands_alone(statement: &Statement, event: ValueId) -> bool {
    let span = statement.events[event.0 as usize].span;
    statement.kind == StatementKind::Simple
        && statement.span == span
        && consumers(&statement.events, event).next().is_none()
}

/// Those of the `events` of a statement that take the value of `event`.
pub(super) fn consumers(events: &[Event], event: ValueId) -> impl Iterator<Item = (ValueId, &Event)> {
    let taking = events.iter().enumerate().filter(move |(_, taker)| taker.op.operands().contains(&event));
    taking.map(|(index, taker)| (ValueId(index as u32), taker))
}

/// The events of a function that read a variable.
pub(super) fn loads<'f>(
    function: &'f Function,
    name: &'f Name,
) -> impl Iterator<Item = (&'f Statement, ValueId)> {
    function.statements.iter().flat_map(move |statement| {
        let events = statement.events.iter().enumerate();
        let reads = events.filter(move |(_, event)| matches!(&event.op, Op::Load(loaded) if loaded == name));
        reads.map(move |(index, _)| (statement, ValueId(index as u32)))
    })
}

/// Whether a call of `callee` gives a container of what it is given.
fn copies(function: &Function, statement: &Statement, callee: ValueId) -> bool {
    let is_bound = |name: &str| function.locals.iter().any(|local| local.name == name);
    matches!(&statement.events[callee.0 as usize].op, Op::Load(Name::Global(name))
        if matches!(name.as_str(), "list" | "tuple" | "set" | "reversed" | "iter") && !is_bound(name))
}

/// Whether a local only ever names containers that are made where it is bound: nobody else has them.
fn is_made_here(function: &Function, local: LocalId) -> bool {
    function.statements.iter().all(|statement| {
        statement.events.iter().all(|event| match &event.op {
            Op::Store(Name::Local(bound), value) if *bound == local => {
                matches!(statement.events[value.0 as usize].op, Op::Build(..))
            }
            _ => true,
        })
    })
}
