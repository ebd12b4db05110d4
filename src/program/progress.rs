//! Which functions have to be walked again: those that read something which has grown since.
//!
//! What a function reads of others is their effects, one by one; all else that linking knows counts as one thing, which
//! everybody reads. Must not know what a walk does.

use std::collections::{BTreeMap, BTreeSet};

use super::location::FunctionKey;
use crate::summary::FunctionId;

/// What was walked when, and what has grown when, in walks.
#[derive(Default)]
pub(super) struct Progress {
    walks: u64,
    /// When what everybody reads last grew.
    shared: u64,
    /// When a function was last walked.
    walked: BTreeMap<FunctionKey, u64>,
    /// When a function's effects last grew.
    grown: BTreeMap<FunctionKey, u64>,
    /// When what is known of the times at which a function runs last grew.
    woken: BTreeMap<FunctionKey, u64>,
    /// Who reads the effects of whom.
    readers: BTreeSet<(FunctionKey, FunctionKey)>,
}

impl Progress {
    /// `reader` looks at the effects of `of`.
    pub(super) fn reads(&mut self, reader: FunctionKey, of: FunctionKey) {
        self.readers.insert((reader, of));
    }

    /// What the callers of `function` see of it grew.
    pub(super) fn grows(&mut self, function: FunctionKey) {
        self.grown.insert(function, self.walks);
    }

    /// `function` may run when it was not known to.
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
