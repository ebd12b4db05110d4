//! The state of one module's lowering: functions under construction, how a name of the source becomes a `Name`.
//! Must not know a kind of statement or expression: those have files of their own.

use std::collections::{HashMap, HashSet};

use super::ir::{
    Block, Class, ClassId, Constant, Event, Function, FunctionId, FunctionKind, Local, LocalId, MethodKind,
    ModuleSummary, Name, Op, Param, Statement, StatementId, StatementKind, Suspends, TypeRef, ValueId,
};
use crate::options::Switch;
use crate::python::ast::Stmt;
use crate::python::{Marking, Meaning, Module, ScopeId, ScopeKind, Scopes};
use crate::text::Span;

/// Lowers one module.
pub(super) struct Lowering<'a> {
    pub(super) module: &'a Module,
    pub(super) scopes: &'a Scopes,
    pub(super) marks: Marks<'a>,
    pub(super) summary: ModuleSummary,
    /// The local that a name of a scope has become, and the function that has it.
    locals: HashMap<(ScopeId, String), (FunctionId, LocalId)>,
    /// The class that a scope has become.
    classes: HashMap<ScopeId, ClassId>,
    pub(super) frame: Frame,
    /// Names of the enclosing functions and classes, for qualified names.
    pub(super) path: Vec<String>,
}

/// Our markers of the module, by the offsets that identify them.
pub(super) struct Marks<'a> {
    /// Marked functions, by offset of the `def`; one may have two markers.
    pub(super) functions: HashMap<u32, Vec<&'a Marking>>,
    /// `with atomic:` statements.
    pub(super) atomic: HashSet<u32>,
    /// Statements that go as a whole.
    pub(super) erased: HashSet<Span>,
    /// Import aliases that go.
    pub(super) aliases: HashSet<Span>,
    /// `call_here(f, ...)`.
    pub(super) calls_here: HashSet<Span>,
    /// Functions whose text is serial, by offset of the `def`.
    pub(super) synchronized: HashSet<u32>,
}

/// A function under construction.
pub(super) struct Frame {
    pub(super) id: FunctionId,
    /// The scope that names are read in; differs from the function's own inside a comprehension.
    pub(super) scope: ScopeId,
    pub(super) statements: Vec<Statement>,
    /// Events of the statement under construction.
    events: Vec<Event>,
    locals: Vec<Local>,
    /// Whether what is lowered now may be left out or run more than once.
    conditional: bool,
    yields: bool,
}

impl Frame {
    fn new(id: FunctionId, scope: ScopeId) -> Frame {
        Frame {
            id,
            scope,
            statements: Vec::new(),
            events: Vec::new(),
            locals: Vec::new(),
            conditional: false,
            yields: false,
        }
    }
}

/// A statement whose header is under construction.
pub(super) struct Open {
    pub(super) id: StatementId,
    span: Span,
    outer: Vec<Event>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(module: &'a Module, scopes: &'a Scopes, marks: Marks<'a>) -> Lowering<'a> {
        Lowering {
            module,
            scopes,
            marks,
            summary: ModuleSummary::default(),
            locals: HashMap::new(),
            classes: HashMap::new(),
            frame: Frame::new(FunctionId(0), ScopeId::MODULE),
            path: Vec::new(),
        }
    }

    /// Lowers the module's own code.
    pub(super) fn module_code(&mut self) {
        let whole = Span::new(0, self.module.text.len() as u32);
        let draft = Draft {
            name: "<module>",
            span: whole,
            name_span: Span::at(0),
            kind: FunctionKind::Module,
            params: Vec::new(),
        };
        self.function(draft, ScopeId::MODULE, |lowering| lowering.block(lowering.module.body()));
    }

    /// Makes a function of `draft` whose body `lower` gives, in `scope`. What else is known of it is set by the caller.
    pub(super) fn function(
        &mut self,
        draft: Draft<'_>,
        scope: ScopeId,
        lower: impl FnOnce(&mut Self) -> Block,
    ) -> FunctionId {
        let id = FunctionId(self.summary.functions.len() as u32);
        let parent = (draft.kind != FunctionKind::Module).then_some(self.frame.id);
        let qualname = self.qualname(draft.name);
        let Draft { name, kind, .. } = draft;
        let first_locals =
            draft.params.iter().map(|param| (param.name.clone(), param.span, param.annotation.clone()));
        let params: Vec<_> = first_locals.collect();
        self.summary.functions.push(draft.function(parent, qualname));
        let inner_path = match kind {
            FunctionKind::Module => Vec::new(),
            FunctionKind::ClassBody(_) => vec![name.to_owned()],
            _ => vec![name.to_owned(), "<locals>".to_owned()],
        };
        let depth = self.path.len();
        self.path.extend(inner_path);
        if let Some(parent) = parent {
            self.function_mut(id).serial = self.function_mut(parent).serial;
        }
        let outer = std::mem::replace(&mut self.frame, Frame::new(id, scope));
        if !matches!(kind, FunctionKind::Module | FunctionKind::ClassBody(_)) {
            // Parameters are the first locals, in order.
            for (name, span, annotation) in params {
                let local = self.claim_local(scope, &name, span);
                self.frame.locals[local.0 as usize].annotation = annotation;
            }
            self.claim_locals(scope);
        }
        let body = lower(self);
        let frame = std::mem::replace(&mut self.frame, outer);
        self.path.truncate(depth);
        let function = self.function_mut(id);
        function.body = body;
        function.statements = frame.statements;
        function.locals = frame.locals;
        if frame.yields {
            function.suspends = Suspends::Generator;
        }
        id
    }

    pub(super) fn function_mut(&mut self, id: FunctionId) -> &mut Function {
        &mut self.summary.functions[id.0 as usize]
    }

    pub(super) fn class_mut(&mut self, id: ClassId) -> &mut Class {
        &mut self.summary.classes[id.0 as usize]
    }

    /// `name` as `__qualname__` has it where we stand.
    pub(super) fn qualname(&self, name: &str) -> String {
        let mut parts: Vec<&str> = self.path.iter().map(String::as_str).collect();
        parts.push(name);
        parts.join(".")
    }

    /// Notes that `scope` is the body of `class`; its `__class__` becomes a local of the body.
    pub(super) fn claim_class(&mut self, scope: ScopeId, class: ClassId) {
        self.classes.insert(scope, class);
        let span = self.class_mut(class).name_span;
        self.claim_local(scope, "__class__", span);
    }

    /// Makes the names that `scope` binds locals of the function under construction.
    pub(super) fn claim_locals(&mut self, scope: ScopeId) {
        let scopes = self.scopes;
        for symbol in scopes.get(scope).symbols() {
            let known = self.locals.contains_key(&(scope, symbol.name.clone()));
            if !known && scopes.get(scope).binds(&symbol.name) {
                let span = symbol.bindings.first().map_or(Span::default(), |binding| binding.span);
                self.claim_local(scope, &symbol.name, span);
            }
        }
    }

    pub(super) fn claim_local(&mut self, scope: ScopeId, name: &str, span: Span) -> LocalId {
        let id = LocalId(self.frame.locals.len() as u32);
        self.frame.locals.push(Local { name: name.to_owned(), annotation: None, span });
        self.locals.insert((scope, name.to_owned()), (self.frame.id, id));
        id
    }

    /// The meaning of `name`, as spelled in the source, in the current scope.
    pub(super) fn name(&self, name: &str) -> Name {
        self.name_in(self.frame.scope, name)
    }

    pub(super) fn name_in(&self, scope: ScopeId, name: &str) -> Name {
        let name = self.scopes.mangle(scope, name);
        let Meaning::Of(owner) = self.scopes.resolve(scope, &name) else { return Name::Global(name) };
        let own_of_class =
            self.scopes.get(owner).kind == ScopeKind::Class && self.scopes.get(owner).binds(&name);
        if own_of_class {
            return match self.classes.get(&owner) {
                Some(class) => Name::ClassAttribute(*class, name),
                None => Name::Global(name),
            };
        }
        match self.locals.get(&(owner, name.clone())) {
            Some((function, local)) if *function == self.frame.id => Name::Local(*local),
            Some((function, local)) => Name::Captured(*function, *local),
            None => Name::Global(name),
        }
    }

    /// Sets the annotation of a variable that has none yet.
    pub(super) fn annotate(&mut self, name: &Name, annotation: TypeRef) {
        match name {
            Name::Local(local) => {
                let local = &mut self.frame.locals[local.0 as usize];
                local.annotation.get_or_insert(annotation);
            }
            Name::Global(global) => {
                if let Some(found) = self.summary.globals.iter_mut().find(|known| known.name == *global) {
                    found.annotation.get_or_insert(annotation);
                }
            }
            Name::ClassAttribute(class, attribute) => {
                let attributes = &mut self.class_mut(*class).attributes;
                if let Some(found) = attributes.iter_mut().find(|known| known.name == *attribute) {
                    found.annotation.get_or_insert(annotation);
                }
            }
            Name::Captured(..) => {}
        }
    }

    /// Adds an event; gives its value.
    pub(super) fn event(&mut self, span: Span, op: Op) -> ValueId {
        if matches!(op, Op::Yield(_)) {
            self.frame.yields = true;
        }
        self.frame.events.push(Event { span, op, conditional: self.frame.conditional });
        ValueId(self.frame.events.len() as u32 - 1)
    }

    pub(super) fn constant(&mut self, span: Span, kind: Constant) -> ValueId {
        self.event(span, Op::Constant(kind))
    }

    /// Lowers what may be left out or run more than once.
    pub(super) fn conditionally<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.frame.conditional, true);
        let result = lower(self);
        self.frame.conditional = before;
        result
    }

    /// Lowers in `scope`, a scope of the same function.
    pub(super) fn in_scope<T>(&mut self, scope: ScopeId, lower: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.frame.scope, scope);
        let result = lower(self);
        self.frame.scope = before;
        result
    }

    /// Begins a statement: its place is before those in its blocks.
    pub(super) fn open(&mut self, span: Span) -> Open {
        let id = StatementId(self.frame.statements.len() as u32);
        self.frame.statements.push(Statement { span, kind: StatementKind::Simple, events: Vec::new() });
        Open { id, span, outer: std::mem::take(&mut self.frame.events) }
    }

    /// Ends the header of a statement: what follows are its blocks.
    pub(super) fn close_header(&mut self, open: &mut Open) {
        let events = std::mem::replace(&mut self.frame.events, std::mem::take(&mut open.outer));
        self.frame.statements[open.id.0 as usize].events = events;
    }

    /// Ends a statement whose header is closed.
    pub(super) fn close(&mut self, open: Open, kind: StatementKind) -> StatementId {
        let statement = &mut self.frame.statements[open.id.0 as usize];
        statement.kind = kind;
        statement.span = open.span;
        open.id
    }

    /// A statement without blocks: `lower` adds its events and says what it is.
    pub(super) fn simple(
        &mut self,
        span: Span,
        lower: impl FnOnce(&mut Self) -> StatementKind,
    ) -> StatementId {
        let mut open = self.open(span);
        let kind = lower(self);
        self.close_header(&mut open);
        self.close(open, kind)
    }

    /// A block of statements.
    pub(super) fn block(&mut self, statements: &[Stmt]) -> Block {
        Block { statements: statements.iter().map(|statement| self.statement(statement)).collect() }
    }
}

/// What is known of a function before its body is lowered.
pub(super) struct Draft<'d> {
    pub(super) name: &'d str,
    pub(super) span: Span,
    pub(super) name_span: Span,
    pub(super) kind: FunctionKind,
    pub(super) params: Vec<Param>,
}

impl Draft<'_> {
    fn function(self, parent: Option<FunctionId>, qualname: String) -> Function {
        Function {
            name: self.name.to_owned(),
            qualname,
            span: self.span,
            name_span: self.name_span,
            kind: self.kind,
            parent,
            class: None,
            method: MethodKind::None,
            suspends: Suspends::Never,
            params: self.params,
            returns: None,
            decorators: Vec::new(),
            marker: None,
            serial: Switch::Off,
            locals: Vec::new(),
            statements: Vec::new(),
            body: Block::default(),
        }
    }
}
