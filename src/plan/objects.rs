//! Locks an object: which classes have one for each instance, and whose locks each section takes.
//!
//! ```python
//! with _account_locks.of(self):                    # `self` is known where the section starts
//! with _account_locks:                             # `for account in self.accounts: ...`: all of them
//! ```
//! A section takes the locks of all objects that it, or anything it calls there, touches, and takes them together. So what a callee
//! takes is held already, and nobody waits for one object's lock with another one's in hand. Must not know how a lock is written.

use std::collections::{BTreeMap, BTreeSet};

use super::proof::held_statements;
use super::sharing::{LockClass, Sharing};
use super::tree::Run;
use super::view::{Draft, FunctionDraft, View};
use super::{Form, Inputs, named::Named};
use crate::program::{
    Access, Duty, FunctionKey, Holder, Level, LocationId, LocationKind, Program, Receiver, Receivers,
};
use crate::summary::{Function, FunctionId, FunctionKind, LocalId, Name, Op, StatementId, StatementKind};

/// Classes of locations that have a lock an object, and whose are taken.
#[derive(Default)]
pub(super) struct Objects {
    tables: BTreeSet<LockClass>,
    /// By section of a function: the names of the objects, where all have one.
    taken: BTreeMap<(FunctionKey, usize), BTreeMap<LockClass, Vec<String>>>,
}

impl Objects {
    /// Whether each object has a lock of its own in `class`.
    pub(super) fn is_table(&self, class: LockClass) -> bool {
        self.tables.contains(&class)
    }

    /// The objects whose locks that section takes, by class; all objects of a class that is not in it.
    pub(super) fn of(&self, key: FunctionKey, section: usize) -> BTreeMap<LockClass, Vec<String>> {
        let taken = self.taken.get(&(key, section)).into_iter().flatten();
        taken
            .filter(|(class, _)| self.is_table(**class))
            .map(|(class, names)| (*class, names.clone()))
            .collect()
    }

    /// Whether some section takes the locks of all objects of a class.
    pub(super) fn takes_whole(&self, drafts: &BTreeMap<FunctionKey, FunctionDraft>) -> bool {
        let is_whole = |key: FunctionKey, index: usize, class: &LockClass| {
            self.is_table(*class)
                && self.taken.get(&(key, index)).is_none_or(|taken| !taken.contains_key(class))
        };
        drafts.iter().any(|(key, draft)| {
            let mut sections = draft.sections.iter().enumerate();
            sections.any(|(index, section)| section.locks.iter().any(|class| is_whole(*key, index, class)))
        })
    }
}

/// Decides for the whole program. `view` shows a function as its sections were planned in it.
pub(super) fn objects<'a>(
    program: &Program,
    inputs: &Inputs<'a>,
    sharing: &Sharing,
    named: &Named,
    drafts: &BTreeMap<FunctionKey, FunctionDraft>,
    view: &dyn Fn(FunctionKey) -> View<'a>,
) -> Objects {
    let candidates = candidates(program, inputs, sharing, named);
    if candidates.is_empty() {
        return Objects::default();
    }
    let names = Spelling { program, inputs, rebound: rebound(program) };
    let mut objects = Objects::default();
    for (key, draft) in drafts {
        let concerned = |section: &Draft| section.locks.iter().any(|class| candidates.contains(class));
        if !draft.sections.iter().any(concerned) {
            continue;
        }
        let view = view(*key);
        for (index, section) in draft.sections.iter().enumerate() {
            for class in section.locks.iter().filter(|class| candidates.contains(class)) {
                let receivers = receivers(&view, draft, section, &|location| {
                    (sharing.class(location) == *class).then_some(sharing)
                });
                if let Some(found) = names.of_all(*key, &view, section, &receivers) {
                    objects.tables.insert(*class);
                    objects.taken.entry((*key, index)).or_default().insert(*class, found);
                }
            }
        }
    }
    objects
}

/// The classes of locations that belong to one object each: fields of related classes and nothing else, whose objects no other
/// instance has.
fn candidates(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    named: &Named,
) -> BTreeSet<LockClass> {
    let mut found: BTreeSet<LockClass> = BTreeSet::new();
    let mut refused: BTreeSet<LockClass> =
        named.locks.keys().map(|location| sharing.class(*location)).collect();
    let mut hierarchies = BTreeMap::new();
    let levels = [Level::Binding, Level::Object, Level::Inner];
    for (index, location) in program.locations.iter().enumerate() {
        let id = LocationId(index as u32);
        let contended: Vec<Level> =
            levels.into_iter().filter(|level| sharing.is_contended(id, *level)).collect();
        let class = sharing.class(id);
        let (LocationKind::Field(..), Some(hierarchy)) = (&location.kind, location.hierarchy) else {
            refused.insert(class);
            continue;
        };
        if contended.is_empty() {
            continue;
        }
        let is_shared = contended.iter().any(|level| program.unowned.contains(&(id, *level)));
        let is_mixed = *hierarchies.entry(class).or_insert(hierarchy) != hierarchy;
        if is_shared
            || is_mixed
            || program.entangled.contains(&hierarchy)
            || has_one_instance(program, inputs, hierarchy)
        {
            refused.insert(class);
        }
        found.insert(class);
    }
    // What runs in the middle of other code finds any lock held: one for all can't be waited for crosswise.
    for key in program.interrupts.keys() {
        let touches = program.functions.get(key).into_iter().flat_map(|facts| &facts.touches);
        refused.extend(touches.map(|touch| sharing.class(touch.location)));
    }
    found.difference(&refused).copied().collect()
}

/// Whether the program makes one instance in all, at the top of a module.
fn has_one_instance(program: &Program, inputs: &Inputs<'_>, hierarchy: crate::program::ClassKey) -> bool {
    let Some(sites) = program.made_at.get(&hierarchy) else { return false };
    let [site] = sites.iter().collect::<Vec<_>>()[..] else { return false };
    let function = inputs.function(site.function);
    let event = function
        .statements
        .get(site.statement.0 as usize)
        .and_then(|statement| statement.events.get(site.event.0 as usize));
    site.function.function == FunctionId(0)
        && function.body.statements.contains(&site.statement)
        && event.is_some_and(|event| !event.conditional)
}

/// Locations that are bound anew when bodies may run.
fn rebound(program: &Program) -> BTreeSet<LocationId> {
    let mut found = BTreeSet::new();
    for (key, facts) in &program.functions {
        let writes = facts.touches.iter().filter(|touch| {
            touch.access == Access::Write
                && touch.level == Level::Binding
                && (facts.duty != Duty::Ordinary || program.runs_beside(*key, facts, touch))
        });
        found.extend(writes.map(|touch| touch.location));
    }
    found
}

/// Whose fields a section touches, of those that `which` picks.
fn receivers<'s>(
    view: &View<'_>,
    draft: &FunctionDraft,
    section: &Draft,
    which: &dyn Fn(LocationId) -> Option<&'s Sharing>,
) -> Receivers {
    let held = held_statements(view, draft, section);
    let mut found = Receivers::new();
    for touch in view.facts.touches.iter().filter(|touch| held.contains(&touch.statement)) {
        if which(touch.location).is_some_and(|sharing| sharing.is_contended(touch.location, touch.level)) {
            match view.facts.receivers.get(&(touch.statement, touch.location, touch.level)) {
                Some(receivers) => found.extend(receivers),
                None => found.extend([None]),
            }
        }
    }
    found
}

/// How objects are spelled where a section starts.
struct Spelling<'p, 'a> {
    program: &'p Program,
    inputs: &'p Inputs<'a>,
    rebound: BTreeSet<LocationId>,
}

impl Spelling<'_, '_> {
    /// The names of all `receivers`, if each has one that holds from the section's start to its end.
    fn of_all(
        &self,
        key: FunctionKey,
        view: &View<'_>,
        section: &Draft,
        receivers: &Receivers,
    ) -> Option<Vec<String>> {
        let names: Option<Vec<String>> =
            receivers.iter().map(|receiver| self.of(key, view, section, (*receiver)?)).collect();
        names.filter(|names| !names.is_empty())
    }

    fn of(&self, key: FunctionKey, view: &View<'_>, section: &Draft, receiver: Receiver) -> Option<String> {
        let holder = match receiver.holder {
            Holder::Local(local) => {
                let name = &view.tree.function.locals.get(local.0 as usize)?.name;
                let bound = Name::Local(local);
                let is_param = (local.0 as usize) < view.tree.function.params.len();
                (self.stays(view, section, &bound)
                    && (is_param || is_bound_before(view, &bound, section.first.statement)))
                .then_some(name)?
            }
            Holder::Captured(owner, local) => self.captured(key, owner, local)?,
            Holder::Global(location) => self.global(key, view, section, location)?,
        };
        match receiver.field {
            None => Some(holder.clone()),
            Some(field) => Some(format!("{holder}.{}", self.field(field)?)),
        }
    }

    /// A variable of an enclosing function, where no other hides it.
    fn captured(&self, key: FunctionKey, owner: FunctionKey, local: LocalId) -> Option<&String> {
        let name = &self.inputs.function(owner).locals.get(local.0 as usize)?.name;
        let summary = self.inputs.summary(key.module);
        let mut at = Some(key.function);
        while let Some(function) = at {
            if (FunctionKey { module: key.module, function }) == owner {
                return Some(name);
            }
            let function = &summary.functions[function.0 as usize];
            if is_local(function, name) {
                return None;
            }
            at = function.parent;
        }
        None
    }

    /// A global of the function's own module, where nothing hides it and nobody binds it anew.
    fn global(
        &self,
        key: FunctionKey,
        view: &View<'_>,
        section: &Draft,
        location: LocationId,
    ) -> Option<&String> {
        let LocationKind::Global(module, name) = &self.program.locations[location.0 as usize].kind else {
            return None;
        };
        let bound = Name::Global(name.clone());
        if *module != key.module || self.rebound.contains(&location) || !self.stays(view, section, &bound) {
            return None;
        }
        let summary = self.inputs.summary(key.module);
        let mut at = Some(key.function);
        while let Some(function) = at.map(|function| &summary.functions[function.0 as usize]) {
            if matches!(function.kind, FunctionKind::ClassBody(_)) || is_local(function, name) {
                return None;
            }
            at = function.parent;
        }
        let is_bound = match key.function {
            FunctionId(0) => is_bound_before(view, &bound, section.first.statement),
            _ => {
                let code = &summary.functions[0];
                let top = code.body.statements.iter().map(|id| &code.statements[id.0 as usize]);
                top.flat_map(|statement| &statement.events).any(|event| {
                    !event.conditional && matches!(&event.op, Op::Store(name, _) if *name == bound)
                })
            }
        };
        is_bound.then_some(name)
    }

    /// A field that every instance has from its constructor on, and that nobody binds anew.
    fn field(&self, field: LocationId) -> Option<&String> {
        let LocationKind::Field(class, name) = &self.program.locations[field.0 as usize].kind else {
            return None;
        };
        if self.rebound.contains(&field) || name.contains("__") {
            return None;
        }
        let summary = self.inputs.summary(class.module);
        let info = &summary.classes[class.class.0 as usize];
        let is_declared =
            !info.decorators.is_empty() && info.fields.iter().any(|(declared, _)| declared == name);
        let constructor = info.methods.iter().find(|(method, _)| method == "__init__");
        let is_set = constructor.is_some_and(|(_, constructor)| {
            let constructor = &summary.functions[constructor.0 as usize];
            let top = constructor.body.statements.iter().map(|id| &constructor.statements[id.0 as usize]);
            top.into_iter().any(|statement| {
                statement.events.iter().any(|event| match &event.op {
                    Op::SetAttribute(object, set, _) => {
                        let object = statement.events.get(object.0 as usize).map(|event| &event.op);
                        set == name && object == Some(&Op::Load(Name::Local(LocalId(0))))
                    }
                    _ => false,
                })
            })
        });
        (is_declared || is_set).then_some(name)
    }

    /// Whether no statement of the section binds that variable.
    fn stays(&self, view: &View<'_>, section: &Draft, variable: &Name) -> bool {
        let statements = match section.form {
            Form::WhileTest => BTreeSet::from([section.first.statement]),
            _ => view.tree.within(Run { first: section.first.statement, last: section.last.statement }),
        };
        let is_end = |id: StatementId| id == section.last.statement && binds_last(view, id, variable);
        !statements.into_iter().any(|id| binds(view, id, variable) && !is_end(id))
    }
}

/// Whether the name is one of the function's own.
fn is_local(function: &Function, name: &str) -> bool {
    function.locals.iter().any(|local| local.name == name)
}

/// Whether the statement itself binds or unbinds that variable.
fn binds(view: &View<'_>, id: StatementId, variable: &Name) -> bool {
    let statement = view.tree.statement(id);
    let catches = match &statement.kind {
        StatementKind::Try { handlers, .. } => {
            handlers.iter().any(|handler| handler.name.as_ref() == Some(variable))
        }
        _ => false,
    };
    catches
        || statement.events.iter().any(|event| match &event.op {
            Op::Store(name, _) | Op::Delete(name) => name == variable,
            _ => false,
        })
}

/// Whether a simple statement binds that variable when it has no more use for it: `node = node.next`.
fn binds_last(view: &View<'_>, id: StatementId, variable: &Name) -> bool {
    let statement = view.tree.statement(id);
    let mut events = statement.events.iter();
    let is_bound = events.any(|event| matches!(&event.op, Op::Store(name, _) if name == variable));
    statement.kind == StatementKind::Simple
        && is_bound
        && !events.any(|event| matches!(&event.op, Op::Load(name) | Op::Delete(name) if name == variable))
        && !statement.events.iter().any(|event| event.op == Op::Delete(variable.clone()))
}

/// Whether every way to the statement `at` binds that variable first, and none unbinds it.
fn is_bound_before(view: &View<'_>, variable: &Name, at: StatementId) -> bool {
    let unbinds = (0..view.tree.function.statements.len() as u32).map(StatementId).any(|id| {
        let statement = view.tree.statement(id);
        let caught = match &statement.kind {
            StatementKind::Try { handlers, .. } => {
                handlers.iter().any(|handler| handler.name.as_ref() == Some(variable))
            }
            _ => false,
        };
        caught || statement.events.iter().any(|event| event.op == Op::Delete(variable.clone()))
    });
    if unbinds {
        return false;
    }
    let mut at = at;
    loop {
        let before = view.tree.block_of(at).iter().take_while(|sibling| **sibling != at);
        if before.into_iter().any(|sibling| surely_binds(view, *sibling, variable)) {
            return true;
        }
        let Some(around) = view.tree.parent(at) else { return false };
        let statement = view.tree.statement(around);
        let is_header = match &statement.kind {
            StatementKind::For { body, .. } => body.statements.contains(&at),
            StatementKind::With { .. } | StatementKind::If { .. } | StatementKind::While { .. } => true,
            _ => false,
        };
        if is_header && stores(view, around, variable) {
            return true;
        }
        at = around;
    }
}

/// Whether the header or statement itself binds the variable, whatever it evaluates.
fn stores(view: &View<'_>, id: StatementId, variable: &Name) -> bool {
    let events = &view.tree.statement(id).events;
    events
        .iter()
        .any(|event| !event.conditional && matches!(&event.op, Op::Store(name, _) if name == variable))
}

/// Whether the variable is bound once the statement is done.
fn surely_binds(view: &View<'_>, id: StatementId, variable: &Name) -> bool {
    let in_block = |block: &crate::summary::Block| {
        block.statements.iter().any(|inner| {
            surely_binds(view, *inner, variable)
                || matches!(
                    view.tree.statement(*inner).kind,
                    StatementKind::Return { .. } | StatementKind::Raise
                )
        })
    };
    match &view.tree.statement(id).kind {
        StatementKind::For { .. } => false,
        StatementKind::If { then, otherwise, .. } => {
            stores(view, id, variable) || (in_block(then) && in_block(otherwise))
        }
        _ => stores(view, id, variable),
    }
}
