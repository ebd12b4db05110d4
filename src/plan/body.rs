//! Sections of a body: conservative two-phase locking (Eswaran, Gray, Lorie, Traiger 1976) over each wait-free run.
//!
//! All locks of a run are taken together, before its first access, and held to its last; the section is the smallest run
//! of siblings in one block that holds all accesses, and a branch whose tail touches nothing shared releases early.

use super::proof::held_statements;
use super::sharing::LockClass;
use super::split::{around_barriers, behind, header_value, return_tail};
use super::tree::{Run, blocks};
use super::view::{Classes, Draft, FunctionDraft, SplitDraft, View};
use super::{Form, Point};
use crate::program::LocationId;
use crate::summary::{Block, Constant, Op, StatementId, StatementKind};

/// What a body's planning goes by.
#[derive(Clone, Copy)]
pub(super) struct BodyStyle {
    /// How its sections are written.
    pub(super) form: Form,
}

/// Plans the sections of a body.
pub(super) fn plan_body(
    view: &View<'_>,
    style: BodyStyle,
    class_of: &dyn Fn(LocationId) -> LockClass,
) -> FunctionDraft {
    let mut draft = FunctionDraft::default();
    let mut planner = BodyPlanner { view, style, draft: &mut draft };
    planner.block(&view.tree.function.body.statements);
    torn(view, &mut draft, class_of);
    draft
}

/// Plans one section over the whole body, for `scope="body"` and for locations that its author names but nothing touches.
pub(super) fn plan_whole(view: &View<'_>, style: BodyStyle, extra: &Classes) -> FunctionDraft {
    let mut draft = FunctionDraft::default();
    let statements: Vec<StatementId> =
        view.tree.function.body.statements.iter().copied().skip_while(|id| is_quiet(view, *id)).collect();
    let (Some(first), Some(last)) = (statements.first(), statements.last()) else { return draft };
    let mut locks: Classes = statements.iter().flat_map(|id| view.whole(*id)).collect();
    locks.extend(extra);
    if locks.is_empty() {
        return draft;
    }
    let point = |statement: StatementId| Point { statement, part: 0 };
    if let Some((statement, event)) =
        view.first_barrier(statements.iter().flat_map(|id| view.tree.inside(*id)))
    {
        draft.blocked.push(super::view::Blocked { statement, event, locks: locks.clone() });
    }
    draft.sections.push(Draft {
        first: point(*first),
        last: point(*last),
        locks,
        form: style.form,
        releases: Vec::new(),
    });
    draft
}

/// A docstring, `global`, `nonlocal`, `pass`.
fn is_quiet(view: &View<'_>, id: StatementId) -> bool {
    let statement = view.tree.statement(id);
    matches!(statement.kind, StatementKind::Simple)
        && statement.events.iter().all(|event| matches!(event.op, Op::Word(_) | Op::Constant(Constant::Text)))
}

/// Dependences whose ends are in different sections: a wait tears them apart.
fn torn(view: &View<'_>, draft: &mut FunctionDraft, class_of: &dyn Fn(LocationId) -> LockClass) {
    let mut found = std::collections::BTreeSet::new();
    for dependence in &view.facts.dependences {
        let class = class_of(dependence.location);
        if !view.own(dependence.to).contains(&class) || !view.own(dependence.from).contains(&class) {
            continue;
        }
        let together = draft.sections.iter().any(|section| {
            let held = held_statements(view, draft, section);
            section.locks.contains(&class) && held.contains(&dependence.from) && held.contains(&dependence.to)
        });
        if !together {
            found.insert((dependence.location, dependence.from, dependence.to));
        }
    }
    draft.torn.extend(found);
}

struct BodyPlanner<'v, 'a> {
    view: &'v View<'a>,
    style: BodyStyle,
    draft: &'v mut FunctionDraft,
}

impl<'v, 'a> BodyPlanner<'v, 'a> {
    fn block(&mut self, block: &[StatementId]) {
        let Some(hot) = self.trimmed(block) else { return };
        if !hot.iter().any(|id| self.view.has_barrier(*id)) {
            self.wait_free(hot);
            return;
        }
        let mut run: Vec<StatementId> = Vec::new();
        for id in hot {
            if self.view.has_barrier(*id) {
                self.wait_free(&run);
                run.clear();
                self.waiting(*id);
            } else {
                run.push(*id);
            }
        }
        self.wait_free(&run);
    }

    /// From the first statement that needs a lock to the last one.
    fn trimmed<'b>(&self, block: &'b [StatementId]) -> Option<&'b [StatementId]> {
        let needs = |id: &StatementId| !self.view.whole(*id).is_empty();
        let first = block.iter().position(needs)?;
        let last = block.iter().rposition(needs)?;
        block.get(first..=last)
    }

    /// A run without waits.
    fn wait_free(&mut self, run: &[StatementId]) {
        let Some(run) = self.trimmed(run) else { return };
        if let [only] = run
            && let Some(inner) = Self::narrower(self.view, *only)
        {
            for block in inner {
                self.block(&block.statements);
            }
            return;
        }
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            self.section(Run { first: *first, last: *last });
        }
    }

    /// The blocks of a statement that can have the section inside: one block, or branches of which one runs.
    fn narrower(view: &'v View<'a>, id: StatementId) -> Option<Vec<&'a Block>> {
        if !view.own(id).is_empty() {
            return None;
        }
        let kind = &view.tree.statement(id).kind;
        let hot: Vec<&Block> = blocks(kind)
            .into_iter()
            .filter(|block| block.statements.iter().any(|id| !view.whole(*id).is_empty()))
            .collect();
        match kind {
            StatementKind::While { .. } | StatementKind::For { .. } => None,
            StatementKind::If { .. } | StatementKind::Match { .. } => {
                let slow_start = hot.iter().any(|block| {
                    let quiet = block.statements.iter().take_while(|id| view.whole(**id).is_empty());
                    quiet.into_iter().any(|id| view.has_work(*id))
                });
                (hot.len() == 1 || slow_start).then_some(hot)
            }
            _ => (hot.len() == 1).then_some(hot),
        }
    }

    /// A statement that waits, or has a wait inside.
    fn waiting(&mut self, id: StatementId) {
        let own_needs = !self.view.own(id).is_empty();
        if !self.view.is_compound(id) {
            around_barriers(self.view, id, self.style.form, self.draft);
            return;
        }
        if own_needs {
            if let Some(releases) = self.released_branches(id) {
                let point = Point { statement: id, part: 0 };
                let locks = self.view.whole(id);
                self.draft.sections.push(Draft {
                    first: point,
                    last: point,
                    locks,
                    form: self.style.form,
                    releases,
                });
                return;
            }
            self.waiting_header(id);
        }
        for block in blocks(&self.view.tree.statement(id).kind) {
            self.block(&block.statements);
        }
    }

    /// Where the branches of an `if` that wait, and touch nothing, release what its test and its other branches need: so the test
    /// and what rests on it are one section. `None` where a branch both waits and touches, or no branch touches.
    fn released_branches(&self, id: StatementId) -> Option<Vec<Point>> {
        let StatementKind::If { then, otherwise, .. } = &self.view.tree.statement(id).kind else {
            return None;
        };
        let touches = |block: &Block| block.statements.iter().any(|id| !self.view.whole(*id).is_empty());
        if self.style.form != Form::Explicit || !(touches(then) || touches(otherwise)) {
            return None;
        }
        let mut releases = Vec::new();
        self.release_where_waiting(id, &mut releases).then_some(releases)
    }

    fn release_where_waiting(&self, id: StatementId, releases: &mut Vec<Point>) -> bool {
        let StatementKind::If { then, otherwise, .. } = &self.view.tree.statement(id).kind else {
            return false;
        };
        if !self.view.own_barriers(id).is_empty() {
            return false;
        }
        [then, otherwise].into_iter().all(|block| {
            let Some(first) = block.statements.first() else { return true };
            let waits = block.statements.iter().any(|id| self.view.has_barrier(*id));
            let touches = block.statements.iter().any(|id| !self.view.whole(*id).is_empty());
            if !waits {
                return true;
            }
            if let StatementKind::If { elif: true, .. } = self.view.tree.statement(*first).kind {
                return self.release_where_waiting(*first, releases);
            }
            if !touches {
                releases.push(Point { statement: *first, part: 0 });
            }
            !touches
        })
    }

    /// The header of a compound statement that needs locks and can't be held over its blocks.
    fn waiting_header(&mut self, id: StatementId) {
        let kind = &self.view.tree.statement(id).kind;
        let locks = self.view.own(id);
        let header_waits = !self.view.own_barriers(id).is_empty();
        match kind {
            StatementKind::While { .. } if !header_waits => {
                let point = Point { statement: id, part: 0 };
                let form = Form::WhileTest;
                self.draft.sections.push(Draft {
                    first: point,
                    last: point,
                    locks,
                    form,
                    releases: Vec::new(),
                });
            }
            _ => header_out(self.view, id, self.style.form, self.draft),
        }
    }

    fn section(&mut self, run: Run) {
        let run = self.view.tree.without_elif(run);
        let statements = self.view.tree.within(run);
        let locks: Classes = statements.iter().flat_map(|id| self.view.own(*id)).collect();
        let mut last = Point { statement: run.last, part: 0 };
        if let Some(hoists) = return_tail(self.view, run.last) {
            last.part = hoists.len() as u32 - 1;
            self.draft.splits.push(SplitDraft::new(run.last, hoists));
        }
        let mut releases = Vec::new();
        if self.style.form == Form::Explicit {
            let siblings = self.view.tree.siblings(run);
            for (place, id) in siblings.iter().enumerate() {
                let at_end = place + 1 == siblings.len();
                self.releases_in(*id, at_end, &mut releases);
            }
        }
        let first = Point { statement: run.first, part: 0 };
        self.draft.sections.push(Draft { first, last, locks, form: self.style.form, releases });
    }

    /// Early releases in the branches of `id`; `at_end`: nothing of the section comes behind it.
    fn releases_in(&mut self, id: StatementId, at_end: bool, releases: &mut Vec<Point>) {
        let view = self.view;
        let kind = &view.tree.statement(id).kind;
        if !matches!(kind, StatementKind::If { .. } | StatementKind::Match { .. }) {
            return;
        }
        for block in blocks(kind) {
            self.release_in_block(&block.statements, at_end, releases);
        }
    }

    fn release_in_block(&mut self, block: &[StatementId], at_end: bool, releases: &mut Vec<Point>) {
        let view = self.view;
        let leaves = block.last().is_some_and(|id| {
            matches!(
                view.tree.statement(*id).kind,
                StatementKind::Return { .. }
                    | StatementKind::Raise
                    | StatementKind::Break
                    | StatementKind::Continue
            )
        });
        let end = at_end || leaves;
        let hot = block.iter().rposition(|id| !view.whole(*id).is_empty());
        let behind_hot = hot.map_or(0, |hot| hot + 1);
        if end
            && let Some(hot) = hot
            && let Some(hoists) = return_tail(view, block[hot])
        {
            releases.push(behind(block[hot], &hoists));
            self.draft.splits.push(SplitDraft::new(block[hot], hoists));
            return;
        }
        let tail = block.get(behind_hot..).unwrap_or(&[]);
        let slow_tail = tail.iter().any(|id| view.has_work(*id));
        if end
            && slow_tail
            && let Some(first) = tail.first()
        {
            releases.push(Point { statement: *first, part: 0 });
        }
        for (place, id) in block.iter().enumerate() {
            // A branch that falls through to a release of this block must not release before it.
            let inner_end = at_end && place + 1 == block.len() && !slow_tail;
            if place < behind_hot {
                self.releases_in(*id, inner_end, releases);
            }
        }
    }
}

/// Copies what a header needs out in front of its statement.
pub(super) fn header_out(view: &View<'_>, id: StatementId, form: Form, draft: &mut FunctionDraft) {
    if !view.own_barriers(id).is_empty() {
        around_barriers(view, id, form, draft);
        return;
    }
    let kind = &view.tree.statement(id).kind;
    let locks = view.own(id);
    let value = header_value(kind).filter(|value| {
        let inside = view.expression(id, *value);
        let count = view.tree.statement(id).events.len() as u32;
        let outside = (0..count).map(crate::summary::ValueId).filter(|event| !inside.contains(event));
        outside.into_iter().all(|event| view.event_needs(id, event, crate::program::Reach::Below).is_empty())
    });
    let Some(value) = value else {
        let first = view.first_barrier(view.tree.inside(id));
        if let Some((statement, event)) = first {
            draft.blocked.push(super::view::Blocked { statement, event, locks });
        }
        return;
    };
    let point = Point { statement: id, part: 0 };
    draft.splits.push(SplitDraft::new(id, vec![value]));
    draft.sections.push(Draft { first: point, last: point, locks, form, releases: Vec::new() });
}
