//! One module with its slice of the plan to what becomes of its file. Must not know other modules.

use super::load::{Finished, Parsed, at_file};
use super::{Input, Planned};
use crate::diagnostics::{Code, Diagnostic, Severity, apply_allows};
use crate::files::Content;
use crate::options::Options;
use crate::plan::ModulePlan;
use crate::python::{Module, allow_comments, parse};
use crate::summary::{Function, ModuleSummary};
use crate::text::{Span, Woven};
use crate::weave::weave;

/// What is known of a module that takes part in the program.
pub(super) struct Slice<'a> {
    pub(super) summary: &'a ModuleSummary,
    pub(super) plan: &'a ModulePlan,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Weaves a module by its `slice` of the plan, if it has one; `found` is what its markers brought.
pub(super) fn finish(
    input: &Input,
    parsed: &Parsed,
    found: Vec<Diagnostic>,
    slice: Option<&Slice<'_>>,
    options: &Options,
) -> Finished {
    let module = &parsed.module;
    let found = match slice {
        None => found,
        Some(slice) => {
            let planned = beside_errors(slice.summary, &slice.diagnostics, &found);
            [found, planned].concat()
        }
    };
    let allows = allow_comments(module);
    let diagnostics = apply_allows(module.file, &module.text, &module.lines, &allows, found.clone());
    let silenced = found.into_iter().filter(|found| !diagnostics.contains(found)).collect();
    let has_errors = diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
    let woven = match slice {
        _ if has_errors => Err(Vec::new()),
        None => Ok(None),
        Some(slice) => weave(module, slice.summary, slice.plan, options)
            .and_then(|woven| proven(module, woven))
            .map(Some),
    };
    let finished = match woven {
        Err(defects) => Finished::new(input, Content::Kept, [diagnostics, defects].concat()),
        Ok(Some(woven)) if woven.text != module.text => written(input, parsed, woven, slice, diagnostics),
        Ok(_) => Finished { diagnostics, ..Finished::unchanged(input) },
    };
    Finished { text: Some(module.text.clone()), silenced, ..finished }
}

/// The woven text in the file's own encoding.
fn written(
    input: &Input,
    parsed: &Parsed,
    woven: Woven,
    slice: Option<&Slice<'_>>,
    mut diagnostics: Vec<Diagnostic>,
) -> Finished {
    let Some(bytes) = parsed.encoding.encode(&woven.text) else {
        let message = format!("{} can't be written in its own encoding", input.name);
        diagnostics.push(at_file(parsed.module.file, Code::LW003, message));
        return Finished::new(input, Content::Kept, diagnostics);
    };
    let mut finished = Finished::woven(input, bytes, woven.line_map, diagnostics);
    finished.output.planned =
        slice.map(|slice| Box::new(Planned { summary: slice.summary.clone(), plan: slice.plan.clone() }));
    finished
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
