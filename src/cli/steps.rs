//! `lockweave summarize`, `link` and `weave`: the steps of a build, each alone. Must not know what is in their files.

use std::path::{Path, PathBuf};

use super::arguments::{self, FormatName};
use super::line_maps::path_of_map;
use super::report::{self, Stdout};
use super::session::{libraries, settings};
use super::{ExitStatus, Stop};
use crate::diagnostics::{Code, Diagnostic, Sources};
use crate::files::{
    Content, Error, Locked, Overwrite, Scope, Target, Wanted, compare, input_in_tree, read_file,
    replace_file, write_stamp,
};
use crate::options::Switch;
use crate::project::steps::{self, Linking, Misfit, Plan, Refusal, Said, Summary};
use crate::trace::LineOrigins;

/// The ending of plans, behind the name of the file that they are for.
const PLAN_ENDING: &str = ".plan";

/// The first step.
pub(super) fn summarize(arguments: &arguments::Summarize) -> Result<ExitStatus, Stop> {
    let format = arguments.format;
    let read = || {
        let input = input_in_tree(&arguments.file, arguments.root.as_deref())?;
        Ok((read_file(&arguments.file)?, input))
    };
    let (bytes, input) = read().map_err(|error| refuse(format, error))?;
    match steps::summarize(&input, &bytes) {
        Ok(summary) => {
            replace_file(&arguments.output, &summary.to_bytes(), None)
                .map_err(|error| refuse(format, error))?;
            tell(format, &Said::default(), Switch::Off)
        }
        Err(said) => tell(format, &said, Switch::Off),
    }
}

/// The second step.
pub(super) fn link(arguments: &arguments::Link) -> Result<ExitStatus, Stop> {
    let format = arguments.format;
    let (settings, root) = settings(&arguments.reading, format, &[PathBuf::from(".")], Stdout::Free)?;
    let mut summaries = Vec::new();
    for path in named(&arguments.summaries).map_err(|error| refuse(format, error))? {
        let bytes = read_file(&path).map_err(|error| refuse(format, error))?;
        let summary = Summary::from_bytes(&bytes);
        summaries.push((summary.map_err(|misfit| refuse_misfit(format, &path, &misfit))?, path));
    }
    if let Some(message) = collision(&mut summaries) {
        return Err(stop(format, Diagnostic::without_place(Code::LW903, message)));
    }
    let libraries = libraries(&settings, &root).map_err(|error| refuse(format, error))?;
    let summaries = summaries.into_iter().map(|(summary, _)| summary).collect();
    let Linking { plans, kept, said } = steps::link(summaries, &libraries, &settings.options);
    let planned = plans.iter().map(|plan| wanted(plan.output(), Content::Bytes(plan.to_bytes())));
    let wanted: Vec<Wanted> = planned.chain(kept.iter().map(|path| wanted(path, Content::Kept))).collect();
    write_plans(&arguments.output, wanted).map_err(|error| refuse(format, error))?;
    let status = tell(format, &said, settings.deny_warnings)?;
    if let (ExitStatus::Fine, Some(stamp)) = (status, &arguments.stamp) {
        write_stamp(stamp).map_err(|error| refuse(format, error))?;
    }
    Ok(status)
}

/// The third step.
pub(super) fn weave(arguments: &arguments::Weave) -> Result<ExitStatus, Stop> {
    let format = arguments.format;
    let (path, source) = (&arguments.plan, arguments.source.as_deref());
    let bytes = read_file(path).map_err(|error| refuse(format, error))?;
    let plan = Plan::from_bytes(&bytes).map_err(|misfit| refuse_misfit(format, path, &misfit))?;
    let text = source.map(read_file).transpose().map_err(|error| refuse(format, error))?;
    let rewritten = match steps::weave(&plan, text.as_deref()) {
        Ok(rewritten) => rewritten,
        Err(Refusal::Misfit(misfit)) => return Err(refuse_misfit(format, path, &misfit)),
        Err(Refusal::Said(said)) => return tell(format, &said, Switch::Off),
    };
    let output = &arguments.output;
    replace_file(output, &rewritten.bytes, source).map_err(|error| refuse(format, error))?;
    if let (true, Some((source, map))) = (arguments.line_maps, &rewritten.origin) {
        let map = LineOrigins::new(source, map).render();
        replace_file(&path_of_map(output), map.as_bytes(), None).map_err(|error| refuse(format, error))?;
    }
    tell(format, &Said::default(), Switch::Off)
}

/// The files named, those that lists name among them.
fn named(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for path in paths {
        match path.to_str().and_then(|path| path.strip_prefix('@')) {
            None => found.push(path.clone()),
            Some(list) => {
                let text = read_file(Path::new(list))?;
                let text = String::from_utf8_lossy(&text);
                found.extend(text.lines().filter(|line| !line.is_empty()).map(PathBuf::from));
            }
        }
    }
    Ok(found)
}

/// What is wrong where two summaries are of one file of the output.
fn collision(summaries: &mut [(Summary, PathBuf)]) -> Option<String> {
    summaries.sort_by(|(left, _), (right, _)| left.output().cmp(right.output()));
    let same = summaries.windows(2).find(|pair| pair[0].0.output() == pair[1].0.output())?;
    let (one, other, output) = (same[0].1.display(), same[1].1.display(), same[0].0.output().display());
    Some(format!("{one} and {other} are both of {output}"))
}

fn wanted(output: &Path, content: Content) -> Wanted {
    let mut path = output.as_os_str().to_owned();
    path.push(PLAN_ENDING);
    Wanted { path: PathBuf::from(path), content, like: None }
}

fn write_plans(folder: &Path, wanted: Vec<Wanted>) -> Result<(), Error> {
    let target = Target { folder: folder.to_owned(), scope: Scope::Tree };
    let locked = Locked::new(folder)?;
    locked.recover()?;
    let comparison = compare(&target, wanted, Overwrite::Own)?;
    locked.commit(&comparison)?;
    match comparison.problems.into_iter().next() {
        Some(problem) => Err(Error::Configuration(problem)),
        None => Ok(()),
    }
}

fn tell(format: FormatName, said: &Said, deny_warnings: Switch) -> Result<ExitStatus, Stop> {
    report::diagnostics(format, Stdout::Free, &said.diagnostics, &said.sources)?;
    Ok(report::status(&said.diagnostics, deny_warnings))
}

fn refuse(format: FormatName, error: Error) -> Stop {
    stop(format, error.into_diagnostic())
}

fn refuse_misfit(format: FormatName, path: &Path, misfit: &Misfit) -> Stop {
    stop(format, Diagnostic::without_place(Code::LW909, format!("{} {misfit}", path.display())))
}

fn stop(format: FormatName, diagnostic: Diagnostic) -> Stop {
    let found = [diagnostic];
    match report::diagnostics(format, Stdout::Free, &found, &Sources::default()) {
        Ok(()) => Stop::With(report::status(&found, Switch::Off)),
        Err(stop) => stop,
    }
}
