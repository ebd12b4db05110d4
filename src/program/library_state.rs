//! Globals of libraries that the program changes: `os.environ`, `sys.path`, a name of a library that some code binds anew.
//!
//! ```python
//! os.environ["N"] = str(int(os.environ["N"]) + 1)     # a read and a write of the location `os.environ`
//! ```
//! Each is a location like a global of the program, at home in the first module that spells its name, so that its lock has a
//! place to live. Must not know what is done to it.

use super::knowledge::Knowledge;
use super::location::{LocationId, LocationKind};
use super::value::{Type, Types};
use crate::summary::Op;
use crate::text::{Place, Span};

/// What objects of the standard library that everybody may change are: of which type, and one path where they have two.
fn mutable(path: &str) -> Option<(&str, Type)> {
    Some(match path {
        "os.environ" | "os.environb" => ("os.environ", Type::Dict),
        "sys.path" | "sys.argv" | "sys.meta_path" | "sys.path_hooks" | "sys.warnoptions" => {
            (path, Type::List)
        }
        "sys.path_importer_cache" | "mimetypes.types_map" | "mimetypes.encodings_map" => (path, Type::Dict),
        "copyreg.dispatch_table" | "linecache.cache" | "http.client.responses" => (path, Type::Dict),
        "warnings.filters" => (path, Type::List),
        _ => return None,
    })
}

/// The state of a library that a call of its function `path` reads.
pub(super) fn read_by(path: &str) -> Option<&'static str> {
    matches!(
        path,
        "os.getenv" | "os.getenvb" | "os.get_exec_path" | "os.path.expandvars" | "os.path.expanduser"
    )
    .then_some("os.environ")
}

impl Knowledge<'_> {
    /// The location of the library's global `path`, as code of `module` names it: where there is something to guard.
    pub(super) fn library_global(&mut self, module: u32, path: &str) -> Option<LocationId> {
        if let Some((path, kind)) = mutable(path) {
            let location = self.library_location(module, path);
            let held = &mut self.held[location.0 as usize];
            held.types.insert(kind);
            held.content.insert(Type::Immutable);
            return Some(location);
        }
        self.library_locations.get(&(self.families[module as usize], path.to_owned())).copied()
    }

    /// Some code of `module` binds the library's `path` anew: from now on it is a location.
    pub(super) fn library_rebound(&mut self, module: u32, path: &str) -> LocationId {
        let location = self.library_location(module, path);
        self.held[location.0 as usize].types.extend(Types::from([Type::LibraryName(path.to_owned())]));
        location
    }

    fn library_location(&mut self, module: u32, path: &str) -> LocationId {
        let key = (self.families[module as usize], path.to_owned());
        if let Some(known) = self.library_locations.get(&key) {
            return *known;
        }
        let (home, place) = self.home(module, path);
        let location = self.location(LocationKind::OfLibrary(home, path.to_owned()), place);
        self.library_locations.insert(key, location);
        self.changed = true;
        location
    }

    /// The first module, of those that `module` has to do with, that spells the last name of `path`, and where. A library that was
    /// woven before and has a lock for it comes first.
    fn home(&self, module: u32, path: &str) -> (u32, Place) {
        let last = path.rsplit('.').next().unwrap_or(path);
        let spelled = |candidate: u32| -> Option<Span> {
            let summary = self.summary(candidate);
            let events = summary.functions.iter().flat_map(|function| &function.statements);
            events.flat_map(|statement| &statement.events).find_map(|event| match &event.op {
                Op::Attribute(_, name) | Op::SetAttribute(_, name, _) if name == last => Some(event.span),
                Op::Import(import) if import.name.as_deref() == Some(last) => Some(event.span),
                _ => None,
            })
        };
        let family = self.families[module as usize];
        let of_family =
            (0..self.modules.len() as u32).filter(|other| self.families[*other as usize] == family);
        let mut found: Vec<(u32, Span)> =
            of_family.filter_map(|candidate| Some((candidate, spelled(candidate)?))).collect();
        found.sort_by_key(|(candidate, _)| match self.modules[*candidate as usize].library {
            Some(locks) if locks.iter().any(|lock| lock.guards.iter().any(|name| name == path)) => 0,
            None => 1,
            Some(_) => 2,
        });
        let (home, span) = found.first().copied().unwrap_or((module, Span::default()));
        (home, self.place(home, span))
    }
}
