//! Guards of ordinary code: each on the innermost statement with the access, widened where a value read from a location
//! reaches, or decides, a write of it; neighbours with the same locks joined; closed over what the guarded code calls.

use std::collections::BTreeSet;

use super::body::header_out;
use super::narrowed::is_relied_on;
use super::split::around_barriers;
use super::tree::Run;
use super::view::{Blocked, Classes, Draft, FunctionDraft, View};
use super::{Form, Point};
use crate::program::{Duty, LocationId, Reach};
use crate::summary::{Name, Op, StatementId, StatementKind, ValueId};

use super::sharing::LockClass;

/// How the guards of a function are written.
#[derive(Clone, Copy)]
pub(super) struct GuardStyle {
    /// Guards of statements.
    pub(super) form: Form,
    /// `with atomic:` blocks.
    pub(super) atomic: Form,
}

/// Plans the guards of ordinary code, and of a body whose author fixed its sections with `with atomic:`.
pub(super) fn plan_ordinary(
    view: &View<'_>,
    style: GuardStyle,
    class_of: &dyn Fn(LocationId) -> LockClass,
) -> FunctionDraft {
    let mut draft = FunctionDraft::default();
    let atomic = atomic_blocks(view, style, &mut draft);
    let held: BTreeSet<StatementId> = atomic.iter().flat_map(|run| view.tree.within(*run)).collect();
    let mut runs: Vec<Run> = Vec::new();
    for index in 0..view.tree.function.statements.len() as u32 {
        let id = StatementId(index);
        if !held.contains(&id) {
            guard(view, id, style, &mut runs, &mut draft);
        }
    }
    if view.facts.duty != Duty::Body {
        // The author of a body fixed its sections by hand: what lies outside of them is guarded statement by statement.
        depending(view, class_of, &held, &mut runs, &mut draft);
    }
    let runs = united(view, runs);
    // A wider section covers what was taken apart for a narrower one.
    let covered: BTreeSet<StatementId> = runs.iter().flat_map(|run| view.tree.within(*run)).collect();
    draft.sections.retain(|section| {
        !covered.contains(&section.first.statement)
            || matches!(section.form, Form::AtomicWith | Form::AtomicExplicit)
    });
    draft.splits.retain(|split| !covered.contains(&split.statement));
    draft
        .blocked
        .retain(|blocked| !covered.contains(&blocked.statement) || held.contains(&blocked.statement));
    for run in joined(view, runs) {
        let locks = locks_of(view, run);
        let (first, last) = (Point { statement: run.first, part: 0 }, Point { statement: run.last, part: 0 });
        draft.sections.push(Draft { first, last, locks, form: style.form, releases: Vec::new() });
    }
    draft
}

/// A section for each outermost `with atomic:`; inner ones are parts of it.
fn atomic_blocks(view: &View<'_>, style: GuardStyle, draft: &mut FunctionDraft) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (index, statement) in view.tree.function.statements.iter().enumerate() {
        let id = StatementId(index as u32);
        if !matches!(statement.kind, StatementKind::With { atomic: true, .. }) {
            continue;
        }
        let outermost = !found.iter().any(|run| view.tree.within(*run).contains(&id));
        let locks = view.whole(id);
        if let Some((statement, event)) = view.first_barrier(view.tree.inside(id))
            && !locks.is_empty()
        {
            draft.blocked.push(Blocked { statement, event, locks: locks.clone() });
        }
        let point = Point { statement: id, part: 0 };
        // An inner block's locks are held already: its line goes.
        let locks = if outermost { locks } else { Classes::new() };
        draft.sections.push(Draft {
            first: point,
            last: point,
            locks,
            form: style.atomic,
            releases: Vec::new(),
        });
        if outermost {
            found.push(Run::one(id));
        }
    }
    found
}

fn locks_of(view: &View<'_>, run: Run) -> Classes {
    view.tree.within(run).into_iter().flat_map(|id| view.own(id)).collect()
}

/// The guard of one statement for its own accesses.
fn guard(
    view: &View<'_>,
    id: StatementId,
    style: GuardStyle,
    runs: &mut Vec<Run>,
    draft: &mut FunctionDraft,
) {
    let needs = view.direct(id);
    if needs.is_empty() {
        return;
    }
    if !view.is_compound(id) {
        if view.own_barriers(id).is_empty() {
            runs.push(Run::one(id));
        } else {
            around_barriers(view, id, style.form, draft);
        }
        return;
    }
    let whole = view.tree.without_elif(Run::one(id));
    if let Some(run) = with_what_rests_on_it(view, id, &needs) {
        runs.push(run);
        return;
    }
    let can_hold = !view.has_barrier(whole.first);
    if can_hold && held_whole(view, id, &needs) {
        runs.push(whole);
        return;
    }
    if let StatementKind::While { .. } = view.tree.statement(id).kind
        && view.own_barriers(id).is_empty()
    {
        let point = Point { statement: id, part: 0 };
        let locks = view.own(id);
        draft.sections.push(Draft {
            first: point,
            last: point,
            locks,
            form: Form::WhileTest,
            releases: Vec::new(),
        });
        return;
    }
    let before = draft.splits.len();
    let blocked_before = draft.blocked.len();
    header_out(view, id, style.form, draft);
    if draft.splits.len() == before && draft.blocked.len() == blocked_before {
        runs.push(whole);
    }
}

/// `if x is None: return` tells what the code behind it may rely on: the run to the last sibling that uses what was tested,
/// as long as no wait and no other work lies between.
fn with_what_rests_on_it(view: &View<'_>, id: StatementId, needs: &Classes) -> Option<Run> {
    let StatementKind::If { then, otherwise, elif: false, .. } = &view.tree.statement(id).kind else {
        return None;
    };
    let leaves = [then, otherwise].iter().any(|block| {
        let last = block.statements.last().map(|last| &view.tree.statement(*last).kind);
        matches!(
            last,
            Some(
                StatementKind::Return { .. }
                    | StatementKind::Raise
                    | StatementKind::Break
                    | StatementKind::Continue
            )
        )
    });
    if !leaves || view.has_barrier(id) {
        return None;
    }
    let block = view.tree.block_of(id);
    let behind = block.iter().skip_while(|sibling| **sibling != id).skip(1);
    let mut last = None;
    for sibling in behind {
        if view.has_barrier(*sibling) {
            break;
        }
        if !view.whole(*sibling).is_disjoint(needs) {
            last = Some(*sibling);
        } else if view.has_work(*sibling) {
            break;
        }
    }
    last.map(|last| Run { first: id, last })
}

/// Whether a compound statement is guarded as a whole for the needs of its header.
fn held_whole(view: &View<'_>, id: StatementId, needs: &Classes) -> bool {
    let statement = view.tree.statement(id);
    let inside: Vec<StatementId> = view.tree.inside(id).into_iter().filter(|inner| *inner != id).collect();
    let same_lock = || inside.iter().any(|inner| !view.direct(*inner).is_disjoint(needs));
    match &statement.kind {
        StatementKind::If { narrows, .. } => {
            let shared: Vec<&Name> = narrows
                .iter()
                .map(|narrowing| &narrowing.name)
                .filter(|name| !matches!(name, Name::Local(_)))
                .collect();
            same_lock() || inside.iter().any(|inner| loads(view, *inner, &shared))
        }
        StatementKind::While { .. } => is_relied_on(view, id),
        StatementKind::For { iterable, .. } => {
            let events = view.expression(id, *iterable);
            let count = statement.events.len() as u32;
            let outside = (0..count).map(ValueId).filter(|event| !events.contains(event));
            outside.into_iter().any(|event| !view.event_needs(id, event, Reach::Direct).is_empty())
        }
        StatementKind::With { items, .. } => {
            let enters = statement.events.iter().enumerate().any(|(index, event)| {
                matches!(event.op, Op::Enter(_))
                    && !view.event_needs(id, ValueId(index as u32), Reach::Below).is_empty()
            });
            enters || items.len() > 1
        }
        StatementKind::Match { .. } => true,
        _ => true,
    }
}

/// Whether the statement reads one of these variables.
fn loads(view: &View<'_>, id: StatementId, names: &[&Name]) -> bool {
    view.tree
        .statement(id)
        .events
        .iter()
        .any(|event| matches!(&event.op, Op::Load(name) if names.contains(&name)))
}

/// Widens guards so that a read and the write that depends on it are in one section.
fn depending(
    view: &View<'_>,
    class_of: &dyn Fn(LocationId) -> LockClass,
    held: &BTreeSet<StatementId>,
    runs: &mut Vec<Run>,
    draft: &mut FunctionDraft,
) {
    for dependence in &view.facts.dependences {
        let class = class_of(dependence.location);
        let is_needed = view.own(dependence.to).contains(&class) && view.facts.late.contains(&dependence.to);
        if !is_needed || (held.contains(&dependence.from) && held.contains(&dependence.to)) {
            continue;
        }
        let mut run = view.tree.cover(dependence.from, dependence.to);
        if dependence.from > dependence.to
            && let Some(around) = view.tree.loop_around_both(dependence.from, dependence.to)
        {
            run = Run::one(around);
        }
        let run = view.tree.without_elif(run);
        let waits = view.tree.siblings(run).iter().any(|id| view.has_barrier(*id));
        let crosses = view.tree.within(run).iter().any(|id| held.contains(id));
        if waits {
            if dependence.from != dependence.to {
                draft.torn.insert((dependence.location, dependence.from, dependence.to));
            }
        } else if !crosses {
            runs.push(run);
        }
    }
}

/// Runs that share a statement become one.
fn united(view: &View<'_>, mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort();
    runs.dedup();
    let mut at = 0;
    while at < runs.len() {
        let partner = (at + 1..runs.len()).find(|other| view.tree.overlap(runs[at], runs[*other]));
        match partner {
            Some(other) => {
                let wide = view.tree.without_elif(view.tree.cover_runs(runs[at], runs[other]));
                runs.remove(other);
                runs[at] = wide;
                at = 0;
            }
            None => at += 1,
        }
    }
    runs.sort();
    runs
}

/// Neighbours with the same locks become one.
fn joined(view: &View<'_>, runs: Vec<Run>) -> Vec<Run> {
    let mut result: Vec<Run> = Vec::new();
    for run in runs {
        let neighbour = result.iter().position(|earlier| view.tree.follows(*earlier, run));
        match neighbour {
            Some(earlier) if locks_of(view, result[earlier]) == locks_of(view, run) => {
                result[earlier].last = run.last
            }
            _ => result.push(run),
        }
    }
    result
}

/// Whether the author of a function fixed its sections by hand.
pub(super) fn has_atomic_blocks(view: &View<'_>) -> bool {
    let statements = &view.tree.function.statements;
    statements.iter().any(|statement| matches!(statement.kind, StatementKind::With { atomic: true, .. }))
}
