//! Whose fields are touched, and whether what lies in a field is its owner's alone.
//!
//! ```python
//! def deposit(self, other):
//!     self.balance += 1           # of `self`
//!     other.log().append(1)       # of nobody who has a name here
//! ```
//! Must not know locks: it says which names stay good, not who needs them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Walk;
use super::call::Given;
use crate::options::Switch;
use crate::program::library;
use crate::program::location::{FunctionKey, Level, LocationId, LocationKind, Root, Site};
use crate::program::receiver::{Holder, Receiver, Receivers, note};
use crate::program::value::{Alias, Type, Value};
use crate::summary::{Constant, Event, FunctionKind, LocalId, Name, Op, StatementKind, ValueId};

impl Walk<'_, '_> {
    /// Whether the value of `event` has the name that its own expression says.
    pub(super) fn is_named(&self, event: &Event) -> bool {
        match &event.op {
            Op::Load(_) | Op::Attribute(..) => true,
            // The instance itself, seen as one of the classes above.
            Op::Call(callee, arguments) => {
                let statement = &self.function.statements[self.statement.0 as usize];
                let callee = statement.events.get(callee.0 as usize).map(|event| &event.op);
                arguments.is_empty()
                    && matches!(callee, Some(Op::Load(Name::Global(name))) if name == "super")
                    && self.function.class.is_some()
            }
            _ => false,
        }
    }

    /// Notes what makes objects that stand for others.
    pub(super) fn note_proxies(&mut self, value: &Value) {
        let is_proxy = |kind: &Type| matches!(kind, Type::LibraryName(path) if library::makes_proxies(path));
        if self.knowledge.state.proxies == Switch::Off && value.types.iter().any(is_proxy) {
            self.knowledge.state.proxies = Switch::On;
            self.knowledge.changed = true;
        }
    }

    /// Whose field one of `object` is, by a name of the function at hand.
    pub(super) fn receiver(&self, object: &Value) -> Option<Receiver> {
        object.receiver(self.knowledge.state.proxies)
    }

    /// What a local of the function at hand names, unless others bind it.
    pub(super) fn own_name(&self, local: LocalId) -> Option<Receiver> {
        (!self.knowledge.is_rebound(self.key, local)).then_some(Receiver::of(Holder::Local(local)))
    }

    /// Reads `field` of `object`.
    pub(super) fn load_field_of(&mut self, field: LocationId, object: &Value) -> Value {
        let owner = self.receiver(object);
        self.touch_here_of(owner, Root::Location(field), Level::Binding, crate::program::Access::Read);
        let itself = owner.filter(|_| object.is_only(Type::is_own)).and_then(|owner| owner.field(field));
        Value { owner, itself, ..self.named(field) }
    }

    /// `holder` is bound anew.
    pub(super) fn binds_anew(&mut self, holder: Holder) {
        for slot in &mut self.env {
            if slot.is_named_by(holder) {
                Arc::make_mut(slot).forgets(holder);
            }
        }
        for value in &mut self.values {
            value.forgets(holder);
        }
    }

    /// Writes down whose field the access at hand is.
    pub(super) fn note_receivers(&mut self, field: LocationId, level: Level, owners: &Receivers) {
        if !matches!(self.knowledge.locations[field.0 as usize].kind, LocationKind::Field(..)) {
            return;
        }
        let outside: Receivers = owners.iter().map(|owner| owner.filter(|one| self.lasts(*one))).collect();
        note(self.facts.receivers.entry((self.statement, field, level)).or_default(), owners.iter().copied());
        note(self.effects.receivers.entry((field, level)).or_default(), outside);
    }

    /// Whether a caller can tell who `receiver` is: a parameter that stays what the caller gave.
    fn lasts(&mut self, receiver: Receiver) -> bool {
        match receiver.holder {
            Holder::Local(local) => {
                (local.0 as usize) < self.function.params.len() && !self.stored().contains(&local)
            }
            Holder::Captured(..) | Holder::Global(_) => true,
        }
    }

    /// The locals that some statement of the function binds or unbinds.
    fn stored(&mut self) -> &BTreeSet<LocalId> {
        let function = self.function;
        self.stored.get_or_insert_with(|| {
            let mut stored = BTreeSet::new();
            for statement in &function.statements {
                stored.extend(statement.events.iter().filter_map(|event| match &event.op {
                    Op::Store(Name::Local(local), _) | Op::Delete(Name::Local(local)) => Some(*local),
                    _ => None,
                }));
                if let StatementKind::Try { handlers, .. } = &statement.kind {
                    stored.extend(handlers.iter().filter_map(|handler| match handler.name {
                        Some(Name::Local(local)) => Some(local),
                        _ => None,
                    }));
                }
            }
            stored
        })
    }

    /// Whose field a callee touches, as the call at hand knows them.
    pub(super) fn owners(
        &self,
        callee: FunctionKey,
        receivers: Option<&Receivers>,
        bound: &[Value],
    ) -> Receivers {
        let Some(receivers) = receivers else { return Receivers::from([None]) };
        let here = |receiver: Receiver| match receiver.holder {
            Holder::Global(_) => Some(receiver),
            Holder::Local(local) => {
                let owner = self.receiver(bound.get(local.0 as usize)?)?;
                match receiver.field {
                    Some(field) => owner.field(field),
                    None => Some(owner),
                }
            }
            Holder::Captured(owner, local) => {
                let is_mine = owner == self.key && self.makes_here(callee);
                let name = self.own_name(local).filter(|_| is_mine)?;
                Some(Receiver { field: receiver.field, ..name })
            }
        };
        receivers.iter().map(|receiver| receiver.and_then(here)).collect()
    }

    /// Whether the statement at hand makes the function that it runs: then what that captures is what the statement sees.
    fn makes_here(&self, callee: FunctionKey) -> bool {
        let statement = &self.function.statements[self.statement.0 as usize];
        let makes = |event: &Event| matches!(event.op, Op::Closure(made, _) if made == callee.function);
        callee.module == self.key.module
            && matches!(
                self.knowledge.function(callee).kind,
                FunctionKind::GeneratorExpression | FunctionKind::Lambda
            )
            && statement.events.iter().any(makes)
    }

    /// Without a last word on what its locals name, a function has no names for anybody.
    pub(super) fn settle_receivers(&mut self) {
        if self.is_unsettled {
            let all = self.facts.receivers.values_mut().chain(self.effects.receivers.values_mut());
            all.for_each(|receivers| *receivers = Receivers::from([None]));
        }
    }

    /// `value` is put into `location`, at that level: notes whether somebody else may have it, or what it holds.
    pub(super) fn note_put(&mut self, location: LocationId, level: Level, value: &Value) {
        let kind = &self.knowledge.locations[location.0 as usize].kind;
        if !matches!(kind, LocationKind::Field(..) | LocationKind::Captured(..)) {
            return;
        }
        let mut shared = Vec::new();
        if !self.is_made_for(value) {
            shared.extend([(location, level), (location, Level::Inner)]);
        } else if !value.content.iter().all(|kind| !kind.is_mutable())
            && !value.aliases.iter().filter(|alias| alias.held).all(|alias| self.is_made_once(alias))
        {
            shared.push((location, Level::Inner));
        }
        for one in shared {
            self.knowledge.state.unowned.insert(one);
        }
    }

    /// A new object gets the fields of one of `given`.
    pub(super) fn copies_fields(&mut self, given: &[Given]) {
        let types = given.iter().flat_map(|argument| &argument.value.types);
        let mut classes = BTreeSet::new();
        for kind in types {
            match kind {
                Type::Own(class) => classes.extend([*class]),
                Type::Unknown => classes.extend(self.knowledge.classes_met(self.key.module)),
                _ => {}
            }
        }
        for class in classes {
            self.knowledge.shares_objects(class);
        }
    }

    /// Whether `value` is nothing that changes, or a new container that the statement at hand makes for one place.
    fn is_made_for(&self, value: &Value) -> bool {
        if self.knowledge.is_inert(value) {
            return true;
        }
        let is_container = |kind: &Type| {
            matches!(
                kind,
                Type::List | Type::Dict | Type::DefaultDict | Type::Set | Type::Deque | Type::Buffer
            )
        };
        let mut direct = value.aliases.iter().filter(|alias| !alias.held).peekable();
        value.is_only(|kind| is_container(kind) || !kind.is_mutable())
            && direct.peek().is_some()
            && direct.all(|alias| self.is_made_once(alias))
    }

    /// Whether `alias` is an object that the statement at hand makes, and uses once.
    fn is_made_once(&self, alias: &Alias) -> bool {
        let Root::Site(site) = alias.root else { return false };
        alias.level == Level::Object
            && self.is_made_now(alias)
            && self.is_new(site)
            && self.uses(site.event) == 1
    }

    /// Whether the event of `site` surely makes a new object.
    fn is_new(&self, site: Site) -> bool {
        let statement = &self.function.statements[site.statement.0 as usize];
        let op = |event: ValueId| statement.events.get(event.0 as usize).map(|event| &event.op);
        match op(site.event) {
            Some(Op::Build(kind, _)) => *kind != Constant::Tuple,
            Some(Op::Operate(..)) => true,
            Some(Op::Call(callee, _)) => {
                let made = self.value(*callee);
                !made.types.is_empty()
                    && made.bound.is_empty()
                    && made.types.iter().all(|kind| match kind {
                        Type::Builtin(name) | Type::LibraryName(name) => library::makes_container(name),
                        _ => false,
                    })
            }
            _ => false,
        }
    }

    /// How often the statement at hand uses the value of `event`.
    fn uses(&self, event: ValueId) -> usize {
        let statement = &self.function.statements[self.statement.0 as usize];
        statement
            .events
            .iter()
            .map(|user| operands(&user.op).filter(|operand| *operand == event).count())
            .sum()
    }
}

/// What an event is given.
fn operands(op: &Op) -> impl Iterator<Item = ValueId> + '_ {
    let (ones, many): (Vec<ValueId>, &[ValueId]) = match op {
        Op::Constant(_)
        | Op::Word(_)
        | Op::Load(_)
        | Op::Delete(_)
        | Op::Class(_)
        | Op::Import(_)
        | Op::Yield(None) => (Vec::new(), &[]),
        Op::Store(_, one)
        | Op::Iterate(one)
        | Op::Enter(one)
        | Op::Await(one)
        | Op::Yield(Some(one))
        | Op::Attribute(one, _)
        | Op::DeleteAttribute(one, _)
        | Op::Item(one, None) => (vec![*one], &[]),
        Op::SetAttribute(one, _, other)
        | Op::Item(one, Some(other))
        | Op::DeleteItem(one, other)
        | Op::InPlace(_, one, other) => (vec![*one, *other], &[]),
        Op::SetItem(one, other, value) => (vec![*one, *other, *value], &[]),
        Op::Operate(_, parts) | Op::Build(_, parts) | Op::Choose(_, parts) => (Vec::new(), parts),
        Op::Call(callee, arguments) => {
            let arguments = arguments.iter().map(|argument| argument.value);
            (std::iter::once(*callee).chain(arguments).collect(), &[])
        }
        Op::Closure(_, iterable) => (iterable.iter().copied().collect(), &[]),
    };
    ones.into_iter().chain(many.iter().copied())
}
