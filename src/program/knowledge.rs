//! What linking knows so far about the whole program: it only grows, round by round, until nothing changes.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::classes::Classes;
use super::common_set::CommonSet;
use super::confinement::Confinement;
use super::crowd::Crowds;
use super::executor::Executors;
use super::facts::{Interrupts, Join};
use super::lineage::Lineages;
use super::location::{
    Access, ClassKey, Confined, FunctionKey, Level, Location, LocationId, LocationKind, Root,
};
use super::modules::{Imported, Modules, families};
use super::progress::Progress;
use super::receiver::Receivers;
use super::state::State;
use super::value::{Type, Types, Value};
use serde::{Deserialize, Serialize};

use crate::diagnostics::Why;
use crate::options::Switch;
use crate::summary::{
    Class, ClassId, Function, FunctionId, FunctionKind, LocalId, ModuleSummary, Name, Op, TypeRef,
};
use crate::text::{FileId, Origins, Place, Span};

/// A module to link.
#[derive(Clone, Copy, Debug)]
pub struct ModuleInput<'a> {
    /// Its file.
    pub file: FileId,
    /// Its dotted name.
    pub name: &'a str,
    /// Whether the file is a package's `__init__`.
    pub is_package: bool,
    /// Its facts.
    pub summary: &'a ModuleSummary,
    /// For a module of a library that was woven before: the locks of all such libraries, in the order in which they are acquired.
    /// It stays as it is.
    pub library: Option<&'a [KnownLock]>,
    /// Where the text that the facts are about came from, if it is not the source itself.
    pub origin: Option<&'a Origins>,
}

impl ModuleInput<'_> {
    /// A span of the facts as a place in the source.
    pub fn place(&self, span: Span) -> Place {
        let span = self.origin.map_or(span, |origin| origin.of(span));
        Place { file: self.file, span }
    }
}

/// A lock of a library that was woven before, or one that others can know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLock {
    /// The dotted name of the module that it is in.
    pub module: String,
    /// Its variable there.
    pub name: String,
    /// What it guards, by qualified names: `pkg.state.total`.
    pub guards: Vec<String>,
    /// Whether it is a table with a lock for each object.
    pub by_object: Switch,
}

/// What a call of a function does to what its caller can see. Instantiated at each call, never unified with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Effects {
    /// Accesses with the way to each; the first way found stays.
    pub(super) accesses: BTreeMap<(Root, Level, Access), Why>,
    /// Of the fields among them: whose they are, in terms of its own parameters.
    pub(super) receivers: BTreeMap<(LocationId, Level), Receivers>,
    /// What it touches by itself, not through functions that guard themselves.
    pub(super) direct: BTreeSet<(LocationId, Level)>,
    /// The same, whoever else may have it: no caller is told of what no body reaches.
    pub(super) own: BTreeSet<(LocationId, Access)>,
    /// Locks of the program's own that it takes.
    pub(super) acquires: BTreeMap<LocationId, Why>,
    /// Those that it calls itself, not knowing what they are.
    pub(super) runs: BTreeSet<u32>,
    /// Modules of the program that it may be the first to import.
    pub(super) imports: BTreeMap<u32, Why>,
    /// What it returns, in terms of its own parameters.
    pub(super) result: Value,
    /// What it yields.
    pub(super) yielded: Value,
    /// Parameters that it calls.
    pub(super) calls: BTreeSet<u32>,
    /// Parameters that it iterates over or enters: what runs then, the caller sees.
    pub(super) iterates: BTreeSet<u32>,
    /// The way to a wait.
    pub(super) waits: Option<Why>,
    /// The way to a slow call, and its name.
    pub(super) slow: Option<(String, Why)>,
    /// The way to a call of something that nobody knows, which may wait.
    pub(super) calls_unknown: Option<Why>,
    /// Parameters of which it changes a field, or one of what they hold, and the way there.
    pub(super) changes: BTreeMap<u32, Why>,
    /// Parameters that are given to code that nobody sees, and what is called.
    pub(super) handed: BTreeSet<(u32, Place)>,
    /// Whether it may start a body or a thread.
    pub(super) spawns: bool,
    /// What it puts into locations and into what its parameters are (at level `Binding`: binds to locations), in terms of its
    /// own parameters.
    pub(super) puts: BTreeMap<(Root, Level), Value>,
    /// Its parameters that it gives to bodies.
    pub(super) passes: BTreeSet<Passed>,
}

/// A parameter that is given to a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Passed {
    /// Which one.
    pub(super) from: u32,
    /// Its object, or what lies in it.
    pub(super) level: Level,
    /// Whether what is given only holds it.
    pub(super) held: bool,
    /// The body.
    pub(super) body: FunctionKey,
    /// The body's parameter.
    pub(super) index: u32,
}

/// The growing state.
pub(super) struct Knowledge<'a> {
    pub(super) modules: Vec<ModuleInput<'a>>,
    pub(super) module_names: Modules,
    /// Globals that an import binds to what a global of another module names: one object, two names.
    pub(super) origins: BTreeMap<LocationId, BTreeSet<LocationId>>,
    /// Globals that something else than an import binds.
    pub(super) bound_here: BTreeSet<LocationId>,
    /// Globals that some import binds.
    pub(super) imported: BTreeSet<LocationId>,
    /// Folders, as dotted names, that imports start in although they are not the top.
    pub(super) bases: BTreeSet<String>,
    /// Modules that may be imported when bodies run already.
    pub(super) late_imports: BTreeSet<u32>,
    pub(super) locations: Vec<Location>,
    ids: BTreeMap<LocationKind, LocationId>,
    /// What locations are declared to hold; read when it is needed, since imports are known only then.
    pub(super) annotations: BTreeMap<LocationId, &'a TypeRef>,
    /// The globals of libraries among them, by the family of modules and dotted name.
    pub(super) library_locations: BTreeMap<(u32, String), LocationId>,
    /// What each location may hold.
    pub(super) held: Vec<Value>,
    /// What fields are declared to hold beside the value that their class gives them.
    pub(super) field_annotations: BTreeMap<LocationKind, &'a TypeRef>,
    /// Modules that have to do with each other, by the first of them.
    pub(super) families: Vec<u32>,
    /// State that is no global.
    pub(super) state: State,
    /// Which of it no two threads can have.
    pub(super) confinement: Confinement,
    /// Methods of log handlers that run under the handler's lock, with that lock.
    pub(super) handlers: BTreeMap<FunctionKey, LocationId>,
    /// Which objects are told apart no more.
    pub(super) crowds: Crowds,
    /// What has to be walked again.
    pub(super) progress: Progress,
    /// Who inherits from whom.
    pub(super) lineages: Lineages,
    /// Classes and what stands in the place of functions.
    pub(super) classes_known: Classes,
    /// Functions that code hands to threads and executors, by who does it.
    pub(super) started: BTreeSet<(FunctionKey, FunctionKey)>,
    /// What the executors of bodies may be.
    pub(super) executors: BTreeMap<FunctionKey, Executors>,
    /// Functions that an executor runs first in each of its processes.
    pub(super) initializers: BTreeSet<FunctionKey>,
    /// Locals that a nested function names, and what they may hold.
    pub(super) captured: BTreeMap<(FunctionKey, LocalId), Value>,
    pub(super) effects: BTreeMap<FunctionKey, Arc<Effects>>,
    /// Functions that may run beside bodies from their first statement.
    pub(super) late: BTreeSet<FunctionKey>,
    /// Who calls (or starts, or keeps) whom.
    pub(super) calls: BTreeSet<(FunctionKey, FunctionKey)>,
    /// Functions that are passed to others, by parameter: what a parameter stores may be any of them.
    pub(super) given: BTreeMap<(FunctionKey, u32), Types>,
    /// Parameters of bodies that some caller fills with an object that it keeps.
    pub(super) kept: BTreeSet<(FunctionKey, u32)>,
    /// Functions that run in the threads of bodies without being bodies: done-callbacks.
    pub(super) threaded: BTreeSet<FunctionKey>,
    /// Functions and methods that are handed to a call or put into an object: whoever gets one may call it.
    pub(super) given_away: BTreeSet<FunctionKey>,
    /// Functions that are more than called by name: code may run them that nobody sees.
    pub(super) outside: BTreeSet<FunctionKey>,
    /// Functions that run in the middle of other code.
    pub(super) interrupts: BTreeMap<FunctionKey, Interrupts>,
    /// Bodies that the program itself starts.
    pub(super) spawned: BTreeSet<FunctionKey>,
    /// What the defaults of parameters may be.
    pub(super) defaults: BTreeMap<(FunctionKey, u32), Value>,
    /// Objects safe by nature that somebody checks before acting on them: those two calls are not one by nature.
    pub(super) checked: BTreeSet<LocationId>,
    /// What makes two locations one object: first location, part of it, second; the first statement found that does it stands for all.
    pub(super) joins: BTreeMap<(LocationId, Level, LocationId), Place>,
    /// Accesses looked at so far, and what values may be: what linking costs grows with them.
    pub(super) steps: u64,
    /// How many of them are too many.
    pub(super) most_steps: u64,
    /// Whether something grew that any function may read.
    pub(super) changed: bool,
}

impl<'a> Knowledge<'a> {
    pub(super) fn new(modules: Vec<ModuleInput<'a>>) -> Knowledge<'a> {
        let families = families(&modules);
        let mut knowledge = Knowledge {
            module_names: Modules::new(&modules),
            classes_known: Classes::new(&modules),
            lineages: Lineages::new(&modules),
            started: BTreeSet::new(),
            modules,
            origins: BTreeMap::new(),
            bound_here: BTreeSet::new(),
            imported: BTreeSet::new(),
            bases: BTreeSet::new(),
            late_imports: BTreeSet::new(),
            locations: Vec::new(),
            ids: BTreeMap::new(),
            annotations: BTreeMap::new(),
            library_locations: BTreeMap::new(),
            held: Vec::new(),
            field_annotations: BTreeMap::new(),
            families,
            state: State::default(),
            confinement: Confinement::default(),
            handlers: BTreeMap::new(),
            crowds: Crowds::default(),
            progress: Progress::default(),
            executors: BTreeMap::new(),
            initializers: BTreeSet::new(),
            captured: BTreeMap::new(),
            effects: BTreeMap::new(),
            late: BTreeSet::new(),
            calls: BTreeSet::new(),
            given: BTreeMap::new(),
            kept: BTreeSet::new(),
            spawned: BTreeSet::new(),
            threaded: BTreeSet::new(),
            interrupts: BTreeMap::new(),
            outside: BTreeSet::new(),
            given_away: BTreeSet::new(),
            defaults: BTreeMap::new(),
            checked: BTreeSet::new(),
            joins: BTreeMap::new(),
            steps: 0,
            most_steps: u64::MAX,
            changed: false,
        };
        for module in 0..knowledge.modules.len() as u32 {
            knowledge.declare(module);
            knowledge.declare_state(module);
        }
        knowledge
    }

    /// Makes the locations of a module, and an entry for each local that is captured.
    fn declare(&mut self, module: u32) {
        let input = self.modules[module as usize];
        let summary = input.summary;
        for global in &summary.globals {
            let id =
                self.location(LocationKind::Global(module, global.name.clone()), input.place(global.span));
            if let Some(annotation) = &global.annotation {
                self.annotations.insert(id, annotation);
            }
        }
        for (index, class) in summary.classes.iter().enumerate() {
            let key = ClassKey { module, class: ClassId(index as u32) };
            for attribute in &class.attributes {
                let kind = LocationKind::ClassAttribute(key, attribute.name.clone());
                self.location(kind, input.place(attribute.span));
            }
        }
        for function in &summary.functions {
            for event in function.statements.iter().flat_map(|statement| &statement.events) {
                if let Op::Load(Name::Captured(owner, local)) | Op::Store(Name::Captured(owner, local), _) =
                    &event.op
                {
                    self.captured.entry((FunctionKey { module, function: *owner }, *local)).or_default();
                }
            }
        }
    }

    /// The location of that kind, made at `place` if it is new.
    pub(super) fn location(&mut self, kind: LocationKind, place: Place) -> LocationId {
        if let Some(id) = self.ids.get(&kind) {
            return *id;
        }
        let name = match &kind {
            LocationKind::Global(_, name) | LocationKind::OfLibrary(_, name) => name.clone(),
            LocationKind::ClassAttribute(class, name) => format!("{}.{name}", self.class(*class).name),
            LocationKind::FunctionAttribute(function, name) => {
                format!("{}.{name}", self.function(*function).name)
            }
            LocationKind::Field(class, name) => format!("{}.{name}", self.class(*class).name),
            LocationKind::Captured(owner, local) => self
                .function(*owner)
                .locals
                .get(local.0 as usize)
                .map(|local| local.name.clone())
                .unwrap_or_default(),
            LocationKind::Default(function, index) => {
                self.function(*function).params[*index as usize].name.clone()
            }
            LocationKind::Site(site) => self.site_name(*site),
        };
        let id = LocationId(self.locations.len() as u32);
        self.ids.insert(kind.clone(), id);
        self.locations.push(Location {
            kind,
            name,
            place,
            opaque: false,
            hierarchy: None,
            holds: BTreeSet::new(),
            confined: Confined::Nothing,
        });
        self.held.push(Value::default());
        id
    }

    pub(super) fn find(&self, kind: &LocationKind) -> Option<LocationId> {
        self.ids.get(kind).copied()
    }

    pub(super) fn global(&self, module: u32, name: &str) -> Option<LocationId> {
        self.find(&LocationKind::Global(module, name.to_owned()))
    }

    /// The locations whose object `location` may name: itself, unless only imports bind it.
    pub(super) fn known_as(&self, location: LocationId) -> BTreeSet<LocationId> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([location]);
        let mut open = vec![location];
        while let Some(at) = open.pop() {
            let origins = self.origins.get(&at);
            if origins.is_none() || self.bound_here.contains(&at) {
                found.insert(at);
            }
            open.extend(origins.into_iter().flatten().copied().filter(|origin| seen.insert(*origin)));
        }
        if found.is_empty() {
            found.insert(location);
        }
        found
    }

    /// The global that `name` means in `module`: its own, or one that a `from m import *` of it brings.
    pub(super) fn visible(&self, module: u32, name: &str) -> Option<LocationId> {
        self.global(module, name).or_else(|| self.starred(module, name, &mut BTreeSet::from([module])))
    }

    /// The global behind a name that `from m import *` brings.
    pub(super) fn starred(&self, module: u32, name: &str, seen: &mut BTreeSet<u32>) -> Option<LocationId> {
        self.summary(module).star_imports.iter().find_map(|import| {
            let resolved = self.module_names.resolve(module, import.level, &import.module)?;
            let Imported::Module(source) = resolved.imported else { return None };
            let is_exported = match &self.summary(source).exports {
                Some(exports) => exports.iter().any(|export| export == name),
                None => !name.starts_with('_'),
            };
            if !is_exported || !seen.insert(source) {
                return None;
            }
            self.global(source, name).or_else(|| self.starred(source, name, seen))
        })
    }

    pub(super) fn summary(&self, module: u32) -> &'a ModuleSummary {
        self.modules[module as usize].summary
    }

    pub(super) fn function(&self, key: FunctionKey) -> &'a Function {
        &self.summary(key.module).functions[key.function.0 as usize]
    }

    pub(super) fn class(&self, key: ClassKey) -> &'a Class {
        &self.summary(key.module).classes[key.class.0 as usize]
    }

    pub(super) fn place(&self, module: u32, span: Span) -> Place {
        self.modules[module as usize].place(span)
    }

    /// All functions, module by module.
    pub(super) fn functions(&self) -> Vec<FunctionKey> {
        let mut keys = Vec::new();
        for (module, input) in self.modules.iter().enumerate() {
            let count = input.summary.functions.len() as u32;
            keys.extend((0..count).map(|id| FunctionKey { module: module as u32, function: FunctionId(id) }));
        }
        keys
    }

    /// Whether code of this function can't guard itself, so that whoever runs it must.
    pub(super) fn is_transparent(&self, key: FunctionKey) -> bool {
        matches!(self.function(key).kind, FunctionKind::Lambda | FunctionKind::GeneratorExpression)
    }

    /// The methods of that name in the class itself, those that an assignment binds (`__call__ = apply`) among them.
    pub(super) fn own_methods(&self, key: ClassKey, name: &str) -> Vec<FunctionKey> {
        let defined = self.class(key).methods.iter().find(|(method, _)| method == name);
        if let Some((_, function)) = defined {
            let method = FunctionKey { module: key.module, function: *function };
            let instead = self.decorated(method).map(|value| &value.types);
            let functions = instead.into_iter().flatten().filter_map(|kind| match kind {
                Type::Function(function) if *function != method => Some(*function),
                _ => None,
            });
            return std::iter::once(method).chain(functions).collect();
        }
        let attribute = self.find(&LocationKind::ClassAttribute(key, name.to_owned()));
        let held = attribute.map(|location| &self.held_at(location).types);
        let functions = held.into_iter().flatten().filter_map(|kind| match kind {
            Type::Function(function) => Some(*function),
            _ => None,
        });
        functions.collect()
    }

    /// The methods `name` of the class itself, or of the next one above it that has some.
    pub(super) fn nearest_methods(&self, key: ClassKey, name: &str) -> Vec<FunctionKey> {
        let line = self.ancestry(key).into_iter();
        line.map(|class| self.own_methods(class, name)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The attribute of a class, found in its ancestry.
    pub(super) fn class_attribute(&self, key: ClassKey, name: &str) -> Option<LocationId> {
        let line = self.ancestry(key);
        line.into_iter().find_map(|class| self.find(&LocationKind::ClassAttribute(class, name.to_owned())))
    }

    /// Adds to what a location may hold. Aliases of other locations join the two, which is the caller's to record.
    pub(super) fn holds(&mut self, location: LocationId, value: &Value) {
        let kept = Value { aliases: CommonSet::new(), ..self.kept(value) };
        let slot = &mut self.held[location.0 as usize];
        let grown = slot.clone().joined(&kept);
        if grown != *slot {
            // Who inherits what is looked up for all, whoever asked first.
            match self.locations[location.0 as usize].kind {
                LocationKind::ClassAttribute(..) => {
                    self.lineages.learns(slot, &grown);
                    self.lineages.dispatches_anew();
                    self.changed = true;
                }
                LocationKind::Global(..) => self.changed |= self.lineages.learns(slot, &grown),
                _ => {}
            }
            *slot = grown;
            self.progress.location_grows(location);
        }
    }

    /// What a location may hold by itself.
    pub(super) fn held_at(&self, location: LocationId) -> &Value {
        self.progress.reads_location(location);
        &self.held[location.0 as usize]
    }

    /// What a location may hold: what lies in an object that counts as one with others lies in any of them.
    pub(super) fn held_by(&self, location: LocationId) -> Value {
        let mut value = self.held_at(location).clone();
        let leader = self.leader(location);
        if leader != location {
            value.content.extend(self.held_at(leader).content.iter().cloned());
        }
        value
    }

    pub(super) fn captured_holds(&mut self, owner: FunctionKey, local: LocalId, value: &Value) {
        if !self.captured.contains_key(&(owner, local)) {
            return;
        }
        let kept = self.kept(value);
        let Some(slot) = self.captured.get_mut(&(owner, local)) else { return };
        let grown = slot.clone().joined(&kept);
        if grown != *slot {
            *slot = grown;
            self.progress.captured_grows(owner, local);
        }
    }

    /// What a captured variable may hold.
    pub(super) fn captured_at(&self, owner: FunctionKey, local: LocalId) -> Option<&Value> {
        self.progress.reads_captured(owner, local);
        self.captured.get(&(owner, local))
    }

    /// Notes the functions and classes that `value` may be as given to a parameter.
    pub(super) fn given_to(&mut self, function: FunctionKey, index: u32, value: &Value) {
        let functions: Types = value
            .types
            .iter()
            .filter(|kind| matches!(kind, Type::Function(_) | Type::ClassObject(_)))
            .cloned()
            .collect();
        if !functions.is_empty() {
            let slot = self.given.entry((function, index)).or_default();
            let before = slot.len();
            slot.extend(functions);
            if slot.len() != before {
                self.progress.wakes(function);
            }
        }
    }

    /// An import binds `location` to the object of `origin`.
    pub(super) fn names_too(&mut self, location: LocationId, origin: LocationId) {
        self.changed |= self.origins.entry(location).or_default().insert(origin);
    }

    /// Whether too much was looked at: what is found from here on is no matter.
    pub(super) fn is_spent(&self) -> bool {
        self.steps > self.most_steps
    }

    /// Notes that so many things were looked at.
    pub(super) fn costs(&mut self, count: usize) {
        self.steps += count as u64;
    }

    /// `function` runs in the threads of bodies.
    pub(super) fn runs_in_threads(&mut self, function: FunctionKey) {
        if self.threaded.insert(function) {
            self.progress.wakes(function);
        }
    }

    pub(super) fn make_late(&mut self, function: FunctionKey) {
        if self.late.insert(function) {
            self.progress.wakes(function);
        }
    }

    pub(super) fn mark_called(&mut self, caller: FunctionKey, callee: FunctionKey) {
        // What is imported is read anywhere; who calls whom else, nowhere before the end.
        let is_new = self.calls.insert((caller, callee));
        self.changed |= is_new && callee.function == FunctionId(0);
    }

    pub(super) fn join(&mut self, join: Join) {
        if join.first != join.second
            && let Entry::Vacant(new) = self.joins.entry((join.first, join.level, join.second))
        {
            new.insert(join.place);
        }
    }
}
