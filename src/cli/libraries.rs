//! What a library ships beside its woven modules (`library = true`). Must not know what is in it.

use std::path::{Path, PathBuf};

use crate::files::{Content, Input, LIBRARY_NAME, Wanted};
use crate::project::Weaving;

/// The files, as files of the output: each in the folder of its package. Where an output is kept because of errors, they are too.
pub(super) fn wanted(inputs: &[Input], weaving: &Weaving) -> Vec<Wanted> {
    let is_kept = weaving.outputs.iter().any(|output| output.wanted.content == Content::Kept);
    let file = |(package, library): (&String, &crate::project::Library)| {
        let path = folder_of(package, inputs)?.join(LIBRARY_NAME);
        let taken = inputs.iter().any(|input| input.output == path);
        let content = if is_kept { Content::Kept } else { Content::Bytes(library.to_bytes()) };
        (!taken).then_some(Wanted { path, content, like: None })
    };
    weaving.libraries.iter().filter_map(file).collect()
}

/// The folder in the output of the top package `package`.
fn folder_of(package: &str, inputs: &[Input]) -> Option<PathBuf> {
    inputs.iter().find_map(|input| {
        let module = input.module.as_deref()?;
        let inside = module.strip_prefix(package).filter(|rest| rest.is_empty() || rest.starts_with('.'))?;
        let is_package = input.output.file_stem().is_some_and(|stem| stem == "__init__");
        let depth = inside.matches('.').count() + usize::from(is_package);
        let depth = if is_package { depth } else { depth.max(1) };
        Some(input.output.ancestors().nth(depth).unwrap_or(Path::new("")).to_owned())
    })
}
