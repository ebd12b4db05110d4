//! `lockweave diff`: what build would change, as a unified diff on standard output.

use std::fmt::Write as _;
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::arguments;
use super::report::{self, Stdout};
use super::session::{Session, fail};
use super::{ExitStatus, Stop};
use crate::diagnostics::{Diagnostic, Paint};
use crate::files::{Content, Destination, Error, Input, decode, destination, read, read_file};
use crate::project::Output;

pub(super) fn diff(arguments: &arguments::Diff) -> Result<ExitStatus, Stop> {
    let inputs = &arguments.inputs;
    let output = arguments.output.as_deref();
    let session = Session::open(inputs, output, Stdout::Taken)?;
    let folder = match output {
        Some(output) => {
            let place = destination(&session.sources, session.project.inputs(), output);
            Some(place.map_err(|error| fail(inputs, Stdout::Taken, error))?)
        }
        None => None,
    };
    let weaving = session.weave();
    let mut diagnostics: Vec<Diagnostic> = weaving.diagnostics.clone();
    let paint = report::paint(&std::io::stdout());
    for (input, woven) in session.project.inputs().iter().zip(&weaving.outputs) {
        match compared(input, woven, folder.as_ref()) {
            Ok(Some(pair)) => report::write_out(pair.render(paint).as_bytes())?,
            Ok(None) => {}
            Err(error) => diagnostics.push(error.into_diagnostic()),
        }
    }
    report::diagnostics(inputs.format, Stdout::Taken, &diagnostics, &weaving.sources)?;
    Ok(report::status(&diagnostics, session.settings.deny_warnings))
}

/// Two versions of a file that differ.
struct Pair {
    old_name: String,
    new_name: String,
    old: Vec<u8>,
    new: Vec<u8>,
}

/// What is there and what build would write; `None` where they are the same.
fn compared(input: &Input, woven: &Output, place: Option<&Destination>) -> Result<Option<Pair>, Error> {
    let new = match &woven.wanted.content {
        Content::Kept => return Ok(None),
        Content::Bytes(bytes) => bytes.clone(),
        Content::CopyOf(_) if place.is_none() => return Ok(None),
        Content::CopyOf(path) => read_file(path)?,
    };
    let (old_name, new_name, old) = match place {
        None => (input.name.clone(), input.name.clone(), read(&input.origin)?.into_owned()),
        Some(place) => {
            let path = match place {
                Destination::Folder(target) => target.folder.join(&woven.wanted.path),
                Destination::File(target, name) => target.folder.join(name),
                Destination::Plain(path) => path.clone(),
            };
            standing(&path, place)?
        }
    };
    Ok((old != new).then_some(Pair { old_name, new_name, old, new }))
}

/// The names of a file of the output before and after, and what it holds; nothing where it is not there yet.
fn standing(path: &Path, place: &Destination) -> Result<(String, String, Vec<u8>), Error> {
    let name = path.display().to_string();
    if matches!(place, Destination::Plain(_)) || !path.is_file() {
        return Ok(("/dev/null".to_owned(), name, Vec::new()));
    }
    Ok((name.clone(), name, read_file(path)?))
}

impl Pair {
    fn render(&self, paint: Paint) -> String {
        let (Ok(old), Ok(new)) = (decode(&self.old), decode(&self.new)) else {
            return self.render_bytes();
        };
        let difference = TextDiff::from_lines(old.text.as_str(), new.text.as_str());
        let mut out = String::new();
        let (bold, red, green, cyan, off) = match paint {
            Paint::Coloured => ("\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[0m"),
            Paint::Plain => ("", "", "", "", ""),
        };
        let _ = writeln!(out, "{bold}--- {}{off}\n{bold}+++ {}{off}", self.old_name, self.new_name);
        for hunk in difference.unified_diff().context_radius(3).iter_hunks() {
            let _ = writeln!(out, "{cyan}{}{off}", hunk.header());
            for change in hunk.iter_changes() {
                let (sign, colour) = match change.tag() {
                    ChangeTag::Delete => ('-', red),
                    ChangeTag::Insert => ('+', green),
                    ChangeTag::Equal => (' ', ""),
                };
                let line = change.value();
                let content = line.strip_suffix('\n').unwrap_or(line);
                let end = if colour.is_empty() { "" } else { off };
                let _ = writeln!(out, "{colour}{sign}{content}{end}");
                if change.missing_newline() {
                    let _ = writeln!(out, "\\ No newline at end of file");
                }
            }
        }
        out
    }

    fn render_bytes(&self) -> String {
        format!("Files {} and {} differ, and are no text\n", self.old_name, self.new_name)
    }
}
