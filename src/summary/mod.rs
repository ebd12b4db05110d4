//! One module to its `ModuleSummary`: plain facts, a small IR that `program` and `plan` read in place of syntax.
//!
//! A summary depends on its file's bytes alone, so it can be made anywhere, in any order, and cached. Must not know files
//! or other modules: relative imports and type names stay unresolved.

mod annotation;
mod class;
mod comprehension;
#[cfg(test)]
mod dump;
mod expression;
mod function;
mod identifiers;
mod ir;
mod lower;
mod narrowing;
mod pattern;
mod statement;
mod target;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use crate::python::{Declared, Markers, Module, ScopeId, Scopes};
use lower::{Lowering, Marks};

pub use ir::{
    Argument, ArgumentKind, Block, Choice, Class, ClassId, Constant, Event, Function, FunctionId,
    FunctionKind, GlobalName, Handler, ImportRef, Local, LocalId, MethodKind, ModuleSummary, Name, Narrowing,
    Op, Operator, Param, ParamKind, Statement, StatementId, StatementKind, Suspends, TypeRef, ValueId,
};

/// The facts of `module`, whose own names of ours are `markers`. Runs on the caller's stack: the caller gives it a deep one.
pub fn summarize(module: &Module, markers: &Markers) -> ModuleSummary {
    let scopes = crate::python::scopes(module);
    let mut lowering = Lowering::new(module, &scopes, marks(markers));
    lowering.summary.globals = globals(&scopes);
    lowering.module_code();
    ModuleSummary {
        exports: identifiers::exports(module),
        identifiers: identifiers::identifiers(module, &scopes),
        markers: markers.clone(),
        ..lowering.summary
    }
}

fn marks(markers: &Markers) -> Marks<'_> {
    let mut functions: HashMap<u32, Vec<_>> = HashMap::new();
    for marking in &markers.functions {
        functions.entry(marking.def).or_default().push(marking);
    }
    let imports = &markers.imports;
    Marks {
        functions,
        atomic: markers.atomic_blocks.iter().map(|block| block.with).collect(),
        erased: imports.iter().filter(|import| import.whole).map(|import| import.statement).collect(),
        synchronized: markers.synchronized.iter().map(|marked| marked.def).collect(),
        calls_here: markers.calls_here.iter().map(|here| here.call).collect(),
        aliases: imports.iter().flat_map(|import| import.aliases.iter().copied()).collect::<HashSet<_>>(),
    }
}

/// The names of the module's scope, by the place of their first binding.
fn globals(scopes: &Scopes) -> Vec<GlobalName> {
    let mut names: Vec<GlobalName> = scopes
        .get(ScopeId::MODULE)
        .symbols()
        .iter()
        .filter(|symbol| symbol.declared == Declared::No)
        .filter_map(|symbol| {
            let first = symbol.bindings.iter().map(|binding| binding.span).min()?;
            Some(GlobalName { name: symbol.name.clone(), span: first, annotation: None })
        })
        .collect();
    names.sort_by_key(|name| name.span);
    names
}
