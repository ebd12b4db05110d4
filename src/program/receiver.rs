//! Names that surely mean one object: whose field a statement touches, as the statement's own function knows that object.
//!
//! Two receivers may be one object, but one receiver is never two. Must not know who locks what.

use std::collections::BTreeSet;

use super::location::{FunctionKey, LocationId};
use crate::summary::LocalId;

/// A variable that holds an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A local of the function itself.
    Local(LocalId),
    /// A local of an enclosing function that is bound once.
    Captured(FunctionKey, LocalId),
    /// A global.
    Global(LocationId),
}

/// An object: what a variable holds, or a field of that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Receiver {
    /// The variable.
    pub holder: Holder,
    /// The field of its object, where that is meant.
    pub field: Option<LocationId>,
}

/// Whose field may be touched; `None` stands for objects that have no such name.
pub type Receivers = BTreeSet<Option<Receiver>>;

/// More names than these in one place are as good as none.
const NAMES_AT_MOST: usize = 6;

impl Receiver {
    /// What a variable holds.
    pub(super) fn of(holder: Holder) -> Receiver {
        Receiver { holder, field: None }
    }

    /// The object in that field of this one, as far as names go.
    pub(super) fn field(self, field: LocationId) -> Option<Receiver> {
        self.field.is_none().then_some(Receiver { field: Some(field), ..self })
    }
}

/// Adds `more` to `receivers`. Once some object has no name, the names of the others are no use.
pub(super) fn note(receivers: &mut Receivers, more: impl IntoIterator<Item = Option<Receiver>>) {
    receivers.extend(more);
    if receivers.contains(&None) || receivers.len() > NAMES_AT_MOST {
        *receivers = Receivers::from([None]);
    }
}
