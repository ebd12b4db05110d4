//! Where the program asks futures for what they have: a fix that makes a value of a future would break that.
//!
//! ```python
//! if (size := count(page)):      # always true ...
//!     print(size.result())       # ... but here it is a future, rightly
//! ```
//! Must not know what is wrong with a use.

use std::collections::BTreeSet;

use super::Inputs;
use super::dropped::consumers;
use crate::program::FunctionKey;
use crate::summary::{Event, FunctionId, LocalId, Name, Op, StatementId, StatementKind, ValueId};

/// What only futures have.
const ASKS: [&str; 8] =
    ["result", "exception", "done", "running", "cancel", "cancelled", "add_done_callback", "set_result"];

/// Library functions that take futures.
const TAKES_FUTURES: [&str; 3] = ["as_completed", "wait", "wrap_future"];

/// What holds a value, as far as a name tells.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Holder {
    Local(FunctionKey, LocalId),
    Global(u32, String),
    /// A field, of whatever object.
    Field(String),
    /// What calls of functions of that name give.
    Result(String),
}

/// What is asked for something that only futures have, itself or what it holds.
pub(super) struct Asked<'p, 'a> {
    inputs: &'p Inputs<'a>,
    holders: BTreeSet<Holder>,
}

impl<'p, 'a> Asked<'p, 'a> {
    pub(super) fn of(inputs: &'p Inputs<'a>) -> Asked<'p, 'a> {
        let mut asked = Asked { inputs, holders: BTreeSet::new() };
        // What is taken out of a container is asked: so is the container.
        loop {
            let before = asked.holders.len();
            for module in 0..inputs.modules.len() as u32 {
                for index in 0..inputs.summary(module).functions.len() as u32 {
                    asked.look(FunctionKey { module, function: FunctionId(index) });
                }
            }
            if asked.holders.len() == before {
                return asked;
            }
        }
    }

    fn look(&mut self, key: FunctionKey) {
        let inputs = self.inputs;
        for statement in &inputs.function(key).statements {
            for event in &statement.events {
                let found: Vec<ValueId> = match &event.op {
                    Op::Attribute(object, name) if ASKS.contains(&name.as_str()) => vec![*object],
                    Op::Store(name, value) if self.holds(key, name) => vec![*value],
                    Op::Call(callee, arguments) => match &statement.events[callee.0 as usize].op {
                        Op::Load(Name::Global(name)) | Op::Attribute(_, name)
                            if TAKES_FUTURES.contains(&name.as_str()) =>
                        {
                            arguments.iter().map(|argument| argument.value).collect()
                        }
                        _ => Vec::new(),
                    },
                    _ => Vec::new(),
                };
                for value in found {
                    self.holders.extend(holder(key, &statement.events, value));
                }
            }
        }
    }

    fn holds(&self, key: FunctionKey, name: &Name) -> bool {
        variable(key, name).is_some_and(|holder| self.holders.contains(&holder))
    }

    /// Whether what the value of `event` goes to is asked for what only a future has.
    pub(super) fn is_asked(&self, key: FunctionKey, statement: StatementId, event: ValueId) -> bool {
        let function = self.inputs.function(key);
        let at = &function.statements[statement.0 as usize];
        let is_holder = |value: ValueId| {
            holder(key, &at.events, value).is_some_and(|holder| self.holders.contains(&holder))
        };
        let is_returned = at.kind == (StatementKind::Return { value: Some(event) });
        (is_returned && self.holders.contains(&Holder::Result(function.name.clone())))
            || consumers(&at.events, event).any(|(id, consumer)| match &consumer.op {
                Op::Store(name, _) => self.holds(key, name),
                Op::SetAttribute(_, name, _) => self.holders.contains(&Holder::Field(name.clone())),
                Op::SetItem(object, _, value) if *value == event => is_holder(*object),
                Op::Attribute(_, name) => ASKS.contains(&name.as_str()),
                Op::Build(..) | Op::Choose(..) => self.is_asked(key, statement, id),
                Op::Call(callee, _) if *callee != event => match &at.events[callee.0 as usize].op {
                    Op::Load(Name::Global(name)) if matches!(name.as_str(), "sorted" | "min" | "max") => {
                        is_holder(id) || self.is_asked(key, statement, id)
                    }
                    Op::Attribute(object, name) if matches!(name.as_str(), "append" | "add") => {
                        is_holder(*object)
                    }
                    _ => false,
                },
                _ => false,
            })
    }
}

/// What holds the value of an event: of what is taken out of a container, the container.
fn holder(key: FunctionKey, events: &[Event], event: ValueId) -> Option<Holder> {
    match &events[event.0 as usize].op {
        Op::Load(name) => variable(key, name),
        Op::Attribute(_, name) => Some(Holder::Field(name.clone())),
        Op::Item(object, _) | Op::Iterate(object) => holder(key, events, *object),
        Op::Call(callee, _) => match &events[callee.0 as usize].op {
            // `futures.pop()`, `futures.items()`
            Op::Attribute(object, name)
                if matches!(name.as_str(), "pop" | "popleft" | "items" | "values") =>
            {
                holder(key, events, *object)
            }
            Op::Load(Name::Global(name)) | Op::Attribute(_, name) => Some(Holder::Result(name.clone())),
            _ => None,
        },
        _ => None,
    }
}

fn variable(key: FunctionKey, name: &Name) -> Option<Holder> {
    match name {
        Name::Local(local) => Some(Holder::Local(key, *local)),
        Name::Captured(owner, local) => {
            Some(Holder::Local(FunctionKey { module: key.module, function: *owner }, *local))
        }
        Name::Global(name) => Some(Holder::Global(key.module, name.clone())),
        Name::ClassAttribute(_, name) => Some(Holder::Field(name.clone())),
    }
}
