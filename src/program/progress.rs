//! Which functions have to be walked again: those that read something which has grown since.
//!
//! What a function reads of others is their effects, what locations and captured variables hold, and whether a body may reach a
//! location, one by one; all else that linking knows counts as one thing, which everybody reads. Must not know what a walk does.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::location::{FunctionKey, LocationId};
use crate::summary::{FunctionId, LocalId};

/// What was walked when, and what has grown when, in walks. Who looked at what is noted behind a shared reference, since a look
/// changes nothing for anybody.
#[derive(Default)]
pub(super) struct Progress {
    walks: u64,
    /// When what everybody reads last grew.
    shared: u64,
    /// When a function was last walked.
    walked: BTreeMap<FunctionKey, u64>,
    /// When a function's effects last grew.
    grown: BTreeMap<FunctionKey, u64>,
    /// When what is known of the times at which a function runs last grew, or something that it read.
    woken: BTreeMap<FunctionKey, u64>,
    /// Who reads the effects of whom.
    readers: BTreeSet<(FunctionKey, FunctionKey)>,
    /// The function that is being walked.
    at_hand: Option<FunctionKey>,
    /// Who looked at what is known of a location, by location.
    of_locations: RefCell<Vec<BTreeSet<FunctionKey>>>,
    /// Who looked at what is known of a captured variable.
    of_captured: RefCell<BTreeMap<(FunctionKey, LocalId), BTreeSet<FunctionKey>>>,
}

impl Progress {
    /// `reader` looks at the effects of `of`.
    pub(super) fn reads(&mut self, reader: FunctionKey, of: FunctionKey) {
        self.readers.insert((reader, of));
    }

    /// The function at hand looks at what is known of a location.
    pub(super) fn reads_location(&self, location: LocationId) {
        let Some(reader) = self.at_hand else { return };
        let mut readers = self.of_locations.borrow_mut();
        let index = location.0 as usize;
        if readers.len() <= index {
            readers.resize_with(index + 1, BTreeSet::new);
        }
        readers[index].insert(reader);
    }

    /// The function at hand looks at what a captured variable may hold.
    pub(super) fn reads_captured(&self, owner: FunctionKey, local: LocalId) {
        if let Some(reader) = self.at_hand {
            self.of_captured.borrow_mut().entry((owner, local)).or_default().insert(reader);
        }
    }

    /// More is known of a location.
    pub(super) fn location_grows(&mut self, location: LocationId) {
        if let Some(readers) = self.of_locations.get_mut().get(location.0 as usize) {
            self.woken.extend(readers.iter().map(|reader| (*reader, self.walks)));
        }
    }

    /// More is known of a captured variable.
    pub(super) fn captured_grows(&mut self, owner: FunctionKey, local: LocalId) {
        if let Some(readers) = self.of_captured.get_mut().get(&(owner, local)) {
            self.woken.extend(readers.iter().map(|reader| (*reader, self.walks)));
        }
    }

    /// What the callers of `function` see of it grew.
    pub(super) fn grows(&mut self, function: FunctionKey) {
        self.grown.insert(function, self.walks);
    }

    /// `function` may run when it was not known to, or be given what it was not known to be.
    pub(super) fn wakes(&mut self, function: FunctionKey) {
        self.woken.insert(function, self.walks);
    }

    /// Something grew that any function may read.
    pub(super) fn all_grows(&mut self) {
        self.shared = self.walks;
    }

    /// A walk of `function` begins. What grows in it, even by its own doing, may have come too late for it.
    pub(super) fn walks(&mut self, function: FunctionKey) {
        self.walked.insert(function, self.walks);
        self.walks += 1;
        self.at_hand = Some(function);
    }

    /// No function is walked at present.
    pub(super) fn rests(&mut self) {
        self.at_hand = None;
    }

    /// Whether a walk of `function` might find something new.
    pub(super) fn is_due(&self, function: FunctionKey) -> bool {
        let Some(walked) = self.walked.get(&function) else { return true };
        let is_later = |grown: Option<&u64>| grown.is_some_and(|grown| grown > walked);
        let first = FunctionKey { module: 0, function: FunctionId(0) };
        let mut read = self.readers.range((function, first)..).take_while(|(reader, _)| *reader == function);
        self.shared > *walked
            || is_later(self.woken.get(&function))
            || read.any(|(_, of)| is_later(self.grown.get(of)))
    }
}
