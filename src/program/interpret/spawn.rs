//! Calls of concurrent functions: bodies started, arguments handed over, `g(x).result()` and `wait_for(g(x))` run in place.
//!
//! Must not know how a body runs.

use super::Walk;
use super::call::Given;
use crate::options::Switch;
use crate::program::location::FunctionKey;
use crate::program::value::{Type, Value};
use crate::python::Marker;
use crate::summary::{ArgumentKind, Op, ParamKind, ValueId};

impl Walk<'_, '_> {
    /// Which parameters the caller fills with objects that it keeps: one that is made in the call itself is handed over.
    pub(super) fn note_kept(&mut self, key: FunctionKey, receiver: Option<&Value>, given: &[Given]) {
        let events = self
            .function
            .statements
            .get(self.statement.0 as usize)
            .map(|statement| statement.events.as_slice());
        let arguments =
            match events.and_then(|events| events.get(self.event.0 as usize)).map(|event| &event.op) {
                Some(Op::Call(_, arguments)) if arguments.len() == given.len() => arguments.as_slice(),
                _ => &[],
            };
        self.knowledge.changed |= self.knowledge.spawned.insert(key);
        let made_here = |index: usize| {
            let argument = arguments.get(index)?;
            let event = events?.get(argument.value.0 as usize)?;
            Some(matches!(
                event.op,
                Op::Call(..) | Op::Build(..) | Op::Operate(..) | Op::Constant(_) | Op::Word(_)
            ))
        };
        let kept: Vec<Given> = given
            .iter()
            .enumerate()
            .map(|(index, argument)| {
                let only_made = argument.value.aliases.iter().all(|alias| self.is_made_now(alias));
                let handed_over = made_here(index).unwrap_or(false) && only_made;
                Given {
                    value: if handed_over { Value::immutable() } else { argument.value.clone() },
                    ..argument.clone()
                }
            })
            .collect();
        for (index, value) in self.bind_parameters(key, receiver, &kept).iter().enumerate() {
            if !value.bound.is_empty() {
                self.knowledge.keeps_types(value.all_types());
            }
            if value.may_change() {
                self.knowledge.changed |= self.knowledge.kept.insert((key, index as u32));
                self.gives(key, index as u32, value);
            }
        }
    }

    /// Starts the body of `key`.
    pub(super) fn spawn(&mut self, key: FunctionKey, bound: &[Value]) -> Value {
        self.knowledge.mark_called(self.key, key);
        self.facts.spawns.insert((self.statement, self.event));
        self.facts.bodies.entry((self.statement, self.event)).or_default().insert(key);
        self.effects.spawns = true;
        self.late = true;
        let effects = self.effects_of(key);
        for (index, value) in bound.iter().enumerate() {
            self.knowledge.given_to(key, index as u32, value);
            self.knowledge.passes_types(key, index as u32, value);
            self.knowledge.passes_stand_ins(key, index as u32, value);
            // A new object is the body's own; what it holds need not be.
            self.knowledge.keeps_types(value.content.iter());
        }
        let result = self.translated(&effects.result, bound);
        if self.knowledge.function(key).gives_stand_in() {
            let mut value = self.stand_in(key, result);
            value.is_started = self.gives_its_own(key);
            return value;
        }
        let mut future = result.held_in(Type::Future);
        future.depends.clear();
        (future.is_started, future.holds_started) = (self.gives_its_own(key), false);
        future
    }

    /// Whether a call of `key` surely gives its future, or what stands in for its value: a decorator of somebody else may make something else of it.
    fn gives_its_own(&self, key: FunctionKey) -> bool {
        let function = self.knowledge.function(key);
        let markings = &self.knowledge.summary(key.module).markers.functions;
        let ours = markings.iter().find(|marking| marking.def == function.span.start);
        let others = function
            .decorators
            .iter()
            .enumerate()
            .filter(|(place, _)| ours.is_some_and(|marking| marking.position != *place));
        let harmless = ["staticmethod", "classmethod", "abstractmethod", "override", "final", "overload"];
        others.into_iter().all(|(_, name)| harmless.contains(&name.rsplit('.').next().unwrap_or(name)))
    }

    /// The wait for the call at hand, if the two together may run the body in place: `g(x).result()` or `wait_for(g(x))` inside a body, with
    /// every parameter given by name or position, since a body has no defaults.
    pub(super) fn in_place_wait(&self, key: FunctionKey, given: &[Given]) -> Option<(ValueId, ValueId)> {
        if !self.is_body() || key.module != self.key.module {
            return None;
        }
        let callee = self.knowledge.function(key);
        let namesakes = self.knowledge.summary(key.module).functions.iter();
        if namesakes.filter(|function| function.qualname == callee.qualname).count() > 1 {
            // Which of them the name stands for, only the run knows.
            return None;
        }
        let Some(Marker::Concurrent(arguments)) = &callee.marker else { return None };
        let plain = callee.class.is_none()
            && callee.parent.is_some_and(|parent| parent.0 == 0)
            && callee.decorators.len() == 1;
        if !plain
            || arguments.executor.is_some()
            || arguments.workers.is_some()
            || arguments.context.is_some()
            || arguments.daemon.is_some()
            || arguments.name.is_some()
        {
            return None;
        }
        let given_all = callee.params.iter().enumerate().all(|(index, param)| match param.kind {
            ParamKind::Rest | ParamKind::KeywordRest => true,
            _ => given.iter().enumerate().any(|(place, argument)| match &argument.kind {
                ArgumentKind::Positional => place == index && param.kind != ParamKind::KeywordOnly,
                ArgumentKind::Keyword(name) => *name == param.name,
                _ => false,
            }),
        });
        let spread = given
            .iter()
            .any(|argument| matches!(argument.kind, ArgumentKind::Rest | ArgumentKind::KeywordRest));
        if !given_all || spread {
            return None;
        }
        let events = &self.function.statements.get(self.statement.0 as usize)?.events;
        if arguments.transparent == Switch::On {
            let gives = self.knowledge.effects.get(&key).map(|effects| effects.result.stand_ins.it);
            if gives == Some(true) {
                // What it gives stands in for something itself.
                return None;
            }
            let wait = events.iter().position(|event| self.is_wait_for(event, self.event))?;
            return Some((ValueId(wait as u32), self.event));
        }
        let attribute = events.iter().position(
            |event| matches!(&event.op, Op::Attribute(of, name) if *of == self.event && name == "result"),
        )?;
        let wait = events.iter().position(
            |event| matches!(&event.op, Op::Call(of, none) if of.0 as usize == attribute && none.is_empty()),
        )?;
        Some((ValueId(wait as u32), self.event))
    }

    /// Whether a call of the statement at hand runs its body in place.
    pub(super) fn runs_in_place(&self, call: ValueId) -> bool {
        self.facts.in_place.iter().any(|found| found.statement == self.statement && found.call == call)
    }

    /// If the event at hand waits for a call that runs in place: what that call gives.
    pub(super) fn waited_in_place(&self) -> Option<Value> {
        let wait = self.event;
        let in_place =
            self.facts.in_place.iter().find(|call| call.statement == self.statement && call.wait == wait)?;
        debug_assert!(in_place.call.0 < wait.0, "operands come first");
        Some(self.value(in_place.call).clone())
    }
}
