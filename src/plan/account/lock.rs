//! The locks of an account: what each guards, what made that need a lock, what joined and what merged.

use std::collections::BTreeMap;

use super::way::rank;
use super::{Decided, Guarded, JoinAccount, LockAccount, LockOrigin, Need, Way};
use crate::plan::LockSource;
use crate::plan::locks::ProgramLock;
use crate::plan::sharing::is_variable;
use crate::plan::sharing::{self, LockClass, Runs};
use crate::program::{Duty, LocationId};

/// The accesses that tell best why a location needs a lock.
#[derive(Default)]
struct Evidence {
    reached: Option<Way>,
    /// The write, and whether a body does it.
    written: Option<(Way, By)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Body,
    Other,
}

pub(super) fn locks(decided: &Decided<'_, '_>) -> Vec<LockAccount> {
    let evidence = evidence(decided);
    let account = |(index, lock): (usize, &ProgramLock)| LockAccount {
        name: lock.name.clone(),
        module: decided.program.locations[lock.members[0].0 as usize].module(),
        source: origin(decided, lock),
        spellings: spellings(decided, index),
        guards: lock.members.iter().map(|member| guarded(decided, lock, *member, &evidence)).collect(),
        joins: joins(decided, lock),
        by_object: lock.by_object,
    };
    decided.locks.locks.iter().enumerate().map(account).collect()
}

fn origin(decided: &Decided<'_, '_>, lock: &ProgramLock) -> LockOrigin {
    match lock.source {
        LockSource::Own => LockOrigin::Own,
        LockSource::User(span) => {
            let home = decided.program.locations[lock.members[0].0 as usize].module();
            let given = lock.members.iter().find_map(|location| decided.named.locks.get(location));
            LockOrigin::User(decided.inputs.place(given.map_or(home, |(module, _)| *module), span))
        }
        LockSource::Existing => LockOrigin::Existing,
        LockSource::Shared => LockOrigin::LockModule(
            decided.plan.lock_module.as_ref().map(|module| module.name.clone()).unwrap_or_default(),
        ),
        LockSource::PerObject => LockOrigin::PerObject,
        LockSource::Local(_) => LockOrigin::Local,
    }
}

fn spellings(decided: &Decided<'_, '_>, index: usize) -> BTreeMap<u32, String> {
    let mut spellings = BTreeMap::new();
    for (module, slice) in (0..).zip(&decided.plan.modules) {
        for (id, lock) in (0..).zip(&slice.locks) {
            if decided.lock_seen(module, crate::plan::LockId(id)) == Some(index) {
                spellings.insert(module, lock.name.clone());
            }
        }
    }
    spellings
}

fn guarded(
    decided: &Decided<'_, '_>,
    lock: &ProgramLock,
    member: LocationId,
    evidence: &BTreeMap<LocationId, Evidence>,
) -> Guarded {
    let class = decided.sharing.class(member);
    let leader = decided.locks.leaders.get(&class).copied().filter(|leader| *leader != class);
    let merged_under = leader.and_then(|leader| {
        let first = lock.members.iter().find(|member| decided.sharing.class(**member) == leader)?;
        Some(decided.variable(*first))
    });
    Guarded {
        variable: decided.variable(member),
        need: need(decided, lock, member, class, evidence),
        merged_under,
    }
}

fn need(
    decided: &Decided<'_, '_>,
    lock: &ProgramLock,
    member: LocationId,
    class: LockClass,
    evidence: &BTreeMap<LocationId, Evidence>,
) -> Need {
    if let Some(Evidence { reached: Some(reached), written: Some((written, by)) }) = evidence.get(&member) {
        // What a body writes, it reaches.
        let reached = if *by == By::Body { written } else { reached };
        return Need::Contended { reached: reached.clone(), written: written.clone() };
    }
    if let Some(place) = decided.named_at(member) {
        return Need::Named(place);
    }
    let alone = lock.members.iter().filter(|other| decided.sharing.class(**other) == class).count() == 1;
    if alone { Need::Opaque } else { Need::Joined }
}

/// For each location the access of a body and the write that best show why it is contended.
fn evidence(decided: &Decided<'_, '_>) -> BTreeMap<LocationId, Evidence> {
    let mut found: BTreeMap<LocationId, Evidence> = BTreeMap::new();
    for (key, facts) in &decided.program.functions {
        let runs = Runs::new(decided.program, decided.inputs, *key);
        let by = if facts.duty == Duty::Body { By::Body } else { By::Other };
        for touch in &facts.touches {
            let Some(class) = decided.sharing.need(touch) else { continue };
            if decided.named.is_vouched(*key, class, decided.sharing) {
                continue;
            }
            let (reaches, writes) = (runs.reaches(touch), runs.writes_beside(touch));
            if !reaches && !writes {
                continue;
            }
            let way = decided.way(*key, touch);
            let known = found.entry(touch.location).or_default();
            if writes
                && known.written.as_ref().is_none_or(|(other, doer)| (by, rank(&way)) < (*doer, rank(other)))
            {
                known.written = Some((way.clone(), by));
            }
            if reaches && known.reached.as_ref().is_none_or(|other| rank(&way) < rank(other)) {
                known.reached = Some(way);
            }
        }
    }
    found
}

fn joins(decided: &Decided<'_, '_>, lock: &ProgramLock) -> Vec<JoinAccount> {
    let guarded = |location: LocationId| {
        let class = decided.sharing.class(location);
        lock.members.iter().any(|member| decided.sharing.class(*member) == class)
            && is_variable(decided.program, decided.inputs, location)
    };
    let mut joins: Vec<JoinAccount> = sharing::joins(decided.program)
        .filter(|join| join.first != join.second && guarded(join.first) && guarded(join.second))
        .map(|join| JoinAccount {
            first: decided.variable(join.first),
            second: decided.variable(join.second),
            place: join.place,
        })
        .collect();
    joins.sort_by_key(|join| join.place);
    joins.dedup();
    joins
}
