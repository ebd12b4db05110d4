//! Where the output goes: a folder that mirrors the sources, one file, or a pipe. Never onto the input.

use std::path::{Path, PathBuf};

use super::discover::{resolve, slashed};
use super::{Error, Input, Origin, Scope, Target};

/// Where the output goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Files in a folder, each at its `Input::output`.
    Folder(Target),
    /// One file of that name in a folder.
    File(Target, PathBuf),
    /// Something that bytes are only written to: a terminal, a pipe, `/dev/null`.
    Plain(PathBuf),
}

/// Decides where `inputs`, found from `sources`, are written for `-o output`.
///
/// One file (or standard input) goes to a file, unless `output` is a folder or is written with a slash at its end. Trees, and
/// several files, go to a folder.
///
/// # Errors
/// Where the output would be the input, hold it, or can't be a folder.
pub fn destination(sources: &[PathBuf], inputs: &[Input], output: &Path) -> Result<Destination, Error> {
    let metadata = std::fs::metadata(output).ok();
    let is_folder = metadata.as_ref().is_some_and(std::fs::Metadata::is_dir);
    if metadata.is_some_and(|metadata| !metadata.is_dir() && !metadata.is_file()) {
        return Ok(Destination::Plain(output.to_owned()));
    }
    let trees: Vec<&PathBuf> = sources.iter().filter(|source| source.is_dir()).collect();
    let from_stdin = matches!(inputs, [Input { origin: Origin::Memory(_), .. }]);
    let one = from_stdin || (trees.is_empty() && sources.len() == 1);
    let asks_folder = is_folder || output.as_os_str().as_encoded_bytes().ends_with(b"/");
    if one && !asks_folder {
        let name = output
            .file_name()
            .ok_or_else(|| Error::Place(format!("{} is no file name", output.display())))?;
        refuse_own_sources(inputs, |_| output.to_owned())?;
        let folder = match output.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        return Ok(Destination::File(Target { folder, scope: Scope::Files }, PathBuf::from(name)));
    }
    if from_stdin {
        return Err(Error::Place(format!(
            "{} is a folder: standard input needs a file name",
            output.display()
        )));
    }
    if output.is_file() {
        return Err(Error::Place(format!("{} is a file: several sources need a folder", output.display())));
    }
    refuse_overlap(&trees, output)?;
    refuse_own_sources(inputs, |input| output.join(&input.output))?;
    let scope = if trees.is_empty() { Scope::Files } else { Scope::Tree };
    Ok(Destination::Folder(Target { folder: output.to_owned(), scope }))
}

/// `path` from `folder`, with slashes, where it lies below that.
pub fn path_below(path: &Path, folder: &Path) -> Option<String> {
    let real = resolve(path.parent()?).join(path.file_name()?);
    real.strip_prefix(resolve(folder)).ok().map(slashed)
}

/// Writes to something that is no regular file.
///
/// # Errors
/// Where it refuses.
pub fn write_plain(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, bytes))
        .map_err(|cause| Error::write(path, cause))
}

fn refuse_overlap(trees: &[&PathBuf], output: &Path) -> Result<(), Error> {
    let real_output = resolve(output);
    for source in trees {
        let real = resolve(source);
        if real == real_output {
            return Err(Error::Place(format!("the output {} is the source itself", output.display())));
        }
        if real.starts_with(&real_output) {
            let message =
                format!("the source {} lies inside the output {}", source.display(), output.display());
            return Err(Error::Place(message));
        }
    }
    Ok(())
}

/// Nothing is ever written into the input.
fn refuse_own_sources(inputs: &[Input], place: impl Fn(&Input) -> PathBuf) -> Result<(), Error> {
    for input in inputs {
        if let Origin::Disk(path) = &input.origin
            && resolve(&place(input)) == resolve(path)
        {
            return Err(Error::Place(format!("the output would overwrite its source {}", path.display())));
        }
    }
    Ok(())
}
