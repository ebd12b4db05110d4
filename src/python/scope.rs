//! Scopes of a module and what each of their names means, as CPython's `symtable` resolves it. Must not know what the names do.

use std::collections::HashMap;

use crate::text::Span;

/// A scope, by its place in `Scopes`; 0 is the module's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

impl ScopeId {
    /// The module's own scope.
    pub const MODULE: ScopeId = ScopeId(0);
}

/// What makes a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The module.
    Module,
    /// A class body: nested scopes don't see its names.
    Class,
    /// `def`
    Function,
    /// `lambda`
    Lambda,
    /// A generator expression.
    Generator,
    /// A list, set or dict comprehension.
    Comprehension,
    /// `[T]` of a `def`, `class` or `type` statement, or the value of a `type` statement.
    TypeParameters,
}

/// Whether a scope declares a name to be another scope's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Declared {
    /// It doesn't.
    #[default]
    No,
    /// `global`
    Global,
    /// `nonlocal`
    Nonlocal,
}

/// What binds a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindingKind {
    /// A parameter.
    Parameter,
    /// `x: T` without a value: declares it to be of this scope, binds nothing.
    Annotation,
    /// `import module` or `from module import name`; relative ones have leading dots in `module`.
    Import {
        /// The module, dots included.
        module: String,
        /// The name taken from it.
        name: Option<String>,
    },
    /// `def`
    Function,
    /// An assignment, a loop, `class`, `del` and all else.
    Other,
}

/// One place that binds a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The identifier.
    pub span: Span,
    /// How.
    pub kind: BindingKind,
}

/// A name that a scope binds or declares. Its spelling is mangled where a class makes it private.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The name.
    pub name: String,
    /// `global` or `nonlocal`
    pub declared: Declared,
    /// Where it is bound, in the order of evaluation.
    pub bindings: Vec<Binding>,
}

/// A scope.
#[derive(Clone, Debug)]
pub struct Scope {
    /// What makes it.
    pub kind: ScopeKind,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// `f`, `lambda`, `genexpr`, `listcomp`, a class's name.
    pub name: String,
    /// The node that makes it.
    pub span: Span,
    /// Its name in a `def` or `class` statement; else empty, at the start of the node.
    pub name_span: Span,
    /// The innermost class around it, or itself: what private names are mangled with.
    pub private: Option<String>,
    symbols: Vec<Symbol>,
    index: HashMap<String, usize>,
}

impl Scope {
    pub(super) fn new(kind: ScopeKind, parent: Option<ScopeId>, name: &str, span: Span) -> Scope {
        Scope {
            kind,
            parent,
            name: name.to_owned(),
            span,
            name_span: Span::at(span.start),
            private: None,
            symbols: Vec::new(),
            index: HashMap::new(),
        }
    }

    /// Names that it binds or declares, in order of appearance.
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// The symbol of `name` (mangled).
    pub fn symbol(&self, name: &str) -> Option<&Symbol> {
        self.index.get(name).and_then(|place| self.symbols.get(*place))
    }

    /// Whether the name is one of this scope's own.
    pub fn binds(&self, name: &str) -> bool {
        self.symbol(name).is_some_and(|symbol| symbol.declared == Declared::No)
    }

    pub(super) fn symbol_mut(&mut self, name: &str) -> &mut Symbol {
        let place = match self.index.get(name) {
            Some(place) => *place,
            None => {
                self.symbols.push(Symbol {
                    name: name.to_owned(),
                    declared: Declared::No,
                    bindings: Vec::new(),
                });
                self.index.insert(name.to_owned(), self.symbols.len() - 1);
                self.symbols.len() - 1
            }
        };
        &mut self.symbols[place]
    }
}

/// What a name means where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A name of this scope: the scope itself, or one around it. `__class__` belongs to the class.
    Of(ScopeId),
    /// A name of the module or a builtin.
    Global,
}

/// All scopes of a module.
#[derive(Clone, Debug)]
pub struct Scopes {
    pub(super) scopes: Vec<Scope>,
    pub(super) by_node: HashMap<Span, ScopeId>,
    /// Offset of each name that is read, with its scope; sorted.
    pub(super) reads: Vec<(u32, ScopeId)>,
}

impl Scopes {
    /// The scope `id`.
    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// All of them, parents before children.
    pub fn iter(&self) -> impl Iterator<Item = (ScopeId, &Scope)> {
        self.scopes.iter().enumerate().map(|(place, scope)| (ScopeId(place as u32), scope))
    }

    /// The scope that the node at `span` makes.
    pub fn of_node(&self, span: Span) -> Option<ScopeId> {
        self.by_node.get(&span).copied()
    }

    /// The scope in which the name read at `offset` stands.
    pub fn of_read(&self, offset: u32) -> Option<ScopeId> {
        let place = self.reads.binary_search_by_key(&offset, |read| read.0).ok()?;
        self.reads.get(place).map(|read| read.1)
    }

    /// `name` as Python spells it inside: `__x` in a class `A` is `_A__x`.
    pub fn mangle(&self, scope: ScopeId, name: &str) -> String {
        mangle(self.get(scope).private.as_deref(), name)
    }

    /// What `name` (mangled) means in `scope`.
    pub fn resolve(&self, scope: ScopeId, name: &str) -> Meaning {
        let start = self.get(scope);
        if let Some(symbol) = start.symbol(name) {
            match symbol.declared {
                Declared::Global => return Meaning::Global,
                Declared::No if scope == ScopeId::MODULE => return Meaning::Global,
                Declared::No => return Meaning::Of(scope),
                Declared::Nonlocal => {}
            }
        }
        self.resolve_outside(scope, name)
    }

    /// What `name` means in `scope` if `scope` itself doesn't bind it.
    fn resolve_outside(&self, scope: ScopeId, name: &str) -> Meaning {
        let mut sees_class = self.get(scope).kind == ScopeKind::TypeParameters;
        let mut next = self.get(scope).parent;
        while let Some(id) = next {
            let around = self.get(id);
            match around.kind {
                ScopeKind::Module => return Meaning::Global,
                ScopeKind::Class if name == "__class__" => return Meaning::Of(id),
                ScopeKind::Class if !sees_class => {}
                _ => match around.symbol(name).map(|symbol| symbol.declared) {
                    Some(Declared::No) => return Meaning::Of(id),
                    Some(Declared::Global) => return Meaning::Global,
                    Some(Declared::Nonlocal) | None => {}
                },
            }
            sees_class = sees_class && around.kind == ScopeKind::TypeParameters;
            next = around.parent;
        }
        Meaning::Global
    }
}

/// `__x` in a class `_A` becomes `_A__x`; other names stay.
pub(super) fn mangle(private: Option<&str>, name: &str) -> String {
    let class = private.map(|class| class.trim_start_matches('_')).unwrap_or("");
    if class.is_empty() || !name.starts_with("__") || name.ends_with("__") {
        return name.to_owned();
    }
    format!("_{class}{name}")
}
