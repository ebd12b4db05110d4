//! Which of our names reach a module through others of the tree, to a fixpoint. Must not know what the names mark.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::program::Modules;
use crate::python::{Markers, Module, OwnExports, imported_modules, markers_among, own_exports};

/// What a module's text says alone of names of ours.
#[derive(Clone, Debug)]
pub(super) struct Own {
    /// The modules that it imports, as it writes them.
    pub(super) imports: BTreeSet<String>,
    /// What it gives of what it imports from us.
    pub(super) exports: Arc<OwnExports>,
}

impl Own {
    /// Reads it from `module`, whose own markers are `markers`.
    pub(super) fn of(module: &Module, markers: &Markers) -> Own {
        let exports = match markers.imports.is_empty() {
            true => Arc::default(),
            false => Arc::new(own_exports(module, &|_| None)),
        };
        Own { imports: imported_modules(module), exports }
    }
}

/// The markers of modules anew where others of `modules`, which go by the same numbers, give them names of ours. `syntax` has the
/// module of a number, at least where it is among the `receivers`.
pub(super) fn spread<'m>(
    modules: &Modules,
    own: &[Own],
    syntax: &(dyn Fn(usize) -> Option<&'m Module> + Sync),
) -> BTreeMap<usize, (Markers, Vec<Diagnostic>)> {
    let imports = imports(modules, own);
    let mut exports: Vec<Arc<OwnExports>> = own.iter().map(|own| Arc::clone(&own.exports)).collect();
    // Names only come to a module, so this ends; what a chain of modules hands on takes a round a module.
    for _ in 0..own.len() {
        let next: Vec<Arc<OwnExports>> = (0..own.len())
            .into_par_iter()
            .map(|number| match syntax(number).filter(|_| receives(&imports[number], &exports)) {
                Some(module) => {
                    let elsewhere = |path: &str| given(modules, number, &exports, path);
                    Arc::new(own_exports(module, &elsewhere))
                }
                None => Arc::clone(&exports[number]),
            })
            .collect();
        if next == exports {
            break;
        }
        exports = next;
    }
    let anew = |number: usize| {
        let module = syntax(number).filter(|_| receives(&imports[number], &exports))?;
        let elsewhere = |path: &str| given(modules, number, &exports, path);
        Some((number, markers_among(module, &elsewhere)))
    };
    (0..own.len()).into_par_iter().filter_map(anew).collect()
}

/// The modules that may come by names of ours through others; `text` has the text of each.
pub(super) fn receivers<'t>(
    modules: &Modules,
    own: &[Own],
    text: &dyn Fn(usize) -> &'t str,
) -> BTreeSet<usize> {
    let imports = imports(modules, own);
    let mut found = BTreeSet::new();
    loop {
        let may_receive = |number: &usize| {
            let reaches = |giver: &usize| {
                // What a receiver hands on, and by which name, is not known yet.
                found.contains(giver) || own[*giver].exports.may_reach(text(*number))
            };
            imports[*number].values().any(reaches)
        };
        let next: BTreeSet<usize> = (0..own.len()).filter(may_receive).collect();
        if next == found {
            return found;
        }
        found = next;
    }
}

fn imports(modules: &Modules, own: &[Own]) -> Vec<Imports> {
    let of = |(number, own): (usize, &Own)| {
        let resolve = |path: &String| Some((modules.written(number, path)?, path.clone()));
        let paths = own.imports.iter().filter_map(resolve);
        paths.filter(|(module, _)| *module != number).map(|(module, path)| (path, module)).collect()
    };
    own.par_iter().enumerate().map(of).collect()
}

/// The modules that one imports, by how it writes them.
type Imports = BTreeMap<String, usize>;

fn receives(imports: &Imports, exports: &[Arc<OwnExports>]) -> bool {
    imports.values().any(|module| !exports[*module].is_empty())
}

/// What the module that `importer` writes as `path` gives.
fn given(
    modules: &Modules,
    importer: usize,
    exports: &[Arc<OwnExports>],
    path: &str,
) -> Option<Arc<OwnExports>> {
    modules
        .written(importer, path)
        .filter(|module| *module != importer)
        .map(|module| Arc::clone(&exports[module]))
}
