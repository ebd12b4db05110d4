//! What the snapshots of a project should be. Must not know which are there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::format::{Body, Origin, Snapshot, Woven};
use super::plan::{lock_module_in_words, plan_in_words};
use crate::explain::Explanation;
use crate::files::{Content, Error, Hash, Input, SNAPSHOT_ENDING, Scope, decode, read};
use crate::options::{LockStyle, Options, Strictness, Switch};
use crate::project::{Output, Project, Weaving};

/// What the snapshots of a project should be.
#[derive(Clone, Debug)]
pub struct Expected {
    /// One for each output that something was woven into, sorted by path.
    pub modules: Vec<Module>,
    /// Snapshots of sources with errors: nothing is known about them.
    pub unknown: BTreeSet<PathBuf>,
    /// The snapshots that the inputs would have, woven or not.
    pub possible: BTreeSet<PathBuf>,
    /// Whether the project answers for its whole snapshot folder.
    pub scope: Scope,
}

/// A module with something woven.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its snapshot's place in the snapshot folder.
    pub path: PathBuf,
    /// Its name for people: its source.
    pub name: String,
    /// The snapshot.
    pub snapshot: Snapshot,
}

/// The place of the snapshot of the output at `output`. No two outputs share one, since each keeps its whole path.
pub fn snapshot_path(output: &Path) -> PathBuf {
    let mut path = output.as_os_str().to_owned();
    path.push(SNAPSHOT_ENDING);
    PathBuf::from(path)
}

/// The snapshots of `weaving`, which `project` was woven to, as `explanation` says; `name` says how a source is called in a snapshot.
///
/// # Errors
/// Where a source can't be read again.
pub fn expected(
    project: &Project,
    weaving: &Weaving,
    explanation: &Explanation,
    scope: Scope,
    name: &dyn Fn(&Input) -> String,
) -> Result<Expected, Error> {
    let mut expected =
        Expected { modules: Vec::new(), unknown: BTreeSet::new(), possible: BTreeSet::new(), scope };
    expected.possible.extend(project.inputs().iter().map(|input| snapshot_path(&input.output)));
    let home = weaving.outputs.iter().find_map(|output| output.lock_module.as_deref());
    for (index, output) in weaving.outputs.iter().enumerate() {
        let path = snapshot_path(&output.wanted.path);
        let input = project.inputs().get(index);
        match (&output.wanted.content, &output.line_map) {
            (Content::Kept, _) => {
                expected.unknown.insert(path);
            }
            (Content::Bytes(bytes), line_map) if line_map.is_some() || input.is_none() => {
                let assumed = input.map(|input| assumptions(explanation, input)).unwrap_or_default();
                let (source, plan) = source_and_plan(input, output, &assumed)?;
                let origin = Origin {
                    source: input.map(name).unwrap_or_default(),
                    version: env!("CARGO_PKG_VERSION").to_owned(),
                    source_hash: source,
                    options: asked(project.options()),
                    linked: home.filter(|_| is_linked(output)).map(|home| home.name.clone()),
                    lines: line_map.as_ref().map(|map| map.lines.clone()).unwrap_or_default(),
                };
                let snapshot = Snapshot { origin, body: Body::Woven(Woven::new(plan, bytes)) };
                let name = input
                    .map_or_else(|| output.wanted.path.display().to_string(), |input| input.name.clone());
                expected.modules.push(Module { path, name, snapshot });
            }
            _ => {}
        }
    }
    expected.modules.sort_by(|left, right| left.path.cmp(&right.path));
    assume_elsewhere(project, explanation, &mut expected.modules);
    Ok(expected)
}

/// The hash of an output's source, and its plan in words.
fn source_and_plan(
    input: Option<&Input>,
    output: &Output,
    assumed: &[String],
) -> Result<(Option<Hash>, Vec<String>), Error> {
    let source = input.map(|input| read(&input.origin)).transpose()?;
    let text = source.as_deref().and_then(|bytes| decode(bytes).ok()).map(|decoded| decoded.text);
    let plan = match (&output.planned, &text) {
        (Some(planned), Some(text)) => {
            plan_in_words(planned, planned.spelled.as_ref().unwrap_or(text), assumed)
        }
        _ => output.lock_module.as_deref().map(lock_module_in_words).unwrap_or_default(),
    };
    Ok((source.as_deref().map(Hash::of), plan))
}

/// What is taken for granted in a source, each thing once.
fn assumptions(explanation: &Explanation, input: &Input) -> Vec<String> {
    let own = explanation
        .assumptions
        .iter()
        .filter(|assumption| assumption.at.as_ref().is_some_and(|at| at.file == input.name));
    let mut told = BTreeSet::new();
    own.map(|assumption| assumption.text.clone()).filter(|text| told.insert(text.clone())).collect()
}

/// What is taken for granted in sources without a snapshot stands in that of the lock module, or else in the first.
fn assume_elsewhere(project: &Project, explanation: &Explanation, modules: &mut [Module]) {
    let kept: BTreeSet<&Path> = modules.iter().map(|module| module.path.as_path()).collect();
    let others =
        project.inputs().iter().filter(|input| !kept.contains(snapshot_path(&input.output).as_path()));
    let assumed: Vec<String> = others.flat_map(|input| assumptions(explanation, input)).collect();
    let home = modules.iter().position(|module| module.snapshot.origin.source_hash.is_none()).unwrap_or(0);
    if let Some(Body::Woven(woven)) = modules.get_mut(home).map(|module| &mut module.snapshot.body)
        && !assumed.is_empty()
    {
        woven.plan.push("assumptions about other modules:".to_owned());
        woven.plan.extend(assumed.into_iter().map(|text| format!("  {text}")));
    }
}

/// Whether an output takes locks of the lock module, or is it. There is one for all of a program.
fn is_linked(output: &Output) -> bool {
    let takes_some = output.planned.as_ref().is_some_and(|planned| planned.plan.lock_import.is_some());
    takes_some || output.lock_module.is_some()
}

/// What was asked for, by the names that the configuration has.
fn asked(options: &Options) -> Vec<(String, String)> {
    let Options {
        strictness,
        style,
        target,
        line_length,
        context,
        log_errors,
        workers,
        cancel_at_exit,
        lock_module,
    } = options;
    let switch = |switch: &Switch| (*switch == Switch::On).to_string();
    let pairs = [
        ("at-exit", if *cancel_at_exit == Switch::On { "cancel".to_owned() } else { "finish".to_owned() }),
        ("context", switch(context)),
        ("line-length", line_length.to_string()),
        ("on-error", if *log_errors == Switch::On { "log".to_owned() } else { "keep".to_owned() }),
        ("strict", (*strictness == Strictness::Strict).to_string()),
        ("style", if *style == LockStyle::With { "with".to_owned() } else { "explicit".to_owned() }),
        ("target-version", format!("3.{}", target.minor)),
    ];
    let workers = workers.map(|workers| ("workers", workers.to_string()));
    let lock_module = lock_module.as_ref().map(|name| ("lock-module", name.clone()));
    pairs.into_iter().chain(workers).chain(lock_module).map(|(key, value)| (key.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::snapshot_path;

    #[test]
    fn no_two_outputs_share_a_snapshot() {
        let paths = ["a/b.py", "a_b.py", "a.b.py", "a/b.pyw", "a/b/__init__.py", "a-b.py"];
        let mut all: Vec<_> = paths.iter().map(|path| snapshot_path(Path::new(path))).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), paths.len());
        assert_eq!(snapshot_path(Path::new("a/b.py")), Path::new("a/b.py.snap"));
    }
}
