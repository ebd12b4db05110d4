//! Locks that markers give (`locks=`) and that their own holder would acquire once more: for one that isn't known to be reentrant, a
//! wait for ever (LW303).
//!
//! Must not know why a section holds a lock.

use std::collections::{BTreeMap, BTreeSet};

use super::named::{Named, location_of};
use super::own_locks::OwnLocks;
use super::sharing::{LockClass, Sharing};
use super::tree::{Run, Tree};
use super::view::FunctionDraft;
use super::{Form, Inputs, diagnostics};
use crate::diagnostics::{Diagnostic, Step, Why};
use crate::program::{FunctionKey, LocationId, LocationKind, Program};
use crate::python::NamedLock;
use crate::summary::{Name, Op, StatementId, ValueId};
use crate::text::Place;

/// Statements that run while a given lock is held by a `with` of the program's own, with the classes that it is the lock of.
pub(super) type HeldByHand = BTreeMap<(FunctionKey, StatementId), BTreeSet<LockClass>>;

/// Where the program itself holds a lock that a marker gives: what it guards needs no guard there.
pub(super) fn held_by_hand(
    program: &Program,
    inputs: &Inputs<'_>,
    named: &Named,
    own: &OwnLocks,
    class_of: &dyn Fn(LocationId) -> LockClass,
) -> HeldByHand {
    let mut held = HeldByHand::new();
    for (location, (module, lock)) in &named.locks {
        let Some(object) = location_of(program, inputs, *module, &lock.text) else { continue };
        for at in own.places_of(inputs, object) {
            held.entry(at).or_default().insert(class_of(*location));
        }
    }
    held
}

/// LW303 for each statement that holds a given lock and calls what acquires it.
pub(super) fn reentries(
    program: &Program,
    inputs: &Inputs<'_>,
    (sharing, named): (&Sharing, &Named),
    drafts: &BTreeMap<FunctionKey, FunctionDraft>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (location, (module, lock)) in &named.locks {
        if is_reentrant(program, inputs, *module, lock) {
            continue;
        }
        let search = Search { program, inputs, drafts, class: sharing.class(*location) };
        let ways = search.ways();
        let by_hand = sharing.held_by_hand.iter();
        let by_hand = by_hand.filter(|(_, classes)| classes.contains(&search.class)).map(|(at, _)| *at);
        let holding: BTreeSet<(FunctionKey, StatementId)> = search.held().chain(by_hand).collect();
        let again = holding.iter().find_map(|(key, statement)| {
            let way = search.way_from(*key, *statement, &ways)?;
            Some((inputs.place(key.module, inputs.function(*key).statements[statement.0 as usize].span), way))
        });
        if let Some((place, way)) = again {
            let given = inputs.place(*module, lock.expression);
            found.push(diagnostics::acquired_again(place, &lock.text, &lock.location.name, &way, given));
        }
    }
    found
}

/// The sections that take one lock.
struct Search<'s, 'a> {
    program: &'s Program,
    inputs: &'s Inputs<'a>,
    drafts: &'s BTreeMap<FunctionKey, FunctionDraft>,
    class: LockClass,
}

/// How a function comes to acquire the lock: by a section of its own, or by a call.
#[derive(Clone, Copy)]
enum Way {
    Section(Place),
    Call(StatementId, FunctionKey),
}

impl Search<'_, '_> {
    /// The statements that run while a section holds the lock.
    fn held(&self) -> impl Iterator<Item = (FunctionKey, StatementId)> + '_ {
        self.drafts.iter().flat_map(move |(key, draft)| {
            let tree = Tree::new(self.inputs.function(*key));
            let sections = draft.sections.iter().filter(|section| section.locks.contains(&self.class));
            let held = sections.flat_map(move |section| {
                let run = Run { first: section.first.statement, last: section.last.statement };
                match section.form {
                    Form::WhileTest => BTreeSet::from([run.first]),
                    _ => tree.within(run),
                }
            });
            held.map(|statement| (*key, statement)).collect::<Vec<_>>()
        })
    }

    /// How each function that may acquire the lock does so, by the shortest way.
    fn ways(&self) -> BTreeMap<FunctionKey, Way> {
        let mut ways: BTreeMap<FunctionKey, Way> = BTreeMap::new();
        for (key, draft) in self.drafts {
            if let Some(section) = draft.sections.iter().find(|section| section.locks.contains(&self.class)) {
                let statement = &self.inputs.function(*key).statements[section.first.statement.0 as usize];
                ways.insert(*key, Way::Section(self.inputs.place(key.module, statement.span)));
            }
        }
        loop {
            let mut more: Vec<(FunctionKey, Way)> = Vec::new();
            for (key, facts) in self.program.functions.iter().filter(|(key, _)| !ways.contains_key(key)) {
                if let Some((statement, callee)) =
                    facts.calls.iter().find(|(_, callee)| ways.contains_key(callee))
                {
                    more.push((*key, Way::Call(*statement, *callee)));
                }
            }
            if more.is_empty() {
                return ways;
            }
            ways.extend(more);
        }
    }

    /// The way from a statement through a call to where the lock is acquired.
    fn way_from(
        &self,
        key: FunctionKey,
        statement: StatementId,
        ways: &BTreeMap<FunctionKey, Way>,
    ) -> Option<Why> {
        let calls = &self.program.functions[&key].calls;
        let mut callee = calls.iter().find(|(at, callee)| *at == statement && ways.contains_key(callee))?.1;
        let mut steps = Vec::new();
        loop {
            let name = &self.inputs.function(callee).qualname;
            match ways.get(&callee)? {
                Way::Section(place) => {
                    steps.push(Step::end(*place, format!("`{name}` acquires it")));
                    return Some(Why { steps });
                }
                Way::Call(statement, next) => {
                    let span = self.inputs.function(callee).statements[statement.0 as usize].span;
                    let place = self.inputs.place(callee.module, span);
                    let next_name = &self.inputs.function(*next).qualname;
                    let text = format!("`{name}` calls `{next_name}`");
                    steps.push(Step { place, text, into: Some(next_name.clone()) });
                    callee = *next;
                }
            }
        }
    }
}

/// Whether the thread that holds the lock may acquire it again: it is made by `RLock()`, or by `Condition()` around one.
fn is_reentrant(program: &Program, inputs: &Inputs<'_>, module: u32, lock: &NamedLock) -> bool {
    let makes = |text: &str| {
        let callee = text.strip_suffix("()").unwrap_or_default();
        matches!(callee.rsplit('.').next(), Some("RLock" | "Condition"))
    };
    if makes(&lock.text) {
        return true;
    }
    let Some(object) = location_of(program, inputs, module, &lock.text) else { return false };
    let LocationKind::Global(home, name) = &program.locations[object.0 as usize].kind else { return false };
    let mut stores = inputs.functions().filter(|(key, _)| key.module == *home).flat_map(|(_, function)| {
        function.statements.iter().flat_map(|statement| {
            let stored = statement.events.iter().filter_map(|event| match &event.op {
                Op::Store(Name::Global(stored), value) if stored == name => Some(*value),
                _ => None,
            });
            stored.map(move |value| made_by(&statement.events, value))
        })
    });
    let is_made = |maker: Option<&str>| matches!(maker, Some("RLock" | "Condition"));
    match (stores.next(), stores.next()) {
        (Some(maker), None) => is_made(maker),
        _ => false,
    }
}

/// The last part of the name of what is called, without arguments, for `value`.
fn made_by(events: &[crate::summary::Event], value: ValueId) -> Option<&str> {
    let op = |id: ValueId| events.get(id.0 as usize).map(|event| &event.op);
    let Some(Op::Call(callee, arguments)) = op(value) else { return None };
    match op(*callee)? {
        _ if !arguments.is_empty() => None,
        Op::Attribute(_, name) | Op::Load(Name::Global(name)) => Some(name),
        _ => None,
    }
}
