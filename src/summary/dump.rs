//! A summary as compact text, for tests: one line a statement, its events behind it.

use std::fmt::Write;

use super::ir::{
    Argument, ArgumentKind, Block, Event, Function, ImportRef, ModuleSummary, Name, Op, StatementId,
    StatementKind, TypeRef, ValueId,
};

/// All functions of `summary`.
pub(super) fn dump(summary: &ModuleSummary) -> String {
    let mut text = String::new();
    for (place, function) in summary.functions.iter().enumerate() {
        let params: Vec<&str> = function.params.iter().map(|param| param.name.as_str()).collect();
        let locals: Vec<&str> =
            function.locals.iter().skip(params.len()).map(|local| local.name.as_str()).collect();
        let _ = write!(text, "#{place} {}({})", function.qualname, params.join(", "));
        if !locals.is_empty() {
            let _ = write!(text, " locals {}", locals.join(" "));
        }
        text.push('\n');
        Dumper { summary, function, text: &mut text }.block(&function.body, 1);
    }
    text
}

struct Dumper<'a> {
    summary: &'a ModuleSummary,
    function: &'a Function,
    text: &'a mut String,
}

impl Dumper<'_> {
    fn block(&mut self, block: &Block, depth: usize) {
        for id in &block.statements {
            self.statement(*id, depth);
        }
    }

    fn labelled(&mut self, label: &str, block: &Block, depth: usize) {
        if !block.statements.is_empty() {
            let _ = writeln!(self.text, "{}{label}", "  ".repeat(depth));
            self.block(block, depth + 1);
        }
    }

    fn statement(&mut self, id: StatementId, depth: usize) {
        let statement = &self.function.statements[id.0 as usize];
        let events: Vec<String> = statement.events.iter().map(|event| self.event(event)).collect();
        let events =
            events.iter().enumerate().map(|(place, event)| format!("{place}:{event}")).collect::<Vec<_>>();
        let head = match &statement.kind {
            StatementKind::Simple => "do".to_owned(),
            StatementKind::Return { value } => format!("return {}", value.map_or(String::new(), shown)),
            StatementKind::Raise => "raise".to_owned(),
            StatementKind::Break => "break".to_owned(),
            StatementKind::Continue => "continue".to_owned(),
            StatementKind::If { test, narrows, elif, .. } => {
                format!("{} {}{}", if *elif { "elif" } else { "if" }, shown(*test), self.narrowed(narrows))
            }
            StatementKind::While { test, narrows, .. } => {
                format!("while {}{}", shown(*test), self.narrowed(narrows))
            }
            StatementKind::For { iterable, .. } => format!("for {}", shown(*iterable)),
            StatementKind::With { items, atomic, .. } => {
                let items: Vec<String> = items.iter().copied().map(shown).collect();
                format!("with {}{}", if *atomic { "atomic" } else { "" }, items.join(", "))
            }
            StatementKind::Try { .. } => "try".to_owned(),
            StatementKind::Match { subject, .. } => format!("match {}", shown(*subject)),
            StatementKind::Def(id) => format!("def #{}", id.0),
            StatementKind::Class(id) => format!("class #{}", self.summary.classes[id.0 as usize].body.0),
        };
        let _ = writeln!(self.text, "{}{head} | {}", "  ".repeat(depth), events.join("  "));
        self.blocks(&statement.kind, depth + 1);
    }

    fn blocks(&mut self, kind: &StatementKind, depth: usize) {
        match kind {
            StatementKind::If { then, otherwise, .. } => {
                self.block(then, depth);
                self.labelled("else", otherwise, depth - 1);
            }
            StatementKind::While { body, otherwise, .. } | StatementKind::For { body, otherwise, .. } => {
                self.block(body, depth);
                self.labelled("else", otherwise, depth - 1);
            }
            StatementKind::With { body, .. } => self.block(body, depth),
            StatementKind::Try { body, handlers, otherwise, finally } => {
                self.block(body, depth);
                for handler in handlers {
                    let name =
                        handler.name.as_ref().map_or(String::new(), |name| format!(" {}", self.name(name)));
                    self.labelled(&format!("except{name}"), &handler.body, depth - 1);
                }
                self.labelled("else", otherwise, depth - 1);
                self.labelled("finally", finally, depth - 1);
            }
            StatementKind::Match { cases, .. } => {
                cases.iter().for_each(|case| self.labelled("case", case, depth));
            }
            _ => {}
        }
    }

    fn narrowed(&self, narrows: &[super::ir::Narrowing]) -> String {
        let names: Vec<String> = narrows
            .iter()
            .map(|one| [vec![self.name(&one.name)], one.path.clone()].concat().join("."))
            .collect();
        if names.is_empty() { String::new() } else { format!(" narrows {}", names.join(",")) }
    }

    fn name(&self, name: &Name) -> String {
        match name {
            Name::Local(id) => self.function.locals[id.0 as usize].name.clone(),
            Name::Captured(function, id) => {
                let locals = &self.summary.functions[function.0 as usize].locals;
                format!("{}^{}", locals[id.0 as usize].name, function.0)
            }
            Name::Global(name) => format!("@{name}"),
            Name::ClassAttribute(class, name) => {
                format!("{}.{name}", self.summary.classes[class.0 as usize].name)
            }
        }
    }

    fn event(&self, event: &Event) -> String {
        let text = self.op(&event.op);
        if event.conditional { format!("{text}?") } else { text }
    }

    fn op(&self, op: &Op) -> String {
        match op {
            Op::Constant(kind) => format!("{kind:?}"),
            Op::Word(word) => format!("{word:?}"),
            Op::Load(name) => self.name(name),
            Op::Store(name, value) => format!("{}={}", self.name(name), shown(*value)),
            Op::Delete(name) => format!("del {}", self.name(name)),
            Op::Attribute(object, name) => format!("{}.{name}", shown(*object)),
            Op::SetAttribute(object, name, value) => format!("{}.{name}={}", shown(*object), shown(*value)),
            Op::DeleteAttribute(object, name) => format!("del {}.{name}", shown(*object)),
            Op::Item(object, index) => format!("{}[{}]", shown(*object), index.map_or(String::new(), shown)),
            Op::SetItem(object, index, value) => {
                format!("{}[{}]={}", shown(*object), shown(*index), shown(*value))
            }
            Op::DeleteItem(object, index) => format!("del {}[{}]", shown(*object), shown(*index)),
            Op::Operate(operator, values) => format!("{}({})", operator.0, list(values)),
            Op::InPlace(operator, left, right) => {
                format!("i{}({}, {})", operator.0, shown(*left), shown(*right))
            }
            Op::Build(kind, values) => format!("{kind:?}({})", list(values)),
            Op::Choose(_, values) => format!("choose({})", list(values)),
            Op::Iterate(value) => format!("next {}", shown(*value)),
            Op::Call(callee, arguments) => format!("call {}({})", shown(*callee), arguments_text(arguments)),
            Op::Closure(id, value) => format!("closure #{}({})", id.0, value.map_or(String::new(), shown)),
            Op::Class(id) => format!("class {}", self.summary.classes[id.0 as usize].name),
            Op::Enter(value) => format!("enter {}", shown(*value)),
            Op::Yield(value) => format!("yield {}", value.map_or(String::new(), shown)),
            Op::Await(value) => format!("await {}", shown(*value)),
            Op::Import(import) => format!("import {}", import_text(import)),
        }
    }
}

fn shown(value: ValueId) -> String {
    format!("%{}", value.0)
}

fn list(values: &[ValueId]) -> String {
    values.iter().copied().map(shown).collect::<Vec<_>>().join(", ")
}

fn arguments_text(arguments: &[Argument]) -> String {
    let texts = arguments.iter().map(|argument| {
        let value = shown(argument.value);
        match &argument.kind {
            ArgumentKind::Positional => value,
            ArgumentKind::Keyword(name) => format!("{name}={value}"),
            ArgumentKind::Rest => format!("*{value}"),
            ArgumentKind::KeywordRest => format!("**{value}"),
        }
    });
    texts.collect::<Vec<_>>().join(", ")
}

fn import_text(import: &ImportRef) -> String {
    let module = format!("{}{}", ".".repeat(import.level as usize), import.module);
    match &import.name {
        Some(name) => format!("{module}:{name}"),
        None => module,
    }
}

/// A type as text, names without what they resolve to.
pub(super) fn type_text(summary: &ModuleSummary, kind: &TypeRef) -> String {
    let nested = |parts: &[TypeRef], between: &str| {
        parts.iter().map(|part| type_text(summary, part)).collect::<Vec<_>>().join(between)
    };
    match kind {
        TypeRef::Name(name, path) => {
            let root = match name {
                Name::Global(name) => format!("@{name}"),
                Name::ClassAttribute(_, name) => name.clone(),
                Name::Captured(function, id) => {
                    summary.functions[function.0 as usize].locals[id.0 as usize].name.clone()
                }
                Name::Local(id) => format!("local {}", id.0),
            };
            [vec![root], path.clone()].concat().join(".")
        }
        TypeRef::Generic(base, parts) => format!("{}[{}]", type_text(summary, base), nested(parts, ", ")),
        TypeRef::Union(parts) => nested(parts, " | "),
        TypeRef::None => "None".to_owned(),
        TypeRef::Other => "?".to_owned(),
    }
}
