//! What was asked for, as plain data. Must not know where it was written (arguments, pyproject.toml, a test).

use serde::{Deserialize, Serialize};

/// A Python version that the output must run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TargetVersion {
    /// 8 for 3.8.
    pub minor: u8,
}

impl TargetVersion {
    /// The oldest version that output is made for.
    pub const OLDEST: TargetVersion = TargetVersion { minor: 8 };
    /// The newest.
    pub const NEWEST: TargetVersion = TargetVersion { minor: 14 };

    /// Reads `3.9`; `None` if it isn't one of 3.8 to 3.14.
    pub fn parse(text: &str) -> Option<TargetVersion> {
        let minor = text.strip_prefix("3.")?.parse().ok()?;
        let version = TargetVersion { minor };
        (Self::OLDEST..=Self::NEWEST).contains(&version).then_some(version)
    }
}

impl Default for TargetVersion {
    fn default() -> Self {
        TargetVersion { minor: 9 }
    }
}

/// How much an unknown callee is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Strictness {
    /// An unknown callee given a shared object is an assumption, listed.
    #[default]
    Assume,
    /// It counts as a mutation (`--strict`).
    Strict,
}

/// How a section is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LockStyle {
    /// acquire / try / finally / release in bodies, `with` in ordinary code.
    #[default]
    Explicit,
    /// `with` everywhere (`--style with`).
    With,
}

/// A setting that each marker may override.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Switch {
    /// Not asked for.
    #[default]
    Off,
    /// Asked for.
    On,
}

/// What a run was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// `--strict`
    pub strictness: Strictness,
    /// `--style`
    pub style: LockStyle,
    /// `--target-version`
    pub target: TargetVersion,
    /// Width that generated lines are laid out for, in columns.
    pub line_length: u16,
    /// Project-wide `context=True`.
    pub context: Switch,
    /// Project-wide `on_error="log"`.
    pub log_errors: Switch,
    /// Project-wide `workers=`.
    pub workers: Option<u32>,
    /// Project-wide `at_exit="cancel"`: at exit queued bodies are dropped.
    pub cancel_at_exit: Switch,
    /// `lock-module`: the dotted name of the generated module that all locks live in.
    pub lock_module: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            strictness: Strictness::default(),
            style: LockStyle::default(),
            target: TargetVersion::default(),
            line_length: 88,
            context: Switch::Off,
            log_errors: Switch::Off,
            workers: None,
            cancel_at_exit: Switch::Off,
            lock_module: None,
        }
    }
}
