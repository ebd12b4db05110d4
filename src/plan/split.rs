//! Taking a statement apart: waits and suspensions out of a section, slow work of a `return` behind it, values of a header
//! in front of it. Evaluation order is kept: what has an effect and comes before a hoisted expression is hoisted too.

use std::collections::BTreeSet;

use super::sharing::LockClass;
use super::view::{Blocked, Classes, Draft, FunctionDraft, SplitDraft, View};
use super::{Form, Point};
use crate::program::{Access, LocationId, Reach};
use crate::summary::{Op, StatementId, StatementKind, ValueId};

/// The part of a statement behind its hoists.
fn rest(statement: StatementId, hoists: &[ValueId]) -> Point {
    Point { statement, part: hoists.len() as u32 }
}

/// Splits a statement (or a compound one's header) that needs locks and waits, so that no wait is under a lock.
pub(super) fn around_barriers(
    view: &View<'_>,
    statement: StatementId,
    form: Form,
    draft: &mut FunctionDraft,
) {
    let barriers = view.own_barriers(statement);
    let compound = view.is_compound(statement);
    let touching = barriers.iter().filter(|barrier| !view.is_stand_in(statement, **barrier));
    if let Some(event) = touching.into_iter().find(|barrier| touches_as_it_waits(view, statement, **barrier))
    {
        draft.blocked.push(Blocked { statement, event: *event, locks: view.own(statement) });
        return;
    }
    if remaining_needs(view, statement, &BTreeSet::new(), &barriers, None).is_empty() {
        // What its callees touch, they guard themselves.
        return;
    }
    if let Some(event) = barriers.iter().find(|barrier| feeds_itself(view, statement, **barrier)) {
        draft.blocked.push(Blocked { statement, event: *event, locks: view.own(statement) });
        return;
    }
    let Some((mut hoists, waited)) = settled(view, statement, &barriers, draft) else { return };
    let mut remaining = remaining_needs(view, statement, &hoists, &barriers, None);
    if compound && !remaining.is_empty() {
        match header_value(&view.tree.statement(statement).kind) {
            Some(value) => {
                hoists.insert(value);
                remaining.clear();
            }
            None => {
                let event = barriers[0];
                draft.blocked.push(Blocked { statement, event, locks: remaining });
                return;
            }
        }
    }
    let split = in_order(view, statement, &barriers, &hoists, &waited);
    guard_parts(view, &split, &barriers, remaining, form, draft);
    if !split.hoists.is_empty() {
        draft.splits.push(split);
    }
}

/// The parts of a split statement. What stands in for a value and comes from under a lock is taken there, and waited for behind it.
fn in_order(
    view: &View<'_>,
    statement: StatementId,
    barriers: &[ValueId],
    hoists: &BTreeSet<ValueId>,
    waited: &BTreeSet<ValueId>,
) -> SplitDraft {
    let mut split = SplitDraft::new(statement, Vec::new());
    let mut covered: BTreeSet<ValueId> = BTreeSet::new();
    for hoist in hoists {
        let events = view.expression(statement, *hoist);
        let is_locked = !part_needs(view, statement, &events, barriers, &covered).is_empty();
        covered.extend(events);
        let is_waited = waited.contains(hoist);
        if is_locked || !is_waited {
            split.hoists.push(*hoist);
        }
        if is_waited {
            split.waited.insert(split.hoists.len());
            split.hoists.push(*hoist);
        }
    }
    split
}

/// What is evaluated in front of the statement so that no barrier is under a lock, and which of it is waited for there; `None`, and
/// a note in `draft`, where that can't be done.
fn settled(
    view: &View<'_>,
    statement: StatementId,
    barriers: &[ValueId],
    draft: &mut FunctionDraft,
) -> Option<(BTreeSet<ValueId>, BTreeSet<ValueId>)> {
    let compound = view.is_compound(statement);
    let mut hoists: BTreeSet<ValueId> = BTreeSet::new();
    let mut waited: BTreeSet<ValueId> = BTreeSet::new();
    for found in barriers {
        if is_made_for_another(view, statement, *found, barriers) {
            continue;
        }
        let found = view.with_wait(statement, *found);
        let conditional = view.tree.event(statement, found).is_none_or(|event| event.conditional);
        let whole = if conditional { free_around(view, statement, found, barriers) } else { Some(found) };
        let Some(barrier) = whole else {
            hoists.extend(needing_before(view, statement, found));
            if !remaining_needs(view, statement, &hoists, barriers, None).is_empty() {
                draft.blocked.push(Blocked { statement, event: found, locks: view.own(statement) });
                return None;
            }
            continue;
        };
        let stands_in = view.is_stand_in(statement, barrier);
        match stands_in {
            true => hoists.extend(calls_before(view, statement, barrier)),
            false => hoists.extend(before_barrier(view, statement, barrier, barriers)),
        }
        if starts_something(view, statement, barrier) {
            // What it starts may change what was read before it: those reads stay first.
            let written = written_by(view, statement);
            let reads = needing_before(view, statement, barrier).into_iter();
            hoists.extend(reads.filter(|read| view.expression_needs(statement, *read).is_disjoint(&written)));
        }
        let behind = remaining_needs(view, statement, &hoists, barriers, Some(barrier));
        if view.gives_stand_in(statement, barrier) && !behind.is_empty() {
            waited.insert(barrier);
        }
        let is_locked = stands_in && !view.expression_needs(statement, barrier).is_empty();
        if !behind.is_empty() || compound || is_locked {
            if !is_value(view, statement, barrier) {
                draft.blocked.push(Blocked { statement, event: barrier, locks: view.own(statement) });
                return None;
            }
            hoists.insert(barrier);
        }
    }
    Some((hoists, waited))
}

/// Whether an event is an expression that a name can take the place of.
fn is_value(view: &View<'_>, statement: StatementId, event: ValueId) -> bool {
    let events = &view.tree.statement(statement).events;
    let (before, _) = events.split_at(event.0 as usize);
    let is_bound_before = matches!(&events[event.0 as usize].op, Op::Load(name)
        if before.iter().any(|other| matches!(&other.op, Op::Store(bound, _) if bound == name)));
    if is_bound_before && view.is_stand_in(statement, event) {
        // `(x := f()) + x`: it is not there in front of the statement.
        return false;
    }
    let is_target = |other: &crate::summary::Event| match &other.op {
        // `x += 1`: what is read there is what is written.
        Op::InPlace(_, left, _) => *left == event,
        _ => false,
    };
    let is_statement = matches!(
        events[event.0 as usize].op,
        Op::Store(..) | Op::SetItem(..) | Op::SetAttribute(..) | Op::InPlace(..)
    );
    let is_written = view.is_stand_in(statement, event) && events.iter().any(is_target);
    !is_statement && !is_written
}

/// Notes the reads of a statement that a wait parts from its own write which depends on them.
pub(super) fn torn_inside(
    view: &View<'_>,
    draft: &mut FunctionDraft,
    class_of: &dyn Fn(LocationId) -> LockClass,
) {
    let mut found = BTreeSet::new();
    for dependence in view.facts.dependences.iter().filter(|dependence| dependence.from == dependence.to) {
        let class = class_of(dependence.location);
        let parts = draft.sections.iter().filter(|section| {
            let ends = [section.first.statement, section.last.statement];
            ends == [dependence.to; 2] && section.locks.contains(&class)
        });
        if draft.splits.iter().any(|split| split.statement == dependence.to) && parts.count() > 1 {
            found.insert((dependence.location, dependence.from, dependence.to));
        }
    }
    draft.torn.extend(found);
}

/// Whether a barrier itself touches what only a guard around it could cover: no guard is possible there. What it looks into
/// through a view is copied out in front of it.
fn touches_as_it_waits(view: &View<'_>, statement: StatementId, barrier: ValueId) -> bool {
    let mut touched = view.event_needs(statement, barrier, Reach::Direct);
    let mut open = view.operands(statement, barrier);
    while let Some(operand) = open.pop() {
        if view.facts.views.contains(&(statement, operand)) {
            for class in view.expression_needs(statement, operand) {
                if !is_closure(view, statement, operand) {
                    touched.remove(&class);
                }
            }
            if is_closure(view, statement, operand) {
                open.extend(view.operands(statement, operand));
            }
        }
    }
    !touched.is_empty()
}

pub(super) fn is_closure(view: &View<'_>, statement: StatementId, event: ValueId) -> bool {
    matches!(view.tree.event(statement, event).map(|event| &event.op), Some(Op::Closure(..)))
}

/// Whether a barrier is a generator expression that waits only when the call that it is given to runs it.
fn is_made_for_another(
    view: &View<'_>,
    statement: StatementId,
    barrier: ValueId,
    barriers: &[ValueId],
) -> bool {
    let is_closure =
        matches!(view.tree.event(statement, barrier).map(|event| &event.op), Some(Op::Closure(..)));
    let span = view.tree.span(statement, barrier);
    is_closure
        && barriers.iter().any(|other| *other > barrier && view.tree.span(statement, *other).contains(span))
}

/// The smallest expression around a barrier that is evaluated for sure and needs no lock: a comprehension over futures can
/// be taken out as a whole.
fn free_around(
    view: &View<'_>,
    statement: StatementId,
    barrier: ValueId,
    barriers: &[ValueId],
) -> Option<ValueId> {
    let span = view.tree.span(statement, barrier);
    let events = &view.tree.statement(statement).events;
    let around = (barrier.0 + 1..events.len() as u32).map(ValueId).find(|event| {
        let found = &events[event.0 as usize];
        !found.conditional && found.span.contains(span)
    })?;
    let needs = view
        .expression(statement, around)
        .into_iter()
        .filter(|event| !barriers.contains(event))
        .any(|event| !view.event_needs(statement, event, Reach::Below).is_empty());
    let is_value =
        !matches!(events[around.0 as usize].op, Op::Store(..) | Op::SetItem(..) | Op::SetAttribute(..));
    (!needs && is_value).then_some(around)
}

/// Sections over the parts that need one; neighbours with a lock share it.
fn guard_parts(
    view: &View<'_>,
    split: &SplitDraft,
    barriers: &[ValueId],
    remaining: Classes,
    form: Form,
    draft: &mut FunctionDraft,
) {
    let statement = split.statement;
    let mut parts: Vec<Classes> = Vec::new();
    let mut covered: BTreeSet<ValueId> = BTreeSet::new();
    for hoist in &split.hoists {
        let events = view.expression(statement, *hoist);
        parts.push(part_needs(view, statement, &events, barriers, &covered));
        covered.extend(events);
    }
    parts.push(remaining);
    let mut at = 0;
    while at < parts.len() {
        let mut end = at;
        let mut locks = parts[at].clone();
        if !locks.is_empty() {
            while end + 1 < parts.len() && !parts[end + 1].is_empty() {
                end += 1;
                locks.extend(&parts[end]);
            }
            let point = |part: usize| Point { statement, part: part as u32 };
            draft.sections.push(Draft {
                first: point(at),
                last: point(end),
                locks,
                form,
                releases: Vec::new(),
            });
        }
        at = end + 1;
    }
}

/// What a hoist of `events` needs, those left out that are evaluated before it or wait.
fn part_needs(
    view: &View<'_>,
    statement: StatementId,
    events: &[ValueId],
    barriers: &[ValueId],
    covered: &BTreeSet<ValueId>,
) -> Classes {
    let waits = |event: &ValueId| barriers.contains(event) && !view.is_stand_in(statement, *event);
    let here = events.iter().filter(|event| !covered.contains(event) && !waits(event));
    here.flat_map(|event| view.event_needs(statement, *event, Reach::Below)).collect()
}

/// Whether a barrier looks into a location as it goes (`yield from items`), so that nothing can be taken out of it.
fn feeds_itself(view: &View<'_>, statement: StatementId, barrier: ValueId) -> bool {
    let span = view.tree.span(statement, barrier);
    view.operands(statement, barrier).into_iter().any(|operand| {
        view.tree.span(statement, operand).contains(span)
            && !view.event_needs(statement, operand, Reach::Below).is_empty()
    })
}

/// Whether evaluating a barrier's expression starts a body.
fn starts_something(view: &View<'_>, statement: StatementId, barrier: ValueId) -> bool {
    let events = view.expression(statement, barrier);
    view.facts.spawns.iter().any(|(at, event)| *at == statement && events.contains(event))
}

/// The locks of what the statement itself writes: reads of that stay together with the write.
fn written_by(view: &View<'_>, statement: StatementId) -> Classes {
    let writes = view
        .facts
        .touches
        .iter()
        .filter(|touch| touch.statement == statement && touch.access == Access::Write);
    writes.flat_map(|touch| view.event_needs(statement, touch.event, Reach::Below)).collect()
}

/// What must be evaluated, in order, before the barrier is: operands that need locks, and calls that come first.
fn before_barrier(
    view: &View<'_>,
    statement: StatementId,
    barrier: ValueId,
    barriers: &[ValueId],
) -> BTreeSet<ValueId> {
    let mut hoists = BTreeSet::new();
    let mut open = view.operands(statement, barrier);
    while let Some(operand) = open.pop() {
        if view.expression_needs(statement, operand).is_empty() {
            continue;
        }
        let iterates = view.tree.span(statement, operand).contains(view.tree.span(statement, barrier));
        if iterates || barriers.contains(&operand) {
            // `yield from x` iterates as it suspends, a generator expression waits as it runs: what they iterate over is
            // what can be taken out.
            open.extend(view.operands(statement, operand));
            continue;
        }
        // The method of a call is fetched with the call: its object is what can be taken out.
        match view.tree.event(statement, operand).map(|event| &event.op) {
            Some(Op::Attribute(object, _))
                if view.event_needs(statement, operand, Reach::Below).is_empty() =>
            {
                open.push(*object)
            }
            _ if is_plain_load(view, statement, operand)
                && view.operands(statement, barrier).first() == Some(&operand) =>
            {
                hoists.insert(operand);
            }
            _ => {
                hoists.insert(operand);
            }
        }
    }
    hoists.extend(calls_before(view, statement, barrier));
    hoists
}

/// The calls that are made for sure before a barrier is evaluated, and are no part of its expression.
fn calls_before(view: &View<'_>, statement: StatementId, barrier: ValueId) -> BTreeSet<ValueId> {
    let mut hoists = BTreeSet::new();
    let inside: BTreeSet<ValueId> = view.expression(statement, barrier).into_iter().collect();
    let events = &view.tree.statement(statement).events;
    let earlier = (0..barrier.0).map(ValueId).filter(|event| !inside.contains(event));
    let calls: Vec<ValueId> = earlier
        .filter(|event| {
            matches!(events[event.0 as usize].op, Op::Call(..)) && !events[event.0 as usize].conditional
        })
        .collect();
    let barrier_span = view.tree.span(statement, barrier);
    for call in &calls {
        let span = view.tree.span(statement, *call);
        let outermost =
            !calls.iter().any(|other| other != call && view.tree.span(statement, *other).contains(span));
        if outermost && !span.contains(barrier_span) {
            hoists.insert(*call);
        }
    }
    hoists
}

fn is_plain_load(view: &View<'_>, statement: StatementId, event: ValueId) -> bool {
    matches!(view.tree.event(statement, event).map(|event| &event.op), Some(Op::Load(_)))
}

/// The widest expressions that need locks and are evaluated for sure before a barrier that may be left out.
fn needing_before(view: &View<'_>, statement: StatementId, barrier: ValueId) -> BTreeSet<ValueId> {
    let events = &view.tree.statement(statement).events;
    let barrier_span = view.tree.span(statement, barrier);
    // A method is fetched with the call: its object is what can be taken out.
    let method = view.operands(statement, barrier).first().copied().filter(|callee| {
        matches!(view.tree.event(statement, *callee).map(|event| &event.op), Some(Op::Attribute(..)))
    });
    let fits = |event: &ValueId| {
        let found = &events[event.0 as usize];
        let is_value = match &found.op {
            Op::Store(..) | Op::SetItem(..) | Op::SetAttribute(..) => false,
            Op::Operate(operator, _) => operator.0 != "format",
            _ => true,
        };
        // Reading a variable has no effect: it may be read although its side is not taken.
        let is_sure = !found.conditional || matches!(found.op, Op::Load(_));
        is_value && is_sure && method != Some(*event) && !found.span.contains(barrier_span)
    };
    let needing: Vec<ValueId> = (0..barrier.0)
        .map(ValueId)
        .filter(|event| fits(event) && !view.expression_needs(statement, *event).is_empty())
        .collect();
    let span = |event: &ValueId| view.tree.span(statement, *event);
    let widest = needing.iter().filter(|event| {
        !needing
            .iter()
            .any(|other| other != *event && span(other).contains(span(event)) && span(other) != span(event))
    });
    widest.copied().collect()
}

/// Needs of the events that no hoist (nor `also`) evaluates.
fn remaining_needs(
    view: &View<'_>,
    statement: StatementId,
    hoists: &BTreeSet<ValueId>,
    barriers: &[ValueId],
    also: Option<ValueId>,
) -> Classes {
    let mut covered: BTreeSet<ValueId> =
        barriers.iter().copied().filter(|barrier| !view.is_stand_in(statement, *barrier)).collect();
    for hoist in hoists.iter().chain(also.iter()) {
        covered.extend(view.expression(statement, *hoist));
    }
    let count = view.tree.statement(statement).events.len() as u32;
    let open = (0..count).map(ValueId).filter(|event| !covered.contains(event));
    open.flat_map(|event| view.event_needs(statement, event, Reach::Below)).collect()
}

/// The value that a header evaluates once before its blocks, if there is one.
pub(super) fn header_value(kind: &StatementKind) -> Option<ValueId> {
    match kind {
        StatementKind::If { test, .. } => Some(*test),
        StatementKind::For { iterable, is_async: false, .. } => Some(*iterable),
        StatementKind::Match { subject, .. } => Some(*subject),
        StatementKind::With { items, is_async: false, .. } => match items.as_slice() {
            [item] => Some(*item),
            _ => None,
        },
        _ => None,
    }
}

/// The operands of a `return`'s outermost call that need locks, if the call itself needs none and may take time: what is
/// evaluated under the lock, so that the call runs after the release.
pub(super) fn return_tail(view: &View<'_>, statement: StatementId) -> Option<Vec<ValueId>> {
    let StatementKind::Return { value: Some(value) } = view.tree.statement(statement).kind else {
        return None;
    };
    let is_call = matches!(view.tree.event(statement, value)?.op, Op::Call(..));
    let untouched = view.event_needs(statement, value, Reach::Below).is_empty();
    if !is_call || !untouched || !view.is_work(statement, value) || !view.own_barriers(statement).is_empty() {
        return None;
    }
    let mut operands = view.operands(statement, value);
    if let Some(first) = operands.first().copied()
        && let Op::Attribute(object, _) = view.tree.event(statement, first)?.op
    {
        operands[0] = object;
    }
    let needing: Vec<bool> =
        operands.iter().map(|operand| !view.expression_needs(statement, *operand).is_empty()).collect();
    let last = needing.iter().rposition(|needs| *needs)?;
    // A callee that is itself found under the lock stays there with its call.
    if needing[0] && matches!(view.tree.event(statement, operands[0])?.op, Op::Load(_)) && operands.len() == 1
    {
        return None;
    }
    let events = &view.tree.statement(statement).events;
    let effects = |operand: ValueId| {
        view.expression(statement, operand)
            .iter()
            .any(|event| matches!(events[event.0 as usize].op, Op::Call(..) | Op::Store(..)))
    };
    let hoists: Vec<ValueId> = (0..=last)
        .filter(|index| needing[*index] || effects(operands[*index]))
        .map(|index| operands[index])
        .collect();
    let spread = matches!(&view.tree.event(statement, value)?.op, Op::Call(_, arguments)
        if arguments.iter().any(|argument| matches!(argument.kind, crate::summary::ArgumentKind::KeywordRest)));
    (!hoists.is_empty() && !spread).then_some(hoists)
}

/// The point behind the hoists of a split return.
pub(super) fn behind(statement: StatementId, hoists: &[ValueId]) -> Point {
    rest(statement, hoists)
}
