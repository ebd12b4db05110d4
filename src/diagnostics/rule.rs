//! Rule pages: one a code, embedded. Must not know how they are printed.

use super::Code;

/// A page for each code: `include_str!` needs the names spelt.
const PAGES: &[(Code, &str)] = &[
    (Code::LW001, include_str!("rules/LW001.md")),
    (Code::LW002, include_str!("rules/LW002.md")),
    (Code::LW003, include_str!("rules/LW003.md")),
    (Code::LW004, include_str!("rules/LW004.md")),
    (Code::LW005, include_str!("rules/LW005.md")),
    (Code::LW101, include_str!("rules/LW101.md")),
    (Code::LW102, include_str!("rules/LW102.md")),
    (Code::LW103, include_str!("rules/LW103.md")),
    (Code::LW104, include_str!("rules/LW104.md")),
    (Code::LW105, include_str!("rules/LW105.md")),
    (Code::LW106, include_str!("rules/LW106.md")),
    (Code::LW107, include_str!("rules/LW107.md")),
    (Code::LW108, include_str!("rules/LW108.md")),
    (Code::LW109, include_str!("rules/LW109.md")),
    (Code::LW110, include_str!("rules/LW110.md")),
    (Code::LW201, include_str!("rules/LW201.md")),
    (Code::LW202, include_str!("rules/LW202.md")),
    (Code::LW203, include_str!("rules/LW203.md")),
    (Code::LW204, include_str!("rules/LW204.md")),
    (Code::LW205, include_str!("rules/LW205.md")),
    (Code::LW206, include_str!("rules/LW206.md")),
    (Code::LW207, include_str!("rules/LW207.md")),
    (Code::LW209, include_str!("rules/LW209.md")),
    (Code::LW210, include_str!("rules/LW210.md")),
    (Code::LW211, include_str!("rules/LW211.md")),
    (Code::LW301, include_str!("rules/LW301.md")),
    (Code::LW302, include_str!("rules/LW302.md")),
    (Code::LW303, include_str!("rules/LW303.md")),
    (Code::LW304, include_str!("rules/LW304.md")),
    (Code::LW305, include_str!("rules/LW305.md")),
    (Code::LW401, include_str!("rules/LW401.md")),
    (Code::LW402, include_str!("rules/LW402.md")),
    (Code::LW403, include_str!("rules/LW403.md")),
    (Code::LW404, include_str!("rules/LW404.md")),
    (Code::LW405, include_str!("rules/LW405.md")),
    (Code::LW501, include_str!("rules/LW501.md")),
    (Code::LW601, include_str!("rules/LW601.md")),
    (Code::LW602, include_str!("rules/LW602.md")),
    (Code::LW603, include_str!("rules/LW603.md")),
    (Code::LW901, include_str!("rules/LW901.md")),
    (Code::LW902, include_str!("rules/LW902.md")),
    (Code::LW903, include_str!("rules/LW903.md")),
    (Code::LW904, include_str!("rules/LW904.md")),
    (Code::LW905, include_str!("rules/LW905.md")),
    (Code::LW906, include_str!("rules/LW906.md")),
    (Code::LW907, include_str!("rules/LW907.md")),
    (Code::LW908, include_str!("rules/LW908.md")),
    (Code::LW909, include_str!("rules/LW909.md")),
];

impl Code {
    /// Its page, as Markdown.
    pub fn page(self) -> Option<&'static str> {
        PAGES.iter().find(|(code, _)| *code == self).map(|(_, page)| *page)
    }
}

/// The headings that every page has, in their order.
pub const HEADINGS: &[&str] = &["## What it means", "## Why it matters", "## Example", "## What to do"];

#[cfg(test)]
mod tests {
    use super::HEADINGS;
    use crate::diagnostics::Code;

    #[test]
    fn every_code_has_a_whole_page() {
        for code in Code::ALL {
            let page = code.page().unwrap_or_else(|| panic!("{code} has no page in src/diagnostics/rules"));
            assert!(
                page.starts_with(&format!("# {code}: {}\n", code.title())),
                "title of the page of {code}"
            );
            let places: Vec<_> =
                HEADINGS.iter().map(|heading| page.find(&format!("\n{heading}\n"))).collect();
            assert!(places.iter().all(Option::is_some), "{code} lacks a heading: {places:?}");
            assert!(places.is_sorted(), "headings of {code} are out of order");
            assert!(page.contains("```"), "{code} has no example");
        }
    }
}
