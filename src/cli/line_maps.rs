//! Line maps: beside the outputs (`build --line-maps`), and found again by `trace`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::files::{Content, Input, Wanted};
use crate::project::Output;
use crate::trace::{LineOrigins, MAP_SUFFIX};

/// The line maps of `outputs`, as files of the output. What has no input has no map.
pub(super) fn wanted(inputs: &[Input], outputs: &[Output]) -> Vec<Wanted> {
    let map = |(input, output): (&Input, &Output)| {
        let path = path_of_map(&output.wanted.path);
        let content = match (&output.line_map, &output.wanted.content) {
            (Some(map), _) => Content::Bytes(LineOrigins::new(&input.name, map).render().into_bytes()),
            // As its output, it stays as it is.
            (None, Content::Kept) => Content::Kept,
            (None, _) => return None,
        };
        let taken = inputs.iter().any(|other| other.output == path);
        (!taken).then_some(Wanted { path, content, like: None })
    };
    inputs.iter().zip(outputs).filter_map(map).collect()
}

/// Where the map of the output at `path` stands.
pub(super) fn path_of_map(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(MAP_SUFFIX);
    PathBuf::from(name)
}
