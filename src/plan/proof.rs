//! The last look at a function's sections: whatever planned them, no part that holds a lock waits or suspends.
//!
//! Must not know how a section came about: it reads points, and answers with what it found.

use std::collections::BTreeSet;

use super::split::is_closure;
use super::tree::Run;
use super::view::{Blocked, Draft, FunctionDraft, View};
use super::{Form, Point};
use crate::summary::{StatementId, ValueId};

/// Every wait or suspension under a lock of `draft`.
pub(super) fn waits_under_locks(view: &View<'_>, draft: &FunctionDraft) -> Vec<Blocked> {
    let mut found = Vec::new();
    for section in draft.sections.iter().filter(|section| !section.locks.is_empty()) {
        for statement in held_statements(view, draft, section) {
            let barriers = view.own_barriers(statement);
            if barriers.is_empty() {
                continue;
            }
            let held = held_events(view, draft, section, statement);
            // Making a generator is no wait; running it is one of the call that does.
            let waits = barriers
                .into_iter()
                .find(|event| held.contains(event) && !is_closure(view, statement, *event));
            found.extend(waits.map(|event| Blocked { statement, event, locks: section.locks.clone() }));
        }
    }
    found
}

/// The statements that a section holds its locks over, those behind its early releases left out.
pub(super) fn held_statements(
    view: &View<'_>,
    draft: &FunctionDraft,
    section: &Draft,
) -> BTreeSet<StatementId> {
    if section.form == Form::WhileTest {
        return BTreeSet::from([section.first.statement]);
    }
    let first = section.first.statement;
    let is_header = draft
        .splits
        .iter()
        .any(|split| split.statement == first && (section.last.part as usize) < split.hoists.len());
    if first == section.last.statement && is_header {
        return BTreeSet::from([first]);
    }
    let mut held = view.tree.within(Run { first: section.first.statement, last: section.last.statement });
    for release in &section.releases {
        let block = view.tree.block_of(release.statement);
        let behind = block.iter().skip_while(|sibling| **sibling != release.statement);
        let skip = usize::from(release.part > 0);
        for sibling in behind.skip(skip) {
            for inner in view.tree.inside(*sibling) {
                held.remove(&inner);
            }
        }
    }
    held
}

/// The events of a statement that run while the section holds its locks.
fn held_events(
    view: &View<'_>,
    draft: &FunctionDraft,
    section: &Draft,
    statement: StatementId,
) -> BTreeSet<ValueId> {
    let count = view.tree.statement(statement).events.len() as u32;
    let split = draft.splits.iter().find(|split| split.statement == statement);
    let hoists: &[ValueId] = split.map_or(&[], |split| &split.hoists);
    let end = |point: &Point| (point.statement == statement).then_some(point.part as usize);
    let first = end(&section.first).unwrap_or(0);
    let released = section.releases.iter().filter_map(end).map(|part| part.saturating_sub(1)).min();
    let last = end(&section.last).filter(|_| !hoists.is_empty()).unwrap_or(hoists.len());
    let last = released.map_or(last, |part| part.min(last));
    let mut done: BTreeSet<ValueId> = BTreeSet::new();
    let mut held = BTreeSet::new();
    // What stands in for a value is waited for where it is used.
    let mut open: BTreeSet<ValueId> = BTreeSet::new();
    for (part, hoist) in hoists.iter().enumerate() {
        let events: BTreeSet<ValueId> = view.expression(statement, *hoist).into_iter().collect();
        let is_waited = split.is_some_and(|split| split.waited.contains(&part));
        let mut here: BTreeSet<ValueId> = events.difference(&done).copied().collect();
        here.extend(events.intersection(&open));
        open.retain(|event| !events.contains(event));
        if view.is_stand_in(statement, *hoist) {
            match is_waited {
                true => drop(here.insert(*hoist)),
                false => {
                    here.remove(hoist);
                    open.insert(*hoist);
                }
            }
        }
        if (first..=last).contains(&part) {
            held.extend(here);
        }
        done.extend(events);
    }
    if last >= hoists.len() {
        held.extend((0..count).map(ValueId).filter(|event| !done.contains(event)));
        held.extend(open);
    }
    held
}
