//! The pipeline: from inputs to diagnostics and outputs. Must not know who asked, nor where the outputs go.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic, Severity, SourceText, Sources, apply_allows};
use crate::files::{
    Content, Found, Input, Kind, Origin, Request, SourceEncoding, Wanted, decode, discover, read,
};
use crate::options::Options;
use crate::plan::{ModulePlan, plan};
use crate::program::{ModuleInput, link};
use crate::python::{Markers, Module, STACK_BYTES, allow_comments, markers, parse};
use crate::summary::{Function, ModuleSummary, summarize};
use crate::text::{FileId, LineMap, Place, Span, Woven};
use crate::weave::weave;

/// Stacks that hold the recursion over deeply nested syntax. Virtual: only what is used costs memory. Smaller ones are tried where
/// the system has no room.
const STACKS: [usize; 3] = [STACK_BYTES, 64 << 20, 8 << 20];

/// Syntax errors of a file that are told.
const SYNTAX_ERRORS: usize = 10;

/// A file that holds none of these can hold no marker.
const TRACES: [&[u8]; 3] = [b"concurrent", b"atomic", b"lockweave"];

/// Inputs and what is asked of them.
#[derive(Clone, Debug)]
pub struct Project {
    inputs: Vec<Input>,
    options: Options,
    found: Vec<Diagnostic>,
    skipped_links: Vec<String>,
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
    /// One for each input, in order.
    pub outputs: Vec<Output>,
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
}

/// The plan of a module, with the facts that its ids are about.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The facts.
    pub summary: ModuleSummary,
    /// The plan.
    pub plan: ModulePlan,
}

impl Project {
    /// The files that `request` names.
    pub fn discover(request: &Request, options: Options) -> Project {
        let Found { inputs, diagnostics, skipped_links, .. } = discover(request);
        Project { inputs, options, found: diagnostics, skipped_links }
    }

    /// Files given here: path (with slashes) and bytes. All are taken for Python source.
    pub fn in_memory(files: Vec<(String, Vec<u8>)>, options: Options) -> Project {
        let mut inputs: Vec<Input> = files
            .into_iter()
            .map(|(name, bytes)| Input {
                module: crate::files::module_name(Path::new(""), Path::new(&name)),
                output: PathBuf::from(&name),
                name,
                origin: Origin::Memory(bytes),
                kind: Kind::Python,
            })
            .collect();
        inputs.sort_by(|left, right| left.output.cmp(&right.output));
        Project { inputs, options, found: Vec::new(), skipped_links: Vec::new() }
    }

    /// The inputs, by `FileId`.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Links that discovery did not follow.
    pub fn skipped_links(&self) -> &[String] {
        &self.skipped_links
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
        // Whatever is as deep as the input lives and dies in there.
        on_deep_stacks(|| {
            let files: Vec<Finished> = self
                .inputs
                .par_iter()
                .enumerate()
                .map(|(number, input)| {
                    let finished = guarded(FileId(number as u32), input, &self.options);
                    done();
                    finished
                })
                .collect();
            self.collect(files)
        })
    }

    fn collect(&self, files: Vec<Finished>) -> Weaving {
        let mut weaving = Weaving { diagnostics: self.found.clone(), ..Weaving::default() };
        for (input, file) in self.inputs.iter().zip(files) {
            let text = if file.diagnostics.is_empty() { None } else { file.text };
            weaving.sources.files.push(SourceText { path: input.name.clone(), text });
            weaving.diagnostics.extend(file.diagnostics);
            weaving.outputs.push(file.output);
        }
        weaving.diagnostics.sort_by_key(|diagnostic| {
            let place = diagnostic.place();
            (
                place.map(|place| (place.file, place.span.start)),
                diagnostic.code,
                place.map(|place| place.span.end),
            )
        });
        weaving.diagnostics.dedup();
        weaving
    }
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

/// Runs `work` in a pool whose threads have deep stacks.
fn on_deep_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = STACKS.iter().find_map(|size| rayon::ThreadPoolBuilder::new().stack_size(*size).build().ok());
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// A file done with.
struct Finished {
    output: Output,
    diagnostics: Vec<Diagnostic>,
    /// The decoded text, where there is one.
    text: Option<String>,
}

impl Finished {
    fn new(input: &Input, content: Content, diagnostics: Vec<Diagnostic>) -> Finished {
        let like = match &input.origin {
            Origin::Disk(path) => Some(path.clone()),
            Origin::Memory(_) => None,
        };
        let wanted = Wanted { path: input.output.clone(), content, like };
        let output = Output { wanted, line_map: None, planned: None };
        Finished { output, diagnostics, text: None }
    }

    fn woven(input: &Input, bytes: Vec<u8>, line_map: LineMap, diagnostics: Vec<Diagnostic>) -> Finished {
        let mut finished = Finished::new(input, Content::Bytes(bytes), diagnostics);
        finished.output.line_map = Some(line_map);
        finished
    }

    fn unchanged(input: &Input) -> Finished {
        let content = match &input.origin {
            Origin::Disk(path) => Content::CopyOf(path.clone()),
            Origin::Memory(bytes) => Content::Bytes(bytes.clone()),
        };
        Finished::new(input, content, Vec::new())
    }
}

/// A defect of ours in one file must not take the others with it.
fn guarded(file: FileId, input: &Input, options: &Options) -> Finished {
    catch_unwind(AssertUnwindSafe(|| process(file, input, options))).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        let message = format!("Lockweave failed on this file: {}", said.unwrap_or("no reason given"));
        Finished::new(input, Content::Kept, vec![at_file(file, Code::LW906, message)])
    })
}

/// A diagnostic about a file as a whole.
fn at_file(file: FileId, code: Code, message: String) -> Diagnostic {
    Diagnostic::new(code, message, Place { file, span: Span::at(0) }, "")
}

fn process(file: FileId, input: &Input, options: &Options) -> Finished {
    if input.kind == Kind::Other {
        return Finished::unchanged(input);
    }
    let bytes = match read(&input.origin) {
        Ok(bytes) => bytes,
        Err(error) => return Finished::new(input, Content::Kept, vec![error.into_diagnostic()]),
    };
    if !may_hold_marker(&bytes) {
        return Finished::unchanged(input);
    }
    let decoded = match decode(&bytes) {
        Ok(decoded) => decoded,
        Err(error) => {
            let diagnostic = at_file(file, Code::LW003, format!("{} can't be read: {error}", input.name));
            return Finished::new(input, Content::Kept, vec![diagnostic]);
        }
    };
    drop(bytes);
    match parse(file, decoded.text.clone()) {
        Ok(module) => weave_module(input, &module, decoded.encoding, options),
        Err(mut diagnostics) => {
            // What follows the first few is mostly their consequence.
            diagnostics.truncate(SYNTAX_ERRORS);
            Finished { text: Some(decoded.text), ..Finished::new(input, Content::Kept, diagnostics) }
        }
    }
}

fn may_hold_marker(bytes: &[u8]) -> bool {
    TRACES.iter().any(|trace| contains(bytes, trace))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let Some((first, _)) = wanted.split_first() else { return true };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        if rest[at..].starts_with(wanted) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// What the plan found, without what only follows from a marker that is wrong itself.
fn beside_errors(
    summary: &ModuleSummary,
    found: &[Diagnostic],
    marker_errors: &[Diagnostic],
) -> Vec<Diagnostic> {
    let is_wrong = |function: &Function| {
        function.marker.is_some()
            && marker_errors.iter().chain(found).any(|error| {
                let place = error.place();
                error.code < Code::LW106
                    && error.severity() == Severity::Error
                    && place.is_some_and(|place| function.span.contains(place.span))
            })
    };
    let wrong: Vec<Span> = summary
        .functions
        .iter()
        .filter(|function| is_wrong(function))
        .map(|function| function.span)
        .collect();
    let follows = |diagnostic: &Diagnostic| {
        diagnostic.severity() == Severity::Warning
            && diagnostic.place().is_some_and(|place| wrong.iter().any(|span| span.contains(place.span)))
    };
    found.iter().filter(|diagnostic| !follows(diagnostic)).cloned().collect()
}

/// Analyses one module by itself and weaves it.
fn weave_module(input: &Input, module: &Module, encoding: SourceEncoding, options: &Options) -> Finished {
    let (markers, found) = markers(module);
    // Often the words are there and the markers are not.
    let planned = (markers != Markers::default()).then(|| plan_alone(input, module, &markers, options));
    let found = match &planned {
        None => found,
        Some((summary, _, planned)) => {
            let planned = beside_errors(summary, planned, &found);
            [found, planned].concat()
        }
    };
    let allows = allow_comments(module);
    let mut diagnostics = apply_allows(module.file, &module.text, &module.lines, &allows, found);
    let has_errors = diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
    let woven = match &planned {
        _ if has_errors => Err(Vec::new()),
        None => Ok(None),
        Some((summary, plan, _)) => {
            weave(module, summary, plan, options).and_then(|woven| proven(module, woven)).map(Some)
        }
    };
    let finished = match woven {
        Err(defects) => Finished::new(input, Content::Kept, [diagnostics, defects].concat()),
        Ok(Some(woven)) if woven.text != module.text => match encoding.encode(&woven.text) {
            Some(bytes) => {
                let mut finished = Finished::woven(input, bytes, woven.line_map, diagnostics);
                finished.output.planned =
                    planned.map(|(summary, plan, _)| Box::new(Planned { summary, plan }));
                finished
            }
            None => {
                let message = format!("{} can't be written in its own encoding", input.name);
                diagnostics.push(at_file(module.file, Code::LW003, message));
                Finished::new(input, Content::Kept, diagnostics)
            }
        },
        Ok(_) => Finished { diagnostics, ..Finished::unchanged(input) },
    };
    Finished { text: Some(module.text.clone()), ..finished }
}

/// The facts of one module and the plan for it, as if there were no other.
fn plan_alone(
    input: &Input,
    module: &Module,
    markers: &Markers,
    options: &Options,
) -> (ModuleSummary, ModulePlan, Vec<Diagnostic>) {
    let summary = summarize(module, markers);
    let stem = input.output.file_stem().and_then(|stem| stem.to_str());
    let name = input.module.as_deref().or(stem).unwrap_or("body");
    let inputs =
        [ModuleInput { file: module.file, name, is_package: stem == Some("__init__"), summary: &summary }];
    let program = link(inputs.to_vec(), options.strictness);
    let (plan, diagnostics) = plan(&program, &inputs, options);
    (summary, plan.modules.into_iter().next().unwrap_or_default(), diagnostics)
}

/// The woven text if it is Python. If it isn't, that is a defect of ours, and it must not reach anybody's program.
fn proven(module: &Module, woven: Woven) -> Result<Woven, Vec<Diagnostic>> {
    match parse(module.file, woven.text.clone()) {
        Ok(_) => Ok(woven),
        Err(errors) => {
            let first = errors.first().map_or("", |error| error.message.as_str());
            Err(vec![at_file(
                module.file,
                Code::LW906,
                format!("Lockweave's output for this file is no Python: {first}"),
            )])
        }
    }
}
