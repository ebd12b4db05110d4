//! Names for futures and lists of them: free in the whole module, and different within a function.

use std::collections::BTreeSet;

/// The names that are taken.
pub(super) struct Names {
    module: BTreeSet<String>,
    function: BTreeSet<String>,
}

impl Names {
    pub(super) fn new(identifiers: &[String]) -> Names {
        Names { module: identifiers.iter().cloned().collect(), function: BTreeSet::new() }
    }

    /// What comes is for another function.
    pub(super) fn begin_function(&mut self) {
        self.function.clear();
    }

    /// `wanted`, or the first of `wanted_2`, `wanted_3` ... that is free.
    pub(super) fn fresh(&mut self, wanted: &str) -> String {
        let is_free = |name: &str| !self.module.contains(name) && !self.function.contains(name);
        let name = free(wanted, &is_free);
        self.function.insert(name.clone());
        name
    }

    /// `number` names for variables of one comprehension, which are nobody else's.
    pub(super) fn of_comprehension(&self, wanted: &str, number: usize) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for _ in 0..number {
            names.push(free(wanted, &|name: &str| {
                !self.module.contains(name) && !names.iter().any(|taken| taken == name)
            }));
        }
        names
    }

    /// The same for all functions of the module.
    pub(super) fn of_module(&mut self, wanted: &str) -> String {
        let name = free(wanted, &|name: &str| !self.module.contains(name));
        self.module.insert(name.clone());
        name
    }
}

fn free(wanted: &str, is_free: &dyn Fn(&str) -> bool) -> String {
    let numbered = (2_u32..).map(|number| format!("{wanted}_{number}"));
    let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
    candidates.find(|name| is_free(name)).unwrap_or_else(|| wanted.to_owned())
}
