//! Which names of a module are Lockweave's: resolved through bindings, so that somebody else's `concurrent` never counts.
//! Must not know what the names mark.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use rustpython_ast::visitor::{Visitor, walk_stmt};
use rustpython_ast::{Alias, ExceptHandler, Expr, ExprName, Stmt, StmtImport, StmtImportFrom};
use rustpython_text_size::Ranged;

use super::marker::MarkerImport;
use super::module::{Module, span_of};
use super::reexport::{Elsewhere, member};
use super::scope::{Binding, BindingKind, Meaning, ScopeId, ScopeKind, Scopes, Symbol};
use crate::text::Span;

/// The package that the names come from.
const PACKAGE: &str = "lockweave";

/// A module of it that holds no markers: a program that imports from it means it, woven or not.
const IMPORT_HOOK: &str = "lockweave.importer";

/// Whether what is imported from `module` are markers.
fn is_ours(module: &str) -> bool {
    module.split('.').next() == Some(PACKAGE) && module != IMPORT_HOOK
}

/// A name of the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum OwnName {
    Package,
    Concurrent,
    Atomic,
    Synchronized,
    CallHere,
    WaitFor,
}

impl OwnName {
    /// The names that the package exports.
    pub(super) const EXPORTED: [OwnName; 5] =
        [OwnName::Concurrent, OwnName::Atomic, OwnName::Synchronized, OwnName::CallHere, OwnName::WaitFor];

    pub(super) fn parse(name: &str) -> Option<OwnName> {
        OwnName::EXPORTED.into_iter().find(|known| known.as_str() == name)
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            OwnName::Package => PACKAGE,
            OwnName::Concurrent => "concurrent",
            OwnName::Atomic => "atomic",
            OwnName::Synchronized => "synchronized",
            OwnName::CallHere => "call_here",
            OwnName::WaitFor => "wait_for",
        }
    }
}

/// A name imported from the package that it doesn't have.
pub(super) struct Unknown {
    pub(super) span: Span,
    pub(super) name: String,
}

/// What of a module is ours.
pub(super) struct OwnNames<'a> {
    scopes: &'a Scopes,
    elsewhere: &'a Elsewhere<'a>,
    /// The statements that go, or lose some names.
    pub(super) imports: Vec<MarkerImport>,
    pub(super) unknown: Vec<Unknown>,
    /// Code that binds a name only where ours can't be imported: it doesn't count as a rebinding.
    fallbacks: Vec<Span>,
    star: bool,
    /// Modules around that star imports take all of, as written.
    stars: Vec<String>,
}

/// What a name or an attribute is for us.
enum Meant {
    Own(OwnName),
    /// A module, as this one would write it.
    Module(String),
}

impl<'a> OwnNames<'a> {
    pub(super) fn find(module: &Module, scopes: &'a Scopes, elsewhere: &'a Elsewhere<'a>) -> OwnNames<'a> {
        let mut names = OwnNames {
            scopes,
            elsewhere,
            imports: Vec::new(),
            unknown: Vec::new(),
            fallbacks: Vec::new(),
            star: false,
            stars: Vec::new(),
        };
        names.visit_body(module.body());
        names
    }

    /// Whether the statement at `span` goes as a whole.
    pub(super) fn erases(&self, span: Span) -> bool {
        self.imports.iter().any(|import| import.whole && import.statement == span)
    }

    /// Which of our names `expr` is, if it is one: `concurrent`, `lockweave.concurrent`, `pkg.compat.concurrent`.
    pub(super) fn meaning(&self, expr: &Expr) -> Option<OwnName> {
        match self.meant(expr)? {
            Meant::Own(own) => Some(own),
            Meant::Module(_) => None,
        }
    }

    fn meant(&self, expr: &Expr) -> Option<Meant> {
        match expr {
            Expr::Name(name) => self.meaning_of_name(name),
            Expr::Attribute(attribute) => match self.meant(&attribute.value)? {
                Meant::Own(OwnName::Package) => OwnName::parse(attribute.attr.as_str()).map(Meant::Own),
                Meant::Own(_) => None,
                Meant::Module(path) => Some(self.taken_from(&path, attribute.attr.as_str())),
            },
            _ => None,
        }
    }

    /// What `name` of the module at `path` is: ours, or a module in it for all that is known.
    fn taken_from(&self, path: &str, name: &str) -> Meant {
        match (self.elsewhere)(path).and_then(|exports| exports.names.get(name).copied()) {
            Some(own) => Meant::Own(own),
            None => Meant::Module(member(path, name)),
        }
    }

    /// What `symbol`, of the module's scope, is when its code has run.
    pub(super) fn at_end(&self, symbol: &Symbol) -> Option<OwnName> {
        match self.meaning_of_symbol(symbol, u32::MAX, true)? {
            Meant::Own(own) => Some(own),
            Meant::Module(_) => None,
        }
    }

    /// What star imports bring of ours.
    pub(super) fn starred(&self) -> BTreeMap<String, OwnName> {
        let own = OwnName::EXPORTED.into_iter().filter(|_| self.star);
        let mut names: BTreeMap<String, OwnName> = own.map(|own| (own.as_str().to_owned(), own)).collect();
        for exports in self.stars.iter().filter_map(|path| (self.elsewhere)(path)) {
            let starred = exports.names.iter().filter(|(name, _)| exports.starred.contains(*name));
            names.extend(starred.map(|(name, own)| (name.clone(), *own)));
        }
        names
    }

    /// Which of our names a star import of a module around binds `name` to.
    fn star_of(&self, name: &str) -> Option<OwnName> {
        self.stars.iter().rev().find_map(|path| (self.elsewhere)(path)?.star(name))
    }

    /// Whether `expr` is a name that nothing in the module binds: as a decorator or in a `with` it is ours, else anybody's.
    pub(super) fn is_unbound(&self, expr: &Expr) -> bool {
        let Expr::Name(name) = expr else { return false };
        let scope = self.scopes.of_read(name.range().start().into());
        scope.is_some_and(|scope| {
            self.scopes.resolve(scope, name.id.as_str()) == Meaning::Global
                && self.scopes.get(ScopeId::MODULE).symbol(name.id.as_str()).is_none()
                && !self.star
                && self.star_of(name.id.as_str()).is_none()
        })
    }

    fn meaning_of_name(&self, name: &ExprName) -> Option<Meant> {
        let offset = u32::from(name.range().start());
        let scope = self.scopes.of_read(offset)?;
        let owner = match self.scopes.resolve(scope, name.id.as_str()) {
            Meaning::Of(owner) => owner,
            Meaning::Global => ScopeId::MODULE,
        };
        match self.scopes.get(owner).symbol(name.id.as_str()) {
            Some(symbol) => self.meaning_of_symbol(symbol, offset, self.runs_later(scope, owner)),
            None => {
                let named = OwnName::parse(name.id.as_str())
                    .filter(|named| matches!(named, OwnName::Concurrent | OwnName::Atomic) || self.star);
                self.star_of(name.id.as_str()).or(named).map(Meant::Own)
            }
        }
    }

    /// The binding that counts: the last one before the use; the last of all where the use runs later. Above an import of ours, and
    /// with nothing else bound there, a name is unbound: that it means ours stays true when the import is gone.
    fn meaning_of_symbol(&self, symbol: &Symbol, offset: u32, later: bool) -> Option<Meant> {
        let is_fallback = |span: Span| self.fallbacks.iter().any(|fallback| fallback.contains(span));
        let mut bindings = symbol
            .bindings
            .iter()
            .filter(|binding| binding.kind != BindingKind::Annotation && !is_fallback(binding.span));
        let first = bindings.clone().next();
        match bindings.rfind(|binding| later || binding.span.start < offset) {
            Some(binding) => self.meaning_of_binding(binding),
            None => self.meaning_of_binding(first?).filter(|meant| matches!(meant, Meant::Own(_))),
        }
    }

    fn meaning_of_binding(&self, binding: &Binding) -> Option<Meant> {
        match &binding.kind {
            BindingKind::Import { module, name: None } if module == PACKAGE => {
                Some(Meant::Own(OwnName::Package))
            }
            BindingKind::Import { module, name: Some(name) } if module == PACKAGE => {
                OwnName::parse(name).map(Meant::Own)
            }
            BindingKind::Import { module, name: None } => Some(Meant::Module(module.clone())),
            BindingKind::Import { module, name: Some(name) } => Some(self.taken_from(module, name)),
            _ => None,
        }
    }

    /// Whether code of `scope` runs after that of `owner` around it.
    fn runs_later(&self, scope: ScopeId, owner: ScopeId) -> bool {
        let mut next = Some(scope);
        while let Some(id) = next.filter(|id| *id != owner) {
            if matches!(
                self.scopes.get(id).kind,
                ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Generator
            ) {
                return true;
            }
            next = self.scopes.get(id).parent;
        }
        false
    }

    fn note_import(&mut self, statement: &Stmt) {
        if let Stmt::ImportFrom(from) = statement {
            self.note_names(from);
        }
        if let Some(import) = self.own_import(statement) {
            self.imports.push(import);
        }
    }

    /// Notes star imports, and names that our package doesn't have.
    fn note_names(&mut self, from: &StmtImportFrom) {
        let path = written(from);
        let is_package = is_ours(&path);
        for alias in &from.names {
            match alias.name.as_str() {
                "*" if is_package => self.star = true,
                "*" => self.stars.push(path.clone()),
                name if is_package && OwnName::parse(name).is_none() => {
                    let span = span_of(alias.name.range());
                    self.unknown.push(Unknown { span, name: name.to_owned() });
                }
                _ => {}
            }
        }
    }

    /// The aliases of an import statement that are ours; `None` if none is.
    fn own_import(&self, statement: &Stmt) -> Option<MarkerImport> {
        let is_package = |module: &str| module.split('.').next() == Some(PACKAGE);
        let (all, own): (&[Alias], Vec<Span>) = match statement {
            Stmt::Import(import) => {
                let own = import.names.iter().filter(|alias| is_package(alias.name.as_str()));
                (&import.names, own.map(|alias| span_of(alias.range())).collect())
            }
            Stmt::ImportFrom(import) => {
                let path = written(import);
                let exports = (self.elsewhere)(&path).unwrap_or_default();
                let own = import.names.iter().filter(|alias| {
                    let given = match alias.name.as_str() {
                        "*" => exports.alone && !exports.is_empty(),
                        name => exports.names.contains_key(name),
                    };
                    given || is_ours(&path)
                });
                (&import.names, own.map(|alias| span_of(alias.range())).collect())
            }
            _ => return None,
        };
        let whole = own.len() == all.len();
        (!own.is_empty()).then(|| MarkerImport { statement: span_of(statement.range()), aliases: own, whole })
    }

    /// The names that the imports of ours in `body`, and in the `try` and `if` statements there, bind.
    fn imported_names<'s>(&self, body: &'s [Stmt]) -> Vec<&'s str> {
        let mut names = Vec::new();
        for statement in body {
            if let Stmt::Import(StmtImport { names: all, .. })
            | Stmt::ImportFrom(StmtImportFrom { names: all, .. }) = statement
                && let Some(own) = self.own_import(statement)
            {
                let ours = all.iter().filter(|alias| own.aliases.contains(&span_of(alias.range())));
                names.extend(ours.map(bound_name));
            }
            names.extend(suites(statement).into_iter().flat_map(|suite| self.imported_names(suite)));
        }
        names
    }

    /// A `try` or `if` that imports ours: what its other suites bind instead is no rebinding. It is noted as one import where
    /// nothing but ours, and what stands in for it, is in it.
    fn note_compound(&mut self, statement: &Stmt) {
        let suites = suites(statement);
        let Some(first) = suites.iter().position(|suite| !self.imported_names(suite).is_empty()) else {
            return walk_stmt(self, statement);
        };
        for (at, suite) in suites.iter().enumerate() {
            if let (true, Some(one), Some(last)) = (at != first, suite.first(), suite.last()) {
                self.fallbacks.push(span_of(one.range()).cover(span_of(last.range())));
            }
        }
        let before = self.imports.len();
        walk_stmt(self, statement);
        let names: Vec<&str> = suites.iter().flat_map(|suite| self.imported_names(suite)).collect();
        if suites.iter().all(|suite| is_fallback(suite, &names)) {
            let inner = self.imports.split_off(before);
            let aliases = inner.into_iter().flat_map(|import| import.aliases).collect();
            self.imports.push(MarkerImport { statement: span_of(statement.range()), aliases, whole: true });
        }
    }
}

impl<'b> Visitor<'b> for OwnNames<'_> {
    fn visit_stmt(&mut self, statement: &'b Stmt) {
        match statement {
            Stmt::Import(_) | Stmt::ImportFrom(_) => self.note_import(statement),
            Stmt::Try(_) | Stmt::If(_) => self.note_compound(statement),
            _ => walk_stmt(self, statement),
        }
    }

    // Imports are statements: nothing of ours is bound inside an expression.
    fn visit_expr(&mut self, _: &'b Expr) {}
}

/// The module that names are imported from, as written, dots included.
fn written(import: &StmtImportFrom) -> String {
    let mut path = ".".repeat(import.level as usize);
    path.push_str(import.module.as_deref().unwrap_or_default());
    path
}

/// The suites of a `try` or `if`; none of any other statement.
fn suites(statement: &Stmt) -> Vec<&[Stmt]> {
    match statement {
        Stmt::Try(node) => {
            let handlers =
                node.handlers.iter().map(|ExceptHandler::ExceptHandler(handler)| &handler.body[..]);
            let behind = [&node.orelse[..], &node.finalbody];
            std::iter::once(&node.body[..]).chain(handlers).chain(behind).collect()
        }
        Stmt::If(node) => {
            let clauses = node.elif_else_clauses.iter().map(|clause| &clause.body[..]);
            std::iter::once(&node.body[..]).chain(clauses).collect()
        }
        _ => Vec::new(),
    }
}

/// What an alias binds: `a` for `import a.b`.
fn bound_name(alias: &Alias) -> &str {
    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
    name.split('.').next().unwrap_or(name)
}

/// Whether `body` does nothing but give `names` another meaning.
fn is_fallback(body: &[Stmt], names: &[&str]) -> bool {
    body.iter().all(|statement| match statement {
        Stmt::Pass(_) => true,
        Stmt::FunctionDef(def) => names.contains(&def.name.as_str()),
        Stmt::ClassDef(class) => names.contains(&class.name.as_str()),
        Stmt::Assign(node) => node.targets.iter().all(|target| is_one_of(target, names)),
        Stmt::AnnAssign(node) => is_one_of(&node.target, names),
        Stmt::Import(import) => import.names.iter().all(|alias| names.contains(&bound_name(alias))),
        Stmt::ImportFrom(import) => import.names.iter().all(|alias| names.contains(&bound_name(alias))),
        Stmt::Try(_) | Stmt::If(_) => suites(statement).into_iter().all(|suite| is_fallback(suite, names)),
        Stmt::Expr(node) => matches!(&*node.value, Expr::EllipsisLiteral(_) | Expr::StringLiteral(_)),
        _ => false,
    })
}

fn is_one_of(target: &Expr, names: &[&str]) -> bool {
    match target {
        Expr::Name(name) => names.contains(&name.id.as_str()),
        Expr::Tuple(tuple) => tuple.elts.iter().all(|target| is_one_of(target, names)),
        _ => false,
    }
}
