//! One file by itself, as build systems hand them over: its place in a tree, and its result. Must not know what a step makes of it.

use std::path::{Path, PathBuf};

use super::commit::copy_permissions;
use super::discover::{display_name, resolve};
use super::module_name::module_name;
use super::{Error, Input, Kind, Origin};

/// The input that `file` is in the tree at `root`, as discovery of that tree would find it. Without a root it is the folder around the
/// packages that the file is in.
///
/// # Errors
/// Where the file doesn't lie in the tree, or is a stub beside a module.
pub fn input_in_tree(file: &Path, root: Option<&Path>) -> Result<Input, Error> {
    if file.extension().is_some_and(|ending| ending == "pyi") {
        return Err(Error::Place(format!("{} is a stub: `build` alone writes those", file.display())));
    }
    let outside = || {
        let root = root.unwrap_or(Path::new("."));
        Error::Place(format!("{} does not lie in {}", file.display(), root.display()))
    };
    // The file itself may be a link, as build systems lay them out: its place is what counts.
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = resolve(folder).join(file.file_name().ok_or_else(outside)?);
    let real_root = match root {
        Some(root) => resolve(root),
        None => around_packages(&real),
    };
    let relative = real.strip_prefix(&real_root).map_err(|_| outside())?.to_owned();
    let name = match root {
        Some(root) => display_name(root, &relative),
        None => file.to_string_lossy().into_owned(),
    };
    Ok(Input {
        name,
        module: module_name(&real_root, &relative),
        output: relative,
        origin: Origin::Disk(file.to_owned()),
        kind: Kind::Python,
    })
}

fn around_packages(file: &Path) -> PathBuf {
    let mut folder = file.parent().unwrap_or(Path::new(""));
    while folder.join("__init__.py").is_file() {
        let Some(parent) = folder.parent() else { break };
        folder = parent;
    }
    folder.to_owned()
}

/// Puts `bytes` at `path` in one go, with the permissions of `like`. The file is always new: whoever goes by times sees that it was made.
///
/// # Errors
/// Where the disk refuses, or `path` is the file `like` itself.
pub fn replace_file(path: &Path, bytes: &[u8], like: Option<&Path>) -> Result<(), Error> {
    if like.is_some_and(|like| resolve(like) == resolve(path)) {
        return Err(Error::Place(format!("the output {} is the source itself", path.display())));
    }
    let refused = |cause| Error::write(path, cause);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(refused)?;
    let staged = path.with_added_extension(format!("{}.lockweave-new", std::process::id()));
    let written = std::fs::write(&staged, bytes).map_err(refused);
    let written = written.and_then(|()| like.map_or(Ok(()), |like| copy_permissions(like, &staged)));
    let written = written.and_then(|()| std::fs::rename(&staged, path).map_err(refused));
    if written.is_err() {
        // What is left of a failed write is nobody's; that it can't be removed either says nothing new.
        let _ = std::fs::remove_file(&staged);
    }
    written
}
