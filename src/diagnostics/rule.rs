//! Rule pages: one a code, embedded. Must not know how they are printed.

use super::Code;

/// A page for each code: `include_str!` needs the names spelt.
const PAGES: &[(Code, &str)] = &[];

impl Code {
    /// Its page, as Markdown.
    pub fn page(self) -> Option<&'static str> {
        PAGES.iter().find(|(code, _)| *code == self).map(|(_, page)| *page)
    }
}

/// The headings that every page has, in their order.
pub const HEADINGS: &[&str] = &["## What it means", "## Why it matters", "## Example", "## What to do"];
