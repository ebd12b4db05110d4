//! Dependency files, as make and ninja read them, and stamps. Must not know what a build does.

use std::path::{Path, PathBuf};

use super::Error;

/// Writes `depfile`: the stamp depends on `dependencies`. Each of them is a target too, so that make goes on when one has gone.
///
/// # Errors
/// Where the disk refuses.
pub fn write_depfile(depfile: &Path, stamp: &Path, dependencies: &[PathBuf]) -> Result<(), Error> {
    let mut rule = format!("{}:", escape(stamp));
    let mut targets = String::new();
    for path in dependencies {
        let name = escape(path);
        if name.contains(['\n', '\r']) {
            // No such file can say it.
            continue;
        }
        rule.push_str(" \\\n  ");
        rule.push_str(&name);
        // With a `%` it would be a pattern; a folder never goes without its parent's change.
        if !name.contains('%') {
            targets.push_str(&format!("\n{name}:\n"));
        }
    }
    write_new(depfile, format!("{rule}\n{targets}").as_bytes())
}

/// Makes `stamp` the newest of files.
///
/// # Errors
/// Where the disk refuses.
pub fn write_stamp(stamp: &Path) -> Result<(), Error> {
    write_new(stamp, b"")
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|cause| Error::write(folder, cause))?;
    }
    std::fs::write(path, bytes).map_err(|cause| Error::write(path, cause))
}

/// A path as a dependency file has it: what make would take for more than a name is escaped as compilers do it.
fn escape(path: &Path) -> String {
    let mut text = String::new();
    let mut backslashes = 0;
    for letter in path.to_string_lossy().chars() {
        match letter {
            ' ' | '\t' => {
                text.push_str(&"\\".repeat(backslashes));
                text.push('\\');
            }
            '#' => text.push('\\'),
            '$' => text.push('$'),
            _ => {}
        }
        backslashes = if letter == '\\' { backslashes + 1 } else { 0 };
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::escape;

    #[test]
    fn names_are_escaped() {
        assert_eq!(escape(Path::new("a b#$c.py")), "a\\ b\\#$$c.py");
        assert_eq!(escape(Path::new("a\\ b")), "a\\\\\\ b");
    }
}
