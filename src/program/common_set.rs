//! A set that many values have in common: a copy costs nothing until one of them changes.
//!
//! Must not know what lies in it.

use std::collections::{BTreeSet, btree_set};
use std::ops::Deref;
use std::sync::Arc;

/// A sorted set, shared until it is changed.
#[derive(Clone, Debug)]
pub(super) struct CommonSet<T>(Option<Arc<BTreeSet<T>>>);

impl<T: 'static> CommonSet<T> {
    const EMPTY: &'static BTreeSet<T> = &BTreeSet::new();
}

impl<T> CommonSet<T> {
    /// One with nothing in it.
    pub(super) const fn new() -> CommonSet<T> {
        CommonSet(None)
    }

    /// Takes everything out.
    pub(super) fn clear(&mut self) {
        self.0 = None;
    }

    fn is_same(&self, other: &CommonSet<T>) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T: 'static + Ord + Clone> CommonSet<T> {
    fn own(&mut self) -> &mut BTreeSet<T> {
        Arc::make_mut(self.0.get_or_insert_default())
    }

    /// Puts `item` in; gives whether it is new.
    pub(super) fn insert(&mut self, item: T) -> bool {
        !self.contains(&item) && self.own().insert(item)
    }

    /// Takes `item` out; gives whether it was there.
    pub(super) fn remove(&mut self, item: &T) -> bool {
        self.contains(item) && self.own().remove(item)
    }

    /// Takes out what `stays` doesn't want.
    pub(super) fn retain(&mut self, stays: impl Fn(&T) -> bool) {
        if !self.iter().all(&stays) {
            self.own().retain(stays);
        }
    }

    /// Puts all of `other` in.
    pub(super) fn join(&mut self, other: &CommonSet<T>) {
        if self.is_empty() {
            self.0.clone_from(&other.0);
        } else if !self.is_same(other) {
            self.extend(other.iter().cloned());
        }
    }
}

impl<T: 'static> Deref for CommonSet<T> {
    type Target = BTreeSet<T>;

    fn deref(&self) -> &BTreeSet<T> {
        self.0.as_deref().unwrap_or(Self::EMPTY)
    }
}

impl<T> Default for CommonSet<T> {
    fn default() -> CommonSet<T> {
        CommonSet::new()
    }
}

impl<T: 'static + PartialEq> PartialEq for CommonSet<T> {
    fn eq(&self, other: &CommonSet<T>) -> bool {
        self.is_same(other) || **self == **other
    }
}

impl<T: 'static + Eq> Eq for CommonSet<T> {}

impl<T: 'static + Ord + Clone> Extend<T> for CommonSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

impl<'a, T: Ord + Copy + 'static> Extend<&'a T> for CommonSet<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, items: I) {
        self.extend(items.into_iter().copied());
    }
}

impl<T: Ord> From<BTreeSet<T>> for CommonSet<T> {
    fn from(items: BTreeSet<T>) -> CommonSet<T> {
        CommonSet((!items.is_empty()).then(|| Arc::new(items)))
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for CommonSet<T> {
    fn from(items: [T; N]) -> CommonSet<T> {
        BTreeSet::from(items).into()
    }
}

impl<T: Ord> FromIterator<T> for CommonSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> CommonSet<T> {
        BTreeSet::from_iter(items).into()
    }
}

impl<'a, T: 'static> IntoIterator for &'a CommonSet<T> {
    type Item = &'a T;
    type IntoIter = btree_set::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Clone> IntoIterator for CommonSet<T> {
    type Item = T;
    type IntoIter = btree_set::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map(Arc::unwrap_or_clone).unwrap_or_default().into_iter()
    }
}
