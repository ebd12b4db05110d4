//! Names that woven code needs beside the plan's: imports and the helpers of the prelude, under names free in the module.
//!
//! An import that the module has already is used under the name that it has there; one whose name the module spells for
//! anything else is bound under a name of its own (`Future as _Future`).

use std::collections::{BTreeMap, BTreeSet};

use super::helper::Helper;
use super::import_block;
use crate::plan::{LockSource, ModulePlan};
use crate::python::ast::token::TokenKind;
use crate::python::{Module, Ranged, span_of};
use crate::summary::ModuleSummary;

/// Something that woven code imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Import {
    /// The module.
    pub(super) module: &'static str,
    /// What is taken from it; `None`: the module itself.
    pub(super) member: Option<&'static str>,
}

impl Import {
    pub(super) const ATEXIT: Import = Import { module: "atexit", member: None };
    pub(super) const BUILTINS: Import = Import { module: "builtins", member: None };
    pub(super) const COPY: Import = Import { module: "copy", member: None };
    pub(super) const LOGGING: Import = Import { module: "logging", member: None };
    pub(super) const MATH: Import = Import { module: "math", member: None };
    pub(super) const OPERATOR: Import = Import { module: "operator", member: None };
    pub(super) const OS: Import = Import { module: "os", member: None };
    pub(super) const QUEUE: Import = Import { module: "queue", member: None };
    pub(super) const SYS: Import = Import { module: "sys", member: None };
    pub(super) const THREADING: Import = Import { module: "threading", member: None };
    pub(super) const ANY: Import = Import::member("typing", "Any");
    pub(super) const CALLABLE: Import = Import::member("collections.abc", "Callable");
    pub(super) const CALLABLE_TYPING: Import = Import::member("typing", "Callable");
    pub(super) const CAST: Import = Import::member("typing", "cast");
    pub(super) const COPY_CONTEXT: Import = Import::member("contextvars", "copy_context");
    pub(super) const FUTURE: Import = Import::member("concurrent.futures", "Future");
    pub(super) const OPTIONAL: Import = Import::member("typing", "Optional");
    pub(super) const PARTIAL: Import = Import::member("functools", "partial");
    pub(super) const POOL: Import = Import::member("concurrent.futures", "ThreadPoolExecutor");
    pub(super) const SUPPRESS: Import = Import::member("contextlib", "suppress");
    pub(super) const TYPE_VARIABLE: Import = Import::member("typing", "TypeVar");
    pub(super) const WEAK_SET: Import = Import::member("weakref", "WeakSet");

    /// All of them.
    pub(super) const ALL: &[Import] = &[
        Import::ATEXIT,
        Import::BUILTINS,
        Import::COPY,
        Import::LOGGING,
        Import::MATH,
        Import::OPERATOR,
        Import::OS,
        Import::QUEUE,
        Import::SYS,
        Import::THREADING,
        Import::ANY,
        Import::CALLABLE,
        Import::CALLABLE_TYPING,
        Import::CAST,
        Import::COPY_CONTEXT,
        Import::FUTURE,
        Import::OPTIONAL,
        Import::PARTIAL,
        Import::POOL,
        Import::SUPPRESS,
        Import::TYPE_VARIABLE,
        Import::WEAK_SET,
    ];

    const fn member(module: &'static str, name: &'static str) -> Import {
        Import { module, member: Some(name) }
    }

    /// The name that it has unless that is taken.
    pub(super) fn plain_name(self) -> &'static str {
        self.member.unwrap_or(self.module)
    }
}

/// What woven code uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Needed {
    /// Imports.
    pub(super) imports: BTreeSet<Import>,
    /// Helpers.
    pub(super) helpers: BTreeSet<Helper>,
    /// Builtins whose names the module binds itself.
    pub(super) shadowed: BTreeSet<&'static str>,
}

/// The names of one module.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Everything imported, with the name that it is bound to.
    imports: BTreeMap<Import, String>,
    /// Those of `imports` that the module doesn't import itself.
    missing: BTreeSet<Import>,
    /// Helpers of the prelude.
    helpers: BTreeMap<Helper, String>,
    /// Builtins that go by their module.
    shadowed: BTreeSet<&'static str>,
}

impl Names {
    /// The name that `import` is bound to.
    pub(super) fn import(&self, import: Import) -> &str {
        self.imports.get(&import).map_or(import.plain_name(), String::as_str)
    }

    /// The imports to add, with their names.
    pub(super) fn missing(&self) -> impl Iterator<Item = (Import, &str)> {
        self.missing.iter().map(|import| (*import, self.import(*import)))
    }

    /// Whether the module has another meaning for the name of a builtin that is needed.
    pub(super) fn shadows(&self, builtin: &str) -> bool {
        self.shadowed.contains(builtin)
    }

    /// The builtins that go by their module.
    pub(super) fn shadowed(&self) -> impl Iterator<Item = &'static str> {
        self.shadowed.iter().copied()
    }

    /// The name of `helper`.
    pub(super) fn helper(&self, helper: Helper) -> &str {
        self.helpers.get(&helper).map_or(helper.plain_name(), String::as_str)
    }

    /// The helpers that the prelude defines, in order.
    pub(super) fn helpers(&self) -> impl Iterator<Item = Helper> {
        self.helpers.keys().copied()
    }
}

/// Binds what is `needed` to names that are free in `module`.
pub(super) fn bind(module: &Module, summary: &ModuleSummary, plan: &ModulePlan, needed: Needed) -> Names {
    let mut existing = import_block::bound(module, &summary.markers);
    if plan.locks.iter().any(|lock| matches!(lock.source, LockSource::Local(_))) {
        // Code in functions names it, where a variable may hide it.
        let is_local = |name: &String| {
            summary.functions.iter().flat_map(|function| &function.locals).any(|local| local.name == *name)
        };
        existing.retain(|_, name| !is_local(name));
    }
    let mut taken = spelled(module);
    taken.extend(plan_names(plan));
    let mut names = Names { shadowed: needed.shadowed, ..Names::default() };
    for import in needed.imports {
        if let Some(name) = existing.get(&import) {
            names.imports.insert(import, name.clone());
        } else {
            let name = free(import.plain_name(), &mut taken);
            names.imports.insert(import, name);
            names.missing.insert(import);
        }
    }
    for helper in needed.helpers {
        let name = free(helper.plain_name(), &mut taken);
        names.helpers.insert(helper, name);
    }
    names
}

/// Every identifier in the module that isn't an attribute.
fn spelled(module: &Module) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut after_dot = false;
    for token in module.tokens() {
        if token.kind() == TokenKind::Name && !after_dot {
            names.insert(module.slice(span_of(token.range())).to_owned());
        }
        after_dot = token.kind() == TokenKind::Dot;
    }
    names
}

/// The names that the plan has chosen.
fn plan_names(plan: &ModulePlan) -> impl Iterator<Item = String> {
    let locks = plan.locks.iter().map(|lock| &lock.name);
    let pools = plan.pools.iter().map(|pool| &pool.name);
    let bodies = plan.launches.iter().map(|launch| &launch.body_name);
    let hoists = plan.splits.iter().flat_map(|split| &split.hoists).map(|hoist| &hoist.name);
    let lock_module = plan.lock_import.iter().map(|import| &import.name);
    locks.chain(pools).chain(bodies).chain(hoists).chain(lock_module).cloned()
}

/// `plain`, or like it, but not in `taken`, which it joins.
pub(super) fn free(plain: &str, taken: &mut BTreeSet<String>) -> String {
    let private = if plain.starts_with('_') { plain.to_owned() } else { format!("_{plain}") };
    let numbered = (2_u32..).map(|number| format!("{private}_{number}"));
    let mut candidates = [plain.to_owned(), private.clone()].into_iter().chain(numbered);
    let name = candidates.find(|name| !taken.contains(name)).unwrap_or(private);
    taken.insert(name.clone());
    name
}

/// How `plain` is imported under `name`.
pub(super) fn binding(plain: &str, name: &str) -> String {
    if plain == name { plain.to_owned() } else { format!("{plain} as {name}") }
}
