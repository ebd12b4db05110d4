//! Stub files: the `.pyi` beside a module says of its concurrent functions what the output gives.
//!
//! ```python
//! def record(page: str, n: int = 1) -> int: ...          # before, with or without the marker
//! def record(page: str, n: int = 1) -> Future[int]: ...  # after
//! ```
//! A stub that says `Future[int]` by itself stays as it is. Must not know the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::load::{Finished, guarded};
use super::tree::Member;
use crate::files::{Content, Input, Kind, decode, read};
use crate::options::{Options, Switch};
use crate::plan::{Launch, LaunchKind, ModulePlan};
use crate::python::{Markers, Module, markers, parse};
use crate::summary::{Function, FunctionId, ModuleSummary, TypeRef, summarize};
use crate::text::FileId;
use crate::weave::weave;

/// Where stubs are, by input: the module beside each, as far as there is one.
fn stubs(inputs: &[Input]) -> impl Iterator<Item = (usize, PathBuf)> {
    let is_stub = |input: &Input| {
        input.kind == Kind::Other && input.output.extension().is_some_and(|extension| extension == "pyi")
    };
    let stubs = inputs.iter().enumerate().filter(move |(_, input)| is_stub(input));
    stubs.map(|(index, input)| (index, input.output.with_extension("py")))
}

/// The stubs that change.
pub(super) fn woven(
    inputs: &[Input],
    members: &[Member],
    summaries: &[ModuleSummary],
    options: &Options,
) -> Vec<(usize, Finished)> {
    let beside: BTreeMap<&PathBuf, &ModuleSummary> =
        members.iter().map(|member| &inputs[member.index].output).zip(summaries).collect();
    let one = |(index, module): (usize, PathBuf)| {
        let input = &inputs[index];
        let concurrent = beside.get(&module).map(|summary| concurrent(summary)).unwrap_or_default();
        let work = || stub(index, input, &concurrent, options);
        guarded(FileId(index as u32), input, work, Some).map(|finished| (index, finished))
    };
    stubs(inputs).filter_map(one).collect()
}

/// A stub stays as it was where its module does.
pub(super) fn keep_beside(inputs: &[Input], files: &mut [Finished]) {
    for (index, module) in stubs(inputs) {
        let beside = inputs.iter().position(|input| input.output == module);
        if beside.is_some_and(|beside| files[beside].output.wanted.content == Content::Kept) {
            files[index].output.wanted.content = Content::Kept;
        }
    }
}

/// The qualified names of a module's concurrent functions that give futures.
fn concurrent(summary: &ModuleSummary) -> BTreeSet<&str> {
    let marked = summary.functions.iter().filter(|function| function.gives_its_future());
    marked.map(|function| function.qualname.as_str()).collect()
}

/// What becomes of a stub; `None` where nothing does.
fn stub(index: usize, input: &Input, concurrent: &BTreeSet<&str>, options: &Options) -> Option<Finished> {
    let file = FileId(index as u32);
    let bytes = read(&input.origin).ok()?;
    let decoded = decode(&bytes).ok()?;
    let (module, found) = understood(file, decoded.text.clone())?;
    let marked = with_markers(&module, &summarize(&module, &found), concurrent);
    let (module, found) = match marked {
        Some(text) => understood(file, text)?,
        None => (module, found),
    };
    if found == Markers::default() {
        return None;
    }
    let summary = summarize(&module, &found);
    let launch = |(function, facts): (usize, &Function)| Launch {
        function: FunctionId(function as u32),
        body_name: String::new(),
        kind: LaunchKind::Stub,
        context: Switch::Off,
        log_errors: Switch::Off,
        transparent: facts.concurrent().map(|arguments| arguments.transparent).unwrap_or_default(),
        own_defaults: Switch::Off,
    };
    let functions =
        summary.functions.iter().enumerate().filter(|(_, function)| function.concurrent().is_some());
    let plan = ModulePlan { launches: functions.map(launch).collect(), ..ModulePlan::default() };
    let woven = weave(&module, &summary, &plan, options).ok()?;
    let bytes = decoded.encoding.encode(&woven.text)?;
    Some(Finished::new(input, Content::Bytes(bytes), Vec::new()))
}

/// The stub as syntax, with its markers; `None` for what is no Python, which only a checker can complain about.
fn understood(file: FileId, text: String) -> Option<(Module, Markers)> {
    let module = parse(file, text).ok()?;
    let (found, _) = markers(&module);
    Some((module, found))
}

/// The text with a marker on each function that is `concurrent` in the module, unless the stub says so already; `None` where it
/// says all.
fn with_markers(module: &Module, summary: &ModuleSummary, concurrent: &BTreeSet<&str>) -> Option<String> {
    let silent = |function: &&Function| {
        let says_future = function.returns.as_ref().is_none_or(TypeRef::is_future);
        concurrent.contains(function.qualname.as_str()) && function.marker.is_none() && !says_future
    };
    let mut places: Vec<u32> =
        summary.functions.iter().filter(silent).map(|function| function.span.start).collect();
    places.sort_unstable();
    // A name of the stub's own would be taken for the marker.
    let is_taken = summary.markers.imports.is_empty()
        && summary.globals.iter().any(|global| global.name == "concurrent");
    if places.is_empty() || is_taken {
        return None;
    }
    let mut text = module.text.clone();
    for place in places.into_iter().rev() {
        let line = module.lines.line_start(place);
        let indent = module.text.get(line as usize..place as usize)?;
        text.insert_str(place as usize, &format!("@concurrent\n{indent}"));
    }
    Some(text)
}
