//! `lockweave trace`: standard input, with places in the output turned into places in the source, on standard output.

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};

use super::arguments;
use super::line_maps::path_of_map;
use super::report::{self, Stdout};
use super::session::{Session, fail};
use super::{ExitStatus, Stop};
use crate::files::{Error, decode, read_file};
use crate::trace::{LineOrigins, SourceLine, Tracer};

pub(super) fn trace(arguments: &arguments::Trace) -> Result<ExitStatus, Stop> {
    let mut maps = Maps { woven: woven(arguments)?, ..Maps::default() };
    let mut tracer = Tracer::new(|path: &str, line| maps.find(path, line));
    let mut input = std::io::stdin().lock();
    let mut bytes = Vec::new();
    // A line at a time, so that a log that is still being written can be piped through.
    loop {
        bytes.clear();
        let count = input.read_until(b'\n', &mut bytes).map_err(|cause| {
            let inputs = arguments::Inputs::of(Vec::new());
            fail(&inputs, Stdout::Taken, Error::read(Path::new("standard input"), cause))
        })?;
        if count == 0 {
            return Ok(ExitStatus::Fine);
        }
        match std::str::from_utf8(&bytes) {
            Ok(line) => {
                let content = line.trim_end_matches(['\n', '\r']);
                if let Some(new) = tracer.line(content) {
                    report::write_out(format!("{new}{}", &line[content.len()..]).as_bytes())?;
                }
            }
            Err(_) => report::write_out(&bytes)?,
        }
    }
}

/// The line maps of the output, where its sources were named.
fn woven(arguments: &arguments::Trace) -> Result<BTreeMap<PathBuf, LineOrigins>, Stop> {
    if arguments.sources.is_empty() {
        return Ok(BTreeMap::new());
    }
    let inputs = arguments::Inputs::of(arguments.sources.clone());
    let session = Session::open(&inputs, arguments.output.as_deref(), Stdout::Taken)?;
    let weaving = session.weave();
    let maps = session.project.inputs().iter().zip(&weaving.outputs).filter_map(|(input, output)| {
        let map = output.line_map.as_ref()?;
        Some((output.wanted.path.clone(), LineOrigins::new(&input.name, map)))
    });
    Ok(maps.collect())
}

/// What is known of outputs.
#[derive(Default)]
struct Maps {
    /// By the path in the output folder: the maps of sources that were named.
    woven: BTreeMap<PathBuf, LineOrigins>,
    /// By the path that was mentioned: maps found beside outputs.
    beside: BTreeMap<String, Option<LineOrigins>>,
    /// The lines of sources, by name.
    texts: BTreeMap<String, Option<Vec<String>>>,
}

impl Maps {
    fn find(&mut self, path: &str, line: u32) -> Option<SourceLine> {
        let origins = self.origins(path)?;
        let line = origins.line(line)?;
        let text = self.text(&origins.source, line);
        Some(SourceLine { path: origins.source, line, text })
    }

    fn origins(&mut self, path: &str) -> Option<LineOrigins> {
        let beside = self.beside.entry(path.to_owned()).or_insert_with(|| {
            let bytes = read_file(&path_of_map(Path::new(path))).ok()?;
            LineOrigins::parse(&String::from_utf8_lossy(&bytes))
        });
        beside.clone().or_else(|| self.woven_at(Path::new(path)).cloned())
    }

    /// The output that `path` means: the log may come from another machine, where the output lies in another folder.
    fn woven_at(&self, path: &Path) -> Option<&LineOrigins> {
        let matching = self.woven.iter().filter(|(output, origins)| {
            path.ends_with(output) && !is_same_file(path, Path::new(&origins.source))
        });
        matching.max_by_key(|(output, _)| output.components().count()).map(|(_, origins)| origins)
    }

    fn text(&mut self, source: &str, line: u32) -> Option<String> {
        let lines = self.texts.entry(source.to_owned()).or_insert_with(|| {
            let text = decode(&read_file(Path::new(source)).ok()?).ok()?.text;
            Some(text.lines().map(str::to_owned).collect())
        });
        lines.as_ref()?.get(usize::try_from(line).ok()?.checked_sub(1)?).cloned()
    }
}

fn is_same_file(left: &Path, right: &Path) -> bool {
    matches!((left.canonicalize(), right.canonicalize()), (Ok(left), Ok(right)) if left == right)
}
