//! Where a declaration leaves room for a future, and where it doesn't.
//!
//! ```python
//! size: int                        # none
//! sizes: list[int]                 # none in what it holds
//! pending: Optional[Future[int]]   # room
//! ```
//! Must not know what is put where.

use super::futures::Futures;
use super::knowledge::Knowledge;
use super::location::ClassKey;
use super::value::Type;
use crate::summary::{Name, TypeRef};

/// What a declaration says of the things that a container holds (of a dict: of its values).
pub(super) enum Held<'a> {
    Each(&'a TypeRef),
    /// Of a tuple, part by part.
    Parts(&'a [TypeRef]),
    Unknown,
}

/// Generic types that hold what their first argument says.
const OF_FIRST: [&str; 22] = [
    "list",
    "List",
    "set",
    "Set",
    "frozenset",
    "FrozenSet",
    "deque",
    "Deque",
    "Sequence",
    "MutableSequence",
    "Iterable",
    "Iterator",
    "Collection",
    "Container",
    "Reversible",
    "Generator",
    "AbstractSet",
    "MutableSet",
    "ValuesView",
    "AsyncIterator",
    "AsyncIterable",
    "AsyncGenerator",
];

/// Those that hold what their second says.
const OF_SECOND: [&str; 7] =
    ["dict", "Dict", "Mapping", "MutableMapping", "DefaultDict", "defaultdict", "OrderedDict"];

/// Those that only say more of what their first argument says.
const SAY_MORE: [&str; 5] = ["Final", "ClassVar", "Annotated", "Required", "NotRequired"];

impl Knowledge<'_> {
    /// Whether a declaration in `module` leaves no room for a future.
    pub(super) fn excludes_futures(&self, module: u32, annotation: &TypeRef) -> bool {
        let (types, _) = self.annotated(module, annotation);
        let is_hashable = |annotation: &TypeRef| last_name(annotation) == Some("Hashable");
        let is_loose = match annotation {
            TypeRef::Union(parts) | TypeRef::Generic(_, parts) => parts.iter().any(is_hashable),
            annotation => is_hashable(annotation),
        };
        !types.is_empty() && types.iter().all(|kind| self.is_other(kind)) && !is_loose
    }

    /// Whether all classes above are the program's own: then no object of a library is one of its instances.
    fn is_all_own(&self, class: ClassKey) -> bool {
        let knows_bases = |class: ClassKey| {
            let info = self.class(class);
            let is_object = |base: &&TypeRef| last_name(base) == Some("object");
            info.bases.iter().filter(|base| !is_object(base)).count() == self.bases(class).len()
        };
        self.ancestry(class).into_iter().all(knows_bases) && self.metaclasses(class).is_empty()
    }

    /// What a declaration says of what such a container holds.
    pub(super) fn declares_held<'a>(&self, annotation: &'a TypeRef) -> Held<'a> {
        match annotation {
            TypeRef::Union(parts) => self.of_union(parts),
            TypeRef::Generic(base, arguments) => {
                let name = last_name(base).unwrap_or_default();
                match arguments.as_slice() {
                    [inner, ..] if SAY_MORE.contains(&name) => self.declares_held(inner),
                    [first, ..] if OF_FIRST.contains(&name) => Held::Each(first),
                    [_, second] if OF_SECOND.contains(&name) => Held::Each(second),
                    // What else than `...` has no name can't be told from it.
                    [_, TypeRef::Other] => Held::Unknown,
                    parts if matches!(name, "tuple" | "Tuple") => Held::Parts(parts),
                    parts if matches!(name, "Optional" | "Union") => self.of_union(parts),
                    _ => Held::Unknown,
                }
            }
            _ => Held::Unknown,
        }
    }

    /// The only container among the types of a union.
    fn of_union<'a>(&self, parts: &'a [TypeRef]) -> Held<'a> {
        let mut generic = parts.iter().filter(|part| matches!(part, TypeRef::Generic(..)));
        match (generic.next(), generic.next()) {
            (Some(one), None) => self.declares_held(one),
            _ => Held::Unknown,
        }
    }

    /// Whether what is declared has room for a value of such futures.
    pub(super) fn has_room(&self, module: u32, annotation: &TypeRef, futures: &Futures) -> bool {
        match (futures, self.declares_held(annotation)) {
            (Futures::None, _) => true,
            (Futures::Itself | Futures::Result(_), _) => !self.excludes_futures(module, annotation),
            (Futures::Each(held), Held::Each(declared)) => self.has_room(module, declared, held),
            (Futures::Parts(parts), Held::Each(declared)) => {
                parts.iter().all(|part| self.has_room(module, declared, part))
            }
            (Futures::Parts(parts), Held::Parts(declared)) if declared.len() == parts.len() => {
                let mut pairs = declared.iter().zip(parts.iter());
                pairs.all(|(declared, part)| self.has_room(module, declared, part))
            }
            _ => true,
        }
    }

    /// What is left of `futures` where a declaration is kept: where it may be something else, too, nothing is sure.
    pub(super) fn admits(&self, module: u32, annotation: &TypeRef, futures: &Futures) -> Futures {
        match (futures, self.declares_held(annotation)) {
            (Futures::Itself | Futures::Result(_), _) if self.declares_other(module, annotation) => {
                Futures::None
            }
            (Futures::Each(held), Held::Each(declared)) => Futures::each(self.admits(module, declared, held)),
            (Futures::Parts(parts), Held::Parts(declared)) if declared.len() == parts.len() => {
                let pairs = declared.iter().zip(parts.iter());
                Futures::parts(pairs.map(|(declared, part)| self.admits(module, declared, part)))
            }
            (Futures::Parts(parts), Held::Each(declared)) => {
                Futures::parts(parts.iter().map(|part| self.admits(module, declared, part)))
            }
            (futures, _) => futures.clone(),
        }
    }

    /// Whether one of the types that a declaration names is none of a future.
    fn declares_other(&self, module: u32, annotation: &TypeRef) -> bool {
        self.annotated(module, annotation).0.iter().any(|kind| self.is_other(kind))
    }

    /// Whether no future is of that type.
    fn is_other(&self, kind: &Type) -> bool {
        match kind {
            Type::Immutable | Type::Tuple | Type::List | Type::Dict | Type::Set | Type::Buffer => true,
            Type::Own(class) => self.is_all_own(*class),
            _ => false,
        }
    }
}

/// The name that a type is written by.
pub(super) fn last_name(annotation: &TypeRef) -> Option<&str> {
    match annotation {
        TypeRef::Name(name, path) => match (path.last(), name) {
            (Some(last), _) => Some(last),
            (None, Name::Global(name)) => Some(name),
            _ => None,
        },
        _ => None,
    }
}
