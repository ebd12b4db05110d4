//! The arguments of the command line, as clap reads them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostics::{Code, Format};
use crate::options::{LockStyle, TargetVersion};

const EXITS: &str = "Exit status: 0 fine; 1 errors found, warnings with --deny-warnings, or stale output with --check; \
                     2 wrong use, or a file could not be read or written.";

/// Turns Python functions marked @concurrent into plain threading code with inferred locks.
#[derive(Parser)]
#[command(name = "lockweave", version, max_term_width = 100, after_help = EXITS)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Transpile files or trees
    Build(Build),
    /// Say what is wrong, write nothing
    Check(Check),
    /// Show what build would change
    Diff(Diff),
    /// Explain the lock plan: each lock, each body, and why other variables need no lock
    Explain(Explain),
    /// Keep reviewed output: write what differs from it as pending snapshots, and fail if there are any
    Snapshot(Snapshot),
    /// Accept or reject pending snapshots
    Review(Review),
    /// Explain a diagnostic's code, or list all codes
    Rule(Rule),
    /// Build, and build again whenever a source changes
    Watch(Watch),
    /// Turn places in the output into places in the source, in a traceback or log on standard input
    Trace(Trace),
    /// Write a commented [tool.lockweave] into pyproject.toml
    Init(Init),
    /// Print what build would write as one JSON document, for import hooks and build backends
    Export(Export),
    /// First of the steps that a build system can run one by one: what one file says alone
    Summarize(Summarize),
    /// Second step: what is to be made of each of the summarized files, which are one program
    Link(Link),
    /// Third step: make it of one file
    Weave(Weave),
    /// Print the completions for a shell
    Completions(Completions),
}

#[derive(Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// The folder that mirrors the sources; for one file also a file. Standard input goes to standard output without it
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    /// Write nothing; fail if the output is not what build would write
    #[arg(long)]
    pub(super) check: bool,
    /// Overwrite files in the output that Lockweave did not write
    #[arg(long)]
    pub(super) force: bool,
    /// Write nothing unless every woven output is as its accepted snapshot says
    #[arg(long)]
    pub(super) from_snapshots: bool,
    /// The folder of the snapshots
    #[arg(long, value_name = "DIR", requires = "from_snapshots")]
    pub(super) dir: Option<PathBuf>,
    /// Write a line map beside each file that changes (`a.py.lines`), for `lockweave trace`
    #[arg(long)]
    pub(super) line_maps: bool,
    /// Make this file the newest when all went well, for make and ninja
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub(super) stamp: Option<PathBuf>,
    /// Write down on which files the stamp depends, as make and ninja read it
    #[arg(long, value_name = "FILE", requires = "stamp")]
    pub(super) depfile: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct Watch {
    #[command(flatten)]
    pub(super) build: Build,
}

#[derive(Args)]
pub(super) struct Init {
    /// The folder of the project
    #[arg(default_value = ".", value_name = "DIR")]
    pub(super) folder: PathBuf,
}

#[derive(Args)]
pub(super) struct Trace {
    /// The sources that the output was built from. Without them, line maps beside the output are used (`build --line-maps`)
    #[arg(value_name = "SRC")]
    pub(super) sources: Vec<PathBuf>,
    /// The output, where it lies in one of the sources
    #[arg(short, long, value_name = "OUT", requires = "sources")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// Put what is missing into the sources, where that is certain: `.result()` behind futures that are used as values
    #[arg(long)]
    pub(super) fix: bool,
}

#[derive(Args)]
pub(super) struct Diff {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// Compare with this output instead of with the sources
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct Snapshot {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// The folder of the snapshots (default: lockweave-snapshots beside pyproject.toml, or here)
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// Write nothing; fail if anything is pending, changed or orphaned
    #[arg(long)]
    pub(super) check: bool,
}

#[derive(Args)]
pub(super) struct Review {
    /// Sources or snapshots to review (default: all that are pending)
    #[arg(value_name = "MODULE")]
    pub(super) modules: Vec<String>,
    /// The folder of the snapshots (default: lockweave-snapshots beside pyproject.toml, or here)
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// Accept without asking
    #[arg(long, conflicts_with = "reject")]
    pub(super) accept: bool,
    /// Reject without asking
    #[arg(long)]
    pub(super) reject: bool,
    /// Don't read [tool.lockweave] in pyproject.toml
    #[arg(long)]
    pub(super) no_config: bool,
}

#[derive(Args)]
pub(super) struct Explain {
    /// Files and folders of Python source, then perhaps a lock, function or variable to explain alone (`state.total`)
    #[arg(required = true, value_name = "SRC|NAME")]
    pub(super) sources: Vec<PathBuf>,
    /// Explain this one alone; for a name that is a file's name too
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// List what the absence of locks rests on
    #[arg(long)]
    pub(super) assumptions: bool,
    /// How it is written
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    pub(super) format: ExplainFormat,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// A graph for Graphviz
    Dot,
    /// A page for a browser
    Html,
}

#[derive(Args)]
pub(super) struct Rule {
    /// The code, as LW301
    #[arg(value_parser = parse_code)]
    pub(super) code: Option<Code>,
}

#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) inputs: Inputs,
}

#[derive(Args)]
pub(super) struct Summarize {
    /// A file of Python source
    pub(super) file: PathBuf,
    /// The source folder that it belongs to, as build takes it (default: the folder around the packages that it is in)
    #[arg(long, value_name = "SRC")]
    pub(super) root: Option<PathBuf>,
    /// The file for the summary
    #[arg(short, long, value_name = "SUMMARY")]
    pub(super) output: PathBuf,
    /// How diagnostics are written. Data for tools goes to standard output
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    pub(super) format: FormatName,
}

#[derive(Args)]
pub(super) struct Link {
    /// The summaries of all modules of the program; `@FILE` has one a line
    #[arg(required = true, value_name = "SUMMARY")]
    pub(super) summaries: Vec<PathBuf>,
    /// The folder for the plans: `a/b.py.plan` for the output `a/b.py`. What doesn't change keeps its time
    #[arg(short, long, value_name = "PLANS")]
    pub(super) output: PathBuf,
    /// Make this file the newest when all went well
    #[arg(long, value_name = "FILE")]
    pub(super) stamp: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// How diagnostics are written. Data for tools goes to standard output
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    pub(super) format: FormatName,
}

#[derive(Args)]
pub(super) struct Weave {
    /// The plan
    pub(super) plan: PathBuf,
    /// The source that was summarized; none for the module of the locks that modules share
    pub(super) source: Option<PathBuf>,
    /// The file to write
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
    /// Write a line map beside it (`a.py.lines`) if it changes, for `lockweave trace`
    #[arg(long)]
    pub(super) line_maps: bool,
    /// How diagnostics are written. Data for tools goes to standard output
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    pub(super) format: FormatName,
}

#[derive(Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// What every subcommand that reads sources takes.
#[derive(Args)]
pub(super) struct Inputs {
    /// Files and folders of Python source; `-` is standard input
    #[arg(required = true, value_name = "SRC")]
    pub(super) sources: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// How diagnostics are written. Data for tools goes to standard output
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    pub(super) format: FormatName,
}

/// How sources are read and taken.
#[derive(Args)]
pub(super) struct Reading {
    /// Leave out files and folders that match (may be given again); `name` at any depth, `a/b` from the source folder
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,
    /// Take unknown functions that are given a shared object to change it
    #[arg(long)]
    pub(super) strict: bool,
    /// How locks are held in concurrent bodies
    #[arg(long, value_enum)]
    pub(super) style: Option<Style>,
    /// The oldest Python that the output must run on, 3.8 to 3.14 (default 3.9)
    #[arg(long, value_name = "VERSION", value_parser = parse_version)]
    pub(super) target_version: Option<TargetVersion>,
    /// The width that generated lines are laid out for (default 88)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=320))]
    pub(super) line_length: Option<u16>,
    /// Warnings fail the run
    #[arg(long)]
    pub(super) deny_warnings: bool,
    /// Don't read [tool.lockweave] in pyproject.toml
    #[arg(long)]
    pub(super) no_config: bool,
}

impl Inputs {
    /// These sources, and nothing else said.
    pub(super) fn of(sources: Vec<PathBuf>) -> Inputs {
        Inputs {
            sources,
            reading: Reading {
                exclude: Vec::new(),
                strict: false,
                style: None,
                target_version: None,
                line_length: None,
                deny_warnings: false,
                no_config: false,
            },
            format: FormatName::Text,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Style {
    /// acquire, try, finally, release
    Explicit,
    /// with
    With,
}

impl From<Style> for LockStyle {
    fn from(style: Style) -> LockStyle {
        match style {
            Style::Explicit => LockStyle::Explicit,
            Style::With => LockStyle::With,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// With excerpts of the source
    Text,
    /// One line each
    Concise,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

impl FormatName {
    /// The format itself.
    pub(super) const fn format(self) -> Format {
        match self {
            FormatName::Text => Format::Text,
            FormatName::Concise => Format::Concise,
            FormatName::Json => Format::Json,
            FormatName::Sarif => Format::Sarif,
            FormatName::Github => Format::Github,
        }
    }

    /// Whether it is for people.
    pub(super) const fn is_prose(self) -> bool {
        matches!(self, FormatName::Text | FormatName::Concise)
    }
}

fn parse_version(text: &str) -> Result<TargetVersion, String> {
    TargetVersion::parse(text).ok_or_else(|| "versions are 3.8 to 3.14".to_owned())
}

fn parse_code(text: &str) -> Result<Code, String> {
    Code::parse(&text.to_uppercase()).ok_or_else(|| "no such code; `lockweave rule` lists them".to_owned())
}
