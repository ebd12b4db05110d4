//! Futures that go where something else is declared: names, fields, parameters, results.
//!
//! ```python
//! size: int = count(page)
//! ```
//! Where that is so, what is declared counts from there on. Must not know which declarations leave room for a future.

use super::Walk;
use crate::program::declared::{Held, last_name};
use crate::program::facts::PlainUse;
use crate::program::futures::Futures;
use crate::program::location::{ClassKey, FunctionKey, LocationId};
use crate::program::value::{Type, Value};
use crate::summary::{Class, Constant, FunctionKind, LocalId, Name, Op, Suspends, TypeRef, ValueId};

/// The module that declares something, and what it says.
pub(super) type Declaration = (u32, TypeRef);

impl Walk<'_, '_> {
    /// `value`, an event of the statement at hand, goes to what is declared as `annotation` in `module`.
    pub(super) fn goes_to(&mut self, value: ValueId, module: u32, annotation: &TypeRef) {
        let value = self.displayed_part(value).unwrap_or(value);
        match self.op_of(value) {
            Some(Op::Choose(_, options)) => {
                for option in options.clone() {
                    self.goes_to(option, module, annotation);
                }
            }
            Some(Op::Build(kind, parts)) => {
                let (kind, parts) = (*kind, parts.clone());
                self.parts_go_to(kind, &parts, module, annotation);
            }
            _ => {
                let futures = &self.value(value).futures;
                let has_room = self.knowledge.has_room(module, annotation, futures);
                let holds = futures.is_of_container();
                let is_known = !self.value(value).types.is_empty();
                let kind = if holds { PlainUse::Held } else { PlainUse::Declared };
                self.note(value, kind, is_known, !has_room);
            }
        }
    }

    /// The same of a display, part by part.
    fn parts_go_to(&mut self, kind: Constant, parts: &[ValueId], module: u32, annotation: &TypeRef) {
        let is_whole =
            |part: &ValueId| !matches!(self.op_of(*part), Some(Op::Iterate(_) | Op::Item(_, None)));
        if !parts.iter().all(is_whole) {
            return;
        }
        let values = || parts.iter().skip(usize::from(kind == Constant::Dict));
        let step = if kind == Constant::Dict { 2 } else { 1 };
        match self.knowledge.declares_held(annotation) {
            Held::Each(declared) => {
                for part in values().step_by(step) {
                    self.goes_to(*part, module, declared);
                }
            }
            Held::Parts(declared) if kind == Constant::Tuple && declared.len() == parts.len() => {
                for (part, declared) in parts.iter().zip(declared) {
                    self.goes_to(*part, module, declared);
                }
            }
            _ => {}
        }
    }

    /// A future bound to a name that is declared to be something else.
    pub(super) fn bound_to(&mut self, name: &Name, value: ValueId) {
        if let Some((module, annotation)) = self.declaration_of_name(name) {
            self.goes_to(value, module, &annotation);
        }
    }

    /// `object.name = value`
    pub(super) fn put_into_field(&mut self, object: ValueId, name: &str, value: ValueId) {
        if let Some((module, annotation)) = self.declared_field(object, name) {
            self.goes_to(value, module, &annotation);
        }
    }

    /// `value` is put into the container that the event `object` reads.
    pub(super) fn put_into_declared(&mut self, object: ValueId, value: ValueId) {
        if let Some((module, annotation)) = self.declaration_of(object)
            && let Held::Each(declared) = self.knowledge.declares_held(&annotation)
        {
            self.goes_to(value, module, declared);
        }
    }

    pub(super) fn returned_as_declared(&mut self, value: ValueId) {
        let function = self.function;
        let is_deciding = self.knowledge.state.deciding.contains(&self.key);
        if function.kind == FunctionKind::Lambda && is_deciding {
            self.used(value, PlainUse::Deciding);
        }
        if let Some(returns) = &function.returns
            && function.suspends != Suspends::Generator
        {
            self.goes_to(value, self.key.module, returns);
        }
    }

    pub(super) fn yielded_as_declared(&mut self, value: ValueId) {
        if let Some(returns) = &self.function.returns
            && let Held::Each(declared) = self.knowledge.declares_held(returns)
        {
            self.goes_to(value, self.key.module, declared);
        }
    }

    /// What is bound to `name` of `value`, the event `from`: what is known of futures may end here.
    pub(super) fn as_bound(&self, name: &Name, from: ValueId, mut value: Value) -> Value {
        if value.futures != Futures::None {
            if !self.is_only_bound(from) {
                value.futures = Futures::None;
            }
            self.keep_declared(&mut value, self.declaration_of_name(name));
        }
        value
    }

    /// Where a declaration is kept, `value` is what it says.
    pub(super) fn keep_declared(&self, value: &mut Value, declaration: Option<Declaration>) {
        if value.futures != Futures::None
            && let Some((module, annotation)) = declaration
        {
            value.futures = self.knowledge.admits(module, &annotation, &value.futures);
        }
    }

    /// What the name that `event` reads, or the field, is declared to be, and the module that says so.
    fn declaration_of(&self, event: ValueId) -> Option<Declaration> {
        match self.op_of(event)? {
            Op::Load(name) => self.declaration_of_name(name),
            Op::Attribute(object, name) => self.declared_field(*object, name),
            _ => None,
        }
    }

    pub(super) fn declaration_of_name(&self, name: &Name) -> Option<Declaration> {
        let module = self.key.module;
        let local = |owner: FunctionKey, local: LocalId| {
            let known = self.knowledge.function(owner).locals.get(local.0 as usize)?;
            Some((module, known.annotation.clone()?))
        };
        match name {
            Name::Local(id) => local(self.key, *id),
            Name::Captured(owner, id) => local(FunctionKey { module, function: *owner }, *id),
            Name::Global(name) => self.declared_location(self.knowledge.visible(module, name)?),
            Name::ClassAttribute(class, name) => self
                .declared_location(self.knowledge.class_attribute(ClassKey { module, class: *class }, name)?),
        }
    }

    pub(super) fn declared_location(&self, location: LocationId) -> Option<Declaration> {
        let annotation = self.knowledge.annotations.get(&location)?;
        Some((self.knowledge.locations[location.0 as usize].module(), TypeRef::clone(annotation)))
    }

    /// What the field `name` of an object of one own class is declared to be.
    fn declared_field(&self, object: ValueId, name: &str) -> Option<Declaration> {
        let mut types = self.value(object).types.iter();
        let (Some(Type::Own(class)), None) = (types.next(), types.next()) else { return None };
        let attribute = || self.knowledge.class_attribute(*class, name);
        self.declared_location(self.knowledge.field(*class, name).or_else(attribute)?)
    }

    /// What an operand of `and` or `or` adds to the whole.
    pub(super) fn as_option(value: &Value, is_last: bool) -> Value {
        match value.is_started() && !is_last {
            // It is asked for its value.
            true => Value { futures: Futures::None, ..value.clone() },
            false => value.clone(),
        }
    }

    /// The declarations of what an argument of a call of a class without a constructor fills.
    pub(super) fn declared_by_class(
        &self,
        target: &Value,
        place: usize,
        keyword: Option<&str>,
    ) -> Option<Declaration> {
        let mut types = target.types.iter();
        let (Some(Type::ClassObject(class)), None) = (types.next(), types.next()) else { return None };
        let info = self.knowledge.class(*class);
        let has_constructor =
            info.methods.iter().any(|(name, _)| matches!(name.as_str(), "__init__" | "__new__"));
        let is_made = info.decorators.iter().chain(&info.bases).any(is_record);
        if has_constructor || !is_made || self.knowledge.ancestry(*class).len() > 1 {
            return None;
        }
        // Only fields without a value are surely filled in their order.
        let name = match keyword {
            Some(name) => info.fields.iter().find(|(field, _)| field == name),
            None => info.fields.get(place).filter(|_| is_in_order(info)),
        };
        let attribute = || info.attributes.iter().find(|attribute| Some(attribute.name.as_str()) == keyword);
        let annotation = match name {
            Some((_, annotation)) => annotation.clone(),
            None => attribute()?.annotation.clone()?,
        };
        Some((class.module, annotation))
    }
}

/// Whether every field without a value is a parameter of the constructor, in this order.
fn is_in_order(class: &Class) -> bool {
    let is_of_class = |annotation: &TypeRef| {
        let base = if let TypeRef::Generic(base, _) = annotation { base } else { annotation };
        last_name(base) == Some("ClassVar")
    };
    !class.fields.iter().any(|(_, annotation)| is_of_class(annotation))
}

/// `dataclass`, `NamedTuple`
fn is_record(maker: &TypeRef) -> bool {
    matches!(last_name(maker), Some("dataclass" | "NamedTuple"))
}
