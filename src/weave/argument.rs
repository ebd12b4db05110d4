//! Arguments of markers that are evaluated once, where the decorator stood: into a variable above the wrapper.
//!
//! ```python
//! @concurrent(executor=ThreadPoolExecutor(1))      # before
//! def load(url): ...
//! ```
//! ```python
//! _load_executor = ThreadPoolExecutor(1)           # after; in a class a private attribute of it
//!
//! def load(url):
//!     return _load_executor.submit(_load_body, url)
//! ```
//! Which arguments that are is the marker's to say. Must not know why.

use super::launch;
use super::layout::{self, Margin};
use super::{Weaver, expression};
use crate::options::Switch;
use crate::plan::{Launch, LaunchKind};
use crate::python::{Marker, Marking, ast};
use crate::summary::FunctionKind;
use crate::text::Span;

/// An argument with a variable of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Early {
    /// The expression in the source.
    pub(super) expression: Span,
    /// What the wrapper writes for it.
    pub(super) spelled: String,
    /// The statement above the wrapper, with its line end.
    pub(super) line: String,
}

/// The arguments of `marking` that are evaluated above the wrapper of `def`.
pub(super) fn early(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    marking: &Marking,
    launch: &Launch,
    margin: &Margin,
) -> Vec<Early> {
    let Marker::Concurrent(arguments) = &marking.marker else { return Vec::new() };
    let given = match launch.kind {
        LaunchKind::Executor { expression, .. } => vec![("executor", expression)],
        LaunchKind::Thread { name, daemon } => {
            let given = [("name", name), ("daemon", daemon)];
            given.into_iter().filter_map(|(word, span)| Some((word, span?))).collect()
        }
        LaunchKind::Pool(_) | LaunchKind::Stub => Vec::new(),
    };
    let given = given.into_iter().filter(|(_, span)| arguments.early.contains(span));
    given.map(|(word, span)| one(weaver, def, launch, (word, span), margin)).collect()
}

fn one(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    launch: &Launch,
    (word, expression): (&str, Span),
    margin: &Margin,
) -> Early {
    let facts = weaver.summary.functions.get(launch.function.0 as usize);
    let parent = facts.and_then(|facts| weaver.summary.functions.get(facts.parent?.0 as usize));
    let in_class = parent.is_some_and(|parent| matches!(parent.kind, FunctionKind::ClassBody(_)));
    let underscores = if in_class { "__" } else { "_" };
    let stem = def.name.trim_matches('_');
    let variable = free(weaver, launch, &format!("{underscores}{stem}_{word}"));
    let spelled = match facts.filter(|_| in_class) {
        Some(facts) => format!("{}.{variable}", launch::owner_of_attributes(weaver, def, facts)),
        None => variable.clone(),
    };
    let text = weaver.module.slice(expression).replace("\r\n", "\n").replace('\r', "\n");
    let text =
        if expression::needs_parentheses(weaver.module, expression) { format!("({text})") } else { text };
    // In a class a function would take the object that it is reached by for its first argument.
    let is_function = matches!(launch.kind, LaunchKind::Executor { is_asked: Switch::On, .. });
    let text = if in_class && is_function { format!("staticmethod({text})") } else { text };
    let line = layout::statement(&format!("{variable} = {text}"), margin) + "\n";
    Early { expression, spelled, line }
}

/// `wanted`, or like it with a number, such that neither the module nor the plan nor another function's argument has it.
fn free(weaver: &Weaver<'_>, launch: &Launch, wanted: &str) -> String {
    let functions = &weaver.summary.functions;
    let name =
        |launch: &Launch| functions.get(launch.function.0 as usize).map(|facts| facts.name.trim_matches('_'));
    let before = weaver.plan.launches.iter().take_while(|other| other.function != launch.function);
    let namesakes = before.filter(|other| name(other) == name(launch)).count();
    let taken = |name: &String| {
        weaver.summary.identifiers.binary_search(name).is_ok()
            || weaver.plan.pools.iter().any(|pool| pool.name == *name)
            || weaver.plan.launches.iter().any(|launch| launch.body_name == *name)
    };
    let mut numbered = (namesakes + 1..).map(|number| match number {
        1 => wanted.to_owned(),
        _ => format!("{wanted}_{number}"),
    });
    numbered.find(|name| !taken(name)).unwrap_or_else(|| wanted.to_owned())
}
