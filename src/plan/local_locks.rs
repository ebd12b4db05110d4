//! Locks that are made anew by each call of a function: for the variables of it that nested functions share.
//!
//! ```python
//! def count_all(pages):
//!     _count_lock = threading.RLock()  # guards count
//!     count = 0
//! ```
//! Another call has other variables, so it needs another lock. Must not know how the line is written.

use std::collections::BTreeMap;

use super::Inputs;
use super::locks::Taken;
use super::sharing::{LockClass, Sharing};
use crate::program::{FunctionKey, Level, LocationId, LocationKind, Program, Reach};
use crate::summary::FunctionKind;

/// The function that owns the lock of a class, where a lock of its own is as good as one of the module's.
pub(super) fn owners(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    sections: &[Taken],
) -> BTreeMap<LockClass, FunctionKey> {
    let mut found: BTreeMap<LockClass, Option<FunctionKey>> = BTreeMap::new();
    for (index, location) in program.locations.iter().enumerate() {
        let id = LocationId(index as u32);
        let owner = match location.kind {
            LocationKind::Captured(owner, _) if is_own(program, sharing, id) => Some(owner),
            _ => None,
        };
        let known = found.entry(sharing.class(id)).or_insert(owner);
        if *known != owner {
            *known = None;
        }
    }
    let mut owners: BTreeMap<LockClass, FunctionKey> = found
        .into_iter()
        .filter_map(|(class, owner)| Some((class, owner?)))
        .filter(|(_, owner)| inputs.function(*owner).kind == FunctionKind::Def)
        .collect();
    // Whoever takes it must see it; and a function that is called with it in hand may be another call's. Whoever calls the owner
    // takes it only where he holds something over the call.
    for (taker, classes) in sections {
        owners.retain(|class, owner| !classes.contains(class) || is_within(inputs, *taker, *owner));
    }
    for (key, facts) in &program.functions {
        for touch in facts.touches.iter().filter(|touch| touch.reach == Reach::Below) {
            let class = sharing.class(touch.location);
            if owners.get(&class).is_some_and(|owner| is_within(inputs, *key, *owner)) {
                owners.remove(&class);
            }
        }
    }
    owners
}

/// Whether nobody but one call of the function has what its variable names, as far as that is contended.
fn is_own(program: &Program, sharing: &Sharing, location: LocationId) -> bool {
    [Level::Object, Level::Inner]
        .into_iter()
        .all(|level| !sharing.is_contended(location, level) || !program.unowned.contains(&(location, level)))
}

/// Whether `function` is `owner`, or stands in it.
fn is_within(inputs: &Inputs<'_>, function: FunctionKey, owner: FunctionKey) -> bool {
    let mut at = (function.module == owner.module).then_some(function.function);
    while let Some(function) = at {
        if function == owner.function {
            return true;
        }
        at = inputs.summary(owner.module).functions[function.0 as usize].parent;
    }
    false
}
