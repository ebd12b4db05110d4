//! Saying things: diagnostics, notes and results, each on its stream, coloured where a person reads them.

use std::io::{IsTerminal, Write as _};

use super::arguments::FormatName;
use super::{ExitStatus, Stop};
use crate::diagnostics::{Code, Diagnostic, Paint, Severity, Sources, render};
use crate::options::Switch;

/// Where data for tools goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stdout {
    /// To standard output.
    Free,
    /// To standard error: standard output carries a program or a diff.
    Taken,
}

/// Writes diagnostics: prose to standard error, data to standard output.
pub(super) fn diagnostics(
    format: FormatName,
    stdout: Stdout,
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> Result<(), Stop> {
    if !format.is_prose() && stdout == Stdout::Free {
        return write_out(render(format.format(), Paint::Plain, diagnostics, sources).as_bytes());
    }
    if diagnostics.is_empty() && format.is_prose() {
        return Ok(());
    }
    let text = render(format.format(), paint(&std::io::stderr()), diagnostics, sources);
    // Nobody may be listening; that is no reason to fail.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
    Ok(())
}

/// A line on standard error.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Bytes on standard output.
pub(super) fn write_out(bytes: &[u8]) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(Stop::from)
}

/// Colours for terminals, unless the user wants none (`NO_COLOR`).
pub(super) fn paint(stream: &impl IsTerminal) -> Paint {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if stream.is_terminal() && !unwanted { Paint::Coloured } else { Paint::Plain }
}

/// The exit status that `diagnostics` ask for.
pub(super) fn status(diagnostics: &[Diagnostic], deny_warnings: Switch) -> ExitStatus {
    let of = |diagnostic: &Diagnostic| match (diagnostic.code, diagnostic.severity()) {
        (Code::LW901 | Code::LW903 | Code::LW904 | Code::LW905, _) => ExitStatus::Failed,
        (_, Severity::Error) => ExitStatus::Found,
        (_, Severity::Warning) if deny_warnings == Switch::On => ExitStatus::Found,
        (_, Severity::Warning) => ExitStatus::Fine,
    };
    diagnostics.iter().map(of).max().unwrap_or(ExitStatus::Fine)
}

/// `2 errors, 1 warning`, or nothing.
pub(super) fn counts(diagnostics: &[Diagnostic]) -> Vec<String> {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity).count();
    [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| plural(number, word))
        .collect()
}

/// `1 file`, `2 files`.
pub(super) fn plural(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
