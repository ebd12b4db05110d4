//! Calls of concurrent functions: bodies started, arguments handed over, `g(x).result()` and `wait_for(g(x))` run in place.
//!
//! Must not know how a body runs.

use super::call::Given;
use super::{Walk, duty, is_for_executor};
use crate::options::Switch;
use crate::program::facts::Duty;
use crate::program::futures::Futures;
use crate::program::location::{Access, FunctionKey, Root};
use crate::program::value::{Type, Value};
use crate::python::Marker;
use crate::summary::{ArgumentKind, Name, Op, ParamKind, ValueId};

impl Walk<'_, '_> {
    /// Which parameters the caller fills with objects that it keeps: one that is made in the call itself is handed over.
    pub(super) fn note_kept(&mut self, key: FunctionKey, receiver: Option<&Value>, given: &[Given]) {
        if self.function.serial == Switch::On {
            self.note_given(key, receiver, given);
        }
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
        self.knowledge.spawned.insert(key);
        let goes_elsewhere = is_for_executor(self.knowledge.function(key));
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
                let handed_over = made_here(index).unwrap_or(false)
                    && only_made
                    && !(goes_elsewhere
                        && arguments.get(index).is_some_and(|given| self.holds_others(given.value)));
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
            if goes_elsewhere && value.content.iter().any(Type::is_mutable) {
                self.knowledge.kept.insert((key, index as u32));
            }
            if value.may_change() {
                self.knowledge.kept.insert((key, index as u32));
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
        self.asks_for_executor(key);
        self.sends(key, bound);
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
            value.futures = self.own_futures(key);
            return value;
        }
        let mut future = result.held_in(Type::Future);
        future.depends.clear();
        future.futures = self.own_futures(key);
        future
    }

    /// What the event at hand gives: in serial text a call of a concurrent function gives its value.
    pub(super) fn value_of_serial_call(&mut self, value: Value) -> Value {
        let at = (self.statement, self.event);
        let Some(bodies) = self.facts.bodies.get(&at).filter(|_| self.function.serial == Switch::On) else {
            return value;
        };
        let stands_in = |body: &FunctionKey| self.knowledge.function(*body).gives_stand_in();
        if bodies.iter().all(stands_in) {
            // It waits where it is used, as it is.
            return value;
        }
        let is_future = value.types.contains(&Type::Future);
        let is_open = !is_future || bodies.iter().any(stands_in) || !self.is_surely_concurrent();
        self.facts.serial_calls.entry(at).or_default().is_open |= is_open;
        if is_future { self.future_method("result", &value, &[]) } else { value }
    }

    /// Whether the call at hand is one of a concurrent function for all that is known: named as such, or a method of an object whose
    /// class is known.
    fn is_surely_concurrent(&self) -> bool {
        let statement = &self.function.statements[self.statement.0 as usize];
        let Some(Op::Call(callee, _)) = statement.events.get(self.event.0 as usize).map(|event| &event.op)
        else {
            return false;
        };
        let target = self.value(*callee);
        let named = |kind: &Type| match kind {
            Type::Function(key) => duty(self.knowledge.function(*key)) == Duty::Body,
            _ => false,
        };
        let has_class = |kind: &Type| kind.is_own() || matches!(kind, Type::ClassObject(_));
        let may_be = |kind: &Type| has_class(kind) || matches!(kind, Type::Unknown | Type::Immutable);
        let known =
            |receiver: &Value| receiver.types.iter().any(has_class) && receiver.types.iter().all(may_be);
        let is_named = !target.types.is_empty() && target.types.iter().all(named);
        (is_named || !target.bound.is_empty()) && target.bound.values().all(|receiver| known(receiver))
    }

    /// Notes what the body of `key` does to the arguments of a call in serial text.
    fn note_given(&mut self, key: FunctionKey, receiver: Option<&Value>, given: &[Given]) {
        let statement = &self.function.statements[self.statement.0 as usize];
        let Some(Op::Call(_, arguments)) = statement.events.get(self.event.0 as usize).map(|event| &event.op)
        else {
            return;
        };
        let effects = self.effects_of(key);
        for (place, (argument, given)) in arguments.iter().zip(given).enumerate() {
            let is_inert = self.knowledge.is_inert(&given.value) || given.value.is_only(Type::is_own);
            if !given.value.may_change() || is_inert {
                continue;
            }
            let bound = self.bind_parameters(key, receiver, std::slice::from_ref(given));
            let fills = |index: u32| match &given.kind {
                ArgumentKind::Positional => {
                    let at = place + usize::from(receiver.is_some());
                    index as usize == at.min(bound.len().saturating_sub(1)) || is_rest(self, key, index)
                }
                ArgumentKind::Keyword(_) => bound[index as usize] != Value::default(),
                ArgumentKind::Rest | ArgumentKind::KeywordRest => true,
            };
            let changes = effects.accesses.keys().any(|(root, _, access)| {
                matches!(root, Root::Param(index) if fills(*index)) && *access == Access::Write
            });
            let access = if changes { Access::Write } else { Access::Read };
            let call = self.facts.serial_calls.entry((self.statement, self.event)).or_default();
            let known = call.given.entry(argument.value).or_insert(access);
            *known = access.max(*known);
        }
    }

    /// What a call of the concurrent `key` surely gives: a decorator of somebody else may make something else of it.
    pub(super) fn own_futures(&self, key: FunctionKey) -> Futures {
        let function = self.knowledge.function(key);
        let markings = &self.knowledge.summary(key.module).markers.functions;
        let ours = markings.iter().find(|marking| marking.def == function.span.start);
        let others = function
            .decorators
            .iter()
            .enumerate()
            .filter(|(place, _)| ours.is_some_and(|marking| marking.position != *place));
        let harmless =
            ["staticmethod", "classmethod", "property", "abstractmethod", "override", "final", "overload"];
        match others.into_iter().all(|(_, name)| harmless.contains(&name.rsplit('.').next().unwrap_or(name)))
        {
            true if function.gives_stand_in() => Futures::StandIn,
            true => Futures::Itself,
            false => Futures::None,
        }
    }

    /// Whether `callee` is the function's own name at the top of its module, and nothing else.
    pub(super) fn is_own_name(&self, callee: ValueId, key: FunctionKey) -> bool {
        let target = self.value(callee);
        let statement = self.function.statements.get(self.statement.0 as usize);
        let event = statement.and_then(|statement| statement.events.get(callee.0 as usize));
        let name = &self.knowledge.function(key).name;
        target.bound.is_empty()
            && target.is_only(|kind| *kind == Type::Function(key))
            && event.is_some_and(|event| matches!(&event.op, Op::Load(Name::Global(own)) if own == name))
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

/// Whether parameter `index` of `key` takes all further arguments.
fn is_rest(walk: &Walk<'_, '_>, key: FunctionKey, index: u32) -> bool {
    let params = &walk.knowledge.function(key).params;
    params.get(index as usize).is_some_and(|param| param.kind == ParamKind::Rest)
}
