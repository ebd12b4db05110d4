//! Which of our names reach a module through others of the tree, to a fixpoint. Must not know what the names mark.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::tree::Member;
use crate::program::Modules;
use crate::python::{OwnExports, imported_modules, markers_among, own_exports};

/// Finds the markers of `members` anew where modules of `modules`, which go by the same numbers, give them names of ours.
pub(super) fn spread(modules: &Modules, members: &mut [Member]) {
    let imports: Vec<Imports> = members
        .par_iter()
        .enumerate()
        .map(|(number, member)| {
            let resolve = |path: String| Some((modules.written(number, &path)?, path));
            let paths = imported_modules(&member.parsed.module).into_iter().filter_map(resolve);
            paths.filter(|(module, _)| *module != number).map(|(module, path)| (path, module)).collect()
        })
        .collect();
    let mut exports: Vec<Arc<OwnExports>> = members
        .par_iter()
        .map(|member| match member.markers.imports.is_empty() {
            true => Arc::default(),
            false => Arc::new(own_exports(&member.parsed.module, &|_| None)),
        })
        .collect();
    // Names only come to a module, so this ends; what a chain of modules hands on takes a round a module.
    for _ in 0..members.len() {
        let next: Vec<Arc<OwnExports>> = members
            .par_iter()
            .enumerate()
            .map(|(number, member)| match receives(&imports[number], &exports) {
                true => {
                    let elsewhere = |path: &str| given(modules, number, &exports, path);
                    Arc::new(own_exports(&member.parsed.module, &elsewhere))
                }
                false => Arc::clone(&exports[number]),
            })
            .collect();
        if next == exports {
            break;
        }
        exports = next;
    }
    members.par_iter_mut().enumerate().for_each(|(number, member)| {
        if receives(&imports[number], &exports) {
            let elsewhere = |path: &str| given(modules, number, &exports, path);
            (member.markers, member.found) = markers_among(&member.parsed.module, &elsewhere);
        }
    });
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
