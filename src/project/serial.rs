//! Modules with serial text, spelled out before the program is linked for good. Must not know how waits are written.
//!
//! The program is linked twice then: once as it is written, to find out who starts what, and once as it is spelled out. What is said
//! about it is said about the source.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::load::{Parsed, at_file};
use super::tree::{Given, Part, linkable};
use crate::diagnostics::{Code, Diagnostic};
use crate::files::Input;
use crate::options::Options;
use crate::plan::serial;
use crate::program::link;
use crate::python::{Module, parse};
use crate::summary::ModuleSummary;
use crate::synchronize::{applied, spell_out};
use crate::text::{Edit, LineMap, Origins};

/// The source of a module that was spelled out, and the way from one to the other.
pub(super) struct Spelled {
    /// As it was written.
    pub(super) source: Module,
    /// What was done to it.
    pub(super) edits: Vec<Edit>,
    pub(super) line_map: LineMap,
    pub(super) origins: Origins,
}

/// What becomes of a module with serial text.
#[derive(Default)]
pub(super) struct Spelling {
    pub(super) edits: Vec<Edit>,
    /// What stands in the way.
    pub(super) found: Vec<Diagnostic>,
}

/// How the modules with serial text among the parts are spelled out, by their numbers. `syntax` has each of these.
pub(super) fn spellings<'m>(
    inputs: &[Input],
    given: Given<'_>,
    parts: &[Part<'_>],
    summaries: &[ModuleSummary],
    syntax: &(dyn Fn(usize) -> Option<&'m Module> + Sync),
    options: &Options,
) -> BTreeMap<usize, Spelling> {
    let is_serial = |number: &usize| !summaries[*number].markers.synchronized.is_empty();
    if !(0..parts.len()).any(|number| is_serial(&number)) {
        return BTreeMap::new();
    }
    let spelled = || {
        linkable(inputs, given, parts, summaries, |chosen, modules| {
            let facts = serial(&link(modules.to_vec(), options.strictness), modules);
            let one = |(number, facts)| {
                let (edits, found) = spell_out(syntax(number)?, &summaries[number], facts, options);
                Some((number, Spelling { edits, found }))
            };
            let all = chosen.iter().copied().zip(&facts);
            all.filter(|(number, _)| is_serial(number)).filter_map(one).collect()
        })
    };
    // What fails here fails again when the program is linked for good, and is told then.
    catch_unwind(AssertUnwindSafe(spelled)).unwrap_or_default()
}

/// The module as `edits` have it.
///
/// # Errors
/// LW906 where that is no Python, which is a defect of ours.
pub(super) fn spelled(source: Module, edits: Vec<Edit>) -> Result<(Module, Spelled), Diagnostic> {
    let failed = |what: String| {
        at_file(source.file, Code::LW906, format!("Lockweave failed on a `@synchronized` function: {what}"))
    };
    let woven = applied(&source, &edits).map_err(|overlap| failed(overlap.to_string()))?;
    let module = parse(source.file, woven.text)
        .map_err(|errors| failed(errors.first().map_or_else(String::new, |error| error.message.clone())))?;
    Ok((module, Spelled { source, edits, line_map: woven.line_map, origins: woven.origins }))
}

impl Parsed {
    /// The module as it was written.
    pub(super) fn source(&self) -> &Module {
        self.spelled.as_ref().map_or(&self.module, |spelled| &spelled.source)
    }

    /// Where the text at hand came from, if it is not the source.
    pub(super) fn origins(&self) -> Option<&Origins> {
        self.spelled.as_ref().map(|spelled| &spelled.origins)
    }

    /// Spells it out; gives what stands in the way.
    pub(super) fn spell(&mut self, edits: Vec<Edit>) -> Option<Diagnostic> {
        let source = match parse(self.module.file, self.module.text.clone()) {
            Ok(source) => source,
            Err(errors) => return errors.into_iter().next(),
        };
        match spelled(source, edits) {
            Ok((module, spelled)) => {
                self.module = module;
                self.spelled = Some(Box::new(spelled));
                None
            }
            Err(defect) => Some(defect),
        }
    }
}
