//! What a woven library ships (`lockweave.json`), so that programs that use it know its locks: its sources as they were, and which lock
//! guards what. Must not know where the file is.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::files::{Input, Kind, Origin};
use crate::program::KnownLock;

/// The form of the file. Sources don't change with Lockweave's version, so it seldom does.
const FORMAT: u32 = 1;

/// A library that was woven before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    format: u32,
    /// Its modules that take part in a program.
    modules: Vec<LibraryModule>,
    /// Its locks, in the order in which they are acquired.
    locks: Vec<KnownLock>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LibraryModule {
    /// Its dotted name.
    module: String,
    /// Its place in the distribution.
    path: PathBuf,
    /// What it was woven from.
    source: String,
}

impl Library {
    /// Reads what `to_bytes` gave; `None` if it is something else, or of a later form.
    pub fn from_bytes(bytes: &[u8]) -> Option<Library> {
        let library: Library = serde_json::from_slice(bytes).ok()?;
        (library.format == FORMAT).then_some(library)
    }

    /// As a file: the same bytes for the same library.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("plain data with text keys becomes JSON");
        bytes.push(b'\n');
        bytes
    }

    /// A library of `modules`, each with its input and text, and of those of `locks` that are in the package `top`.
    pub(super) fn new<'t>(
        top: &str,
        modules: impl Iterator<Item = (&'t Input, &'t str)>,
        locks: &[KnownLock],
    ) -> Library {
        let is_in = |name: &str| name.split('.').next() == Some(top);
        let module = |(input, text): (&Input, &str)| {
            let module = input.module.clone().filter(|module| is_in(module))?;
            Some(LibraryModule { module, path: input.output.clone(), source: text.to_owned() })
        };
        let own = locks.iter().filter(|lock| lock.guards.iter().any(|name| is_in(name)));
        Library {
            format: FORMAT,
            modules: modules.filter_map(module).collect(),
            locks: own.cloned().collect(),
        }
    }
}

/// All libraries that a program uses.
#[derive(Clone, Debug, Default)]
pub(super) struct Libraries {
    /// Their modules, which stand behind the program's.
    pub(super) inputs: Vec<Input>,
    /// Their locks, in the order in which they are acquired.
    pub(super) locks: Vec<KnownLock>,
}

impl Libraries {
    /// Those of `libraries` that no module of `inputs` has the name of: the program itself may be one of them.
    pub(super) fn beside(inputs: &[Input], libraries: &[Library]) -> Libraries {
        let mut found = Libraries::default();
        for library in libraries {
            let is_here = |module: &LibraryModule| {
                inputs.iter().any(|input| input.module.as_deref() == Some(module.module.as_str()))
            };
            if library.modules.iter().any(is_here) {
                continue;
            }
            found.inputs.extend(library.modules.iter().map(|module| Input {
                name: module.path.to_string_lossy().into_owned(),
                output: module.path.clone(),
                origin: Origin::Memory(module.source.clone().into_bytes()),
                kind: Kind::Python,
                module: Some(module.module.clone()),
            }));
            found.locks.extend(library.locks.iter().cloned());
        }
        found
    }
}
