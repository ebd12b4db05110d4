//! Objects that are told apart no more: where one value may be any of very many, they all count as one from then on.
//!
//! ```python
//! for node in tree.walk():    # may be whatever any part of a large program ever put anywhere
//!     node.items.append(1)
//! ```
//! A large program whose names nobody declares comes to this point. What it costs is grain: one lock for all of them. Must not know
//! who locks what.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Join;
use super::knowledge::Knowledge;
use super::location::{Level, LocationId, LocationKind, Root, Site};
use super::value::{Alias, Depend, Source, Type, Value};
use crate::text::Place;

/// A value that may be, or hold, the objects of more locations than these is no longer looked at closely. What a reader can follow
/// has a few.
const OBJECTS_AT_MOST: usize = 24;

/// How closely the program is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Grain {
    /// Each location by itself, as long as values are few things.
    #[default]
    Fine,
    /// All that bodies reach and somebody changes beside them is one crowd: callers are told of that and of nothing else.
    Coarse,
}

/// Which locations count as one. It only grows.
#[derive(Default)]
pub(super) struct Crowds {
    pub(super) grain: Grain,
    /// For each location that another one stands for, that one; nobody stands for him.
    leaders: BTreeMap<LocationId, LocationId>,
    /// For each place where objects are made that count as one with others, the one that stands for them.
    sites: BTreeMap<Site, Site>,
    /// Locations that code changes when bodies may run.
    written: BTreeSet<LocationId>,
    /// One of the crowd of all that bodies reach, in a program that is looked at coarsely.
    main: Option<LocationId>,
}

impl Crowds {
    /// The location that stands for this one.
    pub(super) fn leader(&self, location: LocationId) -> LocationId {
        self.leaders.get(&location).copied().unwrap_or(location)
    }

    /// Whether others count as one with this one.
    pub(super) fn is_crowded(&self, location: LocationId) -> bool {
        self.leaders.contains_key(&location) || self.is_main(location)
    }

    /// Whether an access to `location` may be somebody's business, as closely as the program is looked at.
    pub(super) fn counts(&self, location: LocationId) -> bool {
        self.grain == Grain::Fine || self.is_main(location)
    }

    /// The place that stands for this one, where objects are made.
    pub(super) fn site(&self, site: Site) -> Site {
        self.sites.get(&site).copied().unwrap_or(site)
    }

    /// Whether others count as one with this place, where objects are made.
    pub(super) fn is_crowded_site(&self, site: Site) -> bool {
        self.sites.contains_key(&site)
    }

    fn is_main(&self, location: LocationId) -> bool {
        self.main.is_some_and(|main| self.leader(main) == self.leader(location))
    }

    /// Makes the first of some leaders stand for all; gives it.
    fn gather(&mut self, leaders: &BTreeSet<LocationId>) -> Option<LocationId> {
        let first = *leaders.first()?;
        for leader in self.leaders.values_mut().filter(|leader| leaders.contains(leader)) {
            *leader = first;
        }
        self.leaders.extend(leaders.iter().filter(|leader| **leader != first).map(|leader| (*leader, first)));
        Some(first)
    }
}

impl Knowledge<'_> {
    /// The location that stands for this one, where they are told apart no more.
    pub(super) fn leader(&self, location: LocationId) -> LocationId {
        self.crowds.leader(location)
    }

    /// What stands for `location` where it is said what a value depends on; nothing if nobody has to know. What guards itself is
    /// told apart from others for good: a lock is no other lock.
    pub(super) fn source(&self, location: LocationId) -> Option<LocationId> {
        let is_safe = |kind: &Type| kind.is_safe();
        if self.held_at(location).types.iter().any(is_safe) {
            return Some(location);
        }
        self.crowds.counts(location).then(|| self.leader(location))
    }

    /// Puts leaders in the place of those whom they stand for.
    fn leads(&self, value: &mut Value) {
        let led = |alias: &Alias| match alias.root {
            Root::Location(location) => Alias { root: Root::Location(self.leader(location)), ..*alias },
            Root::Site(site) => Alias { root: Root::Site(self.crowds.site(site)), ..*alias },
            _ => *alias,
        };
        if value.aliases.iter().any(|alias| led(alias) != *alias) {
            value.aliases = value.aliases.iter().map(led).collect();
            value.owner = None;
        }
        let led = |depend: &Depend| match depend.source {
            Source::Location(location) => {
                Some(Depend { source: Source::Location(self.source(location)?), ..*depend })
            }
            Source::Param(_) => Some(*depend),
        };
        if value.depends.iter().any(|depend| led(depend) != Some(*depend)) {
            value.depends = value.depends.iter().filter_map(led).collect();
        }
    }

    /// Looks no longer closely at `value`, found at `place`, if it may be too many objects.
    pub(super) fn blurs(&mut self, value: &mut Value, place: Place) {
        let most = match self.crowds.grain {
            Grain::Fine => OBJECTS_AT_MOST,
            Grain::Coarse => 1,
        };
        if value.aliases.len() > most {
            let objects = value.aliases.iter().filter_map(Alias::location);
            let leaders: BTreeSet<LocationId> = objects.map(|location| self.leader(location)).collect();
            if leaders.len() > most {
                self.gathers(&leaders, place);
            }
            let made = value.aliases.iter().filter_map(|alias| match alias.root {
                Root::Site(site) => Some(self.crowds.site(site)),
                _ => None,
            });
            let sites: BTreeSet<Site> = made.collect();
            if sites.len() > most {
                self.gathers_sites(&sites, place);
            }
        }
        if self.crowds.grain == Grain::Fine && self.crowds.leaders.is_empty() && self.crowds.sites.is_empty()
        {
            return;
        }
        self.leads(value);
        for receiver in value.bound.values_mut() {
            self.leads(receiver);
        }
    }

    /// The objects of some leaders count as one, because of what stands at `place`.
    fn gathers(&mut self, leaders: &BTreeSet<LocationId>, place: Place) {
        let Some(first) = self.crowds.gather(leaders) else { return };
        self.changed = true;
        for second in leaders {
            self.join(Join { first, level: Level::Object, second: *second, place });
            let kind = &self.locations[second.0 as usize].kind;
            if matches!(kind, LocationKind::Field(..) | LocationKind::Captured(..)) {
                let parts = [Level::Binding, Level::Object, Level::Inner];
                self.state.unowned.extend(parts.map(|level| (*second, level)));
            }
        }
    }

    /// The objects made at some places count as one, because of what stands at `place`.
    fn gathers_sites(&mut self, sites: &BTreeSet<Site>, place: Place) {
        let Some(first) = sites.first().copied() else { return };
        self.changed = true;
        for leader in self.crowds.sites.values_mut().filter(|leader| sites.contains(leader)) {
            *leader = first;
        }
        self.crowds.sites.extend(sites.iter().map(|site| (*site, first)));
        if sites.iter().any(|site| self.site(*site).is_some()) {
            // Bodies have some of them.
            let known = self.published(first);
            let published = sites.iter().filter_map(|site| self.site(*site)).chain([known]);
            let leaders: BTreeSet<LocationId> = published.map(|location| self.leader(location)).collect();
            if leaders.len() > 1 {
                self.gathers(&leaders, place);
            }
        }
    }

    /// The locations among `touched` that `source` stands for.
    pub(super) fn behind(&self, source: LocationId, touched: &BTreeSet<LocationId>) -> BTreeSet<LocationId> {
        if !self.crowds.is_crowded(source) || self.source(source) != Some(self.leader(source)) {
            return BTreeSet::from([source]);
        }
        let leader = self.leader(source);
        let found: BTreeSet<LocationId> =
            touched.iter().copied().filter(|location| self.leader(*location) == leader).collect();
        if found.is_empty() { BTreeSet::from([source]) } else { found }
    }

    /// Code that may run beside bodies changes `location`.
    pub(super) fn is_written(&mut self, location: LocationId) {
        self.crowds.written.insert(location);
    }

    /// The program is too entangled to be looked at closely.
    pub(super) fn steps_back(&mut self) {
        self.crowds.grain = Grain::Coarse;
        self.effects.clear();
        self.changed = true;
    }

    /// In a program that is looked at coarsely, what bodies reach and somebody changes beside them is one crowd.
    pub(super) fn crowds_together(&mut self) {
        if self.crowds.grain == Grain::Fine {
            return;
        }
        let reached = self.crowds.written.iter().filter(|location| self.is_reached(**location));
        let leaders: BTreeSet<LocationId> =
            reached.chain(&self.crowds.main).map(|one| self.leader(*one)).collect();
        let Some(first) = leaders.first() else { return };
        self.changed |= self.crowds.main.is_none();
        self.crowds.main = Some(*first);
        if leaders.len() > 1 {
            self.gathers(&leaders, self.locations[first.0 as usize].place);
        }
    }
}
