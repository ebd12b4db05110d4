//! What a class has from builtin classes and from those of libraries, looked up: it is asked for at every call, and found by way of what
//! the names of bases mean.
//!
//! Must not know what methods do.

use super::knowledge::Knowledge;
use super::library;
use super::location::ClassKey;
use super::value::{Type, Types};

/// What a class has from classes that are none of the program's.
#[derive(Clone, Debug, Default)]
pub(super) struct Heritage {
    /// Whether its objects are threads.
    is_thread: bool,
    /// Whether it stands below a class of a library that calls methods of its objects by itself.
    is_below_library: bool,
    /// Whether it inherits methods that nobody sees.
    inherits_unseen: bool,
    /// Builtin containers among what it inherits from.
    containers: Types,
}

impl Knowledge<'_> {
    /// Whether objects of a class are threads.
    pub(super) fn is_below_thread(&self, class: ClassKey) -> bool {
        self.heritage(class, |heritage| heritage.is_thread)
    }

    /// Whether a class stands below one of a library that calls methods of its objects by itself.
    pub(super) fn is_below_library(&self, class: ClassKey) -> bool {
        self.heritage(class, |heritage| heritage.is_below_library)
    }

    /// Whether a class inherits methods that nobody sees: it stands below one of a library.
    pub(super) fn inherits_unseen(&self, class: ClassKey) -> bool {
        self.heritage(class, |heritage| heritage.inherits_unseen)
    }

    /// Builtin containers among what a class inherits from.
    pub(super) fn container_bases(&self, class: ClassKey) -> Types {
        self.heritage(class, |heritage| heritage.containers.clone())
    }

    fn heritage<T>(&self, class: ClassKey, part: impl Fn(&Heritage) -> T) -> T {
        if let Some(known) = self.lineages.heritage.borrow().get(&class) {
            return part(known);
        }
        let found = self.heritage_now(class);
        let wanted = part(&found);
        self.lineages.heritage.borrow_mut().insert(class, found);
        wanted
    }

    fn heritage_now(&self, class: ClassKey) -> Heritage {
        let mut found = Heritage::default();
        for above in self.ancestry(class) {
            let bases = &self.class(above).bases;
            found.inherits_unseen |= bases.len() > self.bases(above).len();
            for kind in bases.iter().flat_map(|base| self.annotated(above.module, base).0) {
                match &kind {
                    Type::Thread => {
                        found.is_thread = true;
                        found.is_below_library = true;
                    }
                    Type::Executor(_) => found.is_below_library = true,
                    Type::Library(path) => found.is_below_library |= library::calls_methods(path),
                    Type::List | Type::Dict | Type::DefaultDict | Type::Set | Type::Deque | Type::Buffer => {
                        found.containers.insert(kind);
                    }
                    _ => {}
                }
            }
        }
        found
    }
}
