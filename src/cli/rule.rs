//! `lockweave rule`: the page of a code, or the list of all.

use std::fmt::Write as _;

use super::{ExitStatus, Stop, arguments, report};
use crate::diagnostics::{Code, Severity};

pub(super) fn rule(arguments: &arguments::Rule) -> Result<ExitStatus, Stop> {
    let text = match arguments.code {
        Some(code) => page(code),
        None => list(),
    };
    report::write_out(text.as_bytes())?;
    Ok(ExitStatus::Fine)
}

fn page(code: Code) -> String {
    code.page().map_or_else(|| format!("# {code}: {}\n", code.title()), str::to_owned)
}

fn list() -> String {
    let mut text = String::new();
    for code in Code::ALL {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let _ = writeln!(text, "{code}  {severity:<7}  {}", code.title());
    }
    text
}
