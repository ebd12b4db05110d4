//! What linking knows of state that is no global: fields of instances, captured variables, defaults, objects given to bodies.
//!
//! A field's location stands for that field of all instances of its class. Must not know how it is found out what happens to it.

use std::collections::{BTreeMap, BTreeSet};

use super::data_field::shared_defaults;
use super::futures::Futures;
use super::kept::outside;
use super::knowledge::Knowledge;
use super::location::{ClassKey, FunctionKey, Level, LocationId, LocationKind, Root, Site};
use super::value::{Alias, StandIns, Type, Types, Value};
use crate::options::Switch;
use crate::summary::{
    ClassId, Event, Function, FunctionId, LocalId, MethodKind, Name, Op, StatementKind, TypeRef,
};
use crate::text::Place;

/// Base classes of libraries that add no state which their methods change behind a reader's back.
const HARMLESS_BASES: [&str; 20] = [
    "object",
    "ABC",
    "Protocol",
    "Generic",
    "Enum",
    "IntEnum",
    "StrEnum",
    "ReprEnum",
    "Flag",
    "IntFlag",
    "str",
    "int",
    "float",
    "complex",
    "bytes",
    "NamedTuple",
    "Exception",
    "BaseException",
    "Thread",
    "Hashable",
];

/// What is known of state, beside what its locations hold.
#[derive(Default)]
pub(super) struct State {
    /// Fields by name, of whatever class.
    fields: BTreeMap<String, Vec<LocationId>>,
    /// Getters and setters by name, of whatever class.
    accessors: BTreeMap<String, Vec<FunctionKey>>,
    /// The variables that a function, or one nested in it, captures.
    captures: BTreeMap<FunctionKey, BTreeSet<(FunctionKey, LocalId)>>,
    /// What generator expressions iterate over holds of futures.
    pub(super) sources: BTreeMap<FunctionKey, Futures>,
    /// Lambdas whose results decide something: a `key=`.
    pub(super) deciding: BTreeSet<FunctionKey>,
    /// Classes all of whose state is in fields: their instances have nothing else that could change.
    plain: BTreeSet<ClassKey>,
    /// Variables that nested functions bind.
    rebound: BTreeSet<(FunctionKey, LocalId)>,
    /// Captured variables that are bound once, before any function that captures them runs.
    bound_once: BTreeSet<(FunctionKey, LocalId)>,
    /// Fields and captured variables whose objects, or what lies in those, may be somebody else's too.
    pub(super) unowned: BTreeSet<(LocationId, Level)>,
    /// Classes whose instances may share one dictionary of fields.
    pub(super) entangled: BTreeSet<ClassKey>,
    /// Where instances of each class are made.
    pub(super) made_at: BTreeMap<ClassKey, BTreeSet<Site>>,
    /// Whether some object may stand for another one, under an identity of its own.
    pub(super) proxies: Switch,
    /// Classes of which the program makes an instance.
    pub(super) made: BTreeSet<ClassKey>,
    /// What bodies are given by callers that keep it, by parameter.
    pub(super) passed: BTreeMap<(FunctionKey, u32), BTreeSet<Alias>>,
    /// Of which types all is that they are given, and what that holds.
    pub(super) passed_types: BTreeMap<(FunctionKey, u32), (Types, Types)>,
    /// What of parameters may stand in for something.
    pub(super) stand_ins: BTreeMap<(FunctionKey, u32), StandIns>,
    /// Whether what stands in for something is put where nobody can follow it: then whatever nobody knows may stand in for something.
    pub(super) loses_stand_ins: bool,
    /// Types of what bodies are given by callers that keep it.
    pub(super) kept: Types,
    /// What is put into objects that are safe by nature, queues and context variables, to be got out of them again: objects that
    /// others keep too, and the types of what can be followed by those alone.
    queued: BTreeMap<LocationId, (BTreeSet<Alias>, Types)>,
    /// Types of what is put where nobody can follow it: queues, objects of libraries.
    pub(super) lost: Types,
}

impl<'a> Knowledge<'a> {
    /// Makes the locations of the fields that a module's classes declare or write, and notes who captures what.
    pub(super) fn declare_state(&mut self, module: u32) {
        let summary = self.summary(module);
        let input = self.modules[module as usize];
        for (index, class) in summary.classes.iter().enumerate() {
            let key = ClassKey { module, class: ClassId(index as u32) };
            for (name, annotation) in &class.fields {
                let place = input.place(class.name_span);
                let id = self.new_field(key, name, place);
                self.annotations.entry(id).or_insert(annotation);
            }
            for attribute in &class.attributes {
                let Some(annotation) = &attribute.annotation else { continue };
                let kind = LocationKind::Field(key, attribute.name.clone());
                self.field_annotations.insert(kind, annotation);
                if self.is_data_field(key, &attribute.name) {
                    self.new_field(key, &attribute.name, input.place(attribute.span));
                }
            }
            let methods = summary.functions.iter().filter(|function| function.class == Some(key.class));
            for (name, span) in methods.flat_map(written_through_self) {
                self.new_field(key, name, input.place(span));
            }
        }
        for (index, function) in summary.functions.iter().enumerate() {
            if matches!(function.method, MethodKind::Property | MethodKind::Setter) {
                let key = FunctionKey { module, function: FunctionId(index as u32) };
                self.state.accessors.entry(function.name.clone()).or_default().push(key);
            }
            for event in function.statements.iter().flat_map(|statement| &statement.events) {
                let (Op::Load(name) | Op::Store(name, _)) = &event.op else { continue };
                let Name::Captured(owner, local) = name else { continue };
                let owner = FunctionKey { module, function: *owner };
                if let Op::Store(..) = &event.op {
                    self.state.rebound.insert((owner, *local));
                }
                let mut at = Some(FunctionId(index as u32));
                while let Some(id) = at.filter(|id| *id != owner.function) {
                    let key = FunctionKey { module, function: id };
                    self.state.captures.entry(key).or_default().insert((owner, *local));
                    at = summary.functions[id.0 as usize].parent;
                }
            }
        }
        for field in shared_defaults(summary) {
            let kind = LocationKind::Field(ClassKey { module, class: field.0 }, field.1.to_owned());
            if let Some(field) = self.find(&kind) {
                self.state.unowned.extend([(field, Level::Object), (field, Level::Inner)]);
            }
        }
        let captured: BTreeSet<(FunctionKey, LocalId)> = self
            .state
            .captures
            .values()
            .flatten()
            .copied()
            .filter(|(owner, _)| owner.module == module)
            .collect();
        let once = captured.into_iter().filter(|(owner, local)| binds_once(self.function(*owner), *local));
        let once: Vec<(FunctionKey, LocalId)> = once.collect();
        self.state.bound_once.extend(once);
    }

    /// Whether nested functions bind that variable.
    pub(super) fn is_rebound(&self, owner: FunctionKey, local: LocalId) -> bool {
        self.state.rebound.contains(&(owner, local))
    }

    /// Whether a captured variable is the same for all time.
    pub(super) fn is_bound_once(&self, owner: FunctionKey, local: LocalId) -> bool {
        self.state.bound_once.contains(&(owner, local)) && !self.is_rebound(owner, local)
    }

    /// Instances of `class` may have objects in common: one was made like another, field by field.
    pub(super) fn shares_objects(&mut self, class: ClassKey) {
        for field in self.fields_of(class) {
            self.state.unowned.extend([(field, Level::Object), (field, Level::Inner)]);
        }
    }

    /// Instances of `class` may share one dictionary of fields.
    pub(super) fn entangles(&mut self, class: ClassKey) {
        self.state.entangled.insert(class);
    }

    /// Whether an annotated attribute of the class is a field of a dataclass: each instance has its own.
    pub(super) fn is_data_field(&self, class: ClassKey, name: &str) -> bool {
        let last = |written: &TypeRef| -> Option<String> {
            let base = if let TypeRef::Generic(base, _) = written { base } else { written };
            match base {
                TypeRef::Name(Name::Global(root), path) => Some(path.last().unwrap_or(root).clone()),
                _ => None,
            }
        };
        let info = self.class(class);
        let decorated = info.decorators.iter().any(|decorator| {
            matches!(
                last(decorator).as_deref(),
                Some("dataclass" | "define" | "frozen" | "mutable" | "attrs")
            )
        });
        decorated
            && info.attributes.iter().any(|attribute| {
                let annotation = attribute.annotation.as_ref().filter(|_| attribute.name == name);
                annotation.is_some_and(|annotation| last(annotation).as_deref() != Some("ClassVar"))
            })
    }

    fn new_field(&mut self, class: ClassKey, name: &str, place: Place) -> LocationId {
        let kind = LocationKind::Field(class, name.to_owned());
        if let Some(known) = self.find(&kind) {
            return known;
        }
        let annotation = self.field_annotations.get(&kind).copied();
        let id = self.location(kind, place);
        if let Some(annotation) = annotation {
            self.annotations.insert(id, annotation);
        }
        self.state.fields.entry(name.to_owned()).or_default().push(id);
        self.changed = true;
        id
    }

    /// The field of an instance of `class`, if some code declares or writes it: it belongs to the class farthest up that does.
    pub(super) fn field(&self, class: ClassKey, name: &str) -> Option<LocationId> {
        let line = self.ancestry(class);
        line.into_iter().rev().find_map(|class| self.find(&LocationKind::Field(class, name.to_owned())))
    }

    /// The same, made at `place` if it is new.
    pub(super) fn field_at(&mut self, class: ClassKey, name: &str, place: Place) -> LocationId {
        match self.field(class, name) {
            Some(known) => known,
            None => self.new_field(class, name, place),
        }
    }

    /// All fields that an instance of `class` may have.
    pub(super) fn fields_of(&self, class: ClassKey) -> Vec<LocationId> {
        let line = self.ancestry(class);
        let fields = self.state.fields.values().flatten().copied();
        fields
            .filter(|id| match &self.locations[id.0 as usize].kind {
                LocationKind::Field(of, _) => line.contains(of) || self.ancestry(*of).contains(&class),
                _ => false,
            })
            .collect()
    }

    /// The fields of that name, of whatever class that code of `module` may meet.
    pub(super) fn fields_named(&self, module: u32, name: &str) -> Vec<LocationId> {
        let all = self.state.fields.get(name).into_iter().flatten().copied();
        all.filter(|id| self.may_meet(module, self.locations[id.0 as usize].module())).collect()
    }

    /// Whether code of one module may have objects of the other's classes.
    pub(super) fn may_meet(&self, module: u32, other: u32) -> bool {
        self.families[module as usize] == self.families[other as usize]
    }

    /// The getters or setters of that name, of whatever class that code of `module` may meet, each with its class.
    pub(super) fn accessors_named(
        &self,
        module: u32,
        name: &str,
        kind: MethodKind,
    ) -> Vec<(ClassKey, FunctionKey)> {
        let all = self.state.accessors.get(name).into_iter().flatten();
        all.filter(|key| self.may_meet(module, key.module) && self.function(**key).method == kind)
            .filter_map(|key| {
                Some((ClassKey { module: key.module, class: self.function(*key).class? }, *key))
            })
            .collect()
    }

    /// The classes that code of `module` may have instances of.
    pub(super) fn classes_met(&self, module: u32) -> Vec<ClassKey> {
        self.classes().into_iter().filter(|class| self.may_meet(module, class.module)).collect()
    }

    /// What a field of an instance may hold.
    pub(super) fn field_value(&self, class: ClassKey, name: &str) -> Option<Value> {
        let field = self.field(class, name)?;
        let mut value = self.held_by(field);
        if let Some(annotation) = self.annotations.get(&field) {
            let module = self.locations[field.0 as usize].module();
            let (types, content) = self.annotated(module, annotation);
            value.declared(types, content);
            value.futures = self.admits(module, annotation, &value.futures);
        }
        Some(value)
    }

    /// The fields that a call of a class without a constructor of its own fills, in the order of its parameters.
    pub(super) fn declared_fields(&self, class: ClassKey) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for class in self.ancestry(class).into_iter().rev() {
            let info = self.class(class);
            let plain = info.fields.iter().map(|(name, _)| name.clone());
            let valued = info.attributes.iter().filter(|attribute| attribute.annotation.is_some());
            names.extend(plain.chain(valued.map(|attribute| attribute.name.clone())));
        }
        names
    }

    /// Whether all state of the class's instances is in fields.
    pub(super) fn is_plain(&self, class: ClassKey) -> bool {
        self.state.plain.contains(&class)
    }

    /// Whether `value` has nothing that could change beside fields, which are locations of their own.
    pub(super) fn is_inert(&self, value: &Value) -> bool {
        value.is_only(|kind| match kind {
            Type::Own(class) | Type::Parent(class) => self.is_plain(*class),
            kind => !kind.is_mutable(),
        })
    }

    /// Looks again at which classes are plain: imports are known only by and by.
    pub(super) fn note_plain(&mut self) {
        let plain: BTreeSet<ClassKey> = self
            .classes()
            .into_iter()
            .filter(|class| self.ancestry(*class).into_iter().all(|class| self.adds_no_state(class)))
            .collect();
        self.changed |= plain != self.state.plain;
        self.state.plain = plain;
    }

    fn adds_no_state(&self, class: ClassKey) -> bool {
        self.class(class).bases.iter().all(|base| {
            let own = self.annotated(class.module, base).0;
            if own.iter().any(|kind| matches!(kind, Type::Own(_))) {
                return true;
            }
            let base = if let TypeRef::Generic(base, _) = base { base } else { base };
            match base {
                TypeRef::Name(name, path) => {
                    let root = match name {
                        Name::Global(name) | Name::ClassAttribute(_, name) => Some(name),
                        _ => None,
                    };
                    let last = path.last().or(root).map_or("", String::as_str);
                    HARMLESS_BASES.contains(&last) || last.ends_with("Error") || last.ends_with("Exception")
                }
                _ => false,
            }
        })
    }

    /// The location of a variable that bodies capture.
    pub(super) fn captured_location(&self, owner: FunctionKey, local: LocalId) -> Option<LocationId> {
        self.find(&LocationKind::Captured(owner, local))
    }

    /// A body touches that variable of an enclosing function.
    pub(super) fn capture(&mut self, owner: FunctionKey, local: LocalId) {
        if self.captured_location(owner, local).is_none() {
            let span = self.function(owner).locals.get(local.0 as usize).map(|local| local.span);
            let place = self.place(owner.module, span.unwrap_or_default());
            self.location(LocationKind::Captured(owner, local), place);
            self.changed = true;
        }
    }

    /// The locals of `owner` that `function`, or one nested in it, captures.
    pub(super) fn captured_by(&self, function: FunctionKey, owner: FunctionKey) -> Vec<LocalId> {
        let all = self.state.captures.get(&function).into_iter().flatten();
        all.filter(|(of, _)| *of == owner).map(|(_, local)| *local).collect()
    }

    /// The location of the objects made at `site`, once bodies are given them.
    pub(super) fn site(&self, site: Site) -> Option<LocationId> {
        self.find(&LocationKind::Site(site))
    }

    /// The same, made if it is new.
    pub(super) fn published(&mut self, site: Site) -> LocationId {
        let site = self.crowds.site(site);
        if let Some(known) = self.site(site) {
            return known;
        }
        let function = self.function(site.function);
        let event = function.statements[site.statement.0 as usize].events.get(site.event.0 as usize);
        let place = self.place(site.function.module, event.map(|event| event.span).unwrap_or_default());
        self.changed = true;
        self.location(LocationKind::Site(site), place)
    }

    /// What a reader calls the objects made at `site`: the variable that takes them first.
    pub(super) fn site_name(&self, site: Site) -> String {
        let function = self.function(site.function);
        let statement = &function.statements[site.statement.0 as usize];
        let mut wanted = site.event;
        for (index, event) in statement.events.iter().enumerate().skip(site.event.0 as usize + 1) {
            match &event.op {
                Op::Store(name, value) if *value == wanted => return self.variable(function, site, name),
                Op::SetAttribute(_, name, value) if *value == wanted => return name.clone(),
                Op::Build(_, parts) | Op::Choose(_, parts) if parts.contains(&wanted) => {
                    wanted.0 = index as u32;
                }
                _ => {}
            }
        }
        match statement.kind {
            StatementKind::Return { .. } => function.name.clone(),
            _ => format!("{}_objects", function.name.trim_matches(['<', '>'])),
        }
    }

    fn variable(&self, function: &Function, site: Site, name: &Name) -> String {
        match name {
            Name::Local(local) => function.locals.get(local.0 as usize).map(|local| local.name.clone()),
            Name::Captured(owner, local) => {
                let owner = self.function(FunctionKey { function: *owner, ..site.function });
                owner.locals.get(local.0 as usize).map(|local| local.name.clone())
            }
            Name::Global(name) | Name::ClassAttribute(_, name) => Some(name.clone()),
        }
        .unwrap_or_default()
    }

    /// A body's parameter may be what `alias` says, which its caller keeps.
    pub(super) fn passes(&mut self, body: FunctionKey, index: u32, alias: Alias) {
        if self.state.passed.entry((body, index)).or_default().insert(alias) {
            self.progress.wakes(body);
        }
    }

    /// A body's parameter may be of these types.
    pub(super) fn passes_types(&mut self, body: FunctionKey, index: u32, value: &Value) {
        let (types, content) = self.state.passed_types.entry((body, index)).or_default();
        let before = (types.len(), content.len());
        types.extend(value.types.iter().cloned());
        content.extend(value.content.iter().cloned());
        if value.types.is_empty() {
            types.insert(Type::Unknown);
        }
        if before != (types.len(), content.len()) {
            self.progress.wakes(body);
        }
    }

    /// A caller gives `value` for a parameter of `function`.
    pub(super) fn passes_stand_ins(&mut self, function: FunctionKey, index: u32, value: &Value) {
        if value.stand_ins.any() {
            let slot = self.state.stand_ins.entry((function, index)).or_default();
            let grown = slot.or(value.stand_ins);
            if *slot != grown {
                *slot = grown;
                self.progress.wakes(function);
            }
        }
    }

    /// A caller gives a body `value` and keeps it, or what it holds.
    pub(super) fn keeps_types<'t>(&mut self, types: impl Iterator<Item = &'t Type>) {
        self.state.kept.extend(types.filter(|kind| kind.is_own()).cloned());
    }

    /// `value` is put into the safe object that `safe` names.
    pub(super) fn queues(&mut self, safe: LocationId, value: &Value) {
        let (aliases, types) = self.state.queued.entry(safe).or_default();
        let before = (aliases.len(), types.len());
        aliases.extend(value.aliases.iter().filter(|alias| matches!(alias.root, Root::Location(_))));
        types.extend(
            value.types.iter().filter(|kind| matches!(kind, Type::Own(_) | Type::Function(_))).cloned(),
        );
        self.changed |= before != (aliases.len(), types.len());
    }

    /// What comes out of the safe object that `safe` names, beside what nobody knows.
    pub(super) fn queued(&self, safe: LocationId) -> Value {
        let (aliases, types) = self.state.queued.get(&safe).cloned().unwrap_or_default();
        Value { aliases: aliases.into(), types, ..Value::default() }
    }

    /// What is put where nobody can follow it.
    pub(super) fn loses(&mut self, value: &Value) {
        let own = |kind: &&Type| matches!(kind, Type::Own(_));
        self.state.lost.extend(value.all_types().filter(own).cloned());
    }

    /// What the default of a parameter is: an object of its own for all calls, or one that has a location already.
    pub(super) fn default_is(&mut self, function: FunctionKey, index: u32, value: &Value) {
        let mut kept = outside(value);
        kept.aliases.retain(|alias| !matches!(alias.root, Root::Site(_)));
        if value.may_change() && !self.is_inert(value) && kept.aliases.iter().all(|alias| alias.held) {
            let span = self.function(function).params[index as usize].span;
            let place = self.place(function.module, span);
            let root = Root::Location(self.location(LocationKind::Default(function, index), place));
            kept.aliases.insert(Alias { root, level: Level::Object, held: false });
        }
        let slot = self.defaults.entry((function, index)).or_default();
        let grown = slot.clone().joined(&kept);
        if grown != *slot {
            *slot = grown;
            self.progress.wakes(function);
        }
    }
}

/// Whether one statement of the function itself binds that local, once, or its callers do.
fn binds_once(function: &Function, local: LocalId) -> bool {
    let name = Name::Local(local);
    let binds = |event: &Event| match &event.op {
        Op::Store(bound, _) => *bound == name,
        Op::Delete(unbound) => *unbound == name,
        _ => false,
    };
    let catches = |kind: &StatementKind| match kind {
        StatementKind::Try { handlers, .. } => {
            handlers.iter().any(|handler| handler.name.as_ref() == Some(&name))
        }
        _ => false,
    };
    if function.statements.iter().any(|statement| catches(&statement.kind)) {
        return false;
    }
    let is_param = (local.0 as usize) < function.params.len();
    let stores =
        function.statements.iter().flat_map(|statement| &statement.events).filter(|event| binds(event));
    match stores.count() {
        0 => is_param,
        1 => {
            !is_param
                && function.body.statements.iter().any(|id| {
                    let statement = &function.statements[id.0 as usize];
                    !matches!(statement.kind, StatementKind::For { .. } | StatementKind::While { .. })
                        && statement.events.iter().any(|event| binds(event) && !event.conditional)
                })
        }
        _ => false,
    }
}

/// The names that a method binds through its own parameter 0, and where.
fn written_through_self(method: &Function) -> Vec<(&str, crate::text::Span)> {
    let of_instance =
        matches!(method.method, MethodKind::Instance | MethodKind::Property | MethodKind::Setter);
    let mut found = Vec::new();
    for statement in &method.statements {
        for Event { op, span, .. } in &statement.events {
            let Op::SetAttribute(object, name, _) = op else { continue };
            let event = statement.events.get(object.0 as usize).map(|event| &event.op);
            if of_instance && matches!(event, Some(Op::Load(Name::Local(LocalId(0))))) {
                found.push((name.as_str(), *span));
            }
        }
    }
    found
}
