//! A function's statements as a tree: who is whose sibling, what lies inside what, which run of siblings holds two statements.

use std::collections::BTreeSet;

use crate::summary::{Block, Event, Function, Statement, StatementId, StatementKind, ValueId};
use crate::text::Span;

/// Where a statement stands: the block of its parent (none: the function's own), and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Home {
    parent: Option<StatementId>,
    block: usize,
    place: usize,
}

/// A run of siblings, first and last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub(super) first: StatementId,
    pub(super) last: StatementId,
}

impl Run {
    pub(super) fn one(statement: StatementId) -> Run {
        Run { first: statement, last: statement }
    }
}

/// The statements of one function.
pub(super) struct Tree<'a> {
    pub(super) function: &'a Function,
    homes: Vec<Option<Home>>,
}

/// The blocks of a statement, in source order.
pub(super) fn blocks(kind: &StatementKind) -> Vec<&Block> {
    kind.blocks()
}

impl<'a> Tree<'a> {
    pub(super) fn new(function: &'a Function) -> Tree<'a> {
        let mut tree = Tree { function, homes: vec![None; function.statements.len()] };
        let mut open: Vec<(Option<StatementId>, usize, &Block)> = vec![(None, 0, &function.body)];
        while let Some((parent, block_index, block)) = open.pop() {
            for (place, id) in block.statements.iter().enumerate() {
                if let Some(home) = tree.homes.get_mut(id.0 as usize) {
                    *home = Some(Home { parent, block: block_index, place });
                }
                for (index, inner) in blocks(&function.statements[id.0 as usize].kind).into_iter().enumerate()
                {
                    open.push((Some(*id), index, inner));
                }
            }
        }
        tree
    }

    pub(super) fn statement(&self, id: StatementId) -> &'a Statement {
        &self.function.statements[id.0 as usize]
    }

    pub(super) fn event(&self, statement: StatementId, event: ValueId) -> Option<&'a Event> {
        self.statement(statement).events.get(event.0 as usize)
    }

    pub(super) fn span(&self, statement: StatementId, event: ValueId) -> Span {
        self.event(statement, event).map_or(self.statement(statement).span, |event| event.span)
    }

    pub(super) fn parent(&self, id: StatementId) -> Option<StatementId> {
        self.homes[id.0 as usize].and_then(|home| home.parent)
    }

    fn home(&self, id: StatementId) -> Home {
        self.homes[id.0 as usize].unwrap_or(Home { parent: None, block: 0, place: 0 })
    }

    /// The block that `id` stands in.
    pub(super) fn block_of(&self, id: StatementId) -> &'a [StatementId] {
        let home = self.home(id);
        match home.parent {
            None => &self.function.body.statements,
            Some(parent) => {
                blocks(&self.statement(parent).kind).get(home.block).map_or(&[], |block| &block.statements)
            }
        }
    }

    /// The siblings of a run, first to last.
    pub(super) fn siblings(&self, run: Run) -> &'a [StatementId] {
        let block = self.block_of(run.first);
        let (from, to) = (self.home(run.first).place, self.home(run.last).place);
        block.get(from..=to).unwrap_or(&[])
    }

    /// A statement and all inside it.
    pub(super) fn inside(&self, id: StatementId) -> Vec<StatementId> {
        let mut all = vec![id];
        let mut at = 0;
        while let Some(next) = all.get(at).copied() {
            for block in blocks(&self.statement(next).kind) {
                all.extend(&block.statements);
            }
            at += 1;
        }
        all
    }

    /// All statements of a run, nested ones included.
    pub(super) fn within(&self, run: Run) -> BTreeSet<StatementId> {
        self.siblings(run).iter().flat_map(|id| self.inside(*id)).collect()
    }

    /// The statement and what it stands in, innermost first.
    fn line(&self, id: StatementId) -> Vec<StatementId> {
        let mut line = vec![id];
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            line.push(parent);
            at = parent;
        }
        line
    }

    /// The smallest run of siblings in one block that holds both.
    pub(super) fn cover(&self, one: StatementId, other: StatementId) -> Run {
        let others = self.line(other);
        for mine in self.line(one) {
            let home = self.home(mine);
            let near = others.iter().copied().find(|id| {
                let near = self.home(*id);
                (near.parent, near.block) == (home.parent, home.block)
            });
            if let Some(theirs) = near {
                let (first, last) =
                    if self.home(theirs).place < home.place { (theirs, mine) } else { (mine, theirs) };
                return self.without_elif(Run { first, last });
            }
        }
        Run::one(one)
    }

    /// The smallest run that holds both runs.
    pub(super) fn cover_runs(&self, one: Run, other: Run) -> Run {
        let first = self.cover(one.first, other.first);
        let last = self.cover(one.last, other.last);
        let outer = self.cover(first.first, last.first);
        let end = self.cover(first.last, last.last);
        self.cover(outer.first, self.cover(outer.last, end.last).last)
    }

    /// An `elif` can't stand alone: the whole `if` stands for it.
    pub(super) fn without_elif(&self, run: Run) -> Run {
        let mut run = run;
        while run.first == run.last
            && matches!(self.statement(run.first).kind, StatementKind::If { elif: true, .. })
            && let Some(parent) = self.parent(run.first)
        {
            run = Run::one(parent);
        }
        run
    }

    /// The innermost loop around `id`.
    pub(super) fn loop_around(&self, id: StatementId) -> Option<StatementId> {
        self.line(id).into_iter().skip(1).find(|id| {
            matches!(self.statement(*id).kind, StatementKind::While { .. } | StatementKind::For { .. })
        })
    }

    /// The outermost loop that holds both.
    pub(super) fn loop_around_both(&self, one: StatementId, other: StatementId) -> Option<StatementId> {
        let others = self.line(other);
        let mut found = None;
        let mut at = one;
        while let Some(around) = self.loop_around(at) {
            if others.contains(&around) {
                found = Some(around);
                break;
            }
            at = around;
        }
        found
    }

    /// Whether runs share a statement.
    pub(super) fn overlap(&self, one: Run, other: Run) -> bool {
        !self.within(one).is_disjoint(&self.within(other))
    }

    /// Whether `next` stands directly behind `run`.
    pub(super) fn follows(&self, run: Run, next: Run) -> bool {
        let (end, start) = (self.home(run.last), self.home(next.first));
        (end.parent, end.block) == (start.parent, start.block) && end.place + 1 == start.place
    }
}
