//! A line map as a file beside an output: `pkg/a.py.lines` for `pkg/a.py`.
//!
//! ```json
//! {"version": 1, "source": "src/pkg/a.py", "runs": [[1, 1, 3], [12, 4, 20]]}
//! ```
//! A run says that so many lines of the output, from the first number on, are the source's from the second number on.

use serde::{Deserialize, Serialize};

use crate::text::LineMap;

/// What the name of an output's line map ends with, behind the output's name.
pub const MAP_SUFFIX: &str = ".lines";

/// Where the lines of an output came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineOrigins {
    version: u32,
    /// The source, as it was named.
    pub source: String,
    /// Output line, source line, number of lines; lines from 1, sorted.
    runs: Vec<[u32; 3]>,
}

impl LineOrigins {
    /// The lines of `map`, which came from `source`.
    pub fn new(source: &str, map: &LineMap) -> LineOrigins {
        let mut runs: Vec<[u32; 3]> = Vec::new();
        for (woven, line) in (1..).zip(&map.lines) {
            let Some(line) = line.map(|line| line + 1) else { continue };
            match runs.last_mut() {
                Some([first, from, count]) if *first + *count == woven && *from + *count == line => {
                    *count += 1
                }
                _ => runs.push([woven, line, 1]),
            }
        }
        LineOrigins { version: 1, source: source.to_owned(), runs }
    }

    /// The file's text.
    pub fn render(&self) -> String {
        let mut text = serde_json::to_string(self).expect("strings and numbers always serialise");
        text.push('\n');
        text
    }

    /// Reads a file; `None` if it is none of ours.
    pub fn parse(text: &str) -> Option<LineOrigins> {
        serde_json::from_str(text).ok().filter(|origins: &LineOrigins| origins.version == 1)
    }

    /// The source's line for a line of the output, both from 1. For a line that is new it is that of the line before.
    pub fn line(&self, woven: u32) -> Option<u32> {
        let at = self.runs.partition_point(|[first, ..]| *first <= woven);
        let Some([first, from, count]) = at.checked_sub(1).and_then(|at| self.runs.get(at)) else {
            return self.runs.first().map(|[_, from, _]| *from);
        };
        let along = woven.saturating_sub(*first).min(count.saturating_sub(1));
        Some(from.saturating_add(along))
    }
}

#[cfg(test)]
mod tests {
    use super::LineOrigins;
    use crate::text::LineMap;

    #[test]
    fn runs_stand_for_lines() {
        let map = LineMap { lines: vec![None, Some(0), Some(1), None, None, Some(5), Some(2)] };
        let origins = LineOrigins::new("a.py", &map);
        assert_eq!(origins.runs, [[2, 1, 2], [6, 6, 1], [7, 3, 1]]);
        let lines: Vec<Option<u32>> = (0..9).map(|line| origins.line(line)).collect();
        assert_eq!(lines, [1, 1, 1, 2, 2, 2, 6, 3, 3].map(Some));
        assert_eq!(LineOrigins::parse(&origins.render()), Some(origins));
        assert_eq!(LineOrigins::parse("{}"), None);
    }
}
