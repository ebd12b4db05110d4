//! The plan for people and tools: as text, as data (JSON), as a graph (dot), as a page (HTML).
//!
//! An account of the plan goes in, with the texts that its places are in; nothing is decided here. Must not know how a decision was
//! made, nor where the result is written.

mod data;
mod dot;
mod page;
mod resolve;
mod select;
mod table;
mod text;
mod wording;

use crate::diagnostics::{Diagnostic, Paint, Sources};
use crate::plan::Account;

pub use data::{
    AssumptionEntry, CallEntry, Excerpt, Explanation, FunctionEntry, FunctionKind, GuardEntry, HopEntry,
    JoinEntry, LockEntry, Reason, SectionEntry, Spot, TakerEntry, TouchEntry, Touching, VariableEntry,
    WarningEntry, WayEntry,
};
pub use select::Unknown;

/// How an explanation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, on a terminal.
    Text,
    /// One JSON object.
    Json,
    /// A graph in Graphviz's language.
    Dot,
    /// A page for a browser.
    Html,
}

/// Whether the assumptions are listed, or only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumptions {
    /// Listed.
    Listed,
    /// Counted.
    Counted,
}

/// How the text for people looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether it is coloured.
    pub paint: Paint,
    /// How wide a line may be.
    pub width: usize,
    /// Whether the assumptions are in it.
    pub assumptions: Assumptions,
}

/// Puts names and lines into the place of numbers. `diagnostics` are those that remain, `silenced` those that comments silence.
pub fn explain(
    account: &Account,
    sources: &Sources,
    diagnostics: &[Diagnostic],
    silenced: &[Diagnostic],
) -> Explanation {
    resolve::explanation(account, sources, diagnostics, silenced)
}

/// Writes an explanation.
pub fn render(format: Format, look: Look, explanation: &Explanation) -> String {
    match format {
        Format::Text => text::render(explanation, look),
        Format::Json => {
            let mut text =
                serde_json::to_string_pretty(explanation).expect("strings and numbers always serialise");
            text.push('\n');
            text
        }
        Format::Dot => dot::render(explanation),
        Format::Html => page::render(explanation),
    }
}

/// The part of an explanation that is about `name`: a lock, a function or a variable, by its name or the end of its dotted name.
pub fn select(explanation: &Explanation, name: &str) -> Result<Explanation, Unknown> {
    select::select(explanation, name)
}
