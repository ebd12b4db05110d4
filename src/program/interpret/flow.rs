//! Control flow: branches, loops, `try`, `match`; what decides which code runs, and loops that wait for somebody else.
//!
//! Must not know expressions: it asks for their values.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Flow, LOOP_ROUNDS, State, Walk, duty};
use crate::program::facts::{Duty, Touch};
use crate::program::fixpoint::callees;
use crate::program::location::{Access, FunctionKey, Level, LocationId, Root};
use crate::program::value::{Depend, Source, Value};
use crate::summary::{Block, Event, FunctionKind, Handler, LocalId, StatementId, StatementKind, ValueId};

impl Walk<'_, '_> {
    /// Whether a `try` handles what a lookup raises: then its body is a check.
    fn catches_lookups(&self, events: &[Event]) -> bool {
        events.iter().any(|event| match &event.op {
            crate::summary::Op::Load(crate::summary::Name::Global(name)) => {
                matches!(
                    name.as_str(),
                    "KeyError" | "IndexError" | "LookupError" | "AttributeError" | "StopIteration"
                )
            }
            _ => false,
        })
    }

    /// What the statements of a block, as walked so far, touch.
    fn touched_in(&self, block: &Block) -> BTreeSet<Depend> {
        let Some(first) = block.statements.first() else { return BTreeSet::new() };
        let touches = self.facts.touches.iter().filter(|touch| touch.statement >= *first);
        touches
            .filter_map(|touch| {
                let source = Source::Location(self.knowledge.source(touch.location)?);
                Some(Depend { source, at: touch.statement })
            })
            .collect()
    }

    /// A `try` up to its `finally`; gives what its locals may hold where something is raised, too.
    pub(super) fn attempt(
        &mut self,
        id: StatementId,
        body: &Block,
        handlers: &[Handler],
        otherwise: &Block,
    ) -> (Flow, State) {
        let before = self.state();
        let mut flow = self.block(body);
        let mut after_body = self.state();
        after_body.control.extend(&before.control);
        let mut raised = before;
        std::mem::swap(&mut self.env, &mut raised.env);
        self.merge(&after_body);
        let at_raise = self.state();
        self.restore(after_body);
        if flow == Flow::Falls {
            flow = self.block(otherwise);
        }
        let mut end = self.state();
        let decided = if self.catches_lookups(&self.function.statements[id.0 as usize].events) {
            self.touched_in(body)
        } else {
            BTreeSet::new()
        };
        for handler in handlers {
            self.restore(at_raise.clone());
            self.control.extend(&decided);
            if let Some(name) = &handler.name {
                self.statement = id;
                self.values.clear();
                self.store(name, &Value::unknown());
            }
            if self.block(&handler.body) == Flow::Falls {
                flow = Flow::Falls;
            }
            self.merge(&end);
            end = self.state();
        }
        self.restore(end);
        (flow, at_raise)
    }

    /// The `finally` of a `try`, which also runs where something was raised. What it leaves alone is behind it what it was without
    /// that.
    pub(super) fn finally(&mut self, block: &Block, raised: &State) -> Flow {
        if block.statements.is_empty() {
            return Flow::Falls;
        }
        let normal = self.env.clone();
        for (slot, raised) in self.env.iter_mut().zip(&raised.env) {
            if !Arc::ptr_eq(slot, raised) {
                Arc::make_mut(slot).join(raised);
            }
        }
        let started = self.env.clone();
        let flow = self.block(block);
        for ((slot, started), normal) in self.env.iter_mut().zip(&started).zip(normal) {
            if Arc::ptr_eq(slot, started) {
                *slot = normal;
            }
        }
        flow
    }

    /// The cases of a `match`, of which one runs at most.
    pub(super) fn choose_case(&mut self, subject: ValueId, cases: &[Block]) -> Flow {
        let depends = self.value(subject).depends.clone();
        let control = self.control.clone();
        self.control.extend(depends);
        let before = self.state();
        let mut end = before.clone();
        for case in cases {
            self.restore(before.clone());
            self.block(case);
            self.merge(&end);
            end = self.state();
        }
        self.restore(end);
        self.control = control;
        Flow::Falls
    }

    pub(super) fn branch(&mut self, test: ValueId, then: &Block, otherwise: &Block) -> Flow {
        let tested = self.value(test).clone();
        self.read(&tested, Access::Read);
        self.truth(&tested);
        let control = self.control.clone();
        let decided = self.dependences_of(&tested);
        self.control.join(&decided);
        let before = self.state();
        // What only a script does is nothing that an import of the module brings about.
        let imported = self.is_main_test().then(|| (self.effects.spawns, self.effects.waits.clone()));
        let first = self.block(then);
        if let Some(effects) = imported {
            (self.effects.spawns, self.effects.waits) = effects;
        }
        let after_then = self.state();
        self.restore(before);
        let second = self.block(otherwise);
        self.merge(&after_then);
        let leaves = first == Flow::Leaves || second == Flow::Leaves;
        self.control = control;
        if leaves {
            // The test decides whether anything behind the statement runs, too.
            self.control.join(&decided);
        }
        if first == Flow::Leaves && second == Flow::Leaves { Flow::Leaves } else { Flow::Falls }
    }

    /// Whether the test at hand is `__name__ == "__main__"`.
    fn is_main_test(&self) -> bool {
        self.function.kind == FunctionKind::Module
            && self.function.statements[self.statement.0 as usize].is_for_scripts()
    }

    pub(super) fn loops(
        &mut self,
        id: StatementId,
        test: Option<ValueId>,
        body: &Block,
        otherwise: &Block,
    ) -> Flow {
        let function = self.function;
        let events = &function.statements[id.0 as usize].events;
        let control = self.control.clone();
        let mut is_settled = false;
        if let Some(known) = self.at_heads.remove(&id) {
            // In another round of a loop around it, it goes on from where it was.
            self.merge(&known);
        }
        self.around += 1;
        for _ in 0..LOOP_ROUNDS {
            let before = self.state();
            self.events(id, events);
            let decided = match test {
                Some(test) => {
                    let tested = self.value(test).clone();
                    self.read(&tested, Access::Read);
                    self.truth(&tested);
                    self.dependences_of(&tested)
                }
                None => self.values.iter().flat_map(|value| value.depends.iter().copied()).collect(),
            };
            self.control.extend(decided);
            self.block(body);
            self.merge(&before);
            if self.state() == before {
                is_settled = true;
                break;
            }
        }
        self.is_unsettled |= !is_settled;
        self.around -= 1;
        if self.around > 0 {
            let head = self.state();
            self.at_heads.insert(id, head);
        } else {
            self.at_heads.clear();
        }
        let deciders: Vec<Depend> =
            self.control.iter().filter(|depend| !control.contains(depend)).copied().collect();
        let deciding: BTreeSet<LocationId> = deciders
            .iter()
            .filter_map(|depend| match depend.source {
                Source::Location(location) => Some(location),
                Source::Param(_) => None,
            })
            .collect();
        let changes_argument = deciders.iter().any(|depend| match depend.source {
            Source::Param(index) => [Level::Object, Level::Inner].iter().any(|level| {
                self.effects.accesses.contains_key(&(Root::Param(index), *level, Access::Write))
            }),
            Source::Location(_) => false,
        });
        if let Some(test) = test
            && !changes_argument
        {
            self.polls(id, test, body, &deciding);
        }
        self.control = control;
        self.block(otherwise);
        Flow::Falls
    }

    /// A `while` that ends only when a location changes, which it does not change itself, waits for somebody else.
    fn polls(&mut self, id: StatementId, test: ValueId, body: &Block, deciding: &BTreeSet<LocationId>) {
        if !self.knowledge.confinement.tells_waits() {
            return;
        }
        let inside = self.inside(body);
        let written = self.done_below(id, &inside, Access::Write);
        let deciding = &self.tested(id, &inside, deciding);
        let writes = |location: &LocationId| {
            let is_write = |touch: &Touch| touch.location == *location && touch.access == Access::Write;
            let mut touches = self.facts.touches.iter();
            written.contains(location)
                || touches.any(|touch| {
                    is_write(touch) && (touch.statement == id || inside.contains(&touch.statement))
                })
        };
        let endless = matches!(
            self.function.statements[id.0 as usize].events.get(test.0 as usize).map(|event| &event.op),
            Some(crate::summary::Op::Constant(_))
        );
        let tested = self.facts.touches.iter().any(|touch| touch.statement == id && touch.event <= test);
        if !deciding.is_empty()
            && (endless || tested)
            && !deciding.iter().any(writes)
            && !self.advances(id, &inside)
        {
            self.facts.polls.insert(id);
            self.event = test;
            self.statement = id;
            let why = crate::diagnostics::Why {
                steps: vec![crate::diagnostics::Step::end(
                    self.here(),
                    "goes on until somebody else changes this",
                )],
            };
            self.effects.waits.get_or_insert(why);
        }
    }

    /// What a loop looks at, of what `deciding` stands for: the header and the statements inside that may leave the loop do.
    fn tested(
        &self,
        id: StatementId,
        inside: &BTreeSet<StatementId>,
        deciding: &BTreeSet<LocationId>,
    ) -> BTreeSet<LocationId> {
        if deciding.iter().all(|location| !self.knowledge.crowds.is_crowded(*location)) {
            return deciding.clone();
        }
        let statement = |id: &StatementId| &self.function.statements[id.0 as usize];
        let is_test = |inner: &&StatementId| matches!(statement(inner).kind, StatementKind::If { .. });
        let tests: BTreeSet<StatementId> = inside.iter().filter(is_test).copied().collect();
        let here = self
            .facts
            .touches
            .iter()
            .filter(|touch| touch.statement == id || tests.contains(&touch.statement));
        let mut read: BTreeSet<LocationId> = here.map(|touch| touch.location).collect();
        read.extend(self.done_below(id, &tests, Access::Read));
        deciding.iter().flat_map(|location| self.knowledge.behind(*location, &read)).collect()
    }

    /// What is read or written by the functions that the statements of a loop call, directly or not; bodies that they start do so
    /// when they like.
    fn done_below(
        &self,
        id: StatementId,
        inside: &BTreeSet<StatementId>,
        access: Access,
    ) -> BTreeSet<LocationId> {
        let here = |statement: &StatementId| *statement == id || inside.contains(statement);
        let called = self.facts.calls.iter().filter(|(statement, _)| here(statement));
        let mut open: Vec<FunctionKey> = called.map(|(_, callee)| *callee).collect();
        let mut seen: BTreeSet<FunctionKey> = open.iter().copied().collect();
        let mut done = BTreeSet::new();
        while let Some(function) = open.pop() {
            let own = self.knowledge.effects.get(&function).into_iter().flat_map(|effects| &effects.own);
            done.extend(own.filter(|(_, own)| *own == access).map(|(location, _)| *location));
            let callees = callees(self.knowledge, function)
                .filter(|callee| duty(self.knowledge.function(*callee)) != Duty::Body);
            open.extend(callees.filter(|callee| seen.insert(*callee)));
        }
        done
    }

    /// Whether what ends a loop is a local that the loop itself changes.
    fn advances(&self, id: StatementId, inside: &BTreeSet<StatementId>) -> bool {
        use crate::summary::{Name, Op};
        let statement = |id: &StatementId| &self.function.statements[id.0 as usize];
        let stored: BTreeSet<LocalId> = inside
            .iter()
            .flat_map(|inner| &statement(inner).events)
            .filter_map(|event| match &event.op {
                Op::Store(Name::Local(local), _) => Some(*local),
                _ => None,
            })
            .collect();
        let leaving = inside.iter().filter(|inner| matches!(statement(inner).kind, StatementKind::If { .. }));
        std::iter::once(&id)
            .chain(leaving)
            .flat_map(|inner| &statement(inner).events)
            .any(|event| matches!(&event.op, Op::Load(Name::Local(local)) if stored.contains(local)))
    }

    /// The statements of a block and all inside them.
    fn inside(&self, block: &Block) -> BTreeSet<StatementId> {
        let mut all = BTreeSet::new();
        let mut open: Vec<StatementId> = block.statements.clone();
        while let Some(id) = open.pop() {
            if all.insert(id) {
                let kind = &self.function.statements[id.0 as usize].kind;
                open.extend(kind.blocks().into_iter().flat_map(|block| block.statements.iter().copied()));
            }
        }
        all
    }
}
