//! `build --from-snapshots`: whether every woven output is what was accepted. Must not know where outputs are written.

use std::path::Path;

use super::session::Session;
use super::snapshot::expectation;
use crate::diagnostics::{Code, Diagnostic};
use crate::explain::Explanation;
use crate::files::{Error, Unfinished, stored_snapshots, unfinished};
use crate::project::Weaving;
use crate::review::{Change, Finding, Origin, Standing, pending_path, survey};

const HELP: &str = "run `lockweave snapshot`, then `lockweave review`";

/// What keeps the outputs of `weaving` from being built (LW907, LW908); nothing where all are as accepted.
///
/// # Errors
/// Where the snapshots or a source can't be read.
pub(super) fn drift(
    session: &Session,
    weaving: &Weaving,
    explanation: &Explanation,
) -> Result<Vec<Diagnostic>, Error> {
    let folder = &session.snapshots;
    if unfinished(folder) == Unfinished::Mixed {
        let message = format!("{} is mixed: a run of snapshot or review was cut short", folder.display());
        return Ok(vec![Diagnostic::without_place(Code::LW907, message).with_help("run snapshot again")]);
    }
    let findings = survey(&expectation(session, weaving, explanation)?, stored_snapshots(folder)?);
    let messages = findings.iter().filter_map(|finding| message(folder, finding));
    Ok(messages.map(|text| Diagnostic::without_place(Code::LW908, text).with_help(HELP)).collect())
}

/// What is wrong with a finding; names the source and the snapshot.
fn message(folder: &Path, finding: &Finding) -> Option<String> {
    let (name, path) = (&finding.name, folder.join(&finding.path));
    let snapshot = path.display();
    Some(match &finding.standing {
        Standing::Current | Standing::Unknown => return None,
        Standing::New if finding.files.pending.is_some() => {
            format!("{name} has no accepted snapshot: {} waits for review", pending_path(&path).display())
        }
        Standing::New => format!("{name} has no accepted snapshot: {snapshot} is missing"),
        Standing::Orphaned(_) if finding.is_gone() => return None,
        Standing::Orphaned(reason) => format!("{snapshot} is the snapshot of {name}, but {reason}"),
        Standing::Changed(Change::Unreadable) => {
            format!("{snapshot} can't be read as the snapshot of {name}")
        }
        Standing::Changed(_) => {
            let (accepted, wanted) = (finding.accepted.as_ref()?, finding.wanted.as_ref()?);
            format!("{name} and {snapshot} have drifted apart: {}", reason(&accepted.origin, &wanted.origin))
        }
    })
}

/// Why an output is not what was accepted, as far as the circumstances tell.
fn reason(accepted: &Origin, now: &Origin) -> String {
    if accepted.source_hash != now.source_hash {
        return "the source has changed since it was accepted".to_owned();
    }
    if accepted.version != now.version {
        return format!("accepted from Lockweave {}, and this is {}", accepted.version, now.version);
    }
    let differs = now.options.iter().find(|option| !accepted.options.contains(option));
    match differs {
        Some((key, value)) => format!("accepted with another {key} than {value}"),
        None if now.source_hash.is_none() => {
            "a module that takes its locks has changed, or the snapshot was edited".to_owned()
        }
        None => {
            "the source is the same, but another module has changed, or the snapshot was edited".to_owned()
        }
    }
}
