//! `lockweave build`: write the output, or say that it is stale.

use std::path::{Path, PathBuf};

use super::accepted::drift;
use super::arguments;
use super::dependencies;
use super::libraries;
use super::line_maps;
use super::report::{self, Stdout};
use super::session::{Session, fail};
use super::{ExitStatus, Stop};
use crate::Weaving;
use crate::diagnostics::{Code, Diagnostic};
use crate::files::{
    Change, Comparison, Content, Destination, Error, Locked, Overwrite, Target, Unfinished, Wanted, compare,
    destination, unfinished, write_plain,
};

pub(super) fn build(arguments: &arguments::Build) -> Result<ExitStatus, Stop> {
    build_because(arguments, "")
}

/// Builds; `cause` stands before what is said of the result.
pub(super) fn build_because(arguments: &arguments::Build, cause: &str) -> Result<ExitStatus, Stop> {
    let inputs = &arguments.inputs;
    let output = arguments.output.as_deref().filter(|output| output.as_os_str() != "-");
    let stdout = if output.is_none() { Stdout::Taken } else { Stdout::Free };
    let session = Session::open_beside(inputs, output, arguments.dir.as_deref(), stdout)?;
    if session.is_stdin() && arguments.from_snapshots {
        report::say("error: standard input has no snapshot");
        return Err(Stop::With(ExitStatus::Failed));
    }
    let Some(output) = output else {
        return to_stdout(arguments, &session);
    };
    let place = destination(&session.sources, session.project.inputs(), output)
        .map_err(|error| fail(inputs, stdout, error))?;
    let weaving = match woven(arguments, &session, stdout)? {
        Ok(weaving) => weaving,
        Err(status) => return Ok(status),
    };
    let run = Run { arguments, session: &session, weaving, cause };
    let status = match place {
        Destination::Plain(path) => run.plain(&path),
        Destination::Folder(target) => run.folder(&target, None),
        Destination::File(target, name) => run.folder(&target, Some(name)),
    }?;
    if status == ExitStatus::Fine {
        dependencies::write(arguments, &session).map_err(|error| fail(inputs, stdout, error))?;
    }
    Ok(status)
}

/// One text to standard output: a filter.
fn to_stdout(arguments: &arguments::Build, session: &Session) -> Result<ExitStatus, Stop> {
    if !session.is_stdin() && arguments.output.is_none() || session.project.inputs().len() != 1 {
        report::say("error: say where the output goes: -o OUT");
        return Err(Stop::With(ExitStatus::Failed));
    }
    let weaving = match woven(arguments, session, Stdout::Taken)? {
        Ok(weaving) => weaving,
        Err(status) => return Ok(status),
    };
    report::diagnostics(arguments.inputs.format, Stdout::Taken, &weaving.diagnostics, &weaving.sources)?;
    if let Some(bytes) = single(&weaving) {
        report::write_out(&bytes.map_err(|error| fail(&arguments.inputs, Stdout::Taken, error))?)?;
    }
    Ok(report::status(&weaving.diagnostics, session.settings.deny_warnings))
}

/// The outputs. With `--from-snapshots` none, but an exit status, where one is not what was accepted: then nothing is written.
fn woven(
    arguments: &arguments::Build,
    session: &Session,
    stdout: Stdout,
) -> Result<Result<Weaving, ExitStatus>, Stop> {
    if !arguments.from_snapshots {
        return Ok(Ok(session.weave()));
    }
    let (weaving, explanation) = session.weave_explained();
    let drift =
        drift(session, &weaving, &explanation).map_err(|error| fail(&arguments.inputs, stdout, error))?;
    if drift.is_empty() {
        return Ok(Ok(weaving));
    }
    let all = [drift, weaving.diagnostics].concat();
    report::diagnostics(arguments.inputs.format, stdout, &all, &weaving.sources)?;
    report::say(&format!("nothing written, {}", report::counts(&all).join(", ")));
    Ok(Err(report::status(&all, session.settings.deny_warnings)))
}

/// The bytes of the one output; `None` where its source has errors.
fn single(weaving: &Weaving) -> Option<Result<Vec<u8>, Error>> {
    let output = weaving.outputs.first()?;
    match &output.wanted.content {
        Content::Bytes(bytes) => Some(Ok(bytes.clone())),
        Content::CopyOf(path) => Some(crate::files::read_file(path)),
        Content::Kept => None,
    }
}

struct Run<'a> {
    cause: &'a str,
    arguments: &'a arguments::Build,
    session: &'a Session,
    weaving: Weaving,
}

impl Run<'_> {
    fn plain(&self, path: &Path) -> Result<ExitStatus, Stop> {
        self.report(&[])?;
        if let Some(bytes) = single(&self.weaving).filter(|_| !self.arguments.check) {
            bytes
                .and_then(|bytes| write_plain(path, &bytes))
                .map_err(|error| fail(&self.arguments.inputs, Stdout::Free, error))?;
        }
        Ok(self.status(&[]))
    }

    fn folder(&self, target: &Target, name: Option<PathBuf>) -> Result<ExitStatus, Stop> {
        if self.weaving.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::LW903) {
            // Which of the two was meant, only the user knows.
            self.report(&[])?;
            return Ok(self.status(&[]));
        }
        let wanted = self.wanted(name);
        let result =
            if self.arguments.check { self.compare_only(target, wanted) } else { self.write(target, wanted) };
        let (comparison, mut problems) = match result {
            Ok(done) => done,
            Err(error) => (Comparison::default(), vec![error.into_diagnostic()]),
        };
        problems.splice(0..0, comparison.problems.iter().cloned());
        self.report(&problems)?;
        let stale = self.arguments.check && !comparison.is_current();
        if stale {
            self.list_stale(target, &comparison)?;
        }
        self.summarize(&comparison, &problems);
        Ok(self.status(&problems).max(if stale { ExitStatus::Found } else { ExitStatus::Fine }))
    }

    /// What the output is to hold. Where a source could not be read, what was written for it stays.
    fn wanted(&self, name: Option<PathBuf>) -> Vec<Wanted> {
        let mut wanted: Vec<Wanted> =
            self.weaving.outputs.iter().map(|output| output.wanted.clone()).collect();
        let shipped = libraries::wanted(self.session.project.inputs(), &self.weaving);
        let mut maps = match self.arguments.line_maps {
            true => line_maps::wanted(self.session.project.inputs(), &self.weaving.outputs),
            false => Vec::new(),
        };
        if let (Some(name), [first, ..]) = (name, wanted.as_mut_slice()) {
            if let [map] = maps.as_mut_slice() {
                map.path = line_maps::path_of_map(&name);
            }
            first.path = name;
        }
        wanted.append(&mut maps);
        wanted.extend(shipped);
        wanted
    }

    fn compare_only(
        &self,
        target: &Target,
        wanted: Vec<Wanted>,
    ) -> Result<(Comparison, Vec<Diagnostic>), Error> {
        let comparison = compare(&self.narrowed(target), wanted, self.overwrite())?;
        let mut problems = Vec::new();
        if unfinished(&target.folder) == Unfinished::Mixed {
            let message =
                format!("{} is mixed: a build of it was cut short, or is running", target.folder.display());
            problems.push(Diagnostic::without_place(Code::LW907, message).with_help("run build again"));
        }
        Ok((comparison, problems))
    }

    fn write(&self, target: &Target, wanted: Vec<Wanted>) -> Result<(Comparison, Vec<Diagnostic>), Error> {
        if wanted.is_empty() && !target.folder.exists() {
            return Ok((Comparison::default(), Vec::new()));
        }
        let locked = Locked::new(&target.folder)?;
        if locked.recover()? != Unfinished::No {
            report::say(&format!(
                "note: an earlier build of {} was cut short; it is cleared up",
                target.folder.display()
            ));
        }
        let comparison = compare(&self.narrowed(target), wanted, self.overwrite())?;
        locked.commit(&comparison)?;
        Ok((comparison, Vec::new()))
    }

    /// A folder that could not be read may hold sources: then nothing counts as gone.
    fn narrowed(&self, target: &Target) -> Target {
        let unread = self.weaving.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::LW901);
        let scope = if unread { crate::files::Scope::Files } else { target.scope };
        Target { folder: target.folder.clone(), scope }
    }

    const fn overwrite(&self) -> Overwrite {
        if self.arguments.force { Overwrite::Any } else { Overwrite::Own }
    }

    fn report(&self, problems: &[Diagnostic]) -> Result<(), Stop> {
        let all: Vec<Diagnostic> = problems.iter().chain(&self.weaving.diagnostics).cloned().collect();
        report::diagnostics(self.arguments.inputs.format, Stdout::Free, &all, &self.weaving.sources)
    }

    fn status(&self, problems: &[Diagnostic]) -> ExitStatus {
        let denied = self.session.settings.deny_warnings;
        report::status(&self.weaving.diagnostics, denied).max(report::status(problems, denied))
    }

    fn list_stale(&self, target: &Target, comparison: &Comparison) -> Result<(), Stop> {
        let mut text = String::new();
        for change in &comparison.changes {
            let what = match change {
                Change::Write { old: None, .. } => "missing",
                Change::Write { .. } => "stale",
                Change::Remove { .. } => "left over",
            };
            text.push_str(&format!("{what}: {}\n", target.folder.join(change.path()).display()));
        }
        if comparison.changes.is_empty() {
            text.push_str(&format!("stale: {}\n", target.folder.join(crate::files::MANIFEST_NAME).display()));
        }
        if self.arguments.inputs.format.is_prose() {
            return report::write_out(text.as_bytes());
        }
        text.lines().for_each(report::say);
        Ok(())
    }

    fn summarize(&self, comparison: &Comparison, problems: &[Diagnostic]) {
        let removed =
            comparison.changes.iter().filter(|change| matches!(change, Change::Remove { .. })).count();
        let written = comparison.changes.len() - removed;
        let verbs = if self.arguments.check { ("to write", "to remove") } else { ("written", "removed") };
        let mut parts = vec![format!(
            "{} {}, {} unchanged",
            report::plural(written, "file"),
            verbs.0,
            comparison.unchanged
        )];
        if removed > 0 {
            parts.push(format!("{removed} {}", verbs.1));
        }
        let all: Vec<Diagnostic> = problems.iter().chain(&self.weaving.diagnostics).cloned().collect();
        parts.extend(report::counts(&all));
        report::say(&format!("{}{}", self.cause, parts.join(", ")));
    }
}
