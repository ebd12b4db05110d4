//! `lockweave check`: diagnostics only.

use super::arguments;
use super::report::{self, Stdout};
use super::session::Session;
use super::{ExitStatus, Stop};

pub(super) fn check(arguments: &arguments::Check) -> Result<ExitStatus, Stop> {
    let inputs = &arguments.inputs;
    let session = Session::open(inputs, None, Stdout::Free)?;
    let weaving = session.weave();
    report::diagnostics(inputs.format, Stdout::Free, &weaving.diagnostics, &weaving.sources)?;
    if inputs.format.is_prose() {
        let mut parts = vec![format!("{} checked", report::plural(weaving.outputs.len(), "file"))];
        parts.extend(report::counts(&weaving.diagnostics));
        report::say(&parts.join(", "));
    }
    Ok(report::status(&weaving.diagnostics, session.settings.deny_warnings))
}
