//! The keys of `[tool.lockweave]` as people read about them: in error messages, in what `init` writes, in the reference.
//!
//! Must not know how a value is read.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Error;
use super::config::{FILE_NAME, names_us};

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Its values: `expected ...`.
    pub expected: &'static str,
    /// Its default as TOML, or an example where it has none.
    pub value: Value,
    /// What it does.
    pub about: &'static str,
}

/// A value to show.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// What counts where the key is not there.
    Default(&'static str),
    /// One that it might have; without the key there is none.
    Example(&'static str),
}

/// All keys.
pub const KEYS: &[Key] = &[
    Key {
        name: "strict",
        expected: "true or false",
        value: Value::Default("false"),
        about: "Take unknown functions that are given a shared object to change it.",
    },
    Key {
        name: "style",
        expected: "\"explicit\" or \"with\"",
        value: Value::Default("\"explicit\""),
        about: "How locks are held in concurrent bodies: by acquire, try and finally, which is faster, or by with.",
    },
    Key {
        name: "target-version",
        expected: "a version from \"3.8\" to \"3.14\"",
        value: Value::Default("\"3.9\""),
        about: "The oldest Python that the output must run on.",
    },
    Key {
        name: "line-length",
        expected: "a number from 1 to 320",
        value: Value::Default("88"),
        about: "The width that generated lines are laid out for. Without it, that of [tool.ruff] or [tool.black] counts.",
    },
    Key {
        name: "context",
        expected: "true or false",
        value: Value::Default("false"),
        about: "Carry context variables over into all concurrent bodies.",
    },
    Key {
        name: "on-error",
        expected: "\"log\"",
        value: Value::Example("\"log\""),
        about: "Log exceptions of concurrent bodies that nobody retrieved.",
    },
    Key {
        name: "workers",
        expected: "a number from 1 up",
        value: Value::Example("8"),
        about: "The bound of each pool. Without it, a pool is bounded where no body in it can wait for another one.",
    },
    Key {
        name: "at-exit",
        expected: "\"finish\" or \"cancel\"",
        value: Value::Default("\"finish\""),
        about: "What becomes of queued bodies when the interpreter exits.",
    },
    Key {
        name: "lock-module",
        expected: "the dotted name of a module, like \"pkg._locks\"",
        value: Value::Example("\"pkg._locks\""),
        about: "A generated module that all locks live in. Without it, those that several modules need live in one beside them.",
    },
    Key {
        name: "library",
        expected: "true or false",
        value: Value::Default("false"),
        about: "Put lockweave.json into each package of the output: what programs that use it need to know its locks.",
    },
    Key {
        name: "libraries",
        expected: "a list of packages",
        value: Value::Default("[]"),
        about: "Installed packages that were built with `library`, each behind those that it uses itself: their locks are known.",
    },
    Key {
        name: "exclude",
        expected: "a list of patterns",
        value: Value::Default("[]"),
        about: "Files and folders that are left out: \"name\" at any depth, \"a/b\" from the source folder.",
    },
    Key {
        name: "deny-warnings",
        expected: "true or false",
        value: Value::Default("false"),
        about: "Warnings fail a run.",
    },
    Key {
        name: "snapshot-dir",
        expected: "the name of a folder",
        value: Value::Default("\"lockweave-snapshots\""),
        about: "Where reviewed snapshots are kept, from this file's folder.",
    },
];

/// A `[tool.lockweave]` that sets nothing and says what can be set.
pub fn commented_table() -> String {
    let mut text = "[tool.lockweave]\n# Each line that begins with `# key =` has the key's default, or an example where it has none.\n\n".to_owned();
    for Key { name, value, about, .. } in KEYS {
        let (value, word) = match value {
            Value::Default(value) => (value, ""),
            Value::Example(value) => (value, "  # an example"),
        };
        let _ = writeln!(text, "# {about}\n# {name} = {value}{word}");
    }
    text
}

/// What came of beginning a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Began {
    /// It stands in this file now.
    Written(PathBuf),
    /// This file has one.
    Stands(PathBuf),
}

/// Adds the commented table to the pyproject.toml in `folder`, which is made where it is missing.
///
/// # Errors
/// Where the disk refuses.
pub fn begin_configuration(folder: &Path) -> Result<Began, Error> {
    let path = folder.join(FILE_NAME);
    let mut text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == ErrorKind::NotFound => String::new(),
        Err(cause) => return Err(Error::Read { path, cause }),
    };
    if names_us(&text) {
        return Ok(Began::Stands(path));
    }
    if !text.is_empty() {
        text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    }
    text.push_str(&commented_table());
    match std::fs::write(&path, text) {
        Ok(()) => Ok(Began::Written(path)),
        Err(cause) => Err(Error::Write { path, cause }),
    }
}
