//! What is kept of a value where other functions find it: in locations and in captured variables.
//!
//! Must not know who puts what where.

use std::collections::BTreeMap;

use super::common_set::CommonSet;
use super::knowledge::Knowledge;
use super::library;
use super::location::Root;
use super::value::{Type, Value};

/// A value as another function may see it: without what only its own function knows.
pub(super) fn outside(value: &Value) -> Value {
    let mut kept = Value {
        depends: CommonSet::new(),
        bound: BTreeMap::new(),
        itself: None,
        owner: None,
        ..value.clone()
    };
    kept.aliases.retain(|alias| matches!(alias.root, Root::Location(_) | Root::Site(_)));
    for (name, receiver) in &value.bound {
        kept.bind(name, &outside(receiver));
    }
    kept
}

impl Knowledge<'_> {
    /// A value as others find it. Of an attribute of an object that nobody knows, nobody knows either whether it is a method: it
    /// is kept as one where somebody has a method of that name.
    pub(super) fn kept(&self, value: &Value) -> Value {
        let mut kept = outside(value);
        if kept.bound.is_empty() {
            return kept;
        }
        for (name, receiver) in &mut kept.bound {
            if receiver.types.iter().any(|kind| !self.may_have_method(kind, name)) {
                receiver.types.retain(|kind| self.may_have_method(kind, name));
            }
        }
        kept.bound.retain(|_, receiver| !receiver.types.is_empty());
        if kept.bound.is_empty() && kept.types.is_empty() {
            kept.types.insert(Type::Unknown);
        }
        kept
    }

    /// Whether an object of that type may have a method `name` that does more than what nobody knows does.
    fn may_have_method(&self, kind: &Type, name: &str) -> bool {
        match kind {
            Type::Unknown => {
                library::is_method(name) || self.is_method(name) || !self.loose_methods(name).is_empty()
            }
            Type::Own(class) => !self.methods(*class, name).is_empty() || self.inherits_unseen(*class),
            _ => true,
        }
    }
}
