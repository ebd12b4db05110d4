//! Names: loads and stores of locals, captured variables, globals and class attributes; imports and defaults.
//!
//! Must not know expressions: it is given values.

use std::sync::Arc;

use super::Walk;
use crate::program::facts::Duty;
use crate::program::location::{Access, ClassKey, FunctionKey, Level, LocationId, LocationKind, Root};
use crate::program::receiver::{Holder, Receiver};
use crate::program::value::{Alias, Type, Value};
use crate::summary::{FunctionId, FunctionKind, LocalId, Name, ValueId};

impl Walk<'_, '_> {
    pub(super) fn load(&mut self, name: &Name) -> Value {
        match name {
            Name::Local(local) => self.local(*local),
            Name::Captured(owner, local) => self.load_captured(*owner, *local),
            Name::Global(name) => match self.knowledge.visible(self.key.module, name) {
                Some(location) => {
                    let itself = Some(Receiver::of(Holder::Global(location)));
                    Value { itself, ..self.load_location(location) }
                }
                None => Value::of(Type::Builtin(name.clone())),
            },
            Name::ClassAttribute(class, name) => {
                let class = ClassKey { module: self.key.module, class: *class };
                let kind = LocationKind::ClassAttribute(class, name.clone());
                match self.knowledge.find(&kind).or_else(|| self.knowledge.visible(self.key.module, name)) {
                    Some(location) => self.load_location(location),
                    None => {
                        match self.knowledge.class(class).methods.iter().find(|(method, _)| method == name) {
                            Some((_, function)) => Value::of(Type::Function(FunctionKey {
                                module: self.key.module,
                                function: *function,
                            })),
                            None => Value::of(Type::Builtin(name.clone())),
                        }
                    }
                }
            }
        }
    }

    /// Reads a location's name: what it holds, as an alias of the location.
    pub(super) fn load_location(&mut self, location: LocationId) -> Value {
        self.touch_here(Root::Location(location), Level::Binding, Access::Read);
        self.named(location)
    }

    /// What a location holds, as an alias of it, without a look at its name.
    pub(super) fn named(&self, location: LocationId) -> Value {
        let mut value = self.knowledge.held_by(location);
        if let Some(annotation) = self.knowledge.annotations.get(&location) {
            let module = self.knowledge.locations[location.0 as usize].module();
            let (mut types, content) = self.knowledge.annotated(module, annotation);
            if value.types.contains(&Type::OpenQueue) {
                // A declaration doesn't tell whether a queue has a bound; what is made here does.
                types.remove(&Type::Queue);
            }
            value.declared(types, content);
            value.futures = self.knowledge.admits(module, annotation, &value.futures);
        }
        self.aliased(location, &mut value);
        if let Some(made) = self.made.get(&location) {
            value.depends.extend(made);
        }
        value
    }

    pub(super) fn load_captured(&mut self, owner: FunctionId, local: LocalId) -> Value {
        let location = self.captured_here(owner, local);
        let owner = FunctionKey { module: self.key.module, function: owner };
        let root = location.map_or(Root::Captured(owner, local), Root::Location);
        self.touch_here(root, Level::Binding, Access::Read);
        let mut value = self.knowledge.captured_at(owner, local).cloned().unwrap_or_default();
        self.published_by_now(&mut value);
        let declared = self.knowledge.function(owner).locals.get(local.0 as usize);
        if let Some(annotation) = declared.and_then(|local| local.annotation.as_ref()) {
            let (types, content) = self.knowledge.annotated(self.key.module, annotation);
            value.declared(types, content);
            value.futures = self.knowledge.admits(self.key.module, annotation, &value.futures);
        }
        match location {
            Some(location) => self.aliased(location, &mut value),
            None if value.may_change() => {
                value.aliases.insert(Alias { root, level: Level::Object, held: false });
            }
            None => {}
        }
        value.owner = None;
        value.itself = self
            .knowledge
            .is_bound_once(owner, local)
            .then_some(Receiver::of(Holder::Captured(owner, local)));
        value
    }

    pub(super) fn store_event(&mut self, name: &Name, value: &Value, conditional: bool) {
        if let Name::Local(local) = name
            && let Some(slot) = self.env.get_mut(local.0 as usize)
        {
            let mut stored = value.clone();
            if conditional {
                stored.join(slot);
            }
            // What decided this assignment decides what is done with its value.
            stored.depends.join(&self.control);
            *slot = Arc::new(stored);
            self.binds_anew(Holder::Local(*local));
            self.knowledge.captured_holds(self.key, *local, value);
            self.binds_local(*local, value);
            return;
        }
        self.store(name, value);
    }

    pub(super) fn store(&mut self, name: &Name, value: &Value) {
        match name {
            Name::Local(local) => {
                if let Some(slot) = self.env.get_mut(local.0 as usize) {
                    *slot = Arc::new(value.clone());
                }
                self.binds_anew(Holder::Local(*local));
                self.knowledge.captured_holds(self.key, *local, value);
                self.binds_local(*local, value);
            }
            Name::Captured(owner, local) => {
                let location = self.captured_here(*owner, *local);
                let owner = FunctionKey { module: self.key.module, function: *owner };
                self.knowledge.captured_holds(owner, *local, value);
                match location {
                    Some(location) => self.bind(location, value),
                    None => self.touch_here(Root::Captured(owner, *local), Level::Binding, Access::Write),
                }
            }
            Name::Global(name) => {
                if let Some(location) = self.knowledge.global(self.key.module, name) {
                    self.bind(location, value);
                }
            }
            Name::ClassAttribute(class, name) => {
                // A class body makes its class: nobody else can see it yet.
                let class = ClassKey { module: self.key.module, class: *class };
                if let Some(location) =
                    self.knowledge.find(&LocationKind::ClassAttribute(class, name.clone()))
                {
                    self.knowledge.holds(location, value);
                    self.joins(value, location);
                }
            }
        }
    }

    /// Binds a location's name to `value`.
    pub(super) fn bind(&mut self, location: LocationId, value: &Value) {
        self.bind_of(None, location, value);
    }

    /// The same, of a field of `owner`.
    pub(super) fn bind_of(&mut self, owner: Option<Receiver>, location: LocationId, value: &Value) {
        self.touch_here_of(owner, Root::Location(location), Level::Binding, Access::Write);
        self.binds_anew(Holder::Global(location));
        self.note_put(location, Level::Object, value);
        self.knowledge.changed |= self.knowledge.bound_here.insert(location);
        self.made_of([location], &value.depends);
        if self.function.kind == FunctionKind::Module {
            let made = self.made.entry(location).or_default();
            if self.control.is_empty() {
                made.clear();
            }
            made.extend(&value.depends);
        }
        let mut kept = value.clone();
        kept.types.extend(self.functions_given(value));
        self.knowledge.holds(location, &kept);
        self.joins(value, location);
        self.puts(Root::Location(location), Level::Binding, value);
        self.reached_from(value, location, Level::Object);
        self.leaks(value);
    }

    pub(super) fn unbind(&mut self, name: &Name) {
        if let Name::Local(local) = name {
            self.binds_anew(Holder::Local(*local));
        }
        if let Name::Global(name) = name
            && let Some(location) = self.knowledge.global(self.key.module, name)
        {
            self.touch_here(Root::Location(location), Level::Binding, Access::Write);
        }
    }

    /// Keeps what the defaults of a function made here are.
    pub(super) fn defaults_of(&mut self, key: FunctionKey) {
        let function = self.function;
        let Some(statement) = function.statements.get(self.statement.0 as usize) else { return };
        for (index, param) in self.knowledge.function(key).params.iter().enumerate() {
            let Some(span) = param.default_span else { continue };
            let before = statement.events.iter().take(self.event.0 as usize);
            if let Some(event) =
                before.enumerate().filter(|(_, event)| event.span == span).map(|(index, _)| index).next_back()
            {
                let value = self.value(ValueId(event as u32)).clone();
                if super::duty(self.knowledge.function(key)) == Duty::Body {
                    self.knowledge.keeps_types(value.all_types());
                }
                self.knowledge.default_is(key, index as u32, &value);
            }
        }
    }
}
