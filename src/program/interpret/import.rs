//! Imports: the modules that they run, and what they bind; attributes of modules.
//!
//! An imported name is a name of its own for an object that has one already, so what is done to the object is done to the location
//! that it was imported from (`Knowledge::origins`), and the two are no alias class of their own.

use std::collections::BTreeSet;

use super::Walk;
use crate::diagnostics::{Step, Why};
use crate::program::location::{Access, FunctionKey, Level, LocationId, LocationKind, Root};
use crate::program::modules::{Imported, Resolved};
use crate::program::value::{Type, Value};
use crate::summary::{FunctionId, FunctionKind, ImportRef, MethodKind, Name, Op, ValueId};

impl Walk<'_, '_> {
    /// The value of an import; the modules on the way to it run.
    pub(super) fn import(&mut self, import: &ImportRef) -> Value {
        let resolved = self.knowledge.module_names.resolve(self.key.module, import.level, &import.module);
        let Some(resolved) = resolved else {
            let why = Why { steps: vec![Step::end(self.here(), "imports here")] };
            self.facts.imports.insert((self.statement, self.event, None), why);
            return self.library_name(library_path(import));
        };
        if !resolved.base.is_empty() {
            self.knowledge.changed |= self.knowledge.bases.insert(resolved.base.clone());
        }
        self.runs_modules(&resolved, import);
        match (&import.name, resolved.imported) {
            (Some(name), imported) => self.imported_name(&imported, name),
            (None, _) if !import.binds_last => self.first_package(&resolved.base, &import.module),
            (None, Imported::Module(module)) => {
                self.takes_all_of(module, import);
                Value::of(Type::Module(module))
            }
            (None, Imported::Namespace(name)) => Value::of(Type::Namespace(name)),
        }
    }

    /// What `import a.b` binds: `a`.
    fn first_package(&self, base: &str, dotted: &str) -> Value {
        let first = dotted.split('.').next().unwrap_or_default();
        let types = if base.is_empty() {
            match self.knowledge.module_names.named(first) {
                Some(Imported::Module(module)) => [Type::Module(module)].into(),
                Some(Imported::Namespace(name)) => [Type::Namespace(name)].into(),
                None => Default::default(),
            }
        } else {
            self.knowledge.submodule(base, first)
        };
        Value { types, ..Value::default() }
    }

    /// Runs the module and the packages around it.
    fn runs_modules(&mut self, resolved: &Resolved, import: &ImportRef) {
        let mut last = match &resolved.imported {
            Imported::Module(module) => self.knowledge.modules[*module as usize].name.to_owned(),
            Imported::Namespace(name) => name.clone(),
        };
        // A relative import is made by code of its package, which runs already.
        let outer = if import.level == 0 {
            resolved.base.len()
        } else {
            last.len().saturating_sub(import.module.len())
        };
        let mut names = Vec::new();
        while last.len() > outer && !last.is_empty() {
            names.push(last.clone());
            last.truncate(last.rfind('.').unwrap_or(0));
        }
        for name in names.iter().rev() {
            if let Some(Imported::Module(module)) = self.knowledge.module_names.named(name) {
                self.runs_module(module);
            }
        }
    }

    /// The first import of a module runs its code here.
    fn runs_module(&mut self, module: u32) {
        let code = FunctionKey { module, function: FunctionId(0) };
        if code == self.key {
            return;
        }
        self.knowledge.mark_called(self.key, code);
        self.imports(module, Why { steps: vec![Step::end(self.here(), "imports here")] });
        if self.late || self.is_late_import() {
            self.knowledge.changed |= self.knowledge.late_imports.insert(module);
        }
        let effects = self.effects_of(code);
        for (module, why) in &effects.imports {
            self.imports(*module, why.clone());
        }
        if let Some(why) = &effects.waits {
            self.waits_because(why.clone());
        }
        if effects.spawns {
            self.effects.spawns = true;
            self.late = true;
        }
    }

    /// The event at hand may be the first import of a module.
    pub(super) fn imports(&mut self, module: u32, why: Why) {
        self.effects.imports.entry(module).or_insert_with(|| why.clone());
        self.facts.imports.entry((self.statement, self.event, Some(module))).or_insert(why);
    }

    /// What the dotted name of a library's stands for: a location, where it is one that the program may see changed.
    pub(super) fn library_name(&mut self, path: String) -> Value {
        match self.knowledge.library_global(self.key.module, &path) {
            Some(location) => self.load_location(location),
            None => Value::of(Type::LibraryName(path)),
        }
    }

    /// Whether the code at hand is that of a module which may be imported when bodies run already.
    pub(super) fn is_late_import(&self) -> bool {
        self.is_module_code() && self.knowledge.late_imports.contains(&self.key.module)
    }

    fn is_module_code(&self) -> bool {
        matches!(self.function.kind, FunctionKind::Module | FunctionKind::ClassBody(_))
    }

    /// What `from module import name` gives.
    fn imported_name(&mut self, source: &Imported, name: &str) -> Value {
        let (package, module) = match source {
            Imported::Module(module) => {
                (self.knowledge.modules[*module as usize].name.to_owned(), Some(*module))
            }
            Imported::Namespace(package) => (package.clone(), None),
        };
        // `from . import state` of a package binds the name that it asks for.
        let is_own = module == Some(self.key.module) && !self.knowledge.submodule(&package, name).is_empty();
        if let Some(module) = module.filter(|_| !is_own)
            && let Some(location) = self.knowledge.visible(module, name)
        {
            // Code of a module copies the name while nobody else sees the copy; that it is old later is what the name means.
            return if self.is_module_code() { self.named(location) } else { self.load_location(location) };
        }
        let submodule = self.knowledge.submodule(&package, name);
        for kind in &submodule {
            if let Type::Module(module) = kind {
                self.runs_module(*module);
            }
        }
        match (submodule.is_empty(), module) {
            (false, _) => Value { types: submodule, ..Value::default() },
            (true, Some(module)) => self.made_up_attribute(module, name),
            (true, None) => Value::unknown(),
        }
    }

    /// `module.name`, read.
    pub(super) fn module_attribute(&mut self, module: u32, name: &str) -> Value {
        if name == "__dict__" {
            self.opens("__dict__", &Value::of(Type::Module(module)));
            return Value::unknown();
        }
        if let Some(location) = self.knowledge.visible(module, name) {
            return self.load_location(location);
        }
        let package = self.knowledge.modules[module as usize].name.to_owned();
        let submodule = self.knowledge.submodule(&package, name);
        if submodule.is_empty() {
            self.made_up_attribute(module, name)
        } else {
            Value { types: submodule, ..Value::default() }
        }
    }

    /// What the `__getattr__` of a module (PEP 562) gives.
    fn made_up_attribute(&mut self, module: u32, name: &str) -> Value {
        let functions = &self.knowledge.summary(module).functions;
        let getter = functions.iter().position(|function| {
            function.name == "__getattr__"
                && function.method == MethodKind::None
                && function.parent == Some(FunctionId(0))
        });
        match getter {
            Some(getter) if !name.starts_with("__") => {
                self.runs(FunctionKey { module, function: FunctionId(getter as u32) }, &[Value::immutable()])
            }
            _ => Value::unknown(),
        }
    }

    /// `module.name = value`, or its deletion.
    pub(super) fn set_module_attribute(&mut self, module: u32, name: &str, value: &Value) {
        let place = self.here();
        let kind = LocationKind::Global(module, name.to_owned());
        let location = self.knowledge.location(kind, place);
        self.bind(location, value);
    }

    /// If `value` is what an import gives, binds the name to it: gives whether it was.
    pub(super) fn binds_import(&mut self, name: &Name, value: ValueId) -> bool {
        let events = &self.function.statements[self.statement.0 as usize].events;
        let operation = events.get(value.0 as usize).map(|event| &event.op);
        let (Name::Global(name), Some(Op::Import(import))) = (name, operation) else { return false };
        let Some(location) = self.knowledge.global(self.key.module, name) else { return false };
        self.touch_here(Root::Location(location), Level::Binding, Access::Write);
        self.knowledge.imported.insert(location);
        let value = self.value(value).clone();
        self.knowledge.holds(location, &value);
        if let Some(origin) = self.imported_from(import).filter(|origin| *origin != location) {
            self.knowledge.names_too(location, origin);
        }
        true
    }

    /// The location whose object an import binds to another name.
    fn imported_from(&mut self, import: &ImportRef) -> Option<LocationId> {
        let resolved = self.knowledge.module_names.resolve(self.key.module, import.level, &import.module);
        let Some(resolved) = resolved else {
            return self.knowledge.library_global(self.key.module, &library_path(import));
        };
        match resolved.imported {
            Imported::Module(module) => self.knowledge.visible(module, import.name.as_ref()?),
            Imported::Namespace(_) => None,
        }
    }

    /// `from module import *` also binds names that this module declares itself.
    fn takes_all_of(&mut self, module: u32, import: &ImportRef) {
        if !self.knowledge.summary(self.key.module).star_imports.contains(import) || module == self.key.module
        {
            return;
        }
        let own: Vec<String> = self
            .knowledge
            .summary(self.key.module)
            .globals
            .iter()
            .map(|global| global.name.clone())
            .collect();
        for name in own {
            let origin =
                self.knowledge.starred(self.key.module, &name, &mut BTreeSet::from([self.key.module]));
            if let (Some(origin), Some(location)) = (origin, self.knowledge.global(self.key.module, &name)) {
                let value = self.named(origin);
                self.knowledge.holds(location, &value);
                self.knowledge.names_too(location, origin);
            }
        }
    }
}

/// The dotted name of what an import of something that the program does not have means.
fn library_path(import: &ImportRef) -> String {
    let path = match &import.name {
        Some(name) if import.module.is_empty() => name.clone(),
        Some(name) => format!("{}.{name}", import.module),
        None if import.binds_last => import.module.clone(),
        None => import.module.split('.').next().unwrap_or_default().to_owned(),
    };
    format!("{}{path}", ".".repeat(import.level as usize))
}
