//! `lockweave export`: what build would write, as one JSON document on standard output, for import hooks, build backends and editors.
//!
//! ```json
//! {"version": 1,
//!  "modules": [{"path": "pkg/a.py", "source": "src/pkg/a.py", "module": "pkg.a", "text": "...", "lines": [1, null, 2]}],
//!  "failed": [{"path": "pkg/b.py", "source": "src/pkg/b.py", "module": "pkg.b", "message": "..."}],
//!  "diagnostics": []}
//! ```
//! Files that stay as they are, are not in it. `lines` has the source's line, from 1, of each line of `text`, or null where it is new.

use std::path::Path;

use serde_json::{Value, json};

use super::arguments;
use super::report::{self, Stdout};
use super::session::Session;
use super::{ExitStatus, Stop};
use crate::Weaving;
use crate::diagnostics::{Diagnostic, Format, Paint, render};
use crate::files::{Content, Input, decode, module_name};
use crate::project::Output;
use crate::text::LineMap;

pub(super) fn export(arguments: &arguments::Export) -> Result<ExitStatus, Stop> {
    let session = Session::open(&arguments.inputs, None, Stdout::Taken)?;
    let weaving = session.weave();
    let inputs = session.project.inputs();
    let mut modules = Vec::new();
    let mut failed = Vec::new();
    for (number, output) in weaving.outputs.iter().enumerate() {
        let mut entry = identity(inputs.get(number), output);
        match &output.wanted.content {
            Content::CopyOf(_) => {}
            Content::Kept => {
                entry["message"] = json!(reason(number, &weaving));
                failed.push(entry);
            }
            Content::Bytes(bytes) => {
                if let Ok(decoded) = decode(bytes) {
                    entry["text"] = json!(decoded.text);
                    entry["lines"] = lines(output.line_map.as_ref());
                    modules.push(entry);
                }
            }
        }
    }
    let found = render(Format::Json, Paint::Plain, &weaving.diagnostics, &weaving.sources);
    let mut found: Value = serde_json::from_str(&found).expect("the renderer writes JSON");
    let document = json!({
        "version": 1, "modules": modules, "failed": failed, "diagnostics": found["diagnostics"].take(),
    });
    report::write_out(format!("{document}\n").as_bytes())?;
    Ok(report::status(&weaving.diagnostics, session.settings.deny_warnings))
}

/// Which file an entry is about. One that Lockweave made has no source.
fn identity(input: Option<&Input>, output: &Output) -> Value {
    let path = &output.wanted.path;
    let module = match input {
        Some(input) => input.module.clone(),
        None => module_name(Path::new(""), path),
    };
    json!({"path": path.to_string_lossy(), "source": input.map(|input| &input.name), "module": module})
}

/// Why a file was not woven, as people read it.
fn reason(number: usize, weaving: &Weaving) -> String {
    let is_own =
        |diagnostic: &&Diagnostic| diagnostic.place().is_some_and(|place| place.file.0 as usize == number);
    let mut told: Vec<Diagnostic> = weaving.diagnostics.iter().filter(is_own).cloned().collect();
    if told.is_empty() {
        // It shares a lock with a file that has errors.
        told.clone_from(&weaving.diagnostics);
    }
    render(Format::Text, Paint::Plain, &told, &weaving.sources)
}

fn lines(map: Option<&LineMap>) -> Value {
    map.map_or(Value::Null, |map| map.lines.iter().map(|line| line.map(|line| line + 1)).collect())
}
