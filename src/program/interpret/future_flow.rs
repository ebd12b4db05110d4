//! Where futures of concurrent calls go: into containers and out of them, through builtins, iterators and executors.
//!
//! ```python
//! for page, future in futures.items(): ...   # the second is one
//! ```
//! Must not know whether they are used rightly there.

use std::collections::BTreeSet;

use super::Walk;
use super::call::{Given, PARTIAL};
use crate::program::facts::Duty;
use crate::program::futures::Futures;
use crate::program::location::FunctionKey;
use crate::program::value::{Type, Value};
use crate::summary::{ArgumentKind, Constant, Event, FunctionKind, Op, StatementKind, Suspends, ValueId};

impl Walk<'_, '_> {
    /// The events of the statement at hand.
    pub(super) fn events_here(&self) -> &[Event] {
        let statement = self.function.statements.get(self.statement.0 as usize);
        statement.map_or(&[], |statement| &statement.events)
    }

    pub(super) fn op_of(&self, event: ValueId) -> Option<&Op> {
        self.events_here().get(event.0 as usize).map(|event| &event.op)
    }

    /// Of `object[index]`, or of what unpacking takes out; `value` is the object's.
    pub(super) fn item_futures(&self, object: ValueId, value: &Value, index: Option<ValueId>) -> Futures {
        let Some(index) = index else { return self.taken_apart(object, value) };
        match (&value.futures, self.op_of(index)) {
            (Futures::None, _) => Futures::None,
            (_, Some(Op::Operate(operator, _))) if operator.0 == "slice" => {
                Futures::each(value.iterated_futures())
            }
            (Futures::Parts(parts), Some(Op::Constant(Constant::Zero))) => {
                parts.first().cloned().unwrap_or_default()
            }
            (futures, _) if value.is_only(|kind| *kind == Type::Dict) => futures.element(),
            _ => value.iterated_futures(),
        }
    }

    /// Of the part that the event at hand takes out of `object`.
    fn taken_apart(&self, object: ValueId, value: &Value) -> Futures {
        let kind = self.function.statements.get(self.statement.0 as usize).map(|statement| &statement.kind);
        let parts = match &value.futures {
            Futures::Parts(parts) if !matches!(kind, Some(StatementKind::Match { .. })) => parts,
            _ => return value.iterated_futures(),
        };
        let events = self.events_here();
        let takes = |event: &Event| matches!(event.op, Op::Item(taken, None) if taken == object);
        let takers: Vec<usize> = (0..events.len()).filter(|index| takes(&events[*index])).collect();
        // `*rest` makes a list of what it takes at once.
        let is_rest = |taker: &usize| {
            let made = events.get(taker + 1).map(|event| &event.op);
            matches!(made, Some(Op::Build(Constant::List, items)) if items[..] == [ValueId(*taker as u32)])
        };
        let place = takers.iter().position(|taker| *taker == self.event.0 as usize).unwrap_or(takers.len());
        match takers.iter().position(is_rest) {
            None => value.futures.part(place, takers.len()),
            Some(rest) if place < rest => parts.get(place).cloned().unwrap_or_default(),
            Some(_) => value.futures.element(),
        }
    }

    /// Of a display or comprehension.
    pub(super) fn display_futures(&self, kind: &Type, parts: &[ValueId]) -> Futures {
        let of = |part: ValueId| self.value(part).futures.clone();
        let is_spread = |part: &&ValueId| matches!(self.op_of(**part), Some(Op::Iterate(_)));
        let mut held: Vec<Futures> = Vec::new();
        match kind {
            Type::Tuple if !parts.iter().any(|part| is_spread(&part)) => {
                return Futures::parts(parts.iter().map(|part| of(*part)));
            }
            Type::Dict => {
                let mut rest = parts.iter();
                while let Some(part) = rest.next() {
                    held.push(match self.op_of(*part) {
                        // `**other`
                        Some(Op::Item(other, None)) => match self.value(*other) {
                            other if other.is_only(|kind| *kind == Type::Dict) => other.futures.element(),
                            _ => Futures::None,
                        },
                        _ => rest.next().map(|value| of(*value)).unwrap_or_default(),
                    });
                }
            }
            _ => held.extend(parts.iter().map(|part| of(*part))),
        }
        Futures::each(all(held))
    }

    /// Of what the builtin `name` gives.
    pub(super) fn builtin_futures(&mut self, name: &str, given: &[Given]) -> Futures {
        let is_plain = given.iter().all(|argument| argument.kind == ArgumentKind::Positional);
        let iterated = |index: usize| {
            given.get(index).map(|argument| argument.value.iterated_futures()).unwrap_or_default()
        };
        match name {
            "list" | "tuple" | "set" | "reversed" | "iter" => Futures::each(iterated(0)),
            // Without a key futures can't be put in order: that is a use of its own.
            "sorted" if !is_plain || iterated(0) != Futures::Itself => Futures::each(iterated(0)),
            "dict" if is_plain && given.len() == 1 => match &given[0].value {
                dict if dict.is_only(|kind| *kind == Type::Dict) => dict.futures.clone(),
                _ => Futures::None,
            },
            "enumerate" => Futures::each(Futures::parts([Futures::None, iterated(0)])),
            "zip" if given.iter().all(|argument| argument.kind != ArgumentKind::Rest) => {
                let places = given.iter().enumerate();
                let zipped = places.filter(|(_, argument)| argument.kind == ArgumentKind::Positional);
                Futures::each(Futures::parts(zipped.map(|(place, _)| iterated(place))))
            }
            "map" => Futures::each(self.called_futures(given)),
            "filter" => Futures::each(iterated(1)),
            "next" if given.len() == 1 => iterated(0),
            // So can't the greatest be found.
            "min" | "max" if !is_plain && !has_keyword(given, "default") => match given {
                [one, second, ..] if second.kind != ArgumentKind::Positional => one.value.iterated_futures(),
                several => {
                    let positional = several.iter().filter(|one| one.kind == ArgumentKind::Positional);
                    all(positional.map(|one| one.value.futures.clone()))
                }
            },
            _ => Futures::None,
        }
    }

    /// Of what a function of a library gives.
    pub(super) fn library_futures(&self, path: &str, given: &[Given]) -> Futures {
        let iterated = |argument: &Given| argument.value.iterated_futures();
        match path {
            "concurrent.futures.as_completed" | "itertools.islice" => {
                Futures::each(given.first().map(iterated).unwrap_or_default())
            }
            "itertools.chain" => Futures::each(all(given.iter().map(iterated))),
            _ => Futures::None,
        }
    }

    /// Of what a method of an executor gives.
    pub(super) fn executor_futures(&mut self, name: &str, given: &[Given]) -> Futures {
        match name {
            "submit" => Futures::result(self.called_futures(given)),
            _ => Futures::each(self.called_futures(given)),
        }
    }

    /// Of what a call of the first argument gives.
    fn called_futures(&mut self, given: &[Given]) -> Futures {
        match given.first() {
            Some(first) if first.kind == ArgumentKind::Positional => {
                self.result_futures(&first.value.clone())
            }
            _ => Futures::None,
        }
    }

    /// Of what a call of `callee` gives.
    pub(super) fn result_futures(&mut self, callee: &Value) -> Futures {
        let functions = self.functions_called(callee).unwrap_or_default();
        let mut found = Vec::new();
        for key in functions {
            let function = self.knowledge.function(key);
            found.push(match super::duty(function) {
                Duty::Body => self.own_futures(key),
                Duty::Ordinary if function.suspends == Suspends::Never => self.returned_futures(key),
                _ => Futures::None,
            });
        }
        all(found)
    }

    /// Of what the ordinary function `key` returns, as far as its declaration leaves room for it.
    fn returned_futures(&mut self, key: FunctionKey) -> Futures {
        let futures = self.effects_of(key).result.futures.clone();
        match &self.knowledge.function(key).returns {
            Some(returns) => self.knowledge.admits(key.module, returns, &futures),
            None => futures,
        }
    }

    /// The functions that a call of `callee` runs or starts, if it is known to be nothing else.
    pub(super) fn functions_called(&self, callee: &Value) -> Option<BTreeSet<FunctionKey>> {
        let mut functions = BTreeSet::new();
        let mut methods = callee.clone();
        if let Some(kept) = methods.bound.remove(PARTIAL) {
            // The arguments are kept beside the function.
            let mut kept = kept.types.into_iter().filter_map(|kind| match kind {
                Type::Function(function) => Some(function),
                _ => None,
            });
            functions.extend(kept.next());
            if kept.next().is_some() {
                return None;
            }
        }
        let (candidates, is_open) = self.candidates(&methods);
        functions.extend(candidates.into_iter().map(|(key, _)| key));
        (!is_open && !functions.is_empty()).then_some(functions)
    }

    /// Of what a builtin container's method gives.
    pub(super) fn method_futures(&self, name: &str, receiver: &Value, given: &[Given]) -> Futures {
        let held = receiver.futures.element();
        let is_dict = receiver.is_only(|kind| matches!(kind, Type::Dict | Type::DefaultDict));
        let second = || given.get(1).map(|argument| argument.value.futures.clone()).unwrap_or_default();
        match (name, given.len()) {
            ("popleft" | "__getitem__", _) => held,
            ("pop", 0 | 1) => held,
            ("pop" | "get" | "setdefault", 2) if is_dict => held.met(&second()),
            ("popitem", _) => Futures::parts([Futures::None, held]),
            ("values", _) if is_dict => Futures::each(held),
            ("items", _) if is_dict => Futures::each(Futures::parts([Futures::None, held])),
            ("copy" | "difference" | "intersection" | "__reversed__", _) => receiver.futures.clone(),
            ("union", _) => {
                let others = given.iter().map(|argument| argument.value.iterated_futures());
                Futures::each(all(others.chain([held])))
            }
            _ => Futures::None,
        }
    }

    /// Of what a method puts into `receiver` of its argument at `place`.
    pub(super) fn put_futures(name: &str, receiver: &Value, (place, argument): (usize, &Given)) -> Futures {
        let value = &argument.value;
        match (name, place) {
            ("append" | "appendleft" | "add", 0) => value.futures.clone(),
            ("insert" | "setdefault" | "__setitem__", 1) => value.futures.clone(),
            ("extend" | "extendleft", 0) => value.iterated_futures(),
            ("update", _) => match value.is_only(|kind| *kind == Type::Dict) {
                true => value.futures.element(),
                false if receiver.types.contains(&Type::Set) => value.iterated_futures(),
                false if matches!(argument.kind, ArgumentKind::Keyword(_)) => value.futures.clone(),
                false => Futures::None,
            },
            // An index, or what is looked for: what is held stays what it is.
            _ => receiver.futures.element(),
        }
    }

    /// The generator expression `key` iterates over `source`.
    pub(super) fn iterates_in(&mut self, key: FunctionKey, source: &Value) {
        let futures = Futures::each(source.iterated_futures());
        if self.knowledge.state.sources.insert(key, futures.clone()).unwrap_or_default() != futures {
            self.knowledge.progress.wakes(key);
        }
    }

    /// Of what a run of `key` yields, where it is a generator.
    pub(super) fn yielded_futures(&mut self, key: FunctionKey) -> Futures {
        let function = self.knowledge.function(key);
        let is_generator =
            function.suspends == Suspends::Generator || function.kind == FunctionKind::GeneratorExpression;
        match is_generator {
            true => {
                let futures = Futures::each(self.effects_of(key).yielded.futures.clone());
                match &function.returns {
                    Some(returns) => self.knowledge.admits(key.module, returns, &futures),
                    None => futures,
                }
            }
            false => Futures::None,
        }
    }
}

fn has_keyword(given: &[Given], name: &str) -> bool {
    given.iter().any(|argument| matches!(&argument.kind, ArgumentKind::Keyword(keyword) if keyword == name))
}

/// What is sure of all of them.
fn all(futures: impl IntoIterator<Item = Futures>) -> Futures {
    let mut futures = futures.into_iter();
    let first = futures.next().unwrap_or_default();
    futures.fold(first, |met, one| met.met(&one))
}
