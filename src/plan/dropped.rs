//! Futures that nobody looks at: what becomes of the value of a concurrent call, followed through names, displays and returns.
//!
//! ```python
//! send(mail)                                # dropped
//! futures = [send(mail) for mail in mails]  # dropped, where nothing reads `futures`
//! _ = send(mail)                            # meant so
//! ```
//! Must not know locks. In doubt a future is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
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
    /// The name that it is bound to for nothing.
    pub(super) at: Option<Span>,
}

/// What becomes of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Returned,
    Dropped(Option<Span>),
}

impl Fate {
    /// Of a value that both happens to.
    fn and(self, other: Fate) -> Fate {
        match (self, other) {
            (Fate::Kept, _) | (_, Fate::Kept) => Fate::Kept,
            (Fate::Returned, _) | (_, Fate::Returned) => Fate::Returned,
            (Fate::Dropped(at), Fate::Dropped(other)) => Fate::Dropped(at.or(other)),
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
                    && function.kind == FunctionKind::Def
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
        for key in self.program.functions.keys() {
            for ((statement, event), bodies) in self.made_by(*key) {
                if let Fate::Dropped(at) = self.fate(*key, (statement, event)) {
                    found.push(Dropped { function: *key, statement, event, bodies, at });
                }
            }
        }
        found
    }

    /// Whether whoever is given a function lets go of what it returns.
    pub(super) fn forgets(&self, taker: &Taker) -> bool {
        match taker {
            Taker::Known(_) => true,
            Taker::Own(parameters) => {
                !parameters.is_empty()
                    && parameters.iter().all(|(function, index)| self.drops_results(*function, *index))
            }
        }
    }

    /// Whether a function calls what it is given, and drops what comes of it each time.
    fn drops_results(&self, key: FunctionKey, index: u32) -> bool {
        let function = self.inputs.function(key);
        let mut uses = loads(function, LocalId(index)).peekable();
        let is_dropped = |(statement, load): (&Statement, ValueId)| {
            consumers(statement, load).all(|(id, event)| match &event.op {
                Op::Call(callee, _) => *callee == load && stands_alone(statement, id),
                _ => false,
            }) && consumers(statement, load).next().is_some()
        };
        uses.peek().is_some() && !self.is_captured(key, LocalId(index)) && uses.all(is_dropped)
    }

    /// The calls of a function that give futures which nobody else has.
    fn made_by(&self, key: FunctionKey) -> Vec<((StatementId, ValueId), BTreeSet<FunctionKey>)> {
        let facts = &self.program.functions[&key];
        let function = self.inputs.function(key);
        if matches!(function.kind, FunctionKind::Lambda | FunctionKind::GeneratorExpression) {
            return Vec::new();
        }
        let made = facts.started.iter().filter_map(|at| {
            let bodies = match facts.bodies.get(at) {
                Some(bodies) => bodies.clone(),
                None => self.handed_on(key, *at)?,
            };
            Some((*at, bodies))
        });
        made.collect()
    }

    /// The bodies of the futures that a call of one of the program's own functions hands on.
    fn handed_on(
        &self,
        key: FunctionKey,
        (statement, event): (StatementId, ValueId),
    ) -> Option<BTreeSet<FunctionKey>> {
        let events = &self.inputs.function(key).statements[statement.0 as usize].events;
        let Op::Call(callee, _) = &events[event.0 as usize].op else { return None };
        let name = match &events[callee.0 as usize].op {
            Op::Load(Name::Global(name)) | Op::Attribute(_, name) => name,
            _ => return None,
        };
        let calls = &self.program.functions[&key].calls;
        let mut named = calls
            .iter()
            .filter(|(at, function)| *at == statement && self.inputs.function(*function).name == *name)
            .map(|(_, function)| self.fresh.get(function))
            .peekable();
        named.peek()?;
        let mut bodies = BTreeSet::new();
        for found in named {
            bodies.extend(found?);
        }
        Some(bodies)
    }

    /// What becomes of the value of an event.
    fn fate(&self, key: FunctionKey, (statement, event): (StatementId, ValueId)) -> Fate {
        let function = self.inputs.function(key);
        let at = &function.statements[statement.0 as usize];
        if stands_alone(at, event) {
            return Fate::Dropped(None);
        }
        if at.kind == (StatementKind::Return { value: Some(event) }) {
            return Fate::Returned;
        }
        let peeks = self.peeks(key, (statement, event));
        let fates = consumers(at, event).map(|(id, consumer)| match &consumer.op {
            Op::Store(Name::Local(local), _) => self.fate_of_local(key, (*local, consumer.span), peeks),
            Op::Store(Name::Global(name), _) => self.fate_of_global(key, name, consumer.span),
            Op::Build(..) | Op::Choose(_) => self.fate(key, (statement, id)),
            Op::Attribute(_, name) if peeks.contains(&name.as_str()) => Fate::Dropped(None),
            Op::Call(callee, _) => match filled(at, *callee) {
                Some(local) => {
                    self.fate_of_local(key, (local, function.locals[local.0 as usize].span), peeks)
                }
                None => Fate::Kept,
            },
            _ => Fate::Kept,
        });
        fates.reduce(Fate::and).unwrap_or(Fate::Kept)
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
        let name = &function.locals[local.0 as usize].name;
        if name.starts_with('_') || self.is_captured(key, local) || (local.0 as usize) < function.params.len()
        {
            return Fate::Kept;
        }
        let fates = loads(function, local).map(|(statement, load)| {
            if statement.kind == (StatementKind::Return { value: Some(load) }) {
                return Fate::Returned;
            }
            let looks = consumers(statement, load).map(|(_, consumer)| match &consumer.op {
                Op::Attribute(_, name)
                    if peeks.contains(&name.as_str()) || FILLS.contains(&name.as_str()) =>
                {
                    Fate::Dropped(None)
                }
                _ => Fate::Kept,
            });
            looks.reduce(Fate::and).unwrap_or(Fate::Kept)
        });
        fates.reduce(Fate::and).unwrap_or(Fate::Dropped(None)).and(Fate::Dropped(Some(bound)))
    }

    /// What becomes of what a global is bound to that no other module can see.
    fn fate_of_global(&self, key: FunctionKey, name: &str, bound: Span) -> Fate {
        let summary = self.inputs.summary(key.module);
        let statements = summary.functions.iter().flat_map(|function| &function.statements);
        let is_read = statements
            .flat_map(|statement| &statement.events)
            .any(|event| matches!(&event.op, Op::Load(Name::Global(loaded)) if loaded == name));
        let is_given = self.inputs.modules[key.module as usize].is_package
            || summary.exports.is_some()
            || self.inputs.imports_from(key.module);
        if name.starts_with('_') || is_read || is_given { Fate::Kept } else { Fate::Dropped(Some(bound)) }
    }
}

/// Whether a statement is nothing but the expression of `event`.
fn stands_alone(statement: &Statement, event: ValueId) -> bool {
    let span = statement.events[event.0 as usize].span;
    statement.kind == StatementKind::Simple
        && statement.span == span
        && consumers(statement, event).next().is_none()
}

/// The events that take the value of `event`.
fn consumers(statement: &Statement, event: ValueId) -> impl Iterator<Item = (ValueId, &Event)> {
    let events = statement.events.iter().enumerate();
    let taking = events.filter(move |(_, taker)| taker.op.operands().contains(&event));
    taking.map(|(index, taker)| (ValueId(index as u32), taker))
}

/// The events that read a local variable.
fn loads(function: &Function, local: LocalId) -> impl Iterator<Item = (&Statement, ValueId)> {
    function.statements.iter().flat_map(move |statement| {
        let events = statement.events.iter().enumerate();
        let reads = events
            .filter(move |(_, event)| matches!(&event.op, Op::Load(Name::Local(loaded)) if *loaded == local));
        reads.map(move |(index, _)| (statement, ValueId(index as u32)))
    })
}

/// The local variable that a call of `callee` puts its argument into.
fn filled(statement: &Statement, callee: ValueId) -> Option<LocalId> {
    let Op::Attribute(object, name) = &statement.events[callee.0 as usize].op else { return None };
    match &statement.events[object.0 as usize].op {
        Op::Load(Name::Local(local)) if FILLS.contains(&name.as_str()) => Some(*local),
        _ => None,
    }
}
