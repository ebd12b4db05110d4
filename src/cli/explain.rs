//! `lockweave explain`: the lock plan with its reasons, of all or of one name.

use std::path::{Path, PathBuf};

use terminal_size::{Width, terminal_size_of};

use super::arguments::{self, ExplainFormat, FormatName, Inputs};
use super::report::{self, Stdout};
use super::session::Session;
use super::{ExitStatus, Stop};
use crate::diagnostics::{Diagnostic, Severity};
use crate::explain::{Assumptions, Explanation, Format, Look, Unknown, render, select};

/// How wide text is where no terminal says it.
const WIDTH: usize = 100;

/// Wider lines than this are hard to read.
const WIDEST: usize = 120;

pub(super) fn explain(arguments: arguments::Explain) -> Result<ExitStatus, Stop> {
    let arguments::Explain { sources, name, assumptions, format, reading } = arguments;
    let (sources, name) = match name {
        Some(name) => (sources, Some(name)),
        None => split(sources),
    };
    let inputs = Inputs { sources, reading, format: FormatName::Text };
    let session = Session::open(&inputs, None, Stdout::Taken)?;
    let (explanation, analysis) = session.explain();
    // Warnings are part of the explanation; errors stand in the way of the output that it is about.
    let errors: Vec<Diagnostic> = analysis
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error || diagnostic.place().is_none())
        .cloned()
        .collect();
    report::diagnostics(inputs.format, Stdout::Taken, &errors, &analysis.sources)?;
    let explanation = match name {
        None => explanation,
        Some(name) => selected(&explanation, &name)?,
    };
    let listed = if assumptions { Assumptions::Listed } else { Assumptions::Counted };
    let look = Look { paint: report::paint(&std::io::stdout()), width: width(), assumptions: listed };
    let format = match format {
        ExplainFormat::Text => Format::Text,
        ExplainFormat::Json => Format::Json,
        ExplainFormat::Dot => Format::Dot,
        ExplainFormat::Html => Format::Html,
    };
    report::write_out(render(format, look, &explanation).as_bytes())?;
    Ok(report::status(&analysis.diagnostics, session.settings.deny_warnings))
}

/// The sources, and the name that stands behind them: what is there as a file, or looks like one, is a source.
fn split(mut sources: Vec<PathBuf>) -> (Vec<PathBuf>, Option<String>) {
    let is_name = |last: &Path| {
        let text = last.to_string_lossy();
        !last.exists() && text != "-" && !text.contains(['/', '\\']) && !text.ends_with(".py")
    };
    match sources.last() {
        Some(last) if sources.len() > 1 && is_name(last) => {
            let name = last.to_string_lossy().into_owned();
            sources.pop();
            (sources, Some(name))
        }
        _ => (sources, None),
    }
}

fn selected(explanation: &Explanation, name: &str) -> Result<Explanation, Stop> {
    select(explanation, name).map_err(|Unknown { close }| {
        report::say(&format!("error: there is no lock, function or variable `{name}` in the plan"));
        if !close.is_empty() {
            let close: Vec<String> = close.iter().map(|name| format!("`{name}`")).collect();
            report::say(&format!("help: there is {}", close.join(", ")));
        }
        Stop::With(ExitStatus::Failed)
    })
}

fn width() -> usize {
    match terminal_size_of(std::io::stdout()) {
        Some((Width(columns), _)) => usize::from(columns).min(WIDEST),
        None => WIDTH,
    }
}
