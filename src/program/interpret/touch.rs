//! Writing down accesses: from aliases of a value to touches of locations, and to effects that callers see.

use super::Walk;
use super::call::Given;
use super::once::Look;
use crate::diagnostics::{Step, Why};
use crate::options::Strictness;
use crate::program::common_set::CommonSet;
use crate::program::crowd::Grain;
use crate::program::facts::{Dependence, Escape, EscapeKind, Handed, Join, Reach, Touch};
use crate::program::location::{Access, Level, LocationId, Root};
use crate::program::receiver::{Holder, Receiver, Receivers};
use crate::program::value::{Alias, Depend, Source, Type, Value};
use crate::summary::{Event, LocalId, Op, StatementId};
use crate::text::Place;

impl Walk<'_, '_> {
    /// One access at the event at hand; `why` is asked for only if the access is news.
    pub(super) fn touch(
        &mut self,
        root: Root,
        level: Level,
        access: Access,
        reach: Reach,
        why: &dyn Fn() -> Why,
    ) {
        self.touch_of(&Receivers::from([None]), root, level, access, reach, why);
    }

    /// The same, of a field of one of `owners`.
    pub(super) fn touch_of(
        &mut self,
        owners: &Receivers,
        root: Root,
        level: Level,
        access: Access,
        reach: Reach,
        why: &dyn Fn() -> Why,
    ) {
        self.knowledge.costs(1);
        let told = match (root, self.knowledge.crowds.grain) {
            (Root::Location(location), Grain::Coarse) => Root::Location(self.knowledge.leader(location)),
            _ => root,
        };
        let key = (told, level, access);
        if let Root::Captured(owner, _) = root
            && owner == self.key
        {
            return;
        }
        if let Root::Site(_) = root {
            return;
        }
        if level == Level::Binding && self.is_finalized(owners) {
            return;
        }
        let concerns_callers = match root {
            Root::Location(location) => self.knowledge.concerns_bodies(location, level),
            _ => true,
        };
        if concerns_callers {
            let is_known = self.known.as_ref().is_some_and(|known| known.accesses.contains_key(&key));
            let why = || if is_known { Why::default() } else { why() };
            self.effects.accesses.entry(key).or_insert_with(why);
        }
        if let Root::Location(location) = root {
            if self.knowledge.crowds.grain == Grain::Fine {
                self.note_receivers(location, level, owners);
            }
            self.note_owners(owners, location, level, access, why);
            if access == Access::Write && (self.late || self.is_late_import()) {
                self.knowledge.is_written(location);
            }
            let (statement, event) = (self.statement, self.event);
            if reach == Reach::Direct {
                self.effects.own.insert((location, access));
                if concerns_callers && let Root::Location(told) = told {
                    self.effects.direct.insert((told, level));
                }
            }
            let found = Touch { statement, event, location, level, access, reach, why: Why::default() };
            // An empty reason sorts first, so what is known already stands right behind.
            let next = self.facts.touches.range(&found..).next();
            let known = next.is_some_and(|touch| {
                (touch.statement, touch.event, touch.location, touch.level, touch.access, touch.reach)
                    == (statement, event, location, level, access, reach)
            });
            if !known {
                let why = if self.known.is_some() { Why::default() } else { why() };
                self.facts.touches.insert(Touch { why, ..found });
            }
            self.after_preparation(location);
            if access == Access::Write {
                self.decided(location);
            }
        }
    }

    /// Whether the code at hand is a finalizer, and `owners` is its object, which nobody else has any more.
    fn is_finalized(&self, owners: &Receivers) -> bool {
        let own = Some(Receiver::of(Holder::Local(LocalId(0))));
        crate::program::is_finalizer(self.function) && owners.iter().all(|owner| *owner == own)
    }

    /// A direct access, whose place is its own reason.
    pub(super) fn touch_here(&mut self, root: Root, level: Level, access: Access) {
        self.touch_here_of(None, root, level, access);
    }

    /// The same, of a field of `owner`.
    pub(super) fn touch_here_of(
        &mut self,
        owner: Option<Receiver>,
        root: Root,
        level: Level,
        access: Access,
    ) {
        let text = match access {
            Access::Read => "read here",
            Access::Write if level == Level::Binding => "bound here",
            Access::Write => "changed here",
        };
        let place = self.here();
        let why = || Why { steps: vec![Step::end(place, text)] };
        self.touch_of(&Receivers::from([owner]), root, level, access, Reach::Direct, &why);
    }

    /// Touches the object of a value: what it is an alias of, not what it only holds.
    pub(super) fn read(&mut self, value: &Value, access: Access) {
        if self.knowledge.is_inert(value) || self.is_looked_at(value, Look::At(access)) {
            return;
        }
        for alias in value.aliases.clone() {
            if !alias.held {
                self.touch_here_of(value.owner, alias.root, alias.level, access);
            }
        }
    }

    /// Reads a value and all that is reached through it.
    pub(super) fn read_deep(&mut self, value: &Value) {
        if self.knowledge.is_inert(value) {
            return;
        }
        let shallow = value.content.iter().all(|kind| !kind.is_mutable());
        if self.is_looked_at(value, if shallow { Look::Deep } else { Look::Deepest }) {
            return;
        }
        for alias in value.aliases.clone() {
            let owner = value.owner.filter(|_| !alias.held);
            self.touch_here_of(owner, alias.root, alias.level, Access::Read);
            if !shallow || alias.held {
                self.touch_here_of(owner, alias.root, Level::Inner, Access::Read);
            }
        }
    }

    /// `value` is given to code that nobody sees, called as `callee` says: it is taken to look at it, not to change it.
    pub(super) fn hands(&mut self, value: &Value, callee: Place) {
        if self.strict == Strictness::Strict || value.is_only(|kind| !kind.is_mutable()) {
            return;
        }
        for alias in &value.aliases {
            match alias.root {
                Root::Location(location) => {
                    self.facts.handed.insert(Handed { location, callee });
                }
                Root::Param(index) => {
                    self.effects.handed.insert((index, callee));
                }
                Root::Captured(..) | Root::Site(_) => {}
            }
        }
    }

    /// The arguments of the call at hand go to code that nobody sees.
    pub(super) fn hands_arguments(&mut self, given: &[Given]) {
        let callee = self.callee_here();
        for argument in given {
            self.hands(&argument.value, callee);
        }
    }

    /// The callee of the call at hand; the whole event where that is no call.
    pub(super) fn callee_here(&self) -> Place {
        let statement = self.function.statements.get(self.statement.0 as usize);
        match statement.and_then(|statement| statement.events.get(self.event.0 as usize)) {
            Some(Event { op: Op::Call(callee, _), .. }) => {
                self.knowledge.place(self.key.module, self.event_span(*callee))
            }
            _ => self.here(),
        }
    }

    /// What the content of a value depends on, once it is looked into at the statement at hand.
    pub(super) fn dependences_of(&self, value: &Value) -> CommonSet<Depend> {
        let read = |alias: &Alias| match alias.root {
            Root::Location(location) => {
                let source = Source::Location(self.knowledge.source(location)?);
                Some(Depend { source, at: self.statement })
            }
            Root::Param(index) => Some(Depend { source: Source::Param(index), at: StatementId(0) }),
            Root::Captured(..) | Root::Site(_) => None,
        };
        let mut depends = value.depends.clone();
        depends.extend(value.aliases.iter().filter_map(read));
        depends
    }

    /// A use of a location that an earlier statement put in order rests on that.
    fn after_preparation(&mut self, location: LocationId) {
        let source = self.knowledge.source(location).map(Source::Location);
        for prepared in &self.prepared {
            if Some(prepared.source) == source && prepared.at != self.statement {
                self.facts.dependences.insert(Dependence { location, from: prepared.at, to: self.statement });
            }
        }
    }

    /// The statement at hand puts what `value` is in order for what comes next.
    pub(super) fn prepares(&mut self, value: &Value) {
        for location in locations(value) {
            let source = self.knowledge.source(location).map(Source::Location);
            self.prepared.extend(source.map(|source| Depend { source, at: self.statement }));
        }
    }

    /// A write of `location` at the statement at hand: what decided that it happens must be in one section with it.
    pub(super) fn decided(&mut self, location: LocationId) {
        let from: Vec<StatementId> = reads_of(&self.control, self.knowledge.source(location)).collect();
        for from in from {
            self.facts.dependences.insert(Dependence { location, from, to: self.statement });
        }
    }

    /// A write of all the locations that `target` may be, made of `parts`.
    pub(super) fn made_of(
        &mut self,
        target: impl IntoIterator<Item = LocationId>,
        parts: &CommonSet<Depend>,
    ) {
        for location in target {
            for from in reads_of(parts, self.knowledge.source(location)) {
                self.facts.dependences.insert(Dependence { location, from, to: self.statement });
            }
        }
    }

    /// `value` is put where `into` (a location, and that part of it) reaches it.
    pub(super) fn joins(&mut self, value: &Value, into: LocationId) {
        if !value.may_change() || self.knowledge.is_inert(value) {
            return;
        }
        let place = self.here();
        for alias in &value.aliases {
            if let Alias { root: Root::Location(first), level, .. } = *alias
                && self.knowledge.leader(first) != self.knowledge.leader(into)
            {
                self.knowledge.join(Join { first, level, second: into, place });
            }
        }
    }

    /// `value` leaves the analysis here.
    pub(super) fn escapes(&mut self, value: &Value, kind: EscapeKind) {
        if !value.may_change() || self.knowledge.is_inert(value) {
            return;
        }
        let place = self.here();
        for alias in &value.aliases {
            if let Root::Location(location) = alias.root {
                self.facts.escapes.insert(Escape { kind, location, level: alias.level, place });
                if alias.level == Level::Object && value.content.iter().any(Type::is_mutable) {
                    self.facts.escapes.insert(Escape { kind, location, level: Level::Inner, place });
                }
            }
        }
    }
}

/// The statements that read `location`, among `depends`.
fn reads_of(
    depends: &CommonSet<Depend>,
    location: Option<LocationId>,
) -> impl Iterator<Item = StatementId> + '_ {
    let source = location.map(Source::Location);
    let all = source.map(|source| {
        let at = |statement| Depend { source, at: StatementId(statement) };
        depends.between(&at(0), &at(u32::MAX))
    });
    all.into_iter().flatten().map(|depend| depend.at)
}

/// The locations that a value may be itself, not only hold.
pub(super) fn locations(value: &Value) -> Vec<LocationId> {
    value
        .aliases
        .iter()
        .filter(|alias| !alias.held)
        .filter_map(|alias| match alias.root {
            Root::Location(location) => Some(location),
            _ => None,
        })
        .collect()
}
