//! The texts that diagnostics are about, for the renderers. Must not know where they were read.

use std::collections::BTreeMap;

use super::Diagnostic;
use crate::text::LineIndex;

/// A file as diagnostics show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceText {
    /// Its name for people.
    pub path: String,
    /// Its text; `None` where it is no text or nothing is said about it.
    pub text: Option<String>,
}

/// The files of a run, by `FileId`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The files.
    pub files: Vec<SourceText>,
}

/// A file, its text and the lines of that.
pub(super) struct Shown<'a> {
    pub(super) path: &'a str,
    pub(super) text: Option<(&'a str, LineIndex)>,
}

/// The files that some diagnostics are about, each with its lines counted once.
pub(super) struct Atlas<'a> {
    files: BTreeMap<u32, Shown<'a>>,
}

impl<'a> Atlas<'a> {
    pub(super) fn new(diagnostics: &[Diagnostic], sources: &'a Sources) -> Atlas<'a> {
        let mut files = BTreeMap::new();
        for label in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels) {
            let number = label.place.file.0;
            if let Some(file) = sources.files.get(number as usize) {
                files.entry(number).or_insert_with(|| Shown {
                    path: &file.path,
                    text: file.text.as_deref().map(|text| (text, LineIndex::new(text))),
                });
            }
        }
        Atlas { files }
    }

    pub(super) fn file(&self, number: u32) -> Option<&Shown<'a>> {
        self.files.get(&number)
    }
}
