//! Tests that later code relies on: `if conf is not None:` and `conf.level` behind it belong into one section.
//!
//! ```python
//! while conn is not None and conn.kids:       # the test and what rests on it: one section around the loop
//!     conn.kids.pop()
//! ```
//! Must not know how a section is written.

use super::proof::held_statements;
use super::sharing::LockClass;
use super::view::{FunctionDraft, View};
use crate::program::Reach;
use crate::summary::{Narrowing, Op, StatementId, StatementKind, ValueId};

/// A use of what a test has shown to be there: its statement and its event.
type Use = (StatementId, ValueId);

/// Whether something inside `id`, an `if` or `while`, goes into an object that its test has shown to be there.
pub(super) fn is_relied_on(view: &View<'_>, id: StatementId) -> bool {
    uses(view, id).next().is_some()
}

/// Notes the tests of which something relies on the outcome in another section: a wait lies between.
pub(super) fn note_torn(view: &View<'_>, draft: &mut FunctionDraft) {
    let together = |class: LockClass, one: StatementId, other: StatementId| {
        draft.sections.iter().filter(|section| section.locks.contains(&class)).any(|section| {
            let held = held_statements(view, draft, section);
            held.contains(&one) && held.contains(&other)
        })
    };
    let mut found = std::collections::BTreeSet::new();
    for index in 0..view.tree.function.statements.len() as u32 {
        let test = StatementId(index);
        let needs = view.direct(test);
        for (statement, event) in uses(view, test) {
            let behind_wait = |(at, wait): Use| at > test && (at, wait) < (statement, event);
            let mut waits = view
                .tree
                .inside(test)
                .into_iter()
                .flat_map(|at| view.own_barriers(at).into_iter().map(move |wait| (at, wait)));
            if !waits.any(behind_wait) {
                continue;
            }
            for class in view.event_needs(statement, event, Reach::Direct).intersection(&needs) {
                if !together(*class, test, statement) {
                    found.insert((*class, test, statement));
                }
            }
        }
    }
    draft.untested.extend(found);
}

/// The loads inside `id` of shared names that its test narrows, where an attribute or an element of their object is taken.
fn uses<'v>(view: &'v View<'_>, id: StatementId) -> impl Iterator<Item = Use> + 'v {
    let narrows: &[Narrowing] = match &view.tree.statement(id).kind {
        StatementKind::If { narrows, .. } | StatementKind::While { narrows, .. } => narrows,
        _ => &[],
    };
    let inside = if narrows.is_empty() { Default::default() } else { view.tree.inside(id) };
    let needs = view.direct(id);
    inside.into_iter().filter(move |inner| *inner != id).flat_map(move |inner| {
        let events = &view.tree.statement(inner).events;
        let taken = |event: &crate::summary::Event| match event.op {
            Op::Attribute(object, _) | Op::SetAttribute(object, ..) => Some(object),
            Op::Item(object, _) | Op::SetItem(object, ..) => Some(object),
            _ => None,
        };
        let needs = needs.clone();
        let loads = events.iter().filter_map(taken).filter(move |object| {
            let Some(Op::Load(name)) = view.tree.event(inner, *object).map(|event| &event.op) else {
                return false;
            };
            let is_narrowed =
                narrows.iter().any(|narrowing| narrowing.path.is_empty() && narrowing.name == *name);
            is_narrowed && !view.event_needs(inner, *object, Reach::Direct).is_disjoint(&needs)
        });
        loads.map(move |object| (inner, object))
    })
}
