//! `lockweave watch`: build, and again after each change, with a line for each time.

use std::path::{Path, PathBuf};

use super::arguments;
use super::build::build_because;
use super::report::{self, Stdout};
use super::session::fail;
use super::{ExitStatus, Stop};
use crate::files::{Watch, find_configuration};

/// Paths that a line names; of more it says how many.
const NAMED: usize = 3;

pub(super) fn watch(arguments: &arguments::Watch) -> Result<ExitStatus, Stop> {
    let build = &arguments.build;
    let inputs = &build.inputs;
    let Some(output) = build.output.as_deref().filter(|output| output.as_os_str() != "-") else {
        report::say("error: say where the output goes: -o OUT");
        return Err(Stop::With(ExitStatus::Failed));
    };
    let ours = [Some(output), build.stamp.as_deref(), build.depfile.as_deref()];
    let ignored: Vec<PathBuf> = ours.into_iter().flatten().map(Path::to_owned).collect();
    // Before the first build: nothing that changes meanwhile is missed.
    let watch =
        Watch::begin(&watched(inputs), &ignored).map_err(|error| fail(inputs, Stdout::Free, error))?;
    let mut cause = String::new();
    loop {
        match build_because(build, &cause) {
            // What is wrong has been told, and may be mended by the next change.
            Ok(_) | Err(Stop::With(_)) => {}
            Err(Stop::Quiet) => return Err(Stop::Quiet),
        }
        let Some(changed) = watch.wait() else { return Ok(ExitStatus::Fine) };
        cause = format!("{} changed: ", named(&changed));
    }
}

/// The sources, and the configuration if there is one.
fn watched(inputs: &arguments::Inputs) -> Vec<PathBuf> {
    let configuration =
        if inputs.reading.no_config { None } else { find_configuration(&inputs.sources).ok() };
    let file = configuration.and_then(|configuration| configuration.settings.file);
    inputs.sources.iter().cloned().chain(file).collect()
}

fn named(changed: &[PathBuf]) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let near = |path: &PathBuf| path.strip_prefix(&here).unwrap_or(path).display().to_string();
    let mut names: Vec<String> = changed.iter().take(NAMED).map(near).collect();
    if changed.len() > NAMED {
        names.push(format!("{} more", changed.len() - NAMED));
    }
    names.join(", ")
}
