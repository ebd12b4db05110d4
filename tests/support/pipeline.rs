//! The way in for tests: the same pipeline as the command line's, in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::slice;

use lockweave::Project;
use lockweave::diagnostics::{Code, Format, Paint, Severity, render};
use lockweave::options::Options;

/// Files, each by its path.
pub type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// What became of some sources.
#[derive(Clone, Debug)]
pub struct Weaving {
    /// Each file as it comes out.
    pub files: Tree,
    /// What was said about them, in order.
    pub findings: Vec<Finding>,
}

impl Weaving {
    /// Whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.code.severity() == Severity::Error)
    }
}

/// A diagnostic.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub code: Code,
    /// As a user reads it, without colour.
    pub text: String,
}

/// Weaves `sources`. A file with an error has no output.
pub fn weave(sources: &Tree, options: &Options) -> Weaving {
    let files =
        sources.iter().map(|(path, bytes)| (path.to_str().unwrap().to_owned(), bytes.clone())).collect();
    let woven = Project::in_memory(files, options.clone()).weave();
    let text = |diagnostic| render(Format::Text, Paint::Plain, slice::from_ref(diagnostic), &woven.sources);
    let findings = woven
        .diagnostics
        .iter()
        .map(|diagnostic| Finding { code: diagnostic.code, text: text(diagnostic) })
        .collect();
    Weaving { files: woven.all_bytes(), findings }
}

/// Weaves one module that is expected to be accepted, with the options that nobody gives.
pub fn weave_module(source: impl AsRef<[u8]>) -> Vec<u8> {
    let path = PathBuf::from("module.py");
    let woven = weave(&Tree::from([(path.clone(), source.as_ref().to_vec())]), &Options::default());
    let said: Vec<_> = woven.findings.iter().map(|finding| finding.text.as_str()).collect();
    assert!(!woven.has_errors(), "{}", said.join("\n"));
    woven.files[&path].clone()
}
