//! Saying things: diagnostics, notes and results, each on its stream, coloured where a person reads them.

use std::io::{IsTerminal, Write as _};

use super::arguments::FormatName;
use super::{ExitStatus, Stop};
use crate::diagnostics::{Code, DEFAULT_WIDTH, Diagnostic, Paint, Severity, Sources, render, render_within};
use crate::options::Switch;

/// In fewer columns no excerpt can be read.
const NARROWEST: usize = 40;

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
    let text = render_within(width(), format.format(), paint(&std::io::stderr()), diagnostics, sources);
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

/// Whether colours are wanted where nobody can say that they are seen.
fn is_forced() -> bool {
    anstyle_query::clicolor_force() && std::env::var_os("CLICOLOR_FORCE").is_none_or(|value| value != "0")
}

/// Colours for terminals, unless the user wants none (`NO_COLOR`, `CLICOLOR=0`) or wants them everywhere (`CLICOLOR_FORCE`).
pub(super) fn paint(stream: &impl IsTerminal) -> Paint {
    let coloured = if anstyle_query::no_color() {
        false
    } else if is_forced() {
        true
    } else {
        anstyle_query::clicolor().unwrap_or(true)
            && stream.is_terminal()
            && anstyle_query::term_supports_color()
    };
    if coloured { Paint::Coloured } else { Paint::Plain }
}

/// How many columns standard error has: as `COLUMNS` says, else the terminal, else as many as people read well.
fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || terminal_size::terminal_size_of(std::io::stderr()).map(|(width, _)| usize::from(width.0));
    told.or_else(seen).map_or(DEFAULT_WIDTH, |width| width.max(NARROWEST))
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
