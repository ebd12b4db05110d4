//! `lockweave check`: diagnostics only; with `--fix` what is certain is put into the sources first.

use std::collections::{BTreeMap, BTreeSet};

use super::arguments;
use super::report::{self, Stdout};
use super::session::{self, Session};
use super::{ExitStatus, Stop};
use crate::files::{Origin, amend};
use crate::project::Weaving;
use crate::text::FileId;

/// One fix may bring the next one to light; more than a few rounds are a defect of ours.
const ROUNDS: usize = 4;

pub(super) fn check(arguments: &arguments::Check) -> Result<ExitStatus, Stop> {
    let inputs = &arguments.inputs;
    let mut session = Session::open(inputs, None, Stdout::Free)?;
    let mut weaving = session.weave();
    let mut fixes = 0;
    if arguments.fix {
        if session.is_stdin() {
            report::say("error: `--fix` mends files; standard input is none");
            return Err(Stop::With(ExitStatus::Failed));
        }
        for _ in 0..ROUNDS {
            match mended(&session, &weaving).map_err(|error| session::fail(inputs, Stdout::Free, error))? {
                0 => break,
                count => fixes += count,
            }
            session = Session::open(inputs, None, Stdout::Free)?;
            weaving = session.weave();
        }
    }
    report::diagnostics(inputs.format, Stdout::Free, &weaving.diagnostics, &weaving.sources)?;
    if inputs.format.is_prose() {
        let mut parts = vec![format!("{} checked", report::plural(weaving.outputs.len(), "file"))];
        if arguments.fix {
            parts.push(format!("{fixes} fixed"));
        }
        parts.extend(report::counts(&weaving.diagnostics));
        report::say(&parts.join(", "));
    }
    Ok(report::status(&weaving.diagnostics, session.settings.deny_warnings))
}

/// Puts the fixes of all diagnostics into their files; gives how many were mended.
fn mended(session: &Session, weaving: &Weaving) -> Result<usize, crate::files::Error> {
    let mut by_file: BTreeMap<FileId, BTreeSet<(u32, &str)>> = BTreeMap::new();
    let mut diagnostics: BTreeMap<FileId, usize> = BTreeMap::new();
    for diagnostic in &weaving.diagnostics {
        if let Some(insertion) = diagnostic.fix.first() {
            *diagnostics.entry(insertion.place.file).or_default() += 1;
        }
    }
    for insertion in weaving.diagnostics.iter().flat_map(|diagnostic| &diagnostic.fix) {
        let place = insertion.place;
        by_file.entry(place.file).or_default().insert((place.span.start, &insertion.text));
    }
    let mut count = 0;
    for (file, insertions) in by_file {
        let input = session.project.inputs().get(file.0 as usize);
        let text = weaving.sources.files.get(file.0 as usize).and_then(|source| source.text.as_deref());
        let (Some(Origin::Disk(path)), Some(text)) = (input.map(|input| &input.origin), text) else {
            continue;
        };
        let insertions: Vec<(u32, &str)> = insertions.into_iter().collect();
        amend(path, text, &insertions)?;
        count += diagnostics.get(&file).copied().unwrap_or_default();
    }
    Ok(count)
}
