//! The texts that diagnostics are about, for the renderers. Must not know where they were read.

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

impl Sources {
    /// The file of `number`, lines counted.
    pub(super) fn show(&self, number: u32) -> Option<Shown<'_>> {
        let file = self.files.get(number as usize)?;
        let text = file.text.as_deref().map(|text| (text, LineIndex::new(text)));
        Some(Shown { path: &file.path, text })
    }
}
