//! State that is no global, as code names it: fields, captured variables, the objects that expressions make.
//!
//! A constructor works on an object that nobody else has: what it does to its own fields is no access. Must not know calls.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Walk;
use crate::program::knowledge::Passed;
use crate::program::library;
use crate::program::location::{Access, ClassKey, FunctionKey, Level, LocationId, LocationKind, Root, Site};
use crate::program::value::{Alias, Depend, Source, Type, Value};
use crate::summary::{Event, FunctionId, LocalId, MethodKind, Op, StatementKind};

impl Walk<'_, '_> {
    /// Whether `object` is the instance that the constructor at hand makes, and that nobody else has yet.
    fn is_fresh(&self, object: &Value) -> bool {
        if self.leaked || self.function.class.is_none() || !object.is_only(Type::is_own) {
            return false;
        }
        let mut direct = object.aliases.iter().filter(|alias| !alias.held);
        match (self.function.method, self.function.name.as_str()) {
            (MethodKind::Instance, "__init__" | "__post_init__" | "__setstate__") => {
                direct.all(|alias| alias.root == Root::Param(0))
            }
            (_, "__new__") => direct.all(|alias| matches!(alias.root, Root::Site(_))),
            _ => false,
        }
    }

    /// The instance that the constructor at hand makes may be had by others from here on, if `value` is or holds it.
    pub(super) fn leaks(&mut self, value: &Value) {
        self.leaked |= value.aliases.iter().any(|alias| match alias.root {
            Root::Param(index) => index == 0,
            Root::Site(site) => {
                self.function.name == "__new__"
                    && (site.function == self.key || self.knowledge.crowds.is_crowded_site(site))
            }
            _ => false,
        });
    }

    /// Reads a field of `object`, whose class is `class`.
    pub(super) fn load_field(&mut self, class: ClassKey, name: &str, object: &Value) -> Value {
        let place = self.here();
        let known = self.knowledge.field(class, name);
        if known.is_none() && self.knowledge.is_plain(class) {
            // Nobody puts anything there.
            return Value::default();
        }
        let field = known.unwrap_or_else(|| self.knowledge.field_at(class, name, place));
        if !self.is_fresh(object) {
            return self.load_field_of(field, object);
        }
        match self.fresh_fields.get(name) {
            Some(value) => Value::clone(value),
            None => self.named(field),
        }
    }

    /// Binds a field of `object`, whose class is `class`.
    pub(super) fn bind_field(&mut self, class: ClassKey, name: &str, object: &Value, value: &Value) {
        let place = self.here();
        let field = self.knowledge.field_at(class, name, place);
        if self.is_fresh(object) {
            let mut value = value.clone();
            self.keep_declared(&mut value, self.declared_location(field));
            self.keeps(field, &value);
            self.fresh_fields.insert(name.to_owned(), Arc::new(value));
        } else {
            let value = self.as_declared(field, value);
            self.bind_of(self.receiver(object), field, &value);
        }
    }

    /// What is put into a field, as far as its declaration leaves room for it.
    fn as_declared(&self, field: LocationId, value: &Value) -> Value {
        let Some(annotation) = self.knowledge.annotations.get(&field) else { return value.clone() };
        let module = self.knowledge.locations[field.0 as usize].module();
        let (declared, _) = self.knowledge.annotated(module, annotation);
        if declared.contains(&Type::Unknown) {
            return value.clone();
        }
        if declared.iter().all(|kind| !kind.is_mutable()) {
            return Value { stand_ins: value.stand_ins, ..value.outcome() };
        }
        let mut value = value.clone();
        if value.types.remove(&Type::Unknown) {
            value.types.extend(declared);
        }
        value
    }

    /// `object.__dict__`, `vars(object)`: all fields at once. A name for it reaches them behind the lock's back.
    pub(super) fn all_fields(&mut self, class: ClassKey, object: &Value) -> Value {
        let mut access = Access::Read;
        let mut is_kept = false;
        let statement = self.function.statements.get(self.statement.0 as usize);
        for event in statement.into_iter().flat_map(|statement| &statement.events) {
            match &event.op {
                Op::SetItem(of, ..) | Op::DeleteItem(of, _) if *of == self.event => access = Access::Write,
                Op::Attribute(of, name) if *of == self.event && library::may_mutate(name) => {
                    access = Access::Write;
                }
                Op::Store(_, value) | Op::SetAttribute(_, _, value) if *value == self.event => is_kept = true,
                _ => {}
            }
        }
        let returns = StatementKind::Return { value: Some(self.event) };
        is_kept |= statement.is_some_and(|statement| statement.kind == returns);
        if !self.is_fresh(object) {
            let owner = self.receiver(object);
            for field in self.knowledge.fields_of(class) {
                self.touch_here_of(owner, Root::Location(field), Level::Binding, access);
            }
            if is_kept {
                let place = self.here();
                self.facts.hidden.insert((place, class));
            }
        }
        if access == Access::Write || is_kept {
            self.knowledge.shares_objects(class);
        }
        let content = [Type::Unknown].into();
        Value { content, depends: object.depends.clone(), ..Value::of(Type::Dict) }
    }

    /// `setattr` on an instance with a name that only the run knows.
    pub(super) fn bind_any_field(&mut self, class: ClassKey, object: &Value, value: &Value) {
        let owner = self.receiver(object);
        for field in self.knowledge.fields_of(class) {
            if self.is_fresh(object) {
                self.note_put(field, Level::Object, value);
            } else {
                self.bind_of(owner, field, value);
            }
        }
    }

    /// Makes `value` what `location` is, without an access.
    pub(super) fn keeps(&mut self, location: LocationId, value: &Value) {
        self.note_put(location, Level::Object, value);
        self.is_kept(location, value);
    }

    /// The same, where it is known already whose the value is.
    fn is_kept(&mut self, location: LocationId, value: &Value) {
        let value = &match self.knowledge.locations[location.0 as usize].kind {
            LocationKind::Field(..) => self.as_declared(location, value),
            _ => value.clone(),
        };
        self.knowledge.holds(location, value);
        self.joins(value, location);
        self.puts(Root::Location(location), Level::Binding, value);
        self.reached_from(value, location, Level::Object);
    }

    /// Objects that bodies have been given by now are what their locations say: for values of another function's, whose order
    /// nobody knows.
    pub(super) fn published_by_now(&self, value: &mut Value) {
        let published: Vec<Alias> = value
            .aliases
            .iter()
            .filter_map(|alias| match alias.root {
                Root::Site(site) => {
                    let site = self.knowledge.crowds.site(site);
                    Some(Alias { root: Root::Location(self.knowledge.site(site)?), ..*alias })
                }
                _ => None,
            })
            .collect();
        value.aliases.extend(published);
    }

    /// A body is given `value` for a parameter by a caller that keeps it.
    pub(super) fn gives(&mut self, body: FunctionKey, index: u32, value: &Value) {
        self.knowledge.keeps_types(value.all_types());
        for alias in value.aliases.clone() {
            match alias.root {
                Root::Param(from) => {
                    let passed = Passed { from, level: alias.level, held: alias.held, body, index };
                    self.effects.passes.insert(passed);
                }
                _ if self.knowledge.is_inert(value) => {}
                Root::Location(_) => self.knowledge.passes(body, index, alias),
                Root::Captured(owner, local) => self.knowledge.capture(owner, local),
                Root::Site(site) => {
                    let root = Root::Location(self.knowledge.published(site));
                    self.knowledge.passes(body, index, Alias { root, ..alias });
                    for slot in &mut self.env {
                        let crowds = &self.knowledge.crowds;
                        let is_same = |alias: &&Alias| matches!(alias.root, Root::Site(one) if crowds.site(one) == crowds.site(site));
                        let same = slot.aliases.iter().filter(is_same);
                        let now: Vec<Alias> = same.map(|alias| Alias { root, ..*alias }).collect();
                        if now.iter().any(|alias| !slot.aliases.contains(alias)) {
                            Arc::make_mut(slot).aliases.extend(now);
                        }
                    }
                }
            }
        }
    }

    /// What a call gives to bodies, in terms of the caller.
    pub(super) fn instantiate_passes(&mut self, passes: &BTreeSet<Passed>, bound: &[Value]) {
        for passed in passes {
            let Some(actual) = bound.get(passed.from as usize) else { continue };
            let mut value = if passed.level == Level::Inner { actual.element() } else { actual.clone() };
            if passed.held {
                value = value.held_in(Type::Tuple);
            }
            self.gives(passed.body, passed.index, &value);
        }
    }

    /// `value` was put where `location` reaches it: whatever locals name the same object reach into the location now.
    pub(super) fn reached_from(&mut self, value: &Value, location: LocationId, level: Level) {
        if self.knowledge.is_inert(value) {
            return;
        }
        let roots: BTreeSet<Root> = value
            .aliases
            .iter()
            .filter(|alias| !alias.held && alias.level == Level::Object)
            .map(|alias| alias.root)
            .filter(|root| matches!(root, Root::Site(_) | Root::Param(_)))
            .collect();
        let root = Root::Location(self.knowledge.leader(location));
        let reached = Alias { root, level, held: false };
        for slot in &mut self.env {
            let names =
                |alias: &Alias| !alias.held && alias.level == Level::Object && roots.contains(&alias.root);
            if slot.is_only(|kind| *kind == Type::Unknown || !kind.is_mutable()) {
                // Most of what nobody declares is immutable: what it is used for tells.
                continue;
            }
            if !slot.aliases.contains(&reached) && slot.aliases.iter().any(names) {
                Arc::make_mut(slot).aliases.insert(reached);
            }
        }
    }

    /// Notes for callers that `value` is put into (or, at level `Binding`, bound to) what `target` is.
    pub(super) fn puts(&mut self, target: Root, level: Level, value: &Value) {
        let from_caller = |alias: &Alias| matches!(alias.root, Root::Param(_));
        let matters = match target {
            // What the function puts there of its own is noted already.
            Root::Location(_) => value.aliases.iter().any(from_caller),
            Root::Param(_) => value.stand_ins.any() || !value.is_only(|kind| *kind == Type::Immutable),
            Root::Captured(..) | Root::Site(_) => false,
        };
        if matters {
            let mut kept = Value {
                types: value.types.clone(),
                content: value.content.clone(),
                aliases: value.aliases.clone(),
                stand_ins: value.stand_ins,
                ..Value::default()
            };
            // What is made here has no other name there.
            match target {
                Root::Location(_) => kept.aliases.retain(from_caller),
                _ => kept.aliases.retain(|alias| !matches!(alias.root, Root::Captured(..))),
            }
            self.effects.puts.entry((target, level)).or_default().join(&kept);
        }
    }

    /// What a call puts where, in terms of the caller; `bound` are the callee's parameters.
    pub(super) fn instantiate_puts(
        &mut self,
        puts: &std::collections::BTreeMap<(Root, Level), Value>,
        bound: &[Value],
    ) {
        for ((target, level), value) in puts {
            let value = self.translated(value, bound);
            match target {
                // The callee made it, or has said that it is somebody else's.
                Root::Location(location) if *level == Level::Binding => self.is_kept(*location, &value),
                Root::Location(location) => self.is_kept_in(*location, &value),
                Root::Param(index) => {
                    let actual = bound.get(*index as usize).cloned().unwrap_or_default();
                    for alias in actual.aliases.iter().filter(|alias| !alias.held) {
                        match alias.root {
                            Root::Location(location) => self.kept_in(location, &value),
                            root => self.puts(root, Level::Object, &value),
                        }
                    }
                    self.same_objects_hold(&actual, &value);
                }
                Root::Captured(..) | Root::Site(_) => {}
            }
        }
    }

    /// `value` lies in `location` from here on.
    pub(super) fn kept_in(&mut self, location: LocationId, value: &Value) {
        self.note_put(location, Level::Inner, value);
        self.is_kept_in(location, value);
    }

    /// The same, where it is known already whose the value is.
    fn is_kept_in(&mut self, location: LocationId, value: &Value) {
        let mut kept = Value::default();
        kept.hold(value);
        let kept = Value {
            content: kept.content,
            futures: kept.futures,
            stand_ins: kept.stand_ins,
            ..Value::default()
        };
        self.knowledge.holds(location, &kept);
        self.joins(value, location);
        self.puts(Root::Location(location), Level::Object, value);
        self.reached_from(value, location, Level::Inner);
        self.leaks(value);
    }

    /// Locals that name the object of `container` hold `value` from here on.
    fn same_objects_hold(&mut self, container: &Value, value: &Value) {
        let roots: BTreeSet<Root> =
            container.aliases.iter().filter(|alias| !alias.held).map(|alias| alias.root).collect();
        for local in 0..self.env.len() {
            if self.env[local].aliases.iter().any(|alias| !alias.held && roots.contains(&alias.root)) {
                let slot = Arc::make_mut(&mut self.env[local]);
                slot.hold(value);
                let held = slot.clone();
                self.knowledge.captured_holds(self.key, LocalId(local as u32), &held);
            }
        }
    }

    /// What the event made, if it made something that can change: until a body is given it, it is nobody else's.
    pub(super) fn made_here(&self, event: &Event, mut value: Value) -> Value {
        if !matches!(event.op, Op::Build(..) | Op::Call(..) | Op::Operate(..)) {
            return value;
        }
        let holder = |kind: &Type| match kind {
            Type::List
            | Type::Dict
            | Type::DefaultDict
            | Type::Set
            | Type::Deque
            | Type::Buffer
            | Type::Library(_)
            | Type::Unknown => true,
            Type::Own(class) => !self.knowledge.is_plain(*class),
            _ => false,
        };
        if value.types.iter().any(holder) && value.aliases.iter().all(|alias| alias.held) {
            let site = Site { function: self.key, statement: self.statement, event: self.event };
            value.aliases.insert(Alias { root: Root::Site(site), level: Level::Object, held: false });
        }
        value
    }

    /// Whether `alias` is an object made in the statement at hand.
    pub(super) fn is_made_now(&self, alias: &Alias) -> bool {
        matches!(alias.root, Root::Site(site) if site.function == self.key
            && site.statement == self.statement
            && !self.knowledge.crowds.is_crowded_site(site))
    }

    /// Variables of this function that a function made here captures are others' from now on.
    pub(super) fn closes_over(&mut self, function: FunctionKey) {
        let captured = self.knowledge.captured_by(function, self.key);
        self.closed.extend(captured);
    }

    /// The location of a local of the function at hand, once a function that captures it may be run by others.
    fn closed_location(&self, local: LocalId) -> Option<LocationId> {
        let location = self.knowledge.captured_location(self.key, local)?;
        self.closed.contains(&local).then_some(location)
    }

    /// A local is read.
    pub(super) fn loads_local(&mut self, local: LocalId, mut value: Value) -> Value {
        if let Some(location) = self.closed_location(local) {
            self.touch_here(Root::Location(location), Level::Binding, Access::Read);
            self.aliased(location, &mut value);
        }
        value.itself = self.own_name(local);
        value
    }

    /// Makes `value`, read from `location`, an alias of it.
    pub(super) fn aliased(&self, location: LocationId, value: &mut Value) {
        if value.may_change() && !self.knowledge.is_inert(value) {
            for named in self.knowledge.known_as(location) {
                value.aliases.insert(Alias {
                    root: Root::Location(self.knowledge.leader(named)),
                    level: Level::Object,
                    held: false,
                });
            }
        }
        let source = self.knowledge.source(location).map(Source::Location);
        value.depends.extend(source.map(|source| Depend { source, at: self.statement }));
    }

    /// A local is bound. Its loop binds a loop variable anew each round: that is told to whoever captures it, not locked.
    pub(super) fn binds_local(&mut self, local: LocalId, value: &Value) {
        if let Some(location) = self.closed_location(local) {
            let is_loop = matches!(
                self.function.statements.get(self.statement.0 as usize).map(|statement| &statement.kind),
                Some(StatementKind::For { .. })
            );
            if !is_loop {
                self.touch_here(Root::Location(location), Level::Binding, Access::Write);
                self.made_of([location], &value.depends);
            }
        }
        if let Some(location) = self.knowledge.captured_location(self.key, local) {
            self.note_put(location, Level::Object, value);
            self.knowledge.holds(location, value);
            self.joins(value, location);
            self.reached_from(value, location, Level::Object);
        }
    }

    /// A variable of an enclosing function that bodies capture, as its location.
    pub(super) fn captured_here(&self, owner: FunctionId, local: LocalId) -> Option<LocationId> {
        let owner = FunctionKey { module: self.key.module, function: owner };
        self.knowledge.captured_location(owner, local)
    }
}
