//! `lockweave completions`: what a shell needs to complete the arguments.

use clap::CommandFactory as _;

use super::arguments::{Arguments, Completions};
use super::{ExitStatus, Stop, report};

pub(super) fn completions(arguments: &Completions) -> Result<ExitStatus, Stop> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, env!("CARGO_PKG_NAME"), &mut script);
    report::write_out(&script)?;
    Ok(ExitStatus::Fine)
}
