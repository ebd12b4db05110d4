//! One function as sections are planned in it: its tree, which event needs which locks, where it may block or suspend.

use std::collections::{BTreeMap, BTreeSet};

use super::sharing::LockClass;
use super::tree::{Tree, blocks};
use crate::program::{Facts, LocationId, Reach};
use crate::summary::{Op, StatementId, StatementKind, ValueId};

/// Lock classes, in their total order.
pub(super) type Classes = BTreeSet<LockClass>;

/// A section before locks have names.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) first: super::Point,
    pub(super) last: super::Point,
    pub(super) locks: Classes,
    pub(super) form: super::Form,
    pub(super) releases: Vec<super::Point>,
}

/// A statement taken apart, before its temporaries have names.
#[derive(Clone, Debug)]
pub(super) struct SplitDraft {
    pub(super) statement: StatementId,
    pub(super) hoists: Vec<ValueId>,
    /// The places among them of those that wait for what their value stands in for. One whose value comes from under a lock stands
    /// there twice: that value, and what it stands in for.
    pub(super) waited: BTreeSet<usize>,
}

impl SplitDraft {
    pub(super) fn new(statement: StatementId, hoists: Vec<ValueId>) -> SplitDraft {
        SplitDraft { statement, hoists, waited: BTreeSet::new() }
    }
}

/// A wait or suspension that no section may hold, where one would.
#[derive(Clone, Debug)]
pub(super) struct Blocked {
    pub(super) statement: StatementId,
    pub(super) event: ValueId,
    pub(super) locks: Classes,
}

/// What planning one function gives.
#[derive(Clone, Debug, Default)]
pub(super) struct FunctionDraft {
    pub(super) sections: Vec<Draft>,
    pub(super) splits: Vec<SplitDraft>,
    pub(super) blocked: Vec<Blocked>,
    /// Dependences that a wait splits: location class, from, to, and the wait between.
    pub(super) torn: BTreeSet<(LocationId, StatementId, StatementId)>,
    /// Tests that a wait splits from what relies on them: location class, test, and what does.
    pub(super) untested: BTreeSet<(LockClass, StatementId, StatementId)>,
}

/// A function under planning.
pub(super) struct View<'a> {
    pub(super) tree: Tree<'a>,
    pub(super) facts: &'a Facts,
    /// Locks that an event needs from a guard there.
    direct: BTreeMap<(StatementId, ValueId), Classes>,
    /// With those that its callees take by themselves.
    all: BTreeMap<(StatementId, ValueId), Classes>,
    /// Waits, yields, awaits.
    barriers: BTreeSet<(StatementId, ValueId)>,
    /// Per statement: what it and all inside it need, and whether it blocks or suspends.
    whole: Vec<(Classes, bool)>,
}

impl<'a> View<'a> {
    /// `need` gives the lock that a touch needs in this function.
    pub(super) fn new(
        tree: Tree<'a>,
        facts: &'a Facts,
        need: impl Fn(&crate::program::Touch) -> Option<LockClass>,
    ) -> View<'a> {
        let mut direct: BTreeMap<(StatementId, ValueId), Classes> = BTreeMap::new();
        let mut all: BTreeMap<(StatementId, ValueId), Classes> = BTreeMap::new();
        for touch in &facts.touches {
            let Some(class) = need(touch) else { continue };
            let at = (touch.statement, touch.event);
            if touch.reach == Reach::Direct {
                direct.entry(at).or_default().insert(class);
            }
            all.entry(at).or_default().insert(class);
        }
        let mut barriers: BTreeSet<(StatementId, ValueId)> = facts.waits.keys().copied().collect();
        barriers.extend(&facts.suspensions);
        let mut view = View { tree, facts, direct, all, barriers, whole: Vec::new() };
        view.whole = view.wholes();
        view
    }

    /// The same, but each of `blocks`, which are `with` statements, is one piece: what is inside needs its locks from outside.
    pub(super) fn lifting(mut self, blocks: impl Iterator<Item = StatementId>) -> View<'a> {
        for block in blocks {
            let events = &self.tree.statement(block).events;
            let Some(enter) = events.iter().position(|event| matches!(event.op, Op::Enter(_))) else {
                continue;
            };
            let needs = self.whole(block);
            let inside = self.tree.inside(block);
            for map in [&mut self.direct, &mut self.all] {
                map.retain(|(statement, _), _| *statement == block || !inside.contains(statement));
                map.entry((block, ValueId(enter as u32))).or_default().extend(&needs);
            }
            self.whole = self.wholes();
        }
        self
    }

    /// Statements stand before what is inside them, so one pass from the last to the first sums up.
    fn wholes(&self) -> Vec<(Classes, bool)> {
        let statements = &self.tree.function.statements;
        let mut wholes: Vec<(Classes, bool)> = vec![(Classes::new(), false); statements.len()];
        for index in (0..statements.len()).rev() {
            let id = StatementId(index as u32);
            let is_async = matches!(
                statements[index].kind,
                StatementKind::For { is_async: true, .. } | StatementKind::With { is_async: true, .. }
            );
            let mut needs = self.own(id);
            let mut stops = is_async || !self.own_barriers(id).is_empty() || self.facts.polls.contains(&id);
            for inner in blocks(&statements[index].kind).into_iter().flat_map(|block| &block.statements) {
                let (inside, stopped) = &wholes[inner.0 as usize];
                needs.extend(inside);
                stops |= stopped;
            }
            wholes[index] = (needs, stops);
        }
        wholes
    }

    fn of(map: &BTreeMap<(StatementId, ValueId), Classes>, statement: StatementId) -> Classes {
        let range = (statement, ValueId(0))..=(statement, ValueId(u32::MAX));
        map.range(range).flat_map(|(_, classes)| classes.iter().copied()).collect()
    }

    /// What the statement itself (its header) needs from a guard.
    pub(super) fn direct(&self, statement: StatementId) -> Classes {
        View::of(&self.direct, statement)
    }

    /// What the statement itself needs, callees included.
    pub(super) fn own(&self, statement: StatementId) -> Classes {
        View::of(&self.all, statement)
    }

    /// What the statement and all inside it need, callees included.
    pub(super) fn whole(&self, statement: StatementId) -> Classes {
        self.whole[statement.0 as usize].0.clone()
    }

    pub(super) fn event_needs(&self, statement: StatementId, event: ValueId, reach: Reach) -> Classes {
        let map = if reach == Reach::Direct { &self.direct } else { &self.all };
        map.get(&(statement, event)).cloned().unwrap_or_default()
    }

    pub(super) fn own_barriers(&self, statement: StatementId) -> Vec<ValueId> {
        let range = (statement, ValueId(0))..=(statement, ValueId(u32::MAX));
        self.barriers.range(range).map(|(_, event)| *event).collect()
    }

    /// The expression of a wait: a call that runs in place goes with the wait behind it.
    pub(super) fn with_wait(&self, statement: StatementId, event: ValueId) -> ValueId {
        let mut in_place = self.facts.in_place.iter();
        let found = in_place.find(|call| (call.statement, call.call) == (statement, event));
        found.map_or(event, |call| call.wait)
    }

    /// Whether the value of an event may stand in for one that is waited for where it is used.
    pub(super) fn gives_stand_in(&self, statement: StatementId, event: ValueId) -> bool {
        self.facts.stand_ins.contains(&(statement, event))
    }

    /// Whether that is the only wait at the event: the event itself doesn't wait.
    pub(super) fn is_stand_in(&self, statement: StatementId, event: ValueId) -> bool {
        self.gives_stand_in(statement, event) && !self.facts.at_once.contains(&(statement, event))
    }

    /// Whether the statement, or something inside it, waits or suspends. An iterable that waits does so each round.
    pub(super) fn has_barrier(&self, statement: StatementId) -> bool {
        self.whole[statement.0 as usize].1
    }

    /// The first barrier in a statement, for a diagnostic.
    pub(super) fn first_barrier(
        &self,
        statements: impl IntoIterator<Item = StatementId>,
    ) -> Option<(StatementId, ValueId)> {
        statements.into_iter().find_map(|id| self.own_barriers(id).first().map(|event| (id, *event)))
    }

    pub(super) fn is_compound(&self, statement: StatementId) -> bool {
        !blocks(&self.tree.statement(statement).kind).is_empty()
    }

    /// Whether the statement, or something inside it, makes a call that may take time.
    pub(super) fn has_work(&self, statement: StatementId) -> bool {
        let inside = self.tree.inside(statement);
        self.facts.work.iter().any(|work| inside.contains(&work.statement))
    }

    pub(super) fn is_work(&self, statement: StatementId, event: ValueId) -> bool {
        self.facts.work.iter().any(|work| (work.statement, work.event) == (statement, event))
    }

    /// The operands of an event: what is evaluated for it, in order.
    pub(super) fn operands(&self, statement: StatementId, event: ValueId) -> Vec<ValueId> {
        let Some(event) = self.tree.event(statement, event) else { return Vec::new() };
        event.op.operands()
    }

    /// The events of a statement that lie in the expression of `event`, itself included.
    pub(super) fn expression(&self, statement: StatementId, event: ValueId) -> Vec<ValueId> {
        let span = self.tree.span(statement, event);
        let events = &self.tree.statement(statement).events;
        let inside = |index: &usize| *index <= event.0 as usize && span.contains(events[*index].span);
        (0..events.len()).filter(inside).map(|index| ValueId(index as u32)).collect()
    }

    /// What evaluating the expression of `event` needs, callees included.
    pub(super) fn expression_needs(&self, statement: StatementId, event: ValueId) -> Classes {
        let events = self.expression(statement, event);
        events.into_iter().flat_map(|event| self.event_needs(statement, event, Reach::Below)).collect()
    }
}
