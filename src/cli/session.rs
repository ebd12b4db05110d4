//! What `build`, `check` and `diff` begin with: configuration, arguments over it, and the project.

use std::path::{Path, PathBuf};

use super::arguments::{FormatName, Inputs, Reading};
use super::report::{self, Stdout};
use super::{ExitStatus, Stop, progress};
use crate::diagnostics::{Diagnostic, SourceText, Sources};
use crate::explain::Explanation;
use crate::files::{
    Configuration, Error, Request, Settings, find_configuration, library_file, read_file, read_stdin,
};
use crate::options::{Strictness, Switch};
use crate::project::{Analysis, Library, Project, Weaving};

/// The name of what comes from standard input.
const STDIN_NAME: &str = "<stdin>";

/// The folder of snapshots where nothing else is said.
const SNAPSHOTS: &str = "lockweave-snapshots";

/// A project and what was asked for beside its options.
pub(super) struct Session {
    pub(super) project: Project,
    pub(super) settings: Settings,
    /// The sources as named; none where the one source is standard input.
    pub(super) sources: Vec<PathBuf>,
    /// The folder of the configuration; the current one where there is none.
    pub(super) root: PathBuf,
    /// Where snapshots are kept.
    pub(super) snapshots: PathBuf,
}

impl Session {
    /// Reads the configuration and finds the files.
    pub(super) fn open(inputs: &Inputs, output: Option<&Path>, stdout: Stdout) -> Result<Session, Stop> {
        Session::open_beside(inputs, output, None, stdout)
    }

    /// As `open`, with the snapshot folder that was named.
    pub(super) fn open_beside(
        inputs: &Inputs,
        output: Option<&Path>,
        snapshots: Option<&Path>,
        stdout: Stdout,
    ) -> Result<Session, Stop> {
        let from_stdin = reads_stdin(inputs)?;
        let here = [PathBuf::from(".")];
        let from = if from_stdin { &here[..] } else { &inputs.sources };
        let (settings, root) = settings(&inputs.reading, inputs.format, from, stdout)?;
        let snapshots = snapshot_folder(snapshots, &settings, &root);
        let (project, sources) = if from_stdin {
            let bytes = read_stdin().map_err(|error| fail(inputs, stdout, error))?;
            (Project::in_memory(vec![(STDIN_NAME.to_owned(), bytes)], settings.options.clone()), Vec::new())
        } else {
            let request = Request {
                sources: inputs.sources.clone(),
                output: output.map(Path::to_owned),
                snapshots: Some(snapshots.clone()),
                exclude: settings.exclude.clone(),
            };
            (Project::discover(&request, settings.options.clone()), inputs.sources.clone())
        };
        let libraries = libraries(&settings, &root).map_err(|error| fail(inputs, stdout, error))?;
        let project = project.with_libraries(libraries);
        let project = if settings.library == Switch::On { project.shipping() } else { project };
        for link in project.skipped_links() {
            report::say(&format!("note: {link} is a link that leads to no file of the tree; it is left out"));
        }
        Ok(Session { project, settings, sources, root, snapshots })
    }

    /// Whether the source is standard input.
    pub(super) fn is_stdin(&self) -> bool {
        self.sources.is_empty()
    }

    /// Weaves, with a progress bar.
    pub(super) fn weave(&self) -> Weaving {
        let bar = progress::bar(self.project.inputs().len());
        let weaving = self.project.weave_watched(&|| bar.inc(1));
        bar.finish_and_clear();
        weaving
    }

    /// Weaves and explains, with a progress bar.
    pub(super) fn weave_explained(&self) -> (Weaving, Explanation) {
        let bar = progress::bar(self.project.inputs().len());
        let woven = self.project.weave_explained(&|| bar.inc(1));
        bar.finish_and_clear();
        woven
    }

    /// Explains, with a progress bar.
    pub(super) fn explain(&self) -> (Explanation, Analysis) {
        let bar = progress::bar(self.project.inputs().len());
        let explained = self.project.explain_watched(&|| bar.inc(1));
        bar.finish_and_clear();
        explained
    }
}

/// What the configured libraries ship.
pub(super) fn libraries(settings: &Settings, root: &Path) -> Result<Vec<Library>, Error> {
    let read = |name: &String| {
        let path = library_file(name, root)?;
        let unknown =
            || Error::Place(format!("{} is of a later version of Lockweave, or broken", path.display()));
        Library::from_bytes(&read_file(&path)?).ok_or_else(unknown)
    };
    settings.libraries.iter().map(read).collect()
}

/// Where snapshots are kept: as named, as configured, or a folder beside the configuration.
pub(super) fn snapshot_folder(named: Option<&Path>, settings: &Settings, root: &Path) -> PathBuf {
    match (named, &settings.snapshot_folder) {
        (Some(named), _) => named.to_owned(),
        (None, Some(configured)) => near(&root.join(configured)),
        (None, None) => near(&root.join(SNAPSHOTS)),
    }
}

/// `path` from the current folder, where it is below that.
fn near(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let relative = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    relative.unwrap_or_else(|| path.strip_prefix(".").unwrap_or(path).to_owned())
}

/// The folder of a configuration.
pub(super) fn root_of(configuration: &Configuration) -> PathBuf {
    match configuration.path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Reports an error that ends the run.
pub(super) fn fail(inputs: &Inputs, stdout: Stdout, error: Error) -> Stop {
    refuse(inputs.format, stdout, &[error.into_diagnostic()], &Sources::default())
}

fn refuse(format: FormatName, stdout: Stdout, diagnostics: &[Diagnostic], sources: &Sources) -> Stop {
    match report::diagnostics(format, stdout, diagnostics, sources) {
        Ok(()) => Stop::With(ExitStatus::Failed),
        Err(stop) => stop,
    }
}

fn reads_stdin(inputs: &Inputs) -> Result<bool, Stop> {
    let named = inputs.sources.iter().filter(|source| source.as_os_str() == "-").count();
    if named > 0 && inputs.sources.len() > 1 {
        report::say("error: `-` (standard input) must be the only source");
        return Err(Stop::With(ExitStatus::Failed));
    }
    Ok(named == 1)
}

/// The configuration for the sources `from`, with the arguments over it, and its folder.
pub(super) fn settings(
    reading: &Reading,
    format: FormatName,
    from: &[PathBuf],
    stdout: Stdout,
) -> Result<(Settings, PathBuf), Stop> {
    let configuration =
        if reading.no_config { Ok(Configuration::default()) } else { find_configuration(from) };
    let configuration = configuration
        .map_err(|error| refuse(format, stdout, &[error.into_diagnostic()], &Sources::default()))?;
    let root = root_of(&configuration);
    let Configuration { path, text, mut settings, diagnostics } = configuration;
    if !diagnostics.is_empty() {
        let file = SourceText { path: path.display().to_string(), text: Some(text) };
        return Err(refuse(format, stdout, &diagnostics, &Sources { files: vec![file] }));
    }
    let options = &mut settings.options;
    if reading.strict {
        options.strictness = Strictness::Strict;
    }
    options.style = reading.style.map_or(options.style, Into::into);
    options.target = reading.target_version.unwrap_or(options.target);
    options.line_length = reading.line_length.unwrap_or(options.line_length);
    if reading.deny_warnings {
        settings.deny_warnings = Switch::On;
    }
    settings.exclude.extend(reading.exclude.iter().cloned());
    Ok((settings, root))
}
