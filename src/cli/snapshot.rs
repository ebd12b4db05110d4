//! `lockweave snapshot`: write what differs from the reviewed output as pending, or say that something does.

use std::fmt::Write as _;
use std::path::Path;

use super::arguments;
use super::report::{self, Stdout};
use super::review_view::{change_in_words, painted, plan_rows, restyled_in_words};
use super::session::Session;
use super::{ExitStatus, Stop};
use crate::diagnostics::{Code, Diagnostic, Paint};
use crate::explain::Explanation;
use crate::files::{
    Error, Input, Origin, Scope, Unfinished, change_together, path_below, settle, stored_snapshots,
    unfinished,
};
use crate::project::Weaving;
use crate::review::{Change, Expected, Finding, Sign, Standing, expected, survey};

pub(super) fn snapshot(arguments: &arguments::Snapshot) -> Result<ExitStatus, Stop> {
    let inputs = &arguments.inputs;
    if inputs.sources.iter().any(|source| source.as_os_str() == "-") {
        report::say("error: standard input has no place in a snapshot folder");
        return Err(Stop::With(ExitStatus::Failed));
    }
    let session =
        Session::open_beside(inputs, arguments.dir.as_deref(), arguments.dir.as_deref(), Stdout::Free)?;
    let (weaving, explanation) = session.weave_explained();
    let denied = session.settings.deny_warnings;
    let collide = weaving.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::LW903);
    let found = if collide { Ok(Vec::new()) } else { run(arguments, &session, &weaving, &explanation) };
    let (findings, problems) = match found {
        Ok(findings) => (findings, mixed(arguments, &session)),
        Err(error) => (Vec::new(), vec![error.into_diagnostic()]),
    };
    let all: Vec<Diagnostic> = problems.iter().chain(&weaving.diagnostics).cloned().collect();
    report::diagnostics(inputs.format, Stdout::Free, &all, &weaving.sources)?;
    let status = report::status(&all, denied);
    if collide || problems.iter().any(|problem| problem.code != Code::LW907) {
        return Ok(status);
    }
    let paint = report::paint(&std::io::stdout());
    let text = listing(&findings, arguments.check, paint);
    if inputs.format.is_prose() {
        report::write_out(text.as_bytes())?;
    } else {
        text.lines().for_each(report::say);
    }
    report::say(&summary(&findings, arguments, &session, &all));
    let settled = findings.iter().all(|finding| is_fine(finding, arguments.check));
    Ok(status.max(if settled { ExitStatus::Fine } else { ExitStatus::Found }))
}

/// Looks at the snapshots, and changes them unless that is only to be checked.
fn run(
    arguments: &arguments::Snapshot,
    session: &Session,
    weaving: &Weaving,
    explanation: &Explanation,
) -> Result<Vec<Finding>, Error> {
    let folder = &session.snapshots;
    if !arguments.check {
        settle(folder)?;
    }
    let findings = survey(&expectation(session, weaving, explanation)?, stored_snapshots(folder)?);
    if !arguments.check {
        change_together(folder, findings.iter().flat_map(Finding::changes).collect())?;
    }
    Ok(findings)
}

/// What the snapshots of a session should be.
pub(super) fn expectation(
    session: &Session,
    weaving: &Weaving,
    explanation: &Explanation,
) -> Result<Expected, Error> {
    // A folder that could not be read may hold sources: then nothing counts as gone.
    let unread = weaving.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::LW901);
    let tree = session.sources.iter().any(|source| source.is_dir());
    let scope = if tree && !unread { Scope::Tree } else { Scope::Files };
    expected(&session.project, weaving, explanation, scope, &|input| source_name(session, input))
}

/// A source as snapshots name it: from the configuration's folder where it is below that, and never with what differs from machine
/// to machine.
fn source_name(session: &Session, input: &Input) -> String {
    let below = match &input.origin {
        Origin::Disk(path) => path_below(path, &session.root),
        Origin::Memory(_) => None,
    };
    let named = if Path::new(&input.name).is_absolute() {
        input.output.display().to_string()
    } else {
        input.name.clone()
    };
    below.unwrap_or(named)
}

fn mixed(arguments: &arguments::Snapshot, session: &Session) -> Vec<Diagnostic> {
    if !arguments.check || unfinished(&session.snapshots) != Unfinished::Mixed {
        return Vec::new();
    }
    let folder = session.snapshots.display();
    let message = format!("{folder} is mixed: a run of snapshot or review was cut short, or is at it");
    vec![Diagnostic::without_place(Code::LW907, message).with_help("run snapshot again")]
}

/// Whether a finding asks for nothing. A pending file whose reason has gone is taken away, unless nothing is to be written.
fn is_fine(finding: &Finding, check: bool) -> bool {
    match finding.standing {
        Standing::Current => !check || finding.files.pending.is_none(),
        Standing::Orphaned(_) => !check && finding.is_gone(),
        Standing::Unknown => finding.files.pending.is_none(),
        Standing::New | Standing::Changed(_) => false,
    }
}

/// A line for each module that asks for something, and one for all that only another version of Lockweave writes differently.
fn listing(findings: &[Finding], check: bool, paint: Paint) -> String {
    let mut out = String::new();
    for finding in findings.iter().filter(|finding| !is_fine(finding, check)) {
        let name = &finding.name;
        match &finding.standing {
            Standing::Changed(Change::Version) => {}
            Standing::New => {
                let _ = writeln!(out, "new: {name}");
            }
            Standing::Changed(change) => {
                let (old, new) = (finding.accepted.as_ref(), finding.wanted.as_ref());
                let _ = writeln!(out, "changed: {name}: {}", change_in_words(old, new, Some(*change)));
                plan_changes(finding, paint, &mut out);
            }
            Standing::Orphaned(reason) => {
                let _ = writeln!(out, "orphaned: {}: {reason}", finding.path.display());
            }
            Standing::Unknown => {
                let _ = writeln!(out, "pending: {name}: it has errors now");
            }
            Standing::Current => {
                let _ = writeln!(out, "pending: {name}: its pending snapshot is left over");
            }
        }
    }
    let restyled = findings.iter().filter(|finding| finding.standing == Standing::Changed(Change::Version));
    out.extend(restyled_in_words(restyled.map(|finding| finding.accepted.as_ref())));
    out
}

/// The lines of the plan that come and go.
fn plan_changes(finding: &Finding, paint: Paint, out: &mut String) {
    let Some(wanted) = &finding.wanted else { return };
    for row in plan_rows(finding.accepted.as_ref(), wanted).into_iter().filter(|row| row.sign != Sign::Same) {
        let sign = if row.sign == Sign::Old { '-' } else { '+' };
        let _ = writeln!(out, "    {}", painted(row.sign, &format!("{sign} {}", row.text), paint));
    }
}

fn summary(
    findings: &[Finding],
    arguments: &arguments::Snapshot,
    session: &Session,
    diagnostics: &[Diagnostic],
) -> String {
    let current = findings.iter().filter(|finding| is_fine(finding, arguments.check)).count();
    let open = findings.len() - current;
    let mut parts = vec![format!("{} as accepted", report::plural(current, "snapshot"))];
    if open > 0 {
        parts.push(format!("{open} to review"));
    }
    parts.extend(report::counts(diagnostics));
    let mut line = parts.join(", ");
    if open > 0 {
        let folder = session.snapshots.display();
        let command = match (arguments.check, &arguments.dir) {
            (true, _) => "run `lockweave snapshot`, then `lockweave review`".to_owned(),
            (false, None) => "run `lockweave review`".to_owned(),
            (false, Some(_)) => format!("run `lockweave review --dir {folder}`"),
        };
        line.push_str(&format!("; {command}"));
    }
    line
}
