//! The order of our locks and the program's own, held against each other: a cycle is a possible deadlock (LW303).
//!
//! An edge says that one lock is taken while another is held. Our own are always taken in one order, so a cycle has a lock
//! of the program's own in it.

use std::collections::{BTreeMap, BTreeSet};

use super::locks::Locks;
use super::tree::{Run, Tree};
use super::view::{FunctionDraft, View};
use super::{Form, Inputs, LockId, diagnostics};
use crate::diagnostics::{Diagnostic, Why};
use crate::program::{Duty, FunctionKey, LocationId, Program};
use crate::summary::{StatementId, StatementKind};
use crate::text::Place;

/// A lock of either kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Ours(LockId),
    Theirs(LocationId),
}

/// Where one lock is taken while another is held, and the way there.
struct Edge {
    place: Place,
    why: Why,
}

/// The edges of a module.
#[derive(Default)]
pub(super) struct LockOrder {
    edges: BTreeMap<(Node, Node), Edge>,
    /// By the edge that they make: blocks of the program's own locks that could take ours before theirs.
    blocks: BTreeMap<(Node, Node), BTreeSet<(FunctionKey, StatementId)>>,
}

impl LockOrder {
    /// Adds what one function does, which is entered with the lock `entered` held, if with any.
    pub(super) fn add(
        &mut self,
        inputs: &Inputs<'_>,
        key: FunctionKey,
        view: &View<'_>,
        draft: &FunctionDraft,
        locks: &Locks,
        entered: Option<LocationId>,
    ) {
        if let Some(lock) = entered {
            for (statement, id) in
                view.tree.function.statements.iter().zip(0..).map(|(it, id)| (it, StatementId(id)))
            {
                for id in locks.of(&view.own(id)) {
                    let edge = Edge { place: inputs.place(key.module, statement.span), why: Why::default() };
                    self.edges.entry((Node::Theirs(lock), Node::Ours(id))).or_insert(edge);
                }
            }
        }
        let at = |statement, event| inputs.place(key.module, view.tree.span(statement, event));
        for section in &draft.sections {
            let run = Run { first: section.first.statement, last: section.last.statement };
            let within = if section.form == Form::WhileTest {
                BTreeSet::from([run.first])
            } else {
                view.tree.within(run)
            };
            // Who waits for the second of two holds the first.
            for pair in locks.of(&section.locks).windows(2) {
                let place = inputs.place(key.module, view.tree.statement(run.first).span);
                let edge = Edge { place, why: Why::default() };
                self.edges.entry((Node::Ours(pair[0]), Node::Ours(pair[1]))).or_insert(edge);
            }
            for ((statement, event, lock), why) in &view.facts.acquires {
                if within.contains(statement) {
                    for id in locks.of(&section.locks) {
                        let edge = Edge { place: at(*statement, *event), why: why.clone() };
                        self.edges.entry((Node::Ours(id), Node::Theirs(*lock))).or_insert(edge);
                    }
                }
            }
        }
        for (statement, event, lock) in view.facts.acquires.keys() {
            let is_block = matches!(view.tree.statement(*statement).kind, StatementKind::With { .. });
            let can_lift = is_block && !view.has_barrier(*statement);
            for inner in held_statements(&view.tree, *statement) {
                for id in locks.of(&view.own(inner)) {
                    if can_lift {
                        let edge = (Node::Theirs(*lock), Node::Ours(id));
                        self.blocks.entry(edge).or_default().insert((key, *statement));
                    }
                    let place = inputs.place(key.module, view.tree.statement(inner).span);
                    let edge = Edge { place, why: Why::default() };
                    self.edges.entry((Node::Theirs(*lock), Node::Ours(id))).or_insert(edge);
                }
                for (other_statement, other_event, other) in view.facts.acquires.keys() {
                    if *other_statement == inner && other != lock {
                        let edge = Edge { place: at(*other_statement, *other_event), why: Why::default() };
                        self.edges.entry((Node::Theirs(*lock), Node::Theirs(*other))).or_insert(edge);
                    }
                }
            }
            debug_assert!(view.tree.event(*statement, *event).is_some());
        }
    }

    /// Blocks of the program's own locks that take part in a cycle only because they take ours inside.
    pub(super) fn liftable(&self) -> BTreeSet<(FunctionKey, StatementId)> {
        let in_cycle = |(from, to): &&(Node, Node)| self.reaches(*to, *from);
        self.blocks.keys().filter(in_cycle).flat_map(|edge| &self.blocks[edge]).copied().collect()
    }

    /// LW303 for each lock of the program's own that is taken under one of ours which can be taken under it.
    pub(super) fn cycles(&self, program: &Program, locks: &Locks) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for ((held, taken), edge) in &self.edges {
            let (Node::Ours(ours), Node::Theirs(theirs)) = (held, taken) else { continue };
            if let Some(back) = self.way(*taken, *held) {
                let guarded = locks.locks[ours.0 as usize].guards.join("`, `");
                let name = &program.locations[theirs.0 as usize].name;
                let handles = program.handlers.values().any(|lock| lock == theirs);
                let cycle = if handles { diagnostics::logs_under_lock } else { diagnostics::cycle };
                found.push(cycle(edge.place, &guarded, name, &edge.why, back.place));
            }
        }
        found
    }

    /// The first edge of a way from `from` to `to`.
    fn way(&self, from: Node, to: Node) -> Option<&Edge> {
        self.edges
            .iter()
            .filter(|((start, _), _)| *start == from)
            .find(|((_, next), _)| self.reaches(*next, to))
            .map(|(_, edge)| edge)
    }

    fn reaches(&self, from: Node, to: Node) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            for (start, next) in self.edges.keys() {
                if *start == at && seen.insert(*next) {
                    open.push(*next);
                }
            }
        }
        false
    }
}

/// LW303 for each module that waits while it is imported, if a body may import it: the import lock is held over the wait.
pub(super) fn import_waits(program: &Program, inputs: &Inputs<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (module, why) in &program.waits_on_import {
        let Some(wait) = why.steps.last() else { continue };
        let bodies = program.functions.iter().filter(|(_, facts)| facts.duty == Duty::Body);
        let import = bodies
            .flat_map(|(key, facts)| facts.imports.iter().map(move |import| (key, import)))
            .find(|(_, ((_, _, imported), _))| *imported == Some(*module));
        if let Some((key, ((statement, event, _), _))) = import {
            let tree = Tree::new(inputs.function(*key));
            let place = inputs.place(key.module, tree.span(*statement, *event));
            let name = &program.modules[*module as usize].name;
            found.push(diagnostics::waits_on_import(wait.place, name, place));
        }
    }
    found
}

/// What runs while a lock taken by `statement` is held: the block of a `with`, else what comes behind in the same block.
fn held_statements(tree: &Tree<'_>, statement: StatementId) -> Vec<StatementId> {
    if let StatementKind::With { .. } = tree.statement(statement).kind {
        return tree.inside(statement).into_iter().filter(|id| *id != statement).collect();
    }
    let acquires = tree
        .statement(statement)
        .events
        .iter()
        .any(|event| matches!(&event.op, crate::summary::Op::Attribute(_, name) if name == "acquire"));
    if !acquires {
        return Vec::new();
    }
    let block = tree.block_of(statement);
    let behind = block.iter().skip_while(|id| **id != statement).skip(1);
    behind.flat_map(|id| tree.inside(*id)).collect()
}
