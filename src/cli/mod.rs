//! The command line: arguments, progress, colour, exit statuses; one file a subcommand. Must not know how anything is computed.

mod accepted;
mod arguments;
mod build;
mod check;
mod completions;
mod dependencies;
mod diff;
mod explain;
mod export;
mod init;
mod libraries;
mod line_maps;
mod progress;
mod report;
mod review;
mod review_dialogue;
mod review_view;
mod rule;
mod session;
mod snapshot;
mod steps;
mod trace;
mod watch;

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ExitStatus {
    /// Nothing to complain about.
    Fine = 0,
    /// Errors in the program, stale output, or warnings that were denied.
    Found = 1,
    /// Wrong use, or the machine refused.
    Failed = 2,
}

/// Why a subcommand ended early.
enum Stop {
    /// Everything has been said.
    With(ExitStatus),
    /// Whoever read our output has gone.
    Quiet,
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Stop {
        if error.kind() == ErrorKind::BrokenPipe {
            return Stop::Quiet;
        }
        report::say(&format!("error: can't write the result: {error}"));
        Stop::With(ExitStatus::Failed)
    }
}

/// Runs the command that `arguments` (the program's name first) ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // A defect is reported as LW906 with its file; the default message would only repeat it.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| ()));
    }
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; a closed pipe is none either.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() {
                ExitStatus::Failed as u8
            } else {
                ExitStatus::Fine as u8
            });
        }
    };
    let result = match arguments.command {
        Command::Build(build) => build::build(&build),
        Command::Check(check) => check::check(&check),
        Command::Diff(diff) => diff::diff(&diff),
        Command::Snapshot(snapshot) => snapshot::snapshot(&snapshot),
        Command::Review(review) => review::review(&review),
        Command::Explain(explain) => explain::explain(explain),
        Command::Rule(rule) => rule::rule(&rule),
        Command::Watch(watch) => watch::watch(&watch),
        Command::Trace(trace) => trace::trace(&trace),
        Command::Init(init) => init::init(&init),
        Command::Export(export) => export::export(&export),
        Command::Summarize(summarize) => steps::summarize(&summarize),
        Command::Link(link) => steps::link(&link),
        Command::Weave(weave) => steps::weave(&weave),
        Command::Completions(completions) => completions::completions(&completions),
    };
    let flushed = std::io::stdout().flush().map_err(Stop::from);
    match result.and_then(|status| flushed.map(|()| status)) {
        Ok(status) | Err(Stop::With(status)) => ExitCode::from(status as u8),
        Err(Stop::Quiet) => ExitCode::from(ExitStatus::Fine as u8),
    }
}
