//! Finds the markers of a module: what they mark, what their arguments say, and where they stand wrong.

use rustpython_ast::visitor::{Visitor, walk_expr, walk_stmt};
use rustpython_ast::{Decorator, Expr, ExprCall, Stmt, StmtClassDef, StmtFunctionDef, StmtWith};
use rustpython_text_size::Ranged;

use super::argument_place;
use super::bind::scopes;
use super::diagnostics as wording;
use super::marker::{AtomicBlock, CallHere, ConcurrentArguments, Marker, Markers, Marking, Synchronized};
use super::marker_arguments::concurrent_arguments;
use super::module::{Module, span_of};
use super::own_names::{OwnName, OwnNames};
use super::reexport::{Elsewhere, listed};
use super::scope::Scopes;
use crate::diagnostics::Diagnostic;
use crate::options::Switch;
use crate::text::Span;

/// The markers of `module`, and what is wrong with them. Runs on the caller's stack: the caller gives it a deep one.
pub fn markers(module: &Module) -> (Markers, Vec<Diagnostic>) {
    let mentioned = ["lockweave", "concurrent", "atomic"].iter().any(|name| module.text.contains(name));
    if !mentioned {
        return (Markers::default(), Vec::new());
    }
    markers_among(module, &|_| None)
}

/// As `markers`, where modules around give names of ours too.
pub fn markers_among(module: &Module, elsewhere: &Elsewhere<'_>) -> (Markers, Vec<Diagnostic>) {
    let scopes = scopes(module);
    let own = OwnNames::find(module, &scopes, elsewhere);
    let mut finder = Finder {
        module,
        own: &own,
        scopes: &scopes,
        loops: argument_place::loops(module),
        depth: 0,
        found: Markers::default(),
        diagnostics: Vec::new(),
        place: Around::Module,
    };
    for unknown in &own.unknown {
        finder.diagnostics.push(wording::unknown_name(module.place(unknown.span), &unknown.name));
    }
    finder.visit_body(module.body());
    let Finder { mut found, mut diagnostics, .. } = finder;
    found.imports = listed(module, &scopes, &own);
    found.imports.extend(own.imports);
    found.imports.sort_by_key(|import| import.statement);
    found.functions.sort_by_key(|marking| (marking.def, marking.position));
    found.atomic_blocks.sort_by_key(|block| block.with);
    found.calls_here.sort_unstable();
    found.synchronized.sort_unstable();
    diagnostics.sort_by_key(|diagnostic| diagnostic.place());
    (found, diagnostics)
}

/// What a statement stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Module,
    Class,
    Function,
}

struct Finder<'a> {
    module: &'a Module,
    own: &'a OwnNames<'a>,
    scopes: &'a Scopes,
    /// All loops of the module.
    loops: Vec<Span>,
    /// How many loops are around the current statement in its own function or class.
    depth: usize,
    found: Markers,
    diagnostics: Vec<Diagnostic>,
    place: Around,
}

impl<'a> Finder<'a> {
    fn inside(&mut self, place: Around, body: &'a [Stmt]) {
        let before = std::mem::replace(&mut self.place, place);
        let depth = std::mem::take(&mut self.depth);
        self.visit_body(body);
        self.place = before;
        self.depth = depth;
    }

    /// The name of ours that a decorator is, called or not.
    fn decorator_name(&self, decorator: &Decorator) -> Option<OwnName> {
        match &decorator.expression {
            Expr::Call(call) => self.own.meaning(&call.func),
            other => self.own.meaning(other),
        }
    }

    fn function(&mut self, def: &'a StmtFunctionDef) {
        let first = self.found.functions.len();
        for (position, decorator) in def.decorator_list.iter().enumerate() {
            match self.decorator_name(decorator) {
                Some(OwnName::Concurrent) => self.concurrent(def, decorator, position),
                Some(OwnName::Atomic) => self.atomic(def, decorator, position),
                Some(OwnName::Synchronized) => self.synchronized(def, decorator),
                Some(other) => self.misused(decorator.expression.range(), other),
                None => self.visit_decorator(decorator),
            }
        }
        self.several(first);
        if let Some(parameters) = &def.type_params {
            self.visit_type_params(parameters);
        }
        self.visit_parameters(&def.parameters);
        if let Some(returns) = &def.returns {
            self.visit_annotation(returns);
        }
        self.inside(Around::Function, &def.body);
    }

    /// One function has one marker: those from number `first` on are its own.
    fn several(&mut self, first: usize) {
        let [one, other, ..] = &self.found.functions[first..] else { return };
        let (place, before) = (self.module.place(other.decorator), self.module.place(one.decorator));
        let diagnostic = match (&one.marker, &other.marker) {
            (Marker::Concurrent(_), Marker::Atomic) | (Marker::Atomic, Marker::Concurrent(_)) => {
                wording::both_markers(place, before)
            }
            _ => wording::marked_twice(place, before),
        };
        self.diagnostics.push(diagnostic);
        self.found.functions.truncate(first + 1);
    }

    fn concurrent(&mut self, def: &'a StmtFunctionDef, decorator: &'a Decorator, position: usize) {
        let name = self.module.place(span_of(def.name.range()));
        let place = self.module.place(span_of(decorator.range()));
        if def.is_async {
            self.diagnostics.push(wording::concurrent_async(name, place, def.name.as_str()));
        } else if let Some(yields) = first_yield(&def.body) {
            let yields = self.module.place(yields);
            self.diagnostics.push(wording::concurrent_generator(name, place, yields, def.name.as_str()));
        } else if self.python_uses_result(def.name.as_str()) {
            self.diagnostics.push(wording::concurrent_special(name, place, def.name.as_str()));
        }
        if let Some(below) = def.decorator_list.get(position + 1).filter(|_| self.is_in_loop()) {
            let below = self.module.place(span_of(below.range()));
            self.diagnostics.push(wording::decorated_in_loop(below, place, def.name.as_str()));
        }
        let arguments = match &decorator.expression {
            Expr::Call(call) => {
                self.visit_arguments(&call.arguments);
                let mut arguments = concurrent_arguments(self.module, call, &mut self.diagnostics);
                self.place_arguments(def, call, &mut arguments);
                arguments
            }
            _ => Default::default(),
        };
        if arguments.transparent == Switch::On
            && let Some(returns) = def.returns.as_deref().filter(|returns| never_returns(returns))
        {
            let place = self.module.place(span_of(returns.range()));
            self.diagnostics.push(wording::stands_in_for_nothing(place, name));
        }
        self.mark(def, decorator, position, Marker::Concurrent(Box::new(arguments)));
    }

    /// Whether a function here is defined anew in each round of a loop, and code outside of it would see the last one.
    fn is_in_loop(&self) -> bool {
        self.depth > 0 && self.place != Around::Class
    }

    /// Finds out which arguments are evaluated before the wrapper, and which can't be evaluated where they are needed.
    fn place_arguments(
        &mut self,
        def: &StmtFunctionDef,
        call: &ExprCall,
        arguments: &mut ConcurrentArguments,
    ) {
        for keyword in &call.arguments.keywords {
            let span = span_of(keyword.value.range());
            if arguments.workers == Some(span) {
                self.seen_by_module("workers", &keyword.value);
            }
            if let Expr::Dict(locks) = &keyword.value {
                for value in locks.items.iter().map(|item| &item.value) {
                    if arguments.locks.iter().any(|lock| lock.expression == span_of(value.range())) {
                        self.seen_by_module("locks", value);
                    }
                }
            }
            let once = [arguments.name, arguments.daemon, arguments.executor].contains(&Some(span));
            if once && !argument_place::stays(self.scopes, &self.loops, def, &keyword.value) {
                arguments.early.push(span);
                if self.is_in_loop() {
                    let name = keyword.arg.as_ref().map_or("", |name| name.as_str());
                    self.diagnostics.push(wording::argument_in_loop(self.module.place(span), name));
                }
            }
        }
    }

    /// LW102 where the module's own code can't see what `value` names.
    fn seen_by_module(&mut self, argument: &str, value: &Expr) {
        if let Some((name, kind)) = argument_place::unseen(self.scopes, value) {
            let place = self.module.place(span_of(name.range()));
            self.diagnostics.push(wording::argument_unseen(place, argument, name.id.as_str(), kind));
        }
    }

    fn atomic(&mut self, def: &StmtFunctionDef, decorator: &Decorator, position: usize) {
        if let Expr::Call(call) = &decorator.expression {
            let first =
                call.arguments.arguments_source_order().next().map(|argument| span_of(argument.range()));
            let place = self.module.place(first.unwrap_or(span_of(call.arguments.range())));
            self.diagnostics.push(wording::atomic_called(place, first.map(|span| self.module.slice(span))));
        }
        let place = self.module.place(span_of(decorator.range()));
        let name = self.module.place(span_of(def.name.range()));
        if def.is_async || first_yield(&def.body).is_some() {
            self.diagnostics.push(wording::atomic_suspends(place, name, def.name.as_str()));
        }
        self.mark(def, decorator, position, Marker::Atomic);
    }

    fn synchronized(&mut self, def: &StmtFunctionDef, decorator: &Decorator) {
        if let Expr::Call(call) = &decorator.expression {
            let place = self.module.place(span_of(call.arguments.range()));
            self.diagnostics.push(wording::synchronized_called(place));
        }
        let decorator = span_of(decorator.range());
        let place = self.module.place(decorator);
        if def.is_async {
            let name = self.module.place(span_of(def.name.range()));
            self.diagnostics.push(wording::synchronized_async(place, name, def.name.as_str()));
        }
        let def = def.range().start().into();
        if let Some(before) = self.found.synchronized.iter().find(|marked| marked.def == def) {
            self.diagnostics.push(wording::marked_twice(place, self.module.place(before.decorator)));
        }
        self.found.synchronized.push(Synchronized { def, decorator });
    }

    fn mark(&mut self, def: &StmtFunctionDef, decorator: &Decorator, position: usize, marker: Marker) {
        let decorator = span_of(decorator.range());
        self.found.functions.push(Marking { def: def.range().start().into(), decorator, position, marker });
    }

    /// Whether Python itself calls a function of this name here, and uses what it returns.
    fn python_uses_result(&self, name: &str) -> bool {
        match self.place {
            Around::Class => wording::RESULT_IS_USED.contains(&name),
            Around::Module => matches!(name, "__getattr__" | "__dir__"),
            Around::Function => false,
        }
    }

    fn class(&mut self, class: &'a StmtClassDef) {
        for decorator in &class.decorator_list {
            match self.decorator_name(decorator) {
                Some(own) => {
                    let place = self.module.place(span_of(decorator.range()));
                    let name = self.module.place(span_of(class.name.range()));
                    self.diagnostics.push(wording::marks_class(place, name, own.as_str()));
                }
                None => self.visit_decorator(decorator),
            }
        }
        if let Some(parameters) = &class.type_params {
            self.visit_type_params(parameters);
        }
        if let Some(arguments) = &class.arguments {
            self.visit_arguments(arguments);
        }
        self.inside(Around::Class, &class.body);
    }

    fn with(&mut self, statement: &'a Stmt, node: &'a StmtWith) {
        let atomic =
            node.items.iter().find(|item| self.own.meaning(&item.context_expr) == Some(OwnName::Atomic));
        let Some(item) = atomic else { return walk_stmt(self, statement) };
        let place = self.module.place(span_of(item.range()));
        if node.is_async {
            self.diagnostics.push(wording::async_with_atomic(place));
        } else if item.optional_vars.is_some() {
            self.diagnostics.push(wording::atomic_as(place));
        } else if node.items.len() > 1 {
            self.diagnostics.push(wording::atomic_among_others(place));
        } else {
            self.found.atomic_blocks.push(AtomicBlock { with: node.range().start().into() });
        }
        for other in node.items.iter().filter(|other| !std::ptr::eq(*other, item)) {
            self.visit_with_item(other);
        }
        self.visit_body(&node.body);
    }

    /// `call_here(f, ...)`: what is called stands first, and is written out.
    fn call_here(&mut self, call: &'a ExprCall) {
        match call.arguments.args.first() {
            Some(function) if !function.is_starred_expr() => {
                let (call, function) = (span_of(call.range()), span_of(function.range()));
                self.found.calls_here.push(CallHere { call, function });
            }
            _ => self.diagnostics.push(wording::calls_nothing_here(self.module.place(span_of(call.range())))),
        }
        self.visit_arguments(&call.arguments);
    }

    fn misused(&mut self, range: rustpython_text_size::TextRange, own: OwnName) {
        self.diagnostics.push(wording::used_as_value(self.module.place(span_of(range)), own));
    }
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if self.own.erases(span_of(statement.range())) {
            return;
        }
        match statement {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::With(node) => self.with(statement, node),
            Stmt::For(_) | Stmt::While(_) => {
                self.depth += 1;
                walk_stmt(self, statement);
                self.depth -= 1;
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr
            && self.own.meaning(&call.func) == Some(OwnName::CallHere)
        {
            return self.call_here(call);
        }
        match self.own.meaning(expr) {
            Some(OwnName::WaitFor) if !self.own.is_unbound(expr) => {
                self.found.waits.push(span_of(expr.range()));
            }
            Some(own) if !self.own.is_unbound(expr) => self.misused(expr.range(), own),
            _ => walk_expr(self, expr),
        }
    }
}

/// Whether an annotation says that the function never returns.
fn never_returns(annotation: &Expr) -> bool {
    let name = match annotation {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::StringLiteral(text) => text.value.to_str(),
        _ => return false,
    };
    matches!(name, "NoReturn" | "Never")
}

/// The first `yield` of a function's own code.
fn first_yield(body: &[Stmt]) -> Option<Span> {
    let mut search = YieldSearch { found: None };
    search.visit_body(body);
    search.found
}

struct YieldSearch {
    found: Option<Span>,
}

impl<'a> Visitor<'a> for YieldSearch {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if !matches!(statement, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
            walk_stmt(self, statement);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.found.get_or_insert(span_of(expr.range()));
            }
            Expr::Lambda(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}
