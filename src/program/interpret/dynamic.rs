//! Dynamic code: what looks up, imports or binds by names that only the run knows.
//!
//! ```python
//! importlib.import_module("pkg.state").total += 1     # seen: an import like any other
//! setattr(state, name, value)                         # not seen, and said so
//! ```
//! Must not know whether anybody cares for what is not seen.

use std::collections::BTreeSet;

use super::Walk;
use super::call::Given;
use crate::program::facts::Dynamic;
use crate::program::location::FunctionKey;
use crate::program::value::{Type, Types, Value};
use crate::summary::{FunctionId, ImportRef, Name, Op, ValueId};

impl Walk<'_, '_> {
    /// The argument number `index` of the call at hand, where it is a literal string.
    pub(super) fn word_argument(&self, index: usize) -> Option<String> {
        let events = &self.function.statements.get(self.statement.0 as usize)?.events;
        let Op::Call(_, arguments) = &events.get(self.event.0 as usize)?.op else { return None };
        self.word(arguments.get(index)?.value)
    }

    /// How the text starts that is argument number `index` of the call at hand: `"visit_" + name`.
    pub(super) fn name_prefix(&self, index: usize) -> String {
        let argument = || {
            let events = &self.function.statements.get(self.statement.0 as usize)?.events;
            let Op::Call(_, arguments) = &events.get(self.event.0 as usize)?.op else { return None };
            self.prefix(arguments.get(index)?.value)
        };
        argument().unwrap_or_default()
    }

    /// The same, of any event.
    fn prefix(&self, text: ValueId) -> Option<String> {
        let events = &self.function.statements.get(self.statement.0 as usize)?.events;
        let Op::Operate(operator, operands) = &events.get(text.0 as usize)?.op else { return None };
        matches!(operator.0.as_str(), "add" | "concat").then(|| self.word(*operands.first()?)).flatten()
    }

    /// Whether the event `object` is a call of `globals`.
    pub(super) fn is_globals(&self, object: ValueId) -> bool {
        let Some(statement) = self.function.statements.get(self.statement.0 as usize) else { return false };
        let op = |id: ValueId| statement.events.get(id.0 as usize).map(|event| &event.op);
        let Some(Op::Call(callee, _)) = op(object) else { return false };
        matches!(op(*callee), Some(Op::Load(Name::Global(name))) if name == "globals")
    }

    /// `globals()[name]`: that global, or any whose name starts as far as there is something to read.
    pub(super) fn global_by_name(&mut self, index: ValueId) -> Value {
        let module = self.key.module;
        if let Some(name) = self.word(index) {
            return self.module_attribute(module, &name);
        }
        let prefix = self.prefix(index).unwrap_or_default();
        let mut value = Value::unknown();
        self.any_member(&Type::Module(module), &prefix, &Value::of(Type::Module(module)), &mut value);
        value.depends.extend(self.value(index).depends.clone());
        value
    }

    pub(super) fn word(&self, value: ValueId) -> Option<String> {
        let events = &self.function.statements.get(self.statement.0 as usize)?.events;
        match &events.get(value.0 as usize)?.op {
            Op::Word(word) => Some(word.clone()),
            _ => None,
        }
    }

    /// The code at hand hides what it touches of the globals of `modules`; of its own module's, where there are none.
    pub(super) fn hides(&mut self, what: &str, mut modules: BTreeSet<u32>) {
        if modules.is_empty() {
            modules.insert(self.key.module);
        }
        let (statement, place) = (self.statement, self.here());
        self.facts.dynamic.insert(Dynamic { statement, place, what: what.to_owned(), modules });
    }

    /// `vars(object)` or `object.__dict__`: names of a module or a class under a computed name.
    pub(super) fn opens(&mut self, what: &str, object: &Value) {
        let modules = modules_of(object);
        if !modules.is_empty() {
            self.hides(what, modules);
        }
    }

    /// `importlib.import_module(name)`, `__import__(name)`: an import, where the name is there to be read.
    pub(super) fn imports_by_name(&mut self, what: &str, given: &[Given]) -> Value {
        let Some(written) = self.word_argument(0) else {
            self.hides(&format!("{what}()"), BTreeSet::new());
            self.imports_any();
            return Value::unknown();
        };
        let mut module = written.trim_start_matches('.').to_owned();
        let mut level = (written.len() - module.len()) as u32;
        let binds_last = what != "__import__" || given.len() > 3;
        if level > 0
            && let Some(package) = self.word_argument(1)
        {
            let mut parts: Vec<&str> = package.split('.').collect();
            parts.truncate((parts.len() + 1).saturating_sub(level as usize));
            parts.push(&module);
            (module, level) = (parts.join("."), 0);
        }
        self.import(&ImportRef { level, module, name: None, binds_last })
    }

    /// An import of a module that nobody knows may be the first one of any that no other code imports.
    fn imports_any(&mut self) {
        if !self.late && !self.is_late_import() {
            return;
        }
        let code = |module: u32| FunctionKey { module, function: FunctionId(0) };
        let imported: BTreeSet<FunctionKey> =
            self.knowledge.calls.iter().map(|(_, callee)| *callee).collect();
        for module in 0..self.knowledge.modules.len() as u32 {
            if module != self.key.module && !imported.contains(&code(module)) {
                self.knowledge.changed |= self.knowledge.late_imports.insert(module);
            }
        }
    }

    /// `importlib.reload(module)` binds its globals anew.
    pub(super) fn reloads(&mut self, given: &[Given]) -> Value {
        let module = given.first().map(|argument| argument.value.clone()).unwrap_or_default();
        self.hides("importlib.reload()", modules_of(&module));
        module
    }

    /// `sys.modules[name]`, or `sys.modules.get(name)`.
    pub(super) fn loaded_module(&mut self, index: ValueId) -> Value {
        let events = &self.function.statements[self.statement.0 as usize].events;
        let operation = events.get(index.0 as usize).map(|event| &event.op);
        if matches!(operation, Some(Op::Load(Name::Global(name))) if name == "__name__") {
            return Value::of(Type::Module(self.key.module));
        }
        let named = self.word(index).map(|name| self.knowledge.module_names.named(&name));
        match named {
            Some(Some(crate::program::modules::Imported::Module(module))) => Value::of(Type::Module(module)),
            // Somebody else's module.
            Some(_) => Value::unknown(),
            None => {
                self.hides("sys.modules[...]", BTreeSet::new());
                Value::unknown()
            }
        }
    }

    /// Functions that were put in place of the method `name` of a class, or of one of its instances, by code outside of the class.
    pub(super) fn patched_methods(
        &mut self,
        class: crate::program::location::ClassKey,
        name: &str,
        receiver: &Value,
        given: &[Given],
    ) -> Value {
        let mut result = Value::default();
        let in_class = self.knowledge.class_attribute(class, name);
        let in_class = in_class.map(|found| self.knowledge.held_at(found).types.clone());
        for function in
            super::callback::functions(&Value { types: in_class.unwrap_or_default(), ..Value::default() })
        {
            result.join(&self.call_function(function, Some(receiver), given, None));
        }
        let in_instance =
            self.knowledge.field_value(class, name).map(|field| field.types).unwrap_or_default();
        for function in super::callback::functions(&Value { types: in_instance, ..Value::default() }) {
            result.join(&self.call_function(function, None, given, None));
        }
        result
    }
}

/// The modules that `object` may be, or whose class it may be.
pub(super) fn modules_of(object: &Value) -> BTreeSet<u32> {
    let module = |kind: &Type| match kind {
        Type::Module(module) => Some(*module),
        Type::ClassObject(class) => Some(class.module),
        _ => None,
    };
    let types: &Types = &object.types;
    types.iter().filter_map(module).collect()
}
