//! What `@synchronized` functions rest on: which calls in them start bodies, and who touches what.
//!
//! ```python
//! @synchronized
//! def run(pages):
//!     record(pages[0])    # starts `record`, which writes `hits`
//!     print(total)        # doesn't touch it: may run beside the body
//!     print(hits)         # reads it: must wait
//! ```
//! Places are those of the serial text. Must not know how waits are written.

use std::collections::{BTreeMap, BTreeSet};

use super::sharing::{Sharing, sharing};
use super::{Inputs, named};
use crate::options::Switch;
use crate::program::{Access, Facts, FunctionKey, LocationId, ModuleInput, Program};
use crate::summary::{StatementId, ValueId};
use crate::text::Span;

/// What code touches: objects by number, and the most that is done to each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched(BTreeMap<u32, Access>);

impl Touched {
    /// Notes one more access.
    pub fn add(&mut self, object: u32, access: Access) {
        let known = self.0.entry(object).or_insert(access);
        *known = access.max(*known);
    }

    /// Adds what `other` touches.
    pub fn extend(&mut self, other: &Touched) {
        other.0.iter().for_each(|(object, access)| self.add(*object, *access));
    }

    /// Whether one changes what the other touches.
    pub fn clashes(&self, other: &Touched) -> bool {
        let either = |(object, access): (&u32, &Access)| {
            let theirs = other.0.get(object);
            theirs.is_some_and(|theirs| *access == Access::Write || *theirs == Access::Write)
        };
        self.0.iter().any(either)
    }
}

/// A call of a concurrent function in serial text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialCall {
    /// The call.
    pub span: Span,
    /// What it may start.
    pub functions: BTreeSet<FunctionKey>,
    /// What its body touches.
    pub touched: Touched,
    /// Arguments whose objects may change, and what the body does to each.
    pub given: Vec<(Span, Access)>,
    /// Whether it may be something else than a call of a concurrent function.
    pub is_open: bool,
}

/// The serial text of one module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SerialModule {
    /// Calls of concurrent functions.
    pub calls: Vec<SerialCall>,
    /// What serial text touches itself: where, the object, and how.
    pub touches: Vec<(Span, u32, Access)>,
}

/// The facts about serial text, module by module. `program` was linked from `modules` as they are written.
pub fn serial(program: &Program, modules: &[ModuleInput<'_>]) -> Vec<SerialModule> {
    let inputs = Inputs { modules };
    let (named, _) = named::named(program, &inputs);
    let sharing = sharing(program, &inputs, &named);
    let mut found = vec![SerialModule::default(); modules.len()];
    for (key, function) in inputs.functions().filter(|(_, function)| function.serial == Switch::On) {
        let Some(facts) = program.functions.get(&key) else { continue };
        let span = |statement: StatementId, event: ValueId| {
            let statement = &function.statements[statement.0 as usize];
            statement.events.get(event.0 as usize).map_or(statement.span, |event| event.span)
        };
        let module = &mut found[key.module as usize];
        for touch in &facts.touches {
            let object = sharing.object(touch.location).0;
            module.touches.push((span(touch.statement, touch.event), object.0, touch.access));
        }
        let gives_stand_ins = |functions: &BTreeSet<FunctionKey>| {
            functions.iter().all(|key| inputs.function(*key).gives_stand_in())
        };
        for ((statement, event), functions) in &facts.bodies {
            if gives_stand_ins(functions) {
                // Such a call stays as it is, and waits where its value is used.
                continue;
            }
            let known = facts.serial_calls.get(&(*statement, *event)).cloned().unwrap_or_default();
            let is_call = facts.serial_calls.contains_key(&(*statement, *event));
            module.calls.push(SerialCall {
                span: span(*statement, *event),
                functions: functions.clone(),
                touched: touched(program, &sharing, functions),
                given: known.given.iter().map(|(at, access)| (span(*statement, *at), *access)).collect(),
                is_open: known.is_open || !is_call,
            });
        }
    }
    for module in &mut found {
        module.calls.sort_by_key(|call| call.span);
    }
    found
}

/// What the bodies of `functions` touch.
fn touched(program: &Program, sharing: &Sharing, functions: &BTreeSet<FunctionKey>) -> Touched {
    let mut touched = Touched::default();
    let facts = functions.iter().filter_map(|key| program.functions.get(key));
    for touch in facts.flat_map(|facts: &Facts| &facts.touches) {
        let object: LocationId = sharing.object(touch.location).0;
        touched.add(object.0, touch.access);
    }
    touched
}
