//! `call_here(f, ...)`: an ordinary call of the body of a concurrent function, in the caller's thread.
//!
//! Must not know how that is written: which bodies may run is all that is found here.

use std::collections::BTreeSet;

use super::Walk;
use super::call::Given;
use crate::program::facts::Duty;
use crate::program::location::FunctionKey;
use crate::program::value::{Type, Value};
use crate::summary::{MethodKind, Op, ValueId};

/// What may be called, and what it is bound to.
pub(super) type Candidate = (FunctionKey, Option<Value>);

impl Walk<'_, '_> {
    /// Whether the event at hand is a `call_here`.
    pub(super) fn is_call_here(&self) -> bool {
        let marked = &self.knowledge.summary(self.key.module).markers.calls_here;
        let statement = self.function.statements.get(self.statement.0 as usize);
        let event = statement.and_then(|statement| statement.events.get(self.event.0 as usize));
        event.is_some_and(|event| marked.iter().any(|here| here.call == event.span))
    }

    /// Calls the bodies that `target` may stand for.
    pub(super) fn call_here(&mut self, callee: ValueId, target: &Value, given: &[Given]) -> Value {
        let (candidates, is_open) = self.candidates(target);
        let module = self.module_before(callee);
        let here = self.facts.calls_here.entry((self.statement, self.event)).or_default();
        here.function = callee;
        here.module = module;
        here.is_open |= is_open;
        let bound = |(function, receiver): &Candidate| (*function, u32::from(receiver.is_some()));
        here.functions.extend(candidates.iter().map(bound));
        let mut result = Value::default();
        for (function, receiver) in candidates {
            let bound = self.bind_parameters(function, receiver.as_ref(), given);
            self.works(None);
            let value = match super::duty(self.knowledge.function(function)) {
                Duty::Body => self.runs(function, &bound),
                _ => Value::unknown(),
            };
            result.join(&value);
        }
        if is_open {
            result.join(&self.unknown_call(target, given));
        }
        result
    }

    /// What `target` may be, and whether it may be something that nobody knows.
    pub(super) fn candidates(&self, target: &Value) -> (Vec<Candidate>, bool) {
        let mut found = Vec::new();
        let mut is_open = false;
        for kind in &target.types {
            match kind {
                Type::Function(function) => found.push((*function, None)),
                // An attribute of a key beside the values of a dict.
                Type::Immutable if !target.bound.is_empty() => {}
                _ => is_open = true,
            }
        }
        for (name, receiver) in &target.bound {
            let has_own = receiver.types.iter().any(Type::is_own);
            for kind in &receiver.types {
                let kind_of = match kind {
                    Type::Parent(class) => Type::Own(*class),
                    kind => kind.clone(),
                };
                let one = || Some(receiver.as_ref().clone().with_types([kind_of.clone()].into()));
                match kind {
                    Type::Own(class) | Type::ClassObject(class) | Type::Parent(class) => {
                        let methods = match kind {
                            Type::Own(_) => self.knowledge.methods(*class, name),
                            _ => self.knowledge.nearest_methods(*class, name),
                        };
                        is_open |= methods.is_empty();
                        found.extend(methods.into_iter().map(|method| {
                            let is_static = self.knowledge.function(method).method == MethodKind::Static;
                            (method, one().filter(|_| !is_static))
                        }));
                    }
                    // `None`, or the keys beside the values of a dict, have no method of ours.
                    Type::Immutable | Type::Tuple | Type::List | Type::Dict | Type::Set if has_own => {}
                    _ => is_open = true,
                }
            }
        }
        let mut seen = BTreeSet::new();
        found.retain(|(function, _)| seen.insert(*function));
        (found, is_open)
    }

    /// The module of the program whose attribute the event `callee` reads.
    fn module_before(&self, callee: ValueId) -> Option<u32> {
        let statement = self.function.statements.get(self.statement.0 as usize)?;
        let Op::Attribute(object, _) = &statement.events.get(callee.0 as usize)?.op else { return None };
        let mut modules = self.value(*object).types.iter().map(|kind| match kind {
            Type::Module(module) => Some(*module),
            _ => None,
        });
        modules.next().flatten().filter(|_| modules.next().is_none())
    }
}
