//! One module with its slice of the plan to what becomes of its file. Must not know other modules.

use super::load::{Finished, Parsed, at_file};
use super::tree::is_wrong;
use super::{Input, Planned};
use crate::diagnostics::{AllowComment, Code, Diagnostic, Severity, apply_allows};
use crate::files::Content;
use crate::options::Options;
use crate::plan::ModulePlan;
use crate::python::{Module, allow_comments, parse};
use crate::summary::{Function, ModuleSummary};
use crate::text::{FileId, LineIndex, LineMap, Origins, Span, Woven};
use crate::weave::weave;

/// What is known of a module that takes part in the program.
pub(super) struct Slice<'a> {
    pub(super) summary: &'a ModuleSummary,
    pub(super) plan: &'a ModulePlan,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Where the text that they are about came from, if it is not the source.
    pub(super) origins: Option<&'a Origins>,
}

/// What is told of a module, and what comments in it silence.
pub(super) struct Told {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) silenced: Vec<Diagnostic>,
}

/// What is told of a module: of what its markers brought (`found`) and of its `slice` of the plan, what no comment of `allows` silences.
pub(super) fn told(
    file: FileId,
    text: &str,
    allows: &[AllowComment],
    found: Vec<Diagnostic>,
    slice: Option<&Slice<'_>>,
) -> Told {
    let found = match slice {
        None => found,
        Some(slice) => {
            let planned = beside_errors(slice, &found);
            [found, planned].concat()
        }
    };
    let found = [found, left_serial(file, slice)].concat();
    let diagnostics = apply_allows(file, text, &LineIndex::new(text), allows, found.clone());
    let silenced = found.into_iter().filter(|found| !diagnostics.contains(found)).collect();
    Told { diagnostics, silenced }
}

/// Serial text that is as it was: what nothing else stands in the way of is a defect of ours.
fn left_serial(file: FileId, slice: Option<&Slice<'_>>) -> Vec<Diagnostic> {
    let is_left =
        |slice: &Slice<'_>| !slice.summary.markers.synchronized.is_empty() && !is_wrong(&slice.diagnostics);
    let message = "Lockweave failed on the `@synchronized` functions of this file".to_owned();
    slice.filter(|slice| is_left(slice)).map(|_| at_file(file, Code::LW906, message)).into_iter().collect()
}

/// Weaves a module by its `slice` of the plan, if it has one; `found` is what its markers brought.
pub(super) fn finish(
    input: &Input,
    parsed: &Parsed,
    found: Vec<Diagnostic>,
    slice: Option<&Slice<'_>>,
    options: &Options,
) -> Finished {
    let source = parsed.source();
    let Told { diagnostics, silenced } =
        told(source.file, &source.text, &allow_comments(source), found, slice);
    let finished = match slice {
        _ if is_wrong(&diagnostics) => Finished::new(input, Content::Kept, diagnostics),
        None => Finished { diagnostics, ..Finished::unchanged(input) },
        Some(slice) => match rewritten(input, parsed, slice.summary, slice.plan, options) {
            Err(defects) => Finished::new(input, Content::Kept, [diagnostics, defects].concat()),
            Ok(None) => Finished { diagnostics, ..Finished::unchanged(input) },
            Ok(Some((bytes, line_map))) => {
                let mut finished = Finished::woven(input, bytes, line_map, diagnostics);
                let planned = Planned {
                    summary: slice.summary.clone(),
                    plan: slice.plan.clone(),
                    spelled: parsed.spelled.is_some().then(|| parsed.module.text.clone()),
                };
                finished.output.planned = Some(Box::new(planned));
                finished
            }
        },
    };
    Finished { text: Some(source.text.clone()), silenced, ..finished }
}

/// The woven bytes of a module, in its own encoding, and where their lines come from; `None` where nothing changes.
pub(super) fn rewritten(
    input: &Input,
    parsed: &Parsed,
    summary: &ModuleSummary,
    plan: &ModulePlan,
    options: &Options,
) -> Result<Option<(Vec<u8>, LineMap)>, Vec<Diagnostic>> {
    let module = &parsed.module;
    let woven = weave(module, summary, plan, options).and_then(|woven| proven(module, woven))?;
    if woven.text == parsed.source().text {
        return Ok(None);
    }
    let Some(bytes) = parsed.encoding.encode(&woven.text) else {
        let message = format!("{} can't be written in its own encoding", input.name);
        return Err(vec![at_file(module.file, Code::LW003, message)]);
    };
    let line_map = match &parsed.spelled {
        Some(spelled) => woven.line_map.after(&spelled.line_map),
        None => woven.line_map,
    };
    Ok(Some((bytes, line_map)))
}

/// What the plan found, without what only follows from a marker that is wrong itself.
fn beside_errors(slice: &Slice<'_>, marker_errors: &[Diagnostic]) -> Vec<Diagnostic> {
    let Slice { summary, diagnostics: found, origins, .. } = slice;
    let written = |function: &Function| origins.map_or(function.span, |origins| origins.of(function.span));
    let is_wrong = |function: &Function| {
        function.marker.is_some()
            && marker_errors.iter().chain(found.iter()).any(|error| {
                let place = error.place();
                error.code < Code::LW106
                    && error.severity() == Severity::Error
                    && place.is_some_and(|place| written(function).contains(place.span))
            })
    };
    let wrong: Vec<Span> =
        summary.functions.iter().filter(|function| is_wrong(function)).map(written).collect();
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
