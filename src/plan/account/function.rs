//! The functions of an account: how bodies start, where locks are held, what is reached and by which way.

use std::collections::{BTreeMap, BTreeSet};

use super::way::distinct;
use super::{
    Decided, FunctionAccount, HeldCall, LaunchAccount, LaunchedIn, Reached, Role, SectionAccount, Way,
};
use crate::plan::tree::{Run, Tree};
use crate::plan::{Form, LaunchKind, Section, Split, exactly, needed};
use crate::program::{Access, Duty, Facts, FunctionKey, Touch};
use crate::summary::{FunctionKind, Op, StatementId, StatementKind, ValueId};
use crate::text::{Place, Span};

pub(super) fn functions(decided: &Decided<'_, '_>) -> Vec<FunctionAccount> {
    let mut found = Vec::new();
    for (key, facts) in &decided.program.functions {
        let slice = &decided.plan.modules[key.module as usize];
        let takes = slice.sections.iter().any(|section| section.function == key.function);
        if facts.duty == Duty::Body || takes {
            found.push(function(decided, *key, facts));
        }
    }
    found.sort_by_key(|function| function.whole.file.0);
    found
}

fn function(decided: &Decided<'_, '_>, key: FunctionKey, facts: &Facts) -> FunctionAccount {
    let function = decided.inputs.function(key);
    let role = match (facts.duty, function.kind) {
        (Duty::Body, _) => Role::Body,
        (Duty::Atomic, _) => Role::Atomic,
        (Duty::Ordinary, FunctionKind::Module) => Role::Module,
        (Duty::Ordinary, _) => Role::Ordinary,
    };
    FunctionAccount {
        name: decided.function_name(key),
        place: decided.inputs.place(key.module, function.name_span),
        whole: decided.inputs.place(key.module, function.span),
        role,
        launch: launch(decided, key),
        sections: sections(decided, key, facts),
        reaches: reaches(decided, key, facts),
    }
}

fn launch(decided: &Decided<'_, '_>, key: FunctionKey) -> Option<LaunchAccount> {
    let slice = &decided.plan.modules[key.module as usize];
    let launch = slice.launches.iter().find(|launch| launch.function == key.function)?;
    let kind = match launch.kind {
        LaunchKind::Pool(pool) => LaunchedIn::Pool(slice.pools.get(pool.0 as usize)?.name.clone()),
        LaunchKind::Thread { .. } => LaunchedIn::Thread,
        LaunchKind::Executor { .. } => LaunchedIn::Executor,
        LaunchKind::Stub => LaunchedIn::Nowhere,
    };
    Some(LaunchAccount { kind, reason: decided.launches.get(&key)?.clone() })
}

/// The touches of a function that need a lock when they happen.
fn needing<'d>(decided: &Decided<'d, '_>, key: FunctionKey, facts: &'d Facts) -> Vec<&'d Touch> {
    let exactly = exactly(decided.sharing, decided.named, key);
    let needs = |touch: &&Touch| {
        needed(decided.program, decided.sharing, decided.named, exactly.as_ref(), key, touch).is_some()
    };
    facts.touches.iter().filter(needs).collect()
}

fn reaches(decided: &Decided<'_, '_>, key: FunctionKey, facts: &Facts) -> Vec<Reached> {
    let mut by_variable: BTreeMap<(usize, usize), Vec<Way>> = BTreeMap::new();
    for touch in needing(decided, key, facts) {
        if let Some(place) = decided.guard_of(touch.location) {
            by_variable.entry(place).or_default().push(decided.way(key, touch));
        }
    }
    by_variable
        .into_iter()
        .map(|((lock, guarded), ways)| Reached { lock, guarded, ways: distinct(ways) })
        .collect()
}

fn sections(decided: &Decided<'_, '_>, key: FunctionKey, facts: &Facts) -> Vec<SectionAccount> {
    let slice = &decided.plan.modules[key.module as usize];
    let tree = Tree::new(decided.inputs.function(key));
    let needing = needing(decided, key, facts);
    let mut found = Vec::new();
    for section in slice.sections.iter().filter(|section| section.function == key.function) {
        let splits: Vec<&Split> =
            slice.splits.iter().filter(|split| split.function == key.function).collect();
        let held = Held { tree: &tree, section, splits };
        let place = |span| decided.inputs.place(key.module, span);
        let places = |spans: Vec<Span>| spans.into_iter().map(place).collect::<Vec<Place>>();
        let touches: BTreeSet<(usize, usize, Access)> = needing
            .iter()
            .filter(|touch| held.holds(touch.statement, touch.event))
            .filter_map(|touch| decided.guard_of(touch.location).map(|(lock, at)| (lock, at, touch.access)))
            .collect();
        found.push(SectionAccount {
            place: place(held.span()),
            locks: section.locks.iter().filter_map(|id| decided.lock_seen(key.module, *id)).collect(),
            form: section.form,
            only: places(held.only()),
            before: places(held.before()),
            releases: section.releases.iter().map(|at| place(tree.statement(at.statement).span)).collect(),
            touches: touches.into_iter().collect(),
            calls: calls(&held, facts, &place),
        });
    }
    found
}

fn calls(held: &Held<'_, '_>, facts: &Facts, place: &dyn Fn(Span) -> Place) -> Vec<HeldCall> {
    let mut calls: BTreeMap<(Place, Place), HeldCall> = BTreeMap::new();
    for work in facts.work.iter().filter(|work| held.holds(work.statement, work.event)) {
        let callee = match held.tree.event(work.statement, work.event).map(|event| &event.op) {
            Some(Op::Call(callee, _)) => *callee,
            _ => work.event,
        };
        let call = HeldCall {
            place: place(held.tree.span(work.statement, work.event)),
            callee: place(held.tree.span(work.statement, callee)),
            slow: work.slow.as_ref().map(|(what, _)| what.clone()),
        };
        let known = calls.entry((call.place, call.callee)).or_insert_with(|| call.clone());
        known.slow = known.slow.take().or(call.slow);
    }
    calls.into_values().collect()
}

/// A section, asked what runs in it.
struct Held<'h, 'a> {
    tree: &'h Tree<'a>,
    section: &'h Section,
    splits: Vec<&'h Split>,
}

impl Held<'_, '_> {
    fn hoists(&self, statement: StatementId) -> Vec<Span> {
        let split = self.splits.iter().find(|split| split.statement == statement);
        split.map_or_else(Vec::new, |split| split.hoists.iter().map(|hoist| hoist.expression).collect())
    }

    fn span(&self) -> Span {
        let Section { first, last, form, .. } = self.section;
        let (first, last) = (self.tree.statement(first.statement), self.tree.statement(last.statement));
        match (form, &first.kind) {
            (Form::WhileTest, StatementKind::While { test, .. }) => {
                first.events.get(test.0 as usize).map_or(first.span, |event| event.span)
            }
            _ => self.only().into_iter().reduce(Span::cover).unwrap_or(first.span.cover(last.span)),
        }
    }

    /// Which parts of its first and last statement lie in it.
    fn parts(&self, statement: StatementId) -> std::ops::RangeInclusive<usize> {
        let Section { first, last, .. } = self.section;
        let from = if statement == first.statement { first.part as usize } else { 0 };
        let to = if statement == last.statement { last.part as usize } else { usize::MAX };
        from..=to
    }

    /// The hoisted expressions that alone run under the locks.
    fn only(&self) -> Vec<Span> {
        let Section { first, last, .. } = self.section;
        let hoists = self.hoists(first.statement);
        if first.statement != last.statement || last.part as usize >= hoists.len() {
            return Vec::new();
        }
        hoists.get(first.part as usize..=last.part as usize).unwrap_or(&[]).to_vec()
    }

    /// The hoisted expressions of the first statement that run before the locks are taken.
    fn before(&self) -> Vec<Span> {
        let first = self.section.first;
        self.hoists(first.statement).get(..first.part as usize).unwrap_or(&[]).to_vec()
    }

    /// Whether this event happens while the locks are held.
    fn holds(&self, statement: StatementId, event: ValueId) -> bool {
        let Section { first, last, form, releases, .. } = self.section;
        let run = Run { first: first.statement, last: last.statement };
        if *form == Form::WhileTest {
            return statement == run.first;
        }
        let top = self.tree.siblings(run).iter().find(|id| self.tree.inside(**id).contains(&statement));
        let Some(top) = top else { return false };
        let released = releases.iter().any(|release| {
            let block = self.tree.block_of(release.statement);
            let behind = block.iter().skip_while(|id| **id != release.statement);
            let mut behind = behind.filter(|id| release.part == 0 || **id != release.statement);
            behind.any(|id| self.tree.inside(*id).contains(&statement))
                || (release.statement == statement
                    && release.part > 0
                    && self.part(statement, event) >= release.part as usize)
        });
        // Blocks of a statement belong to its last part.
        let part = if *top == statement { self.part(statement, event) } else { self.hoists(*top).len() };
        !released && self.parts(*top).contains(&part)
    }

    /// The part of a statement that evaluates an event: the first hoisted expression that it lies in, else the statement itself.
    fn part(&self, statement: StatementId, event: ValueId) -> usize {
        let span = self.tree.span(statement, event);
        let hoists = self.hoists(statement);
        hoists.iter().position(|hoist| hoist.contains(span)).unwrap_or(hoists.len())
    }
}
