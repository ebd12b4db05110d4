//! What parses, and Python refuses all the same when it compiles: a parameter named twice, `return` outside of a function, `global`
//! after a use.
//!
//! The parser's crate has the rules; here it is told in what context each statement and expression stands. Must not know markers.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_ast::visitor::{Visitor, walk_expr, walk_stmt};
use rustpython_ast::{
    Comprehension, ExceptHandler, Expr, Parameters, PythonVersion, Stmt, StmtClassDef, StmtFor,
    StmtFunctionDef, StmtWhile,
};
use rustpython_parser::semantic_errors::{
    LazyImportContext, SemanticSyntaxChecker, SemanticSyntaxContext, SemanticSyntaxError,
};
use rustpython_text_size::{Ranged, TextRange, TextSize};

use super::bind::scopes;
use super::module::{Module, span_of};
use super::scope::{Meaning, Scope, ScopeKind};
use crate::text::Span;

/// What Python refuses in `module`, in source order: where, and in what words.
pub(super) fn refused(module: &Module) -> Vec<(Span, String)> {
    let mut walk = Walk {
        checker: SemanticSyntaxChecker::new(),
        context: Context {
            module,
            around: vec![Around::new(Kind::Module)],
            has_future_annotations: has_future_annotations(module.body()),
            at: TextSize::new(0),
            found: RefCell::new(Vec::new()),
        },
    };
    walk.inside(module.body());
    let mut found = walk.context.found.into_inner();
    found.sort_by_key(|(span, _)| span.start);
    found
}

fn has_future_annotations(body: &[Stmt]) -> bool {
    body.iter().any(|statement| match statement {
        Stmt::ImportFrom(import) => {
            import.module.as_deref() == Some("__future__")
                && import.names.iter().any(|alias| alias.name.as_str() == "annotations")
        }
        _ => false,
    })
}

/// What makes a scope.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Module,
    Class,
    Function { is_async: bool },
    Lambda,
    Generator,
    Comprehension { is_async: bool },
}

/// A scope that the code at hand stands in.
struct Around {
    kind: Kind,
    /// Loops around it, in this scope.
    loops: u32,
    parameters: Vec<String>,
    /// Names declared `global` here, and by which statement.
    globals: HashMap<String, TextRange>,
}

impl Around {
    fn new(kind: Kind) -> Around {
        Around { kind, loops: 0, parameters: Vec::new(), globals: HashMap::new() }
    }
}

/// Where the walk is.
struct Context<'a> {
    module: &'a Module,
    /// Outermost first; there is always the module.
    around: Vec<Around>,
    has_future_annotations: bool,
    /// Where the statement at hand starts.
    at: TextSize,
    /// The rules report through a shared reference.
    found: RefCell<Vec<(Span, String)>>,
}

impl Context<'_> {
    fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.around.iter().rev().map(|around| around.kind)
    }

    fn innermost(&self) -> Option<&Around> {
        self.around.last()
    }

    /// Whether a function around the statement at hand binds `name`.
    fn is_bound_around(&self, name: &str) -> bool {
        let scopes = scopes(self.module);
        let at: u32 = self.at.into();
        let holds = |scope: &Scope| {
            let makes = matches!(scope.kind, ScopeKind::Function | ScopeKind::Class);
            makes && scope.span.start <= at && at < scope.span.end
        };
        let around = scopes.iter().filter(|(_, scope)| holds(scope));
        let innermost = around.min_by_key(|(_, scope)| scope.span.end - scope.span.start);
        innermost
            .is_some_and(|(id, _)| matches!(scopes.resolve(id, &scopes.mangle(id, name)), Meaning::Of(_)))
    }
}

impl SemanticSyntaxContext for Context<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        self.has_future_annotations
    }

    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        None
    }

    fn python_version(&self) -> PythonVersion {
        // What a later one refuses may be fine for the one that the program is for.
        PythonVersion::PY313
    }

    fn source(&self) -> &str {
        &self.module.text
    }

    fn global(&self, name: &str) -> Option<TextRange> {
        self.innermost()?.globals.get(name).copied()
    }

    fn has_nonlocal_binding(&self, name: &str) -> bool {
        self.is_bound_around(name)
    }

    fn in_async_context(&self) -> bool {
        self.kinds()
            .find_map(|kind| match kind {
                Kind::Class | Kind::Lambda => Some(false),
                Kind::Function { is_async } => Some(is_async),
                _ => None,
            })
            .unwrap_or(false)
    }

    fn in_await_allowed_context(&self) -> bool {
        self.kinds()
            .find_map(|kind| match kind {
                Kind::Class => Some(false),
                Kind::Function { .. } | Kind::Lambda => Some(true),
                _ => None,
            })
            .unwrap_or(false)
    }

    fn in_yield_allowed_context(&self) -> bool {
        self.in_function_scope()
    }

    fn in_sync_comprehension(&self) -> bool {
        self.kinds().any(|kind| kind == Kind::Comprehension { is_async: false })
    }

    fn in_module_scope(&self) -> bool {
        self.kinds().next() == Some(Kind::Module)
    }

    fn in_function_scope(&self) -> bool {
        matches!(self.kinds().next(), Some(Kind::Function { .. } | Kind::Lambda))
    }

    fn in_generator_context(&self) -> bool {
        self.kinds().any(|kind| kind == Kind::Generator)
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        self.found.borrow_mut().push((span_of(error.range), error.to_string()));
    }

    fn in_loop_context(&self) -> bool {
        self.innermost().is_some_and(|around| around.loops > 0)
    }

    fn is_bound_parameter(&self, name: &str) -> bool {
        self.innermost().is_some_and(|around| around.parameters.iter().any(|parameter| parameter == name))
    }
}

struct Walk<'a> {
    checker: SemanticSyntaxChecker,
    context: Context<'a>,
}

impl Walk<'_> {
    /// The statements of the scope that was entered last.
    fn inside(&mut self, body: &[Stmt]) {
        let mut declared = GlobalStatements::default();
        declared.visit_body(body);
        if let Some(around) = self.context.around.last_mut() {
            around.globals = declared.names;
        }
        self.visit_body(body);
    }

    fn within(&mut self, around: Around, walk: impl FnOnce(&mut Self)) {
        self.context.around.push(around);
        walk(self);
        self.context.around.pop();
    }

    fn function(&mut self, function: &StmtFunctionDef) {
        for decorator in &function.decorator_list {
            self.visit_decorator(decorator);
        }
        if let Some(parameters) = &function.type_params {
            self.visit_type_params(parameters);
        }
        self.visit_parameters(&function.parameters);
        if let Some(returns) = &function.returns {
            self.visit_annotation(returns);
        }
        let parameters = names_of(&function.parameters);
        let around = Around { parameters, ..Around::new(Kind::Function { is_async: function.is_async }) };
        self.within(around, |walk| walk.inside(&function.body));
    }

    fn class(&mut self, class: &StmtClassDef) {
        for decorator in &class.decorator_list {
            self.visit_decorator(decorator);
        }
        if let Some(parameters) = &class.type_params {
            self.visit_type_params(parameters);
        }
        if let Some(arguments) = &class.arguments {
            self.visit_arguments(arguments);
        }
        self.within(Around::new(Kind::Class), |walk| walk.inside(&class.body));
    }

    /// The body of a loop; its `else` is no part of it.
    fn looped(&mut self, body: &[Stmt], otherwise: &[Stmt]) {
        self.count_loops(1);
        self.visit_body(body);
        self.count_loops(-1);
        self.visit_body(otherwise);
    }

    fn count_loops(&mut self, more: i32) {
        if let Some(around) = self.context.around.last_mut() {
            around.loops = around.loops.saturating_add_signed(more);
        }
    }

    /// A comprehension: its first iterable is evaluated where it stands.
    fn comprehension(&mut self, kind: Kind, elements: &[&Expr], generators: &[Comprehension]) {
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        self.within(Around::new(kind), |walk| {
            for (index, generator) in generators.iter().enumerate() {
                walk.visit_expr(&generator.target);
                if index > 0 {
                    walk.visit_expr(&generator.iter);
                }
                for condition in &generator.ifs {
                    walk.visit_expr(condition);
                }
            }
            for element in elements {
                walk.visit_expr(element);
            }
        });
    }
}

impl<'a> Visitor<'a> for Walk<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.context.at = statement.start();
        self.checker.visit_stmt(statement, &self.context);
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::For(StmtFor { target, iter, body, orelse, .. }) => {
                self.visit_expr(iter);
                self.visit_expr(target);
                self.looped(body, orelse);
            }
            Stmt::Try(attempt) => {
                // A rule that the parser's crate doesn't have.
                let before_last = attempt.handlers.iter().rev().skip(1);
                for ExceptHandler::ExceptHandler(handler) in before_last {
                    if handler.type_.is_none() {
                        let span = span_of(handler.range);
                        let said = "default 'except:' must be last".to_owned();
                        self.context.found.borrow_mut().push((Span::new(span.start, span.start + 6), said));
                    }
                }
                walk_stmt(self, statement);
            }
            Stmt::While(StmtWhile { test, body, orelse, .. }) => {
                self.visit_expr(test);
                self.looped(body, orelse);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        self.checker.visit_expr(expression, &self.context);
        let is_async = |generators: &[Comprehension]| generators.iter().any(|generator| generator.is_async);
        match expression {
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                self.within(Around::new(Kind::Lambda), |walk| walk.visit_expr(&lambda.body));
            }
            Expr::ListComp(made) => {
                let kind = Kind::Comprehension { is_async: is_async(&made.generators) };
                self.comprehension(kind, &[&made.elt], &made.generators);
            }
            Expr::SetComp(made) => {
                let kind = Kind::Comprehension { is_async: is_async(&made.generators) };
                self.comprehension(kind, &[&made.elt], &made.generators);
            }
            Expr::DictComp(made) => {
                let kind = Kind::Comprehension { is_async: is_async(&made.generators) };
                self.comprehension(kind, &[&made.key, &made.value], &made.generators);
            }
            Expr::Generator(made) => self.comprehension(Kind::Generator, &[&made.elt], &made.generators),
            _ => walk_expr(self, expression),
        }
    }
}

fn names_of(parameters: &Parameters) -> Vec<String> {
    parameters.iter().map(|parameter| parameter.name().to_string()).collect()
}

/// The `global` statements of one scope.
#[derive(Default)]
struct GlobalStatements {
    names: HashMap<String, TextRange>,
}

impl<'a> Visitor<'a> for GlobalStatements {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Global(global) => {
                for name in &global.names {
                    self.names.entry(name.to_string()).or_insert(global.range);
                }
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}
