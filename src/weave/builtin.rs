//! Builtins that generated code uses, where the module has another meaning for their names.
//!
//! ```python
//! name = getattr(body, "__name__", None)                 # as templates have it
//! name = builtins.getattr(body, "__name__", None)        # in a module that defines a getattr
//! ```
//! Must not know which template is written.

use std::collections::BTreeSet;

use crate::summary::ModuleSummary;

/// The builtins that templates use; `SUPER` is the hole for `super()`, which works under its plain name alone.
const USED: &[(&str, &[&str])] = &[
    ("BaseException", &["BaseException", "OPTIONAL_ERROR"]),
    ("KeyboardInterrupt", &["KeyboardInterrupt"]),
    ("RuntimeError", &["RuntimeError"]),
    ("bool", &["bool"]),
    ("float", &["OPTIONAL_FLOAT"]),
    ("getattr", &["getattr"]),
    ("hasattr", &["hasattr"]),
    ("id", &["id"]),
    ("issubclass", &["issubclass"]),
    ("list", &["LIST_OF_LOCKS"]),
    ("object", &["object"]),
    ("range", &["range"]),
    ("sorted", &["sorted"]),
    ("str", &["str"]),
    ("setattr", &["setattr"]),
    ("super", &["SUPER"]),
    ("type", &["type"]),
];

/// The builtins of `template` whose names `summary`'s module binds itself.
pub(super) fn shadowed(template: &str, summary: &ModuleSummary) -> BTreeSet<&'static str> {
    shadowed_by(template, |name| summary.globals.iter().any(|global| global.name == name))
}

/// The builtins of `template` whose names are `bound`.
pub(super) fn shadowed_by(template: &str, bound: impl Fn(&str) -> bool) -> BTreeSet<&'static str> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let words: BTreeSet<&str> = template.split(|character| !is_word(character)).collect();
    let uses = |spellings: &[&str]| spellings.iter().any(|spelling| words.contains(spelling));
    USED.iter().filter(|(name, spellings)| uses(spellings) && bound(name)).map(|(name, _)| *name).collect()
}
