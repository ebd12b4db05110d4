//! The walk that finds each scope of a module and the names that it binds. Must not know what a name means elsewhere: that is
//! `scope`'s.

use std::collections::HashMap;

use rustpython_ast::visitor::{
    Visitor, walk_except_handler, walk_expr, walk_pattern, walk_stmt, walk_type_param,
};
use rustpython_ast::{
    Alias, Comprehension, ExceptHandler, Expr, ExprContext, ExprLambda, ExprNamed, Identifier, Parameters,
    Pattern, Stmt, StmtAnnAssign, StmtClassDef, StmtFunctionDef, StmtIf, StmtImport, StmtImportFrom,
    StmtTypeAlias, TypeParam, TypeParams,
};
use rustpython_text_size::Ranged;

use super::module::{Module, span_of};
use super::scope::{Binding, BindingKind, Declared, Scope, ScopeId, ScopeKind, Scopes, mangle};
use crate::text::Span;

/// Finds the scopes of `module`.
pub fn scopes(module: &Module) -> Scopes {
    let whole = Span::new(0, module.text.len() as u32);
    let top = Scope::new(ScopeKind::Module, None, "top", whole);
    let scopes = Scopes { scopes: vec![top], by_node: HashMap::new(), reads: Vec::new() };
    let mut binder = Binder { scopes, current: ScopeId::MODULE };
    binder.visit_body(module.body());
    binder.scopes.reads.sort_unstable();
    binder.scopes
}

struct Binder {
    scopes: Scopes,
    current: ScopeId,
}

impl Binder {
    fn enter(&mut self, kind: ScopeKind, name: &str, span: Span) -> ScopeId {
        let private = match kind {
            ScopeKind::Class => Some(name.to_owned()),
            _ => self.scopes.get(self.current).private.clone(),
        };
        let id = ScopeId(self.scopes.scopes.len() as u32);
        let mut scope = Scope::new(kind, Some(self.current), name, span);
        scope.private = private;
        self.scopes.scopes.push(scope);
        self.scopes.by_node.insert(span, id);
        std::mem::replace(&mut self.current, id)
    }

    /// Enters the scope of a `def` or `class` statement.
    fn enter_named(&mut self, kind: ScopeKind, name: &Identifier, span: Span) -> ScopeId {
        let before = self.enter(kind, name.as_str(), span);
        let current = self.current;
        self.scope_mut(current).name_span = span_of(name.range());
        before
    }

    fn leave(&mut self, before: ScopeId) {
        self.current = before;
    }

    fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes.scopes[id.0 as usize]
    }

    fn bind(&mut self, name: &str, span: Span, kind: BindingKind) {
        self.bind_in(self.current, name, span, kind);
    }

    /// Binds `name` in `scope`; a name that it declares global is bound in the module's too.
    fn bind_in(&mut self, scope: ScopeId, name: &str, span: Span, kind: BindingKind) {
        let name = mangle(self.scopes.get(self.current).private.as_deref(), name);
        let symbol = self.scope_mut(scope).symbol_mut(&name);
        symbol.bindings.push(Binding { span, kind: kind.clone() });
        if symbol.declared == Declared::Global && scope != ScopeId::MODULE {
            self.scope_mut(ScopeId::MODULE).symbol_mut(&name).bindings.push(Binding { span, kind });
        }
    }

    fn bind_identifier(&mut self, name: &Identifier, kind: BindingKind) {
        self.bind(name.as_str(), span_of(name.range()), kind);
    }

    fn declare(&mut self, names: &[Identifier], declared: Declared) {
        for name in names {
            let mangled = mangle(self.scopes.get(self.current).private.as_deref(), name.as_str());
            let current = self.current;
            if current == ScopeId::MODULE {
                continue;
            }
            self.scope_mut(current).symbol_mut(&mangled).declared = declared;
        }
    }

    /// The scope in which a walrus binds: comprehensions and generator expressions pass it on.
    fn walrus_scope(&self) -> ScopeId {
        let mut id = self.current;
        while let (ScopeKind::Comprehension | ScopeKind::Generator, Some(parent)) =
            (self.scopes.get(id).kind, self.scopes.get(id).parent)
        {
            id = parent;
        }
        id
    }

    fn defaults(&mut self, parameters: &Parameters) {
        for default in parameters.iter_non_variadic_params().filter_map(|parameter| parameter.default()) {
            self.visit_expr(default);
        }
    }

    fn annotations(&mut self, parameters: &Parameters) {
        for annotation in parameters.iter().filter_map(|parameter| parameter.annotation()) {
            self.visit_annotation(annotation);
        }
    }

    fn bind_parameters(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_source_order() {
            self.bind_identifier(parameter.name(), BindingKind::Parameter);
        }
    }

    /// Enters the scope of type parameters, if there are any; gives the scope to go back to.
    fn enter_type_parameters(&mut self, parameters: Option<&TypeParams>) -> ScopeId {
        let Some(parameters) = parameters else { return self.current };
        let before = self.enter(ScopeKind::TypeParameters, "type parameters", span_of(parameters.range()));
        self.visit_type_params(parameters);
        before
    }

    fn function(&mut self, def: &StmtFunctionDef) {
        for decorator in &def.decorator_list {
            self.visit_decorator(decorator);
        }
        self.defaults(&def.parameters);
        self.bind_identifier(&def.name, BindingKind::Function);
        let outside = self.enter_type_parameters(def.type_params.as_deref());
        self.annotations(&def.parameters);
        if let Some(returns) = &def.returns {
            self.visit_annotation(returns);
        }
        let before = self.enter_named(ScopeKind::Function, &def.name, span_of(def.range()));
        self.bind_parameters(&def.parameters);
        self.visit_body(&def.body);
        self.leave(before);
        self.leave(outside);
    }

    fn class(&mut self, class: &StmtClassDef) {
        for decorator in &class.decorator_list {
            self.visit_decorator(decorator);
        }
        self.bind_identifier(&class.name, BindingKind::Other);
        let outside = self.enter_type_parameters(class.type_params.as_deref());
        if let Some(arguments) = &class.arguments {
            self.visit_arguments(arguments);
        }
        let before = self.enter_named(ScopeKind::Class, &class.name, span_of(class.range()));
        self.visit_body(&class.body);
        self.leave(before);
        self.leave(outside);
    }

    fn type_alias(&mut self, alias: &StmtTypeAlias) {
        self.visit_expr(&alias.name);
        let outside = self.enter_type_parameters(alias.type_params.as_deref());
        let before = self.enter(ScopeKind::TypeParameters, "type alias", span_of(alias.range()));
        self.visit_expr(&alias.value);
        self.leave(before);
        self.leave(outside);
    }

    fn annotated(&mut self, statement: &StmtAnnAssign) {
        match (&*statement.target, &statement.value) {
            (Expr::Name(name), None) => {
                if statement.simple {
                    self.bind(name.id.as_str(), span_of(name.range()), BindingKind::Annotation);
                }
            }
            (target, _) => self.visit_expr(target),
        }
        self.visit_annotation(&statement.annotation);
        if let Some(value) = &statement.value {
            self.visit_expr(value);
        }
    }

    fn import(&mut self, import: &StmtImport) {
        for alias in &import.names {
            let module = alias.name.as_str();
            let first = module.split('.').next().unwrap_or(module);
            // `import a.b` gives `a` itself, `import a.b as c` the module `a.b`.
            let (bound, given) = match &alias.asname {
                Some(asname) => (asname.as_str(), module),
                None => (first, first),
            };
            let kind = BindingKind::Import { module: given.to_owned(), name: None };
            self.bind(bound, alias_span(alias), kind);
        }
    }

    fn import_from(&mut self, import: &StmtImportFrom) {
        let mut module = ".".repeat(import.level as usize);
        module.push_str(import.module.as_ref().map_or("", |name| name.as_str()));
        for alias in import.names.iter().filter(|alias| alias.name.as_str() != "*") {
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            let kind = BindingKind::Import { module: module.clone(), name: Some(alias.name.to_string()) };
            self.bind(bound.as_str(), alias_span(alias), kind);
        }
    }

    fn lambda(&mut self, lambda: &ExprLambda) {
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters);
        }
        let before = self.enter(ScopeKind::Lambda, "lambda", span_of(lambda.range()));
        if let Some(parameters) = &lambda.parameters {
            self.bind_parameters(parameters);
        }
        self.visit_expr(&lambda.body);
        self.leave(before);
    }

    /// A comprehension or generator expression: its outermost iterable belongs to the scope around it.
    fn comprehension(&mut self, node: &Expr, generators: &[Comprehension], elements: &[&Expr]) {
        let (kind, name) = match node {
            Expr::Generator(_) => (ScopeKind::Generator, "genexpr"),
            Expr::SetComp(_) => (ScopeKind::Comprehension, "setcomp"),
            Expr::DictComp(_) => (ScopeKind::Comprehension, "dictcomp"),
            _ => (ScopeKind::Comprehension, "listcomp"),
        };
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        let before = self.enter(kind, name, span_of(node.range()));
        if kind == ScopeKind::Generator {
            // Its parameter: the outermost iterable.
            self.bind(".0", Span::at(node.range().start().into()), BindingKind::Parameter);
        }
        for (place, generator) in generators.iter().enumerate() {
            self.visit_expr(&generator.target);
            if place > 0 {
                self.visit_expr(&generator.iter);
            }
            for test in &generator.ifs {
                self.visit_expr(test);
            }
        }
        for element in elements {
            self.visit_expr(element);
        }
        self.leave(before);
    }

    fn walrus(&mut self, named: &ExprNamed) {
        self.visit_expr(&named.value);
        if let Expr::Name(name) = &*named.target {
            let scope = self.walrus_scope();
            self.bind_in(scope, name.id.as_str(), span_of(name.range()), BindingKind::Other);
        }
    }

    /// The parser's own walk visits the test of an `elif` twice, which would make each scope in it twice.
    fn branches(&mut self, node: &StmtIf) {
        self.visit_expr(&node.test);
        self.visit_body(&node.body);
        for clause in &node.elif_else_clauses {
            if let Some(test) = &clause.test {
                self.visit_expr(test);
            }
            self.visit_body(&clause.body);
        }
    }
}

impl<'a> Visitor<'a> for Binder {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::AnnAssign(statement) => self.annotated(statement),
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Global(global) => self.declare(&global.names, Declared::Global),
            Stmt::Nonlocal(nonlocal) => self.declare(&nonlocal.names, Declared::Nonlocal),
            Stmt::If(node) => self.branches(node),
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => match name.ctx {
                ExprContext::Load => self.scopes.reads.push((name.range().start().into(), self.current)),
                _ => self.bind(name.id.as_str(), span_of(name.range()), BindingKind::Other),
            },
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::ListComp(node) => self.comprehension(expr, &node.generators, &[&node.elt]),
            Expr::SetComp(node) => self.comprehension(expr, &node.generators, &[&node.elt]),
            Expr::DictComp(node) => self.comprehension(expr, &node.generators, &[&node.key, &node.value]),
            Expr::Generator(node) => self.comprehension(expr, &node.generators, &[&node.elt]),
            Expr::Named(named) => self.walrus(named),
            _ => walk_expr(self, expr),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(inner) = handler;
        if let Some(name) = &inner.name {
            self.bind_identifier(name, BindingKind::Other);
        }
        walk_except_handler(self, handler);
    }

    fn visit_type_param(&mut self, parameter: &'a TypeParam) {
        self.bind_identifier(parameter.name(), BindingKind::Other);
        walk_type_param(self, parameter);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchAs(pattern) => pattern.name.as_ref(),
            Pattern::MatchStar(pattern) => pattern.name.as_ref(),
            Pattern::MatchMapping(pattern) => pattern.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind_identifier(name, BindingKind::Other);
        }
        walk_pattern(self, pattern);
    }
}

/// The identifier that an alias binds.
fn alias_span(alias: &Alias) -> Span {
    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
    let span = span_of(bound.range());
    match alias.name.as_str().find('.') {
        Some(dot) if alias.asname.is_none() => Span::new(span.start, span.start + dot as u32),
        _ => span,
    }
}
