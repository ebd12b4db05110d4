//! The part of an explanation that is about one name.

use super::data::{Explanation, FunctionEntry};

/// A name that nothing here has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Names like it, the likest first.
    pub close: Vec<String>,
}

/// How many like names are told.
const CLOSE_NAMES: usize = 3;

/// How alike a name must be to be told, from 0 to 1.
const ALIKE: f64 = 0.6;

pub(super) fn select(explanation: &Explanation, wanted: &str) -> Result<Explanation, Unknown> {
    let mut found = explanation.clone();
    found.selected = true;
    let named = |name: &str, full: &str| is_end(name, wanted) || is_end(full, wanted);
    found.locks.retain(|lock| {
        named(&lock.name, &lock.full)
            || lock.spellings.iter().any(|spelling| spelling == wanted)
            || lock.guards.iter().any(|guarded| named(&guarded.name, &guarded.full))
    });
    let is_wanted = |function: &FunctionEntry| named(&function.name, &function.full);
    found.bodies.retain(is_wanted);
    found.others.retain(is_wanted);
    found.without_lock.retain(|variable| named(&variable.name, &variable.full));
    if found.locks.is_empty()
        && found.bodies.is_empty()
        && found.others.is_empty()
        && found.without_lock.is_empty()
    {
        return Err(Unknown { close: close(explanation, wanted) });
    }
    let functions: Vec<&str> =
        found.bodies.iter().chain(&found.others).map(|function| function.name.as_str()).collect();
    let variables: Vec<&str> = found
        .without_lock
        .iter()
        .map(|variable| variable.name.as_str())
        .chain(found.locks.iter().flat_map(|lock| lock.guards.iter().map(|guarded| guarded.name.as_str())))
        .collect();
    let concerns =
        |function: &Option<String>| function.as_deref().is_some_and(|name| functions.contains(&name));
    found.warnings.retain(|warning| concerns(&warning.function));
    found.assumptions.retain(|assumption| {
        concerns(&assumption.function)
            || assumption.variable.as_deref().is_some_and(|name| variables.contains(&name))
    });
    Ok(found)
}

/// Whether `wanted` is the dotted name `name`, or the end of it.
fn is_end(name: &str, wanted: &str) -> bool {
    name.strip_suffix(wanted).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn close(explanation: &Explanation, wanted: &str) -> Vec<String> {
    let functions = explanation.bodies.iter().chain(&explanation.others).map(|function| &function.name);
    let locks = explanation.locks.iter().map(|lock| &lock.name);
    let guarded = explanation.locks.iter().flat_map(|lock| lock.guards.iter().map(|guarded| &guarded.name));
    let free = explanation.without_lock.iter().map(|variable| &variable.name);
    let mut alike: Vec<(f64, String)> = Vec::new();
    for name in functions.chain(locks).chain(guarded).chain(free) {
        let last = name.rsplit('.').next().unwrap_or(name);
        let likeness = strsim::jaro_winkler(wanted, name).max(strsim::jaro_winkler(wanted, last));
        if likeness >= ALIKE && !alike.iter().any(|(_, known)| known == name) {
            alike.push((likeness, name.clone()));
        }
    }
    alike.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    alike.into_iter().take(CLOSE_NAMES).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::is_end;

    #[test]
    fn a_name_is_found_by_its_end() {
        assert!(is_end("pkg.state.total", "state.total"));
        assert!(is_end("pkg.state.total", "pkg.state.total"));
        assert!(!is_end("pkg.state.total", "otal"));
        assert!(!is_end("total", "state.total"));
    }
}
