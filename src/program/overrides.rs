//! Which methods of the program override which. Must not know what that means.

use super::knowledge::Knowledge;
use super::location::{ClassKey, FunctionKey};

/// A method that takes another one's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Override {
    /// The one that runs.
    pub method: FunctionKey,
    /// The one in whose place.
    pub above: FunctionKey,
    /// The class that inherits both, where neither's class is above the other's.
    pub by: Option<ClassKey>,
}

/// Each method with the nearest ones above it that it overrides; where a class inherits one from several, each with those that it
/// hides there.
pub(super) fn overrides(knowledge: &Knowledge<'_>) -> Vec<Override> {
    let mut found: Vec<Override> = Vec::new();
    for class in knowledge.classes() {
        let bases = knowledge.bases(class);
        for (name, function) in &knowledge.class(class).methods {
            let method = FunctionKey { module: class.module, function: *function };
            for base in &bases {
                let above = defined(knowledge, *base, name).map(|(_, above)| above);
                let one = above.map(|above| Override { method, above, by: None });
                found.extend(one.filter(|one| !found.contains(one)));
            }
        }
        found.extend(hidden(knowledge, class, &bases));
    }
    found
}

/// The methods that `class` inherits from one of its bases and not from another one that has one of that name, too.
fn hidden(knowledge: &Knowledge<'_>, class: ClassKey, bases: &[ClassKey]) -> Vec<Override> {
    let mut found = Vec::new();
    let own = &knowledge.class(class).methods;
    let inherited = bases.iter().flat_map(|base| knowledge.all_methods(*base));
    let mut names: Vec<&str> = inherited.map(|method| knowledge.function(method).name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names.into_iter().filter(|name| own.iter().all(|(method, _)| method != name)) {
        let Some((first, method)) = defined(knowledge, class, name) else { continue };
        for base in bases {
            let Some((other, above)) = defined(knowledge, *base, name) else { continue };
            let is_above = |one: ClassKey, other: ClassKey| knowledge.ancestry(one).contains(&other);
            if !is_above(first, other) && !is_above(other, first) {
                found.push(Override { method, above, by: Some(class) });
            }
        }
    }
    found
}

/// The nearest definition of the method `name`, from `class` up, and where it is.
fn defined(knowledge: &Knowledge<'_>, class: ClassKey, name: &str) -> Option<(ClassKey, FunctionKey)> {
    knowledge.ancestry(class).into_iter().find_map(|class| {
        let (_, function) = knowledge.class(class).methods.iter().find(|(method, _)| method == name)?;
        Some((class, FunctionKey { module: class.module, function: *function }))
    })
}
