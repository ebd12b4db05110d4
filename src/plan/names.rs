//! Names for what is generated: free in every scope of the module, and all different.

use std::collections::BTreeSet;
use std::sync::Arc;

/// The names of one module that are taken.
#[derive(Clone)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// Names of a module, beside which these are those of one function.
    around: Option<Arc<Names>>,
}

impl Names {
    pub(super) fn new(identifiers: &[String]) -> Names {
        Names { taken: identifiers.iter().cloned().collect(), around: None }
    }

    /// Names for the temporaries of one function, which another function may use too.
    pub(super) fn inside(around: &Arc<Names>) -> Names {
        Names { taken: BTreeSet::new(), around: Some(Arc::clone(around)) }
    }

    /// `wanted`, or the first of `wanted_2`, `wanted_3` ... that is free.
    pub(super) fn fresh(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.is_free(&name) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        self.taken.insert(name.clone());
        name
    }

    /// Whether nothing is called `name` yet.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name) && self.around.as_ref().is_none_or(|around| around.is_free(name))
    }

    /// A name for a method's body: free of what the module spells, but classes may share it.
    pub(super) fn method(&self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.is_free(&name) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        name
    }

    /// `_hits_lock` for `hits`, `_stats_count_lock` for `Stats.count`.
    pub(super) fn lock(&mut self, location: &str) -> String {
        self.fresh(&Names::plain_lock(location))
    }

    /// `_account_locks` for `Account`.
    pub(super) fn table(&mut self, location: &str) -> String {
        self.fresh(&format!("{}s", Names::plain_lock(location)))
    }

    /// The same, free or not.
    pub(super) fn plain_lock(location: &str) -> String {
        let stem: Vec<&str> =
            location.split('.').map(|part| part.trim_matches('_')).filter(|part| !part.is_empty()).collect();
        let stem = snake(&stem.join("_"));
        if stem.is_empty() { "_lock".to_owned() } else { format!("_{stem}_lock") }
    }
}

/// `HttpCache` as `http_cache`; `MAX` as `max`.
pub(super) fn snake(name: &str) -> String {
    let mut result = String::new();
    let mut before_is_lower = false;
    for letter in name.chars() {
        if letter.is_uppercase() && before_is_lower {
            result.push('_');
        }
        before_is_lower = letter.is_lowercase() || letter.is_numeric();
        result.extend(letter.to_lowercase());
    }
    result
}
