//! What there is to say about each function, once its sections are planned: collected here, worded in `diagnostics`.

use std::collections::{BTreeMap, BTreeSet};

use super::lock_module::known_in;
use super::named::Named;
use super::sharing::{LockClass, Sharing, is_variable};
use super::tree::{Run, Tree};
use super::view::{Classes, Draft, FunctionDraft};
use super::{Form, Inputs, diagnostics};
use crate::diagnostics::Diagnostic;
use crate::program::{
    Access, ClassKey, Duty, EscapeKind, FunctionKey, Interrupts, Level, Location, LocationId, LocationKind,
    Program, Reach, Touch, Work,
};
use crate::python::Marker;
use crate::summary::{FunctionId, StatementId, StatementKind, ValueId};
use crate::text::Place;

/// What a report is made from.
pub(super) struct Report<'r, 'a> {
    pub(super) program: &'r Program,
    pub(super) inputs: &'r Inputs<'a>,
    pub(super) sharing: &'r Sharing,
    pub(super) named: &'r Named,
    /// Slow calls that are told where they stand.
    pub(super) in_place: BTreeSet<Place>,
}

impl Report<'_, '_> {
    /// Everything about one function, in source order within each kind.
    pub(super) fn function(&self, key: FunctionKey, draft: &FunctionDraft) -> Vec<Diagnostic> {
        let facts = &self.program.functions[&key];
        let function = self.inputs.function(key);
        let tree = Tree::new(function);
        let mut found = Vec::new();
        for blocked in &draft.blocked {
            let place = self.inputs.place(key.module, tree.span(blocked.statement, blocked.event));
            let wait = facts.waits.get(&(blocked.statement, blocked.event));
            found.push(diagnostics::blocked(
                place,
                &self.guarded(key, &blocked.locks),
                wait.map(|wait| &wait.why),
            ));
        }
        let mut told_torn = BTreeSet::new();
        for (location, from, to) in &draft.torn {
            // One tells of all that one lock can't be held over.
            if !told_torn.insert(self.sharing.class(*location)) {
                continue;
            }
            let place = |id| self.inputs.place(key.module, tree.statement(id).span);
            let wait = facts.waits.values().find(|wait| wait.statement >= *from && wait.statement <= *to);
            if let Some(wait) = wait.filter(|_| facts.duty == Duty::Body) {
                let at = self.inputs.place(key.module, tree.span(wait.statement, wait.event));
                found.push(diagnostics::torn_body(
                    place(*from),
                    place(*to),
                    &self.name(key, *location),
                    at,
                    &wait.why,
                ));
                continue;
            }
            let wait = wait.map(|wait| self.inputs.place(key.module, tree.span(wait.statement, wait.event)));
            found.push(diagnostics::torn(place(*from), place(*to), &self.name(key, *location), wait));
        }
        for (class, test, used) in &draft.untested {
            let place = |id| self.inputs.place(key.module, tree.statement(id).span);
            let tested = match tree.statement(*test).kind {
                StatementKind::If { test: value, .. } | StatementKind::While { test: value, .. } => {
                    self.inputs.place(key.module, tree.span(*test, value))
                }
                _ => place(*test),
            };
            found.push(diagnostics::untested(tested, place(*used), &self.name(key, class.0)));
        }
        self.escapes(key, &mut found);
        for (place, class) in &facts.hidden {
            if self.has_locked_fields(*class) {
                let class = &self.inputs.summary(class.module).classes[class.class.0 as usize].name;
                found.push(diagnostics::hidden(*place, class));
            }
        }
        for unguarded in &facts.unguarded {
            found.push(diagnostics::unguarded(self.inputs, key, unguarded));
        }
        let mut told = BTreeSet::new();
        for hidden in &facts.dynamic {
            let concerned: Vec<u32> =
                hidden.modules.iter().copied().filter(|module| self.matters(*module)).collect();
            if !concerned.is_empty() && told.insert(hidden.statement) {
                let other = concerned.iter().find(|module| **module != key.module);
                let other = other.map(|module| self.program.modules[*module as usize].name.as_str());
                found.push(diagnostics::dynamic(hidden, other));
            }
        }
        found.extend(self.interrupting(key));
        self.slow(key, draft, &tree, &mut found);
        if let Some(Marker::Concurrent(_)) = &function.marker {
            self.beside(key, &mut found);
        }
        found
    }

    /// LW201, LW202, LW205, LW206: one tells of all that leaves in one way at one place.
    fn escapes(&self, key: FunctionKey, found: &mut Vec<Diagnostic>) {
        let mut leaving: BTreeMap<(EscapeKind, Place), BTreeMap<LocationId, Level>> = BTreeMap::new();
        for escape in &self.program.functions[&key].escapes {
            let contended = self.sharing.is_contended(escape.location, escape.level)
                || (escape.kind == EscapeKind::Deferred && self.is_locked(escape.location));
            if contended || escape.kind == EscapeKind::PassedAndChanged {
                let parts = leaving.entry((escape.kind, escape.place)).or_default();
                parts.entry(escape.location).or_insert(escape.level);
            }
        }
        for ((kind, place), parts) in leaving {
            let named: Vec<(Level, String)> =
                parts.into_iter().map(|(location, level)| (level, self.name(key, location))).collect();
            found.push(diagnostics::escape(kind, place, &named));
        }
    }

    /// A location as readers of that function's module know it.
    fn name(&self, key: FunctionKey, location: LocationId) -> String {
        known_in(self.program, location, key.module)
    }

    /// `hits` and `total`, for a sentence: what of these classes the function touches.
    fn guarded(&self, key: FunctionKey, classes: &Classes) -> String {
        let touches = &self.program.functions[&key].touches;
        let mut locations: BTreeSet<LocationId> = touches
            .iter()
            .filter(|touch| self.sharing.need(touch).is_some_and(|class| classes.contains(&class)))
            .map(|touch| touch.location)
            .filter(|location| is_variable(self.program, self.inputs, *location))
            .collect();
        if locations.is_empty() {
            locations.extend(classes.iter().map(|class| class.0));
        }
        let names: Vec<String> =
            locations.into_iter().map(|location| format!("`{}`", self.name(key, location))).collect();
        names.join(", ")
    }

    fn is_locked(&self, location: LocationId) -> bool {
        [Level::Binding, Level::Object, Level::Inner]
            .iter()
            .any(|level| self.sharing.is_contended(location, *level))
    }

    fn has_locked_fields(&self, class: ClassKey) -> bool {
        let of_class =
            |location: &Location| matches!(location.kind, LocationKind::Field(of, _) if of == class);
        let hierarchy = self.program.locations.iter().find(|location| of_class(location));
        let hierarchy = hierarchy.and_then(|location| location.hierarchy);
        (0..self.program.locations.len() as u32).map(LocationId).any(|id| {
            hierarchy.is_some()
                && self.program.locations[id.0 as usize].hierarchy == hierarchy
                && self.is_locked(id)
        })
    }

    /// Whether a module has bodies, or globals or class attributes with locks.
    fn matters(&self, module: u32) -> bool {
        let mut functions = self.program.functions.iter();
        let locations = (0..self.program.locations.len() as u32).map(LocationId);
        functions.any(|(key, facts)| key.module == module && facts.duty == Duty::Body)
            || locations
                .filter(|location| self.program.locations[location.0 as usize].module() == module)
                .any(|location| self.is_locked(location))
    }

    /// LW206: code that runs in the middle of other code of its thread, which may hold the lock: it gets it too, and sees what is
    /// half done.
    fn interrupting(&self, key: FunctionKey) -> Option<Diagnostic> {
        let interrupts = *self.program.interrupts.get(&key)?;
        let touches = &self.program.functions[&key].touches;
        let found = touches.iter().find(|touch| {
            self.sharing.need(touch).is_some_and(|class| {
                let writes =
                    |other: &&Touch| other.access == Access::Write && self.sharing.need(other) == Some(class);
                let changes = touches.iter().any(|other| writes(&other));
                self.is_half_done(interrupts, class, changes)
            })
        });
        let Some(touch) = found else { return self.blocks_itself(key, interrupts) };
        let name = &self.inputs.function(key).name;
        let place = touch.why.steps.first().map(|step| step.place).unwrap_or_default();
        Some(diagnostics::interrupting(place, name, &self.name(key, touch.location), &touch.why))
    }

    /// LW206: the same of a lock of the program's own that the handler takes, and code that it may interrupt.
    fn blocks_itself(&self, key: FunctionKey, interrupts: Interrupts) -> Option<Diagnostic> {
        let is_held = |lock: LocationId| {
            self.program.functions.iter().any(|(other, facts)| {
                let is_interrupted = interrupts == Interrupts::AnyThread || facts.duty == Duty::Ordinary;
                is_interrupted
                    && !self.program.interrupts.contains_key(other)
                    && facts.holds.values().any(|held| held.contains(&lock))
            })
        };
        let acquires = &self.program.functions[&key].acquires;
        let ((_, _, lock), why) = acquires.iter().find(|((_, _, lock), _)| is_held(*lock))?;
        let place = why.steps.first().map(|step| step.place).unwrap_or_default();
        let name = &self.inputs.function(key).name;
        Some(diagnostics::interrupting(place, name, &self.name(key, *lock), why))
    }

    /// Whether code that a handler interrupts is half-way through with `class`: it changes it, or looks at it twice while the handler
    /// `changes` it.
    fn is_half_done(&self, interrupts: Interrupts, class: LockClass, changes: bool) -> bool {
        self.program.functions.iter().any(|(key, facts)| {
            let is_interrupted = match interrupts {
                Interrupts::MainThread => facts.duty == Duty::Ordinary,
                Interrupts::AnyThread => true,
            };
            let touches = facts.touches.iter().filter(|touch| {
                let beside = facts.duty != Duty::Ordinary || self.program.runs_beside(*key, facts, touch);
                touch.reach == Reach::Direct && beside && self.sharing.need(touch) == Some(class)
            });
            let mut looks: BTreeMap<Level, BTreeSet<(StatementId, ValueId)>> = BTreeMap::new();
            let mut writes = false;
            for touch in touches {
                writes |= touch.access == Access::Write;
                looks.entry(touch.level).or_default().insert((touch.statement, touch.event));
            }
            let twice = looks.values().any(|events| events.len() > 1);
            is_interrupted && !self.program.interrupts.contains_key(key) && (writes || (changes && twice))
        })
    }

    /// Where slow calls stand in sections themselves: who calls the functions around them is not told again.
    pub(super) fn slow_in_place(&self, drafts: &BTreeMap<FunctionKey, FunctionDraft>) -> BTreeSet<Place> {
        let mut found = BTreeSet::new();
        for (key, draft) in drafts {
            let tree = Tree::new(self.inputs.function(*key));
            for section in &draft.sections {
                for (work, cause) in self.slow_within(*key, draft, section, &tree) {
                    let place = self.inputs.place(key.module, tree.span(work.statement, work.event));
                    if place == cause {
                        found.insert(place);
                    }
                }
            }
        }
        found
    }

    /// Known slow calls that a section holds its locks over, and what each comes down to.
    fn slow_within(
        &self,
        key: FunctionKey,
        draft: &FunctionDraft,
        section: &Draft,
        tree: &Tree<'_>,
    ) -> Vec<(&Work, Place)> {
        let Some(run) = whole_run(draft, section) else { return Vec::new() };
        let mut within = tree.within(run);
        for release in &section.releases {
            within.retain(|id| *id < release.statement || !same_block_tail(tree, release.statement, *id));
        }
        if section.last.part == 0 && draft.splits.iter().any(|split| split.statement == run.last) {
            within.retain(|id| *id != run.last);
        }
        let work = self.program.functions[&key].work.iter();
        let held = work.filter(|work| within.contains(&work.statement));
        held.filter_map(|work| Some((work, work.slow.as_ref()?.1))).collect()
    }

    /// LW304 and LW501, one a call.
    fn slow(&self, key: FunctionKey, draft: &FunctionDraft, tree: &Tree<'_>, found: &mut Vec<Diagnostic>) {
        let facts = &self.program.functions[&key];
        let place = |statement, event| self.inputs.place(key.module, tree.span(statement, event));
        for section in &draft.sections {
            let Some(run) = whole_run(draft, section) else { continue };
            let within = tree.within(run);
            let mut told = BTreeSet::new();
            for ((id, event, module), why) in &facts.imports {
                let matters = module.is_none_or(|module| self.takes_locks(module));
                if within.contains(id) && matters && told.insert(*id) {
                    let locks = self.guarded(key, &section.locks);
                    found.push(diagnostics::import(place(*id, *event), &locks, why));
                }
            }
            for (work, cause) in self.slow_within(key, draft, section, tree) {
                let Some((what, _)) = &work.slow else { continue };
                let place = place(work.statement, work.event);
                if place == cause || !self.in_place.contains(&cause) {
                    found.push(diagnostics::slow(place, what, &self.guarded(key, &section.locks)));
                }
            }
        }
    }

    /// Whether the code of a module takes one of our locks when it is imported beside bodies: then the import lock, which is held
    /// over it, has a place in the order of locks.
    fn takes_locks(&self, module: u32) -> bool {
        let code = FunctionKey { module, function: FunctionId(0) };
        let Some(facts) = self.program.functions.get(&code) else { return false };
        let counts = |touch: &&Touch| {
            self.program.runs_beside(code, facts, touch) && self.sharing.need(touch).is_some()
        };
        facts.touches.iter().any(|touch| counts(&touch))
    }

    /// LW106 and LW107
    fn beside(&self, key: FunctionKey, found: &mut Vec<Diagnostic>) {
        let Some(exactly) = self.named.beneath.get(&key) else { return };
        let exactly: Classes = exactly.iter().map(|location| self.sharing.class(*location)).collect();
        let marking = self
            .inputs
            .summary(key.module)
            .markers
            .functions
            .iter()
            .find(|marking| marking.def == self.inputs.function(key).span.start);
        let Some(marking) = marking else { return };
        let place = self.inputs.place(key.module, marking.decorator);
        let mut told: BTreeSet<LockClass> = BTreeSet::new();
        for touch in &self.program.functions[&key].touches {
            let Some(class) = self.sharing.need(touch) else { continue };
            if exactly.contains(&class)
                || self.named.is_vouched(key, class, self.sharing)
                || !told.insert(class)
            {
                continue;
            }
            let other = self.named.exactly.iter().find(|(other, locations)| {
                **other != key && locations.iter().any(|location| self.sharing.class(*location) == class)
            });
            match other {
                Some((other, _)) => {
                    let other = self.inputs.place(other.module, self.inputs.function(*other).name_span);
                    found.push(diagnostics::disagree(place, &self.name(key, touch.location), other));
                }
                None => found.push(diagnostics::beside(place, &self.name(key, touch.location), &touch.why)),
            }
        }
    }
}

/// An error at each body of a program that could not be followed to its end: no lock of it can be trusted.
pub(super) fn given_up(program: &Program, inputs: &Inputs<'_>) -> Vec<Diagnostic> {
    let bodies =
        program.functions.iter().filter(|(_, facts)| facts.duty == Duty::Body && !program.is_complete);
    bodies
        .map(|(key, _)| diagnostics::given_up(inputs.place(key.module, inputs.function(*key).name_span)))
        .collect()
}

/// Whether `id` stands behind `release` in its block, or inside something that does.
fn same_block_tail(tree: &Tree<'_>, release: StatementId, id: StatementId) -> bool {
    let block = tree.block_of(release);
    let place = block.iter().position(|sibling| *sibling == release).unwrap_or(0);
    block[place..].iter().any(|sibling| tree.inside(*sibling).contains(&id))
}

/// What a section holds, unless it is only a part of one statement.
fn whole_run(draft: &FunctionDraft, section: &Draft) -> Option<Run> {
    let run = Run { first: section.first.statement, last: section.last.statement };
    let split = draft.splits.iter().find(|split| split.statement == run.first);
    let part_only = split.is_some_and(|split| (section.last.part as usize) < split.hoists.len());
    (section.form != Form::WhileTest && (run.first != run.last || !part_only)).then_some(run)
}
