//! The pipeline: from inputs to diagnostics and outputs. Must not know who asked, nor where the outputs go.

mod finish;
mod library;
mod load;
mod reexport;
mod serial;
pub mod steps;
mod stubs;
mod tree;
mod unseen;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostic, SourceText, Sources};
use crate::explain::{Explanation, explain};
use crate::files::{Content, Found, Input, Kind, Origin, Request, Wanted, discover};
use crate::options::{Options, Switch};
use crate::plan::{Account, LockModule, ModulePlan};
use crate::python::STACK_BYTES;
use crate::summary::ModuleSummary;
use crate::text::{FileId, LineMap};

use library::Libraries;
pub use library::Library;
use tree::{Given, Wish, Woven};

/// Stacks that hold the recursion over deeply nested syntax. Virtual: only what is used costs memory. Smaller ones are tried where
/// the system has no room.
const STACKS: [usize; 3] = [STACK_BYTES, 64 << 20, 8 << 20];

/// Inputs and what is asked of them.
#[derive(Clone, Debug)]
pub struct Project {
    inputs: Vec<Input>,
    options: Options,
    found: Vec<Diagnostic>,
    skipped_links: Vec<String>,
    folders: Vec<PathBuf>,
    libraries: Vec<Library>,
    ships: Switch,
}

/// What there is to say about a project.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// Sorted by file, place and code; what is about no file comes first.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics are about.
    pub sources: Sources,
}

/// A project woven.
#[derive(Clone, Debug, Default)]
pub struct Weaving {
    /// As in `Analysis`.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics are about.
    pub sources: Sources,
    /// One for each input, in order; then that of the lock module, if the program needs one.
    pub outputs: Vec<Output>,
    /// What each package of the project has to ship for programs that use it, by the package's name.
    pub libraries: BTreeMap<String, Library>,
    /// Inputs whose outputs stay as they are because an input that is linked to them by a lock has errors.
    pub held_back: Vec<String>,
}

/// What becomes of an input.
#[derive(Clone, Debug)]
pub struct Output {
    /// The place in the output, and what it is to hold. `Content::Kept` where the input has errors.
    pub wanted: Wanted,
    /// Where its lines came from; `None` where it is the input unchanged.
    pub line_map: Option<LineMap>,
    /// The plan that it was woven by; `None` where it is the input unchanged, and for what has no input.
    pub planned: Option<Box<Planned>>,
    /// What it holds if it is the generated module of the locks that modules share.
    pub lock_module: Option<Box<LockModule>>,
}

/// The plan of a module, with the facts that its ids are about.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The facts.
    pub summary: ModuleSummary,
    /// The plan.
    pub plan: ModulePlan,
    /// The text that both are about, where that is not the source: serial text is spelled out before.
    pub spelled: Option<String>,
}

impl Project {
    /// The files that `request` names.
    pub fn discover(request: &Request, options: Options) -> Project {
        let Found { inputs, diagnostics, skipped_links, folders, .. } = discover(request);
        Project {
            inputs,
            options,
            found: diagnostics,
            skipped_links,
            folders,
            libraries: Vec::new(),
            ships: Switch::Off,
        }
    }

    /// Files given here: path (with slashes) and bytes. All are taken for Python source.
    pub fn in_memory(files: Vec<(String, Vec<u8>)>, options: Options) -> Project {
        let mut inputs: Vec<Input> = files
            .into_iter()
            .map(|(name, bytes)| Input {
                module: crate::files::module_name(Path::new(""), Path::new(&name)),
                output: PathBuf::from(&name),
                kind: if name.ends_with(".pyi") { Kind::Other } else { Kind::Python },
                name,
                origin: Origin::Memory(bytes),
            })
            .collect();
        inputs.sort_by(|left, right| left.output.cmp(&right.output));
        let (found, skipped_links, folders) = (Vec::new(), Vec::new(), Vec::new());
        Project { inputs, options, found, skipped_links, folders, libraries: Vec::new(), ships: Switch::Off }
    }

    /// The same, which also says what programs that use it have to know (`Weaving::libraries`).
    #[must_use]
    pub fn shipping(self) -> Project {
        Project { ships: Switch::On, ..self }
    }

    /// The same with libraries that were woven before: the locks that they come with are known, and taken where the program needs them.
    /// A library comes behind those that it uses itself.
    #[must_use]
    pub fn with_libraries(self, libraries: Vec<Library>) -> Project {
        Project { libraries, ..self }
    }

    /// The inputs, by `FileId`.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// What is asked for.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Links that discovery did not follow.
    pub fn skipped_links(&self) -> &[String] {
        &self.skipped_links
    }

    /// The folders that discovery looked into.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Everything that there is to say, without the outputs.
    pub fn analyze(&self) -> Analysis {
        let Weaving { diagnostics, sources, .. } = self.weave();
        Analysis { diagnostics, sources }
    }

    /// Analyses and weaves all files.
    pub fn weave(&self) -> Weaving {
        self.weave_watched(&|| ())
    }

    /// As `weave`; `done` is called once a file, from any thread.
    pub fn weave_watched(&self, done: &(dyn Fn() + Sync)) -> Weaving {
        self.weave_for(Wish::Outputs, done).0
    }

    /// The plan with its reasons, and what else there is to say; `done` is called once a file, from any thread.
    pub fn explain_watched(&self, done: &(dyn Fn() + Sync)) -> (Explanation, Analysis) {
        let (Weaving { diagnostics, sources, .. }, explanation) = self.weave_explained(done);
        (explanation, Analysis { diagnostics, sources })
    }

    /// The outputs and the plan with its reasons; `done` is called once a file, from any thread.
    pub fn weave_explained(&self, done: &(dyn Fn() + Sync)) -> (Weaving, Explanation) {
        let (weaving, Reasons { account, silenced }) = self.weave_for(Wish::Reasons, done);
        let explanation = explain(&account, &weaving.sources, &weaving.diagnostics, &silenced);
        (weaving, explanation)
    }

    fn weave_for(&self, wish: Wish, done: &(dyn Fn() + Sync)) -> (Weaving, Reasons) {
        // Whatever is as deep as the input lives and dies in there.
        on_deep_stacks(|| {
            let Libraries { inputs: used, locks } = Libraries::beside(&self.inputs, &self.libraries);
            let given = Given { own: self.inputs.len(), locks: &locks };
            let inputs = [self.inputs.clone(), used].concat();
            let woven = tree::weave(&inputs, given, &self.options, wish, done);
            let libraries = if self.ships == Switch::On { self.shipped(&woven) } else { BTreeMap::new() };
            let Woven { files, lock_module, held_back, diagnostics, account, .. } = woven;
            let mut weaving = Weaving {
                diagnostics: [self.found.clone(), diagnostics].concat(),
                held_back: held_back.into_iter().map(|index| inputs[index].name.clone()).collect(),
                libraries,
                ..Weaving::default()
            };
            let mut reasons = Reasons { account: account.unwrap_or_default(), silenced: Vec::new() };
            // A diagnostic of one file may show lines of another.
            let spoken_of: BTreeSet<FileId> = files
                .iter()
                .flat_map(|file| &file.diagnostics)
                .flat_map(|diagnostic| &diagnostic.labels)
                .map(|label| label.place.file)
                .collect();
            for (number, (input, file)) in inputs.iter().zip(files).enumerate() {
                let is_shown = wish == Wish::Reasons || spoken_of.contains(&FileId(number as u32));
                let text = file.text.filter(|_| is_shown);
                reasons.silenced.extend(file.silenced);
                weaving.sources.files.push(SourceText { path: input.name.clone(), text });
                weaving.diagnostics.extend(file.diagnostics);
                if number < given.own {
                    weaving.outputs.push(file.output);
                }
            }
            weaving.outputs.extend(lock_module);
            sort(&mut weaving.diagnostics);
            (weaving, reasons)
        })
    }

    /// What each package with modules of the program has to ship.
    fn shipped(&self, woven: &Woven) -> BTreeMap<String, Library> {
        let part = |index: &usize| {
            let (input, file) = (self.inputs.get(*index)?, woven.files.get(*index)?);
            Some((input, file.text.as_deref()?))
        };
        let parts: Vec<(&Input, &str)> = woven.in_program.iter().filter_map(part).collect();
        let top = |(input, _): &(&Input, &str)| {
            let (top, _) = input.module.as_deref()?.split_once('.')?;
            Some(top.to_owned())
        };
        let tops: BTreeSet<String> = parts.iter().filter_map(top).collect();
        tops.into_iter()
            .map(|top| {
                let library = Library::new(&top, parts.iter().copied(), &woven.locks);
                (top, library)
            })
            .collect()
    }
}

/// By file, place and code, each thing once; what is about no file comes first.
fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_key(|diagnostic| {
        let place = diagnostic.place();
        (
            place.map(|place| (place.file, place.span.start)),
            diagnostic.code,
            place.map(|place| place.span.end),
        )
    });
    diagnostics.dedup();
}

/// What an explanation is made of, beside the diagnostics.
#[derive(Default)]
struct Reasons {
    account: Account,
    silenced: Vec<Diagnostic>,
}

impl Weaving {
    /// The bytes of the output at `path`, as far as they are in memory: those of files on the disk that stay as they are, are not.
    pub fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let output = self.outputs.iter().find(|output| output.wanted.path == Path::new(path))?;
        match &output.wanted.content {
            Content::Bytes(bytes) => Some(bytes.clone()),
            Content::CopyOf(_) | Content::Kept => None,
        }
    }

    /// All outputs that are in memory, by path.
    pub fn all_bytes(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let bytes = |output: &Output| match &output.wanted.content {
            Content::Bytes(bytes) => Some((output.wanted.path.clone(), bytes.clone())),
            Content::CopyOf(_) | Content::Kept => None,
        };
        self.outputs.iter().filter_map(bytes).collect()
    }
}

/// How a pool is told to have as many threads as there are cores.
const AS_MANY_AS_CORES: usize = 0;

/// Runs `work` in a pool whose threads have deep stacks.
fn on_deep_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    on_stacks(AS_MANY_AS_CORES, work)
}

/// Runs `work` in one thread with a deep stack.
fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    on_stacks(1, work)
}

fn on_stacks<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool =
        |size: &usize| rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(*size).build().ok();
    match STACKS.iter().find_map(pool) {
        Some(pool) => pool.install(work),
        None => work(),
    }
}
