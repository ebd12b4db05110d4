//! New instances of the program's classes: what their constructors run, and what they put into fields.
//!
//! Must not know who gets the instance.

use super::Walk;
use super::call::Given;
use crate::program::location::{ClassKey, FunctionKey, LocationId, LocationKind, Site};
use crate::program::value::{Type, Value};
use crate::summary::ArgumentKind;

impl Walk<'_, '_> {
    /// A new instance of an own class.
    pub(super) fn construct(&mut self, class: ClassKey, given: &[Given]) -> Value {
        let mut instance = Value::of(Type::Own(class));
        if self.knowledge.is_enumeration(class) {
            for missing in self.knowledge.nearest_methods(class, "_missing_") {
                self.call_function(missing, Some(&Value::of(Type::ClassObject(class))), given, None);
            }
        }
        for name in ["__new__", "__init__", "__post_init__"] {
            let found = self.knowledge.ancestry(class).into_iter().find_map(|class| {
                let methods = &self.knowledge.class(class).methods;
                let (_, function) = methods.iter().find(|(method, _)| method == name)?;
                Some(FunctionKey { module: class.module, function: *function })
            });
            if let Some(method) = found {
                let given = if name == "__post_init__" { &[] } else { given };
                self.call_function(method, Some(&instance), given, None);
            }
        }
        self.knowledge.state.made.insert(class);
        let site = Site { function: self.key, statement: self.statement, event: self.event };
        self.knowledge.state.made_at.entry(class).or_default().insert(site);
        for finalizer in self.knowledge.nearest_methods(class, "__del__") {
            // The last reference may go in any thread that comes to have one.
            self.starts(finalizer);
            if self.late {
                self.knowledge.runs_in_threads(finalizer);
            }
        }
        for makes in self.metaclass_methods(class, "__call__") {
            self.runs(makes, &[Value::of(Type::ClassObject(class))]);
        }
        self.default_factories(class);
        self.fill_fields(class, given);
        for argument in given {
            instance.hold(&argument.value);
        }
        instance.content.insert(Type::Unknown);
        instance
    }

    /// What a call of a class without a constructor of its own (a dataclass, a named tuple) puts into the fields.
    fn fill_fields(&mut self, class: ClassKey, given: &[Given]) {
        let line = self.knowledge.ancestry(class);
        let has_constructor = |class: &ClassKey| {
            self.knowledge.class(*class).methods.iter().any(|(name, _)| name == "__init__")
        };
        if given.is_empty() || line.iter().any(has_constructor) {
            return;
        }
        let fields = self.knowledge.declared_fields(class);
        for argument in given {
            // Which field a position means is not clear where some have values: any that may hold it.
            let names: Vec<&String> = match &argument.kind {
                ArgumentKind::Keyword(name) => fields.iter().filter(|field| *field == name).collect(),
                _ => fields.iter().collect(),
            };
            let value = match &argument.kind {
                ArgumentKind::Rest | ArgumentKind::KeywordRest => argument.value.element(),
                _ => argument.value.clone(),
            };
            for name in names {
                let here = self.here();
                let field = self.knowledge.field_at(class, name, here);
                if self.may_hold(field, &value) {
                    self.keeps(field, &value);
                }
            }
        }
    }

    /// Whether a field's declaration leaves room for `value`.
    fn may_hold(&self, field: LocationId, value: &Value) -> bool {
        let Some(annotation) = self.knowledge.annotations.get(&field) else { return true };
        let module = self.knowledge.locations[field.0 as usize].module();
        let (declared, _) = self.knowledge.annotated(module, annotation);
        declared.contains(&Type::Unknown)
            || value.types.contains(&Type::Unknown)
            || value.types.iter().any(|kind| declared.contains(kind))
            || value.types.iter().chain(&declared).any(Type::is_own)
    }

    /// What `field(default_factory=...)` of a dataclass runs for a new instance.
    pub(super) fn default_factories(&mut self, class: ClassKey) {
        for class in self.knowledge.ancestry(class) {
            for attribute in &self.knowledge.class(class).attributes {
                let kind = LocationKind::ClassAttribute(class, attribute.name.clone());
                let held = self.knowledge.find(&kind).map(|id| self.knowledge.held_at(id).clone());
                let is_factory = |held: &Value| !held.types.contains(&Type::Library("property".to_owned()));
                if let Some(held) = held.filter(|held| !held.deferred.is_empty() && is_factory(held)) {
                    self.run_deferred(&held);
                }
            }
        }
    }
}
