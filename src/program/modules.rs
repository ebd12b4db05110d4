//! Which module of the program an import means. Must not know what modules hold.
//!
//! Names are resolved as the import system does (PEP 328, PEP 420), over the modules that are given. A folder that is no package may
//! be a place on `sys.path` (the folder of a script always is): where nothing of the whole name is found, the folders around the
//! importing module that are no packages are looked through, innermost first; then, for a module that speaks of `sys.path`, all others.

use std::collections::{BTreeMap, BTreeSet};

use super::knowledge::ModuleInput;
use crate::summary::{ImportRef, ModuleSummary, Op};

/// The modules of a program by name.
#[derive(Debug, Default)]
pub struct Modules {
    by_name: BTreeMap<String, u32>,
    names: Vec<String>,
    /// Names of folders that hold modules, without an `__init__`.
    namespaces: BTreeSet<String>,
    /// The dotted name of each module's package; empty at the top.
    package_of: Vec<String>,
    /// Which modules speak of `sys.path`: they may put any folder on it.
    knows_path: Vec<bool>,
}

/// What an import means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Imported {
    /// A module of the program.
    Module(u32),
    /// A namespace package with modules of the program, by its whole name.
    Namespace(String),
}

/// An import found, and the folder (as a dotted name; empty: the top) that its name starts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) imported: Imported,
    pub(super) base: String,
}

impl Modules {
    /// Reads names of `inputs` only, and whether they speak of `sys.path`.
    pub fn new(inputs: &[ModuleInput<'_>]) -> Modules {
        let mut modules = Modules::default();
        for (index, input) in inputs.iter().enumerate() {
            // Of two files of one name the import system takes the first.
            modules.by_name.entry(input.name.to_owned()).or_insert(index as u32);
            let package = if input.is_package { input.name } else { parent(input.name) };
            modules.names.push(input.name.to_owned());
            modules.package_of.push(package.to_owned());
            let says = |name: &str| {
                input.summary.identifiers.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
            };
            modules.knows_path.push(says("sys") && says("path"));
        }
        for input in inputs {
            let mut folder = parent(input.name);
            while !folder.is_empty() {
                if !modules.by_name.contains_key(folder) {
                    modules.namespaces.insert(folder.to_owned());
                }
                folder = parent(folder);
            }
        }
        modules
    }

    /// The module or namespace package of that whole name.
    pub(super) fn named(&self, name: &str) -> Option<Imported> {
        if let Some(index) = self.by_name.get(name) {
            return Some(Imported::Module(*index));
        }
        self.namespaces.contains(name).then(|| Imported::Namespace(name.to_owned()))
    }

    /// The module, by number, that `importer` gets for `path`, dots in front included.
    pub fn written(&self, importer: usize, path: &str) -> Option<usize> {
        let name = path.trim_start_matches('.');
        let level = (path.len() - name.len()) as u32;
        match self.resolve(importer as u32, level, name)?.imported {
            Imported::Module(module) => Some(module as usize),
            Imported::Namespace(_) => None,
        }
    }

    /// Every module that an import may run or name.
    fn reached(&self, importer: u32, import: &ImportRef) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        let Some(Resolved { imported, .. }) = self.resolve(importer, import.level, &import.module) else {
            return found;
        };
        let mut name = match imported {
            Imported::Module(module) => self.names[module as usize].clone(),
            Imported::Namespace(name) => name,
        };
        let member = import.name.as_ref().map(|member| format!("{name}.{member}"));
        found.extend(member.and_then(|member| self.by_name.get(&member).copied()));
        while !name.is_empty() {
            found.extend(self.by_name.get(&name).copied());
            name = parent(&name).to_owned();
        }
        found
    }

    /// The modules that `importer` may import by names in strings.
    fn spelled(&self, importer: u32, summary: &ModuleSummary) -> BTreeSet<u32> {
        let says =
            |name: &str| summary.identifiers.binary_search_by(|known| known.as_str().cmp(name)).is_ok();
        if !["import_module", "__import__", "modules"].into_iter().any(says) {
            return BTreeSet::new();
        }
        let statements = summary.functions.iter().flat_map(|function| &function.statements);
        let words = statements.flat_map(|statement| &statement.events).filter_map(|event| match &event.op {
            Op::Word(word) => Some(word),
            _ => None,
        });
        let import = |word: &String| {
            let module = word.trim_start_matches('.').to_owned();
            let level = (word.len() - module.len()) as u32;
            self.reached(importer, &ImportRef { level, module, name: None, binds_last: true })
        };
        words.flat_map(import).collect()
    }

    /// What `importer` gets for the dotted `name` behind `level` dots.
    pub(super) fn resolve(&self, importer: u32, level: u32, name: &str) -> Option<Resolved> {
        let package = self.package_of.get(importer as usize)?;
        if level > 0 {
            let mut folder = package.as_str();
            for _ in 1..level {
                folder = parent(folder);
            }
            let imported = self.named(&dotted(folder, name))?;
            return Some(Resolved { imported, base: String::new() });
        }
        if let Some(imported) = self.named(name) {
            return Some(Resolved { imported, base: String::new() });
        }
        let mut folder = package.as_str();
        while !folder.is_empty() {
            if self.namespaces.contains(folder)
                && let Some(imported) = self.named(&dotted(folder, name))
            {
                return Some(Resolved { imported, base: folder.to_owned() });
            }
            folder = parent(folder);
        }
        self.on_path(importer, name)
    }

    /// What `importer` gets for `name` from the only folder of the program that has it, if it may put that on `sys.path`.
    fn on_path(&self, importer: u32, name: &str) -> Option<Resolved> {
        if !*self.knows_path.get(importer as usize)? {
            return None;
        }
        let mut having = self.namespaces.iter().filter_map(|folder| {
            let imported = self.named(&dotted(folder, name))?;
            Some(Resolved { imported, base: folder.clone() })
        });
        having.next().filter(|_| having.next().is_none())
    }
}

/// The modules, by number and in order, that have to do with a marked one: those that import it, those that it imports, and so on.
pub fn connected(modules: &[ModuleInput<'_>], marked: Vec<bool>) -> Vec<usize> {
    let neighbours = neighbours(modules);
    let mut found = marked;
    let open: Vec<usize> = (0..modules.len()).filter(|module| found[*module]).collect();
    spread(&neighbours, open, &mut found);
    (0..modules.len()).filter(|module| found[*module]).collect()
}

/// For each module the first of those that it has to do with by imports, directly or not: modules of different families never see
/// each other's objects.
pub(super) fn families(modules: &[ModuleInput<'_>]) -> Vec<u32> {
    let neighbours = neighbours(modules);
    let mut families: Vec<u32> = (0..modules.len() as u32).collect();
    let mut known = vec![false; modules.len()];
    for first in 0..modules.len() {
        if !known[first] {
            let mut family = vec![false; modules.len()];
            family[first] = true;
            spread(&neighbours, vec![first], &mut family);
            for member in (0..modules.len()).filter(|member| family[*member]) {
                families[member] = first as u32;
                known[member] = true;
            }
        }
    }
    families
}

/// Who imports whom, both ways.
fn neighbours(modules: &[ModuleInput<'_>]) -> Vec<BTreeSet<usize>> {
    let names = Modules::new(modules);
    let mut neighbours: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); modules.len()];
    for (importer, module) in modules.iter().enumerate() {
        let events = module.summary.functions.iter().flat_map(|function| &function.statements);
        for event in events.flat_map(|statement| &statement.events) {
            let Op::Import(import) = &event.op else { continue };
            for imported in names.reached(importer as u32, import) {
                neighbours[importer].insert(imported as usize);
                neighbours[imported as usize].insert(importer);
            }
        }
        for imported in names.spelled(importer as u32, module.summary) {
            neighbours[importer].insert(imported as usize);
            neighbours[imported as usize].insert(importer);
        }
    }
    neighbours
}

/// Finds what `open` leads to.
fn spread(neighbours: &[BTreeSet<usize>], mut open: Vec<usize>, found: &mut [bool]) {
    while let Some(module) = open.pop() {
        for neighbour in &neighbours[module] {
            if !std::mem::replace(&mut found[*neighbour], true) {
                open.push(*neighbour);
            }
        }
    }
}

/// `a.b` of `a.b.c`; empty for a name without dots.
fn parent(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(parent, _)| parent)
}

fn dotted(folder: &str, name: &str) -> String {
    match (folder.is_empty(), name.is_empty()) {
        (true, _) => name.to_owned(),
        (_, true) => folder.to_owned(),
        _ => format!("{folder}.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Imported, Modules};
    use crate::program::knowledge::ModuleInput;
    use crate::summary::ModuleSummary;
    use crate::text::FileId;

    /// Modules named so; a name that ends in a dot is a package's.
    fn modules(names: &[&'static str]) -> Modules {
        static NOTHING: std::sync::LazyLock<ModuleSummary> = std::sync::LazyLock::new(ModuleSummary::default);
        let inputs: Vec<ModuleInput<'_>> = names
            .iter()
            .map(|name| ModuleInput {
                file: FileId(0),
                name: name.trim_end_matches('.'),
                is_package: name.ends_with('.'),
                summary: &NOTHING,
                library: None,
                origin: None,
            })
            .collect();
        Modules::new(&inputs)
    }

    #[track_caller]
    fn check(modules: &Modules, (importer, level, name): (u32, u32, &str), expected: Option<u32>) {
        let found = modules.resolve(importer, level, name).map(|found| found.imported);
        assert_eq!(found, expected.map(Imported::Module), "{level} dots and {name:?}");
    }

    #[test]
    fn names_are_relative_to_the_package() {
        let modules = modules(&["pkg.", "pkg.a", "pkg.sub.", "pkg.sub.b"]);
        check(&modules, (1, 0, "pkg.sub.b"), Some(3));
        check(&modules, (1, 1, "sub.b"), Some(3));
        check(&modules, (3, 2, "a"), Some(1));
        check(&modules, (3, 2, ""), Some(0));
        check(&modules, (2, 1, "b"), Some(3));
        check(&modules, (0, 1, "a"), Some(1));
        check(&modules, (3, 0, "a"), None);
    }

    #[test]
    fn a_scripts_folder_is_searched() {
        let modules = modules(&["app.main", "app.state", "pkg.", "pkg.queue", "pkg.user"]);
        check(&modules, (0, 0, "state"), Some(1));
        check(&modules, (4, 0, "queue"), None);
    }
}
