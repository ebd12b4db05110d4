//! The `lockweave` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    lockweave::cli::run(std::env::args_os())
}
