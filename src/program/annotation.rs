//! Annotations and names to types. Must not know what code does: it reads what locations hold so far.

use super::knowledge::Knowledge;
use super::library;
use super::location::LocationKind;
use super::modules::Imported;
use super::value::{Type, Types};
use crate::summary::{Name, TypeRef};

impl Knowledge<'_> {
    /// The types that an annotation stands for, and those of what such an object holds.
    pub(super) fn annotated(&self, module: u32, annotation: &TypeRef) -> (Types, Types) {
        match annotation {
            TypeRef::None => (Types::from([Type::Immutable]), Types::new()),
            TypeRef::Other => (Types::from([Type::Unknown]), Types::from([Type::Unknown])),
            TypeRef::Union(parts) => {
                let mut both = (Types::new(), Types::new());
                for part in parts {
                    let (types, content) = self.annotated(module, part);
                    both.0.extend(types);
                    both.1.extend(content);
                }
                both
            }
            TypeRef::Generic(base, arguments) => self.annotated_generic(module, base, arguments),
            TypeRef::Name(name, path) => {
                let types = self.annotated_name(module, name, path);
                let holds = types.iter().any(Type::is_mutable);
                (types, if holds { Types::from([Type::Unknown]) } else { Types::new() })
            }
        }
    }

    fn annotated_generic(&self, module: u32, base: &TypeRef, arguments: &[TypeRef]) -> (Types, Types) {
        let path = match base {
            TypeRef::Name(name, path) => self.dotted(module, name, path),
            _ => None,
        };
        match path.as_deref().map(|path| path.rsplit('.').next().unwrap_or(path)) {
            Some("Optional" | "Union") => {
                let (mut types, content) = self.annotated(module, &TypeRef::Union(arguments.to_vec()));
                types.insert(Type::Immutable);
                (types, content)
            }
            Some("Final" | "ClassVar" | "Annotated" | "Required" | "NotRequired") => {
                match arguments.first() {
                    Some(inner) => self.annotated(module, inner),
                    None => (Types::from([Type::Unknown]), Types::from([Type::Unknown])),
                }
            }
            Some("Literal" | "frozenset" | "FrozenSet") => (Types::from([Type::Immutable]), Types::new()),
            Some("Callable") => (Types::from([Type::Unknown]), Types::new()),
            _ => {
                let (types, _) = self.annotated(module, base);
                let mut content = Types::new();
                for argument in arguments {
                    let (held, inside) = self.annotated(module, argument);
                    if held.contains(&Type::Future) {
                        content.extend(inside);
                    } else {
                        content.extend(inside.into_iter().filter(Type::is_own));
                    }
                    content.extend(held);
                }
                let holds_nothing_mutable =
                    !content.is_empty() && content.iter().all(|kind| !kind.is_mutable());
                if types == Types::from([Type::Tuple]) && holds_nothing_mutable {
                    return (Types::from([Type::Immutable]), Types::new());
                }
                (types, content)
            }
        }
    }

    /// The library's dotted path that a name stands for, if it is one, or the builtin's name.
    fn dotted(&self, module: u32, name: &Name, path: &[String]) -> Option<String> {
        self.named(module, name, path).into_iter().find_map(|kind| match kind {
            Type::LibraryName(path) | Type::Builtin(path) => Some(path),
            _ => None,
        })
    }

    /// What a dotted name that stands in `module` may be, before anything is called.
    fn named(&self, module: u32, name: &Name, path: &[String]) -> Types {
        let Name::Global(root) = name else { return Types::new() };
        let start = match self.visible(module, root) {
            Some(location) => self.held_at(location).types.clone(),
            None => Types::from([Type::Builtin(root.clone())]),
        };
        path.iter().fold(start, |types, part| types.iter().flat_map(|kind| self.member(kind, part)).collect())
    }

    /// What the attribute `name` of a module, library or class object may be.
    fn member(&self, owner: &Type, name: &str) -> Types {
        match owner {
            Type::LibraryName(path) | Type::Builtin(path) => {
                Types::from([Type::LibraryName(format!("{path}.{name}"))])
            }
            Type::Module(module) => match self.visible(*module, name) {
                Some(location) => self.held_at(location).types.clone(),
                None => self.submodule(self.modules[*module as usize].name, name),
            },
            Type::Namespace(package) => self.submodule(package, name),
            Type::ClassObject(class) => {
                let kind = LocationKind::ClassAttribute(*class, name.to_owned());
                self.find(&kind).map(|found| self.held_at(found).types.clone()).unwrap_or_default()
            }
            _ => Types::new(),
        }
    }

    /// The module `name` in the package `package`, if the program has it.
    pub(super) fn submodule(&self, package: &str, name: &str) -> Types {
        match self.module_names.named(&format!("{package}.{name}")) {
            Some(Imported::Module(module)) => Types::from([Type::Module(module)]),
            Some(Imported::Namespace(name)) => Types::from([Type::Namespace(name)]),
            None => Types::new(),
        }
    }

    fn annotated_name(&self, module: u32, name: &Name, path: &[String]) -> Types {
        let found = self.named(module, name, path);
        let own: Types = found
            .iter()
            .filter_map(|kind| match kind {
                Type::ClassObject(class) => Some(self.declared_as(*class)),
                _ => None,
            })
            .flatten()
            .collect();
        if !own.is_empty() {
            return own;
        }
        let Some(dotted) = self.dotted(module, name, path) else { return Types::from([Type::Unknown]) };
        let builtin = (!dotted.contains('.')).then(|| library::builtin_class(&dotted)).flatten();
        let known = builtin.or_else(|| library::annotated(&dotted));
        let fallback = if dotted.contains('.') { Type::Library(dotted) } else { Type::Unknown };
        Types::from([known.unwrap_or(fallback)])
    }
}
