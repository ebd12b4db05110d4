//! A set that many values have in common: a copy costs nothing until one of them changes.
//!
//! Must not know what lies in it.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

/// A sorted set, shared until it is changed. Sets are joined far more often than they grow by one, so they are kept in rows.
#[derive(Clone, Debug)]
pub(super) struct CommonSet<T>(Option<Arc<Vec<T>>>);

/// How two sets stand to each other.
enum Overlap {
    /// The second has nothing that the first has not.
    Covers,
    /// The first has nothing that the second has not.
    IsCovered,
    Neither,
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

    /// One of a row that is sorted and has nothing twice.
    fn of_row(row: Vec<T>) -> CommonSet<T> {
        CommonSet((!row.is_empty()).then(|| Arc::new(row)))
    }
}

impl<T: Ord> CommonSet<T> {
    /// Whether `item` is in it.
    pub(super) fn contains(&self, item: &T) -> bool {
        self.binary_search(item).is_ok()
    }

    /// Those from `first` to `last`, with both.
    pub(super) fn between(&self, first: &T, last: &T) -> &[T] {
        let from = self.partition_point(|item| item < first);
        let to = self.partition_point(|item| item <= last);
        self.get(from..to).unwrap_or_default()
    }

    /// How it stands to `other`.
    fn overlap(&self, other: &[T]) -> Overlap {
        let (mut at, mut theirs) = (0, 0);
        let (mut covers, mut is_covered) = (self.len() >= other.len(), self.len() <= other.len());
        while (covers || is_covered) && at < self.len() && theirs < other.len() {
            match self[at].cmp(&other[theirs]) {
                std::cmp::Ordering::Less => {
                    is_covered = false;
                    at += 1;
                }
                std::cmp::Ordering::Greater => {
                    covers = false;
                    theirs += 1;
                }
                std::cmp::Ordering::Equal => {
                    at += 1;
                    theirs += 1;
                }
            }
        }
        if covers && theirs == other.len() {
            Overlap::Covers
        } else if is_covered && at == self.len() {
            Overlap::IsCovered
        } else {
            Overlap::Neither
        }
    }
}

impl<T: Ord + Clone> CommonSet<T> {
    /// Puts `item` in; gives whether it is new.
    pub(super) fn insert(&mut self, item: T) -> bool {
        let Err(place) = self.binary_search(&item) else { return false };
        Arc::make_mut(self.0.get_or_insert_default()).insert(place, item);
        true
    }

    /// Takes `item` out; gives whether it was there.
    pub(super) fn remove(&mut self, item: &T) -> bool {
        let Ok(place) = self.binary_search(item) else { return false };
        Arc::make_mut(self.0.get_or_insert_default()).remove(place);
        true
    }

    /// Takes out what `stays` doesn't want.
    pub(super) fn retain(&mut self, stays: impl Fn(&T) -> bool) {
        if !self.iter().all(&stays) {
            *self = CommonSet::of_row(self.iter().filter(|item| stays(item)).cloned().collect());
        }
    }

    /// Puts all of `other` in.
    pub(super) fn join(&mut self, other: &CommonSet<T>) {
        if self.is_empty() {
            self.0.clone_from(&other.0);
        } else if !self.is_same(other) && !other.is_empty() {
            match self.overlap(other) {
                Overlap::Covers => {}
                Overlap::IsCovered => self.0.clone_from(&other.0),
                Overlap::Neither => *self = self.iter().chain(other).cloned().collect(),
            }
        }
    }
}

impl<T> Deref for CommonSet<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

impl<T> Default for CommonSet<T> {
    fn default() -> CommonSet<T> {
        CommonSet::new()
    }
}

impl<T: PartialEq> PartialEq for CommonSet<T> {
    fn eq(&self, other: &CommonSet<T>) -> bool {
        self.is_same(other) || **self == **other
    }
}

impl<T: Eq> Eq for CommonSet<T> {}

impl<T: Ord + Clone> Extend<T> for CommonSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.join(&items.into_iter().collect());
    }
}

impl<'a, T: Ord + Copy + 'static> Extend<&'a T> for CommonSet<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, items: I) {
        self.extend(items.into_iter().copied());
    }
}

impl<T: Ord> From<BTreeSet<T>> for CommonSet<T> {
    fn from(items: BTreeSet<T>) -> CommonSet<T> {
        CommonSet::of_row(items.into_iter().collect())
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for CommonSet<T> {
    fn from(items: [T; N]) -> CommonSet<T> {
        items.into_iter().collect()
    }
}

impl<T: Ord> FromIterator<T> for CommonSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> CommonSet<T> {
        let mut row: Vec<T> = items.into_iter().collect();
        // The sort takes sorted runs as they are: two rows one behind the other are merged.
        row.sort();
        row.dedup();
        CommonSet::of_row(row)
    }
}

impl<'a, T> IntoIterator for &'a CommonSet<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Clone> IntoIterator for CommonSet<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map(Arc::unwrap_or_clone).unwrap_or_default().into_iter()
    }
}
