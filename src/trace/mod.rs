//! Tracebacks and logs that name lines of the output, rewritten to name those of the source.
//!
//! ```text
//!   File "out/app.py", line 31, in _record_body        File "src/app.py", line 12, in _record_body
//!     total += weight                                    total += weight
//! ```
//! Must not know where line maps come from, nor where text is read and written.

mod line_origins;
mod mention;

pub use line_origins::{LineOrigins, MAP_SUFFIX};

use mention::{Mention, mentions};

/// Where a line came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// The source's name.
    pub path: String,
    /// Its line, from 1.
    pub line: u32,
    /// What stands there, if that is known.
    pub text: Option<String>,
}

/// Rewrites a text, a line after the other. `find` tells where line n of a file came from.
pub struct Tracer<F> {
    find: F,
    excerpt: Excerpt,
}

/// What the next lines may be.
enum Excerpt {
    /// Nothing that belongs to a frame.
    None,
    /// The frame's code, of which `text` is what the source has.
    First { margin: String, text: String },
    /// More of it, which stays: it is the source's too.
    Stays { margin: String },
    /// More of it, which is not the source's.
    Goes { margin: String },
}

impl<F: FnMut(&str, u32) -> Option<SourceLine>> Tracer<F> {
    /// One that has seen nothing yet.
    pub fn new(find: F) -> Tracer<F> {
        Tracer { find, excerpt: Excerpt::None }
    }

    /// What becomes of a line (without its end); `None` where it goes.
    pub fn line(&mut self, line: &str) -> Option<String> {
        match std::mem::replace(&mut self.excerpt, Excerpt::None) {
            Excerpt::First { margin, text } if is_excerpt(line, &margin) => {
                if line[margin.len()..].trim() == text.trim() {
                    self.excerpt = Excerpt::Stays { margin };
                    return Some(line.to_owned());
                }
                let new = format!("{margin}  {}", text.trim());
                self.excerpt = Excerpt::Goes { margin };
                return Some(new);
            }
            Excerpt::Stays { margin } if is_excerpt(line, &margin) => {
                self.excerpt = Excerpt::Stays { margin };
                return Some(line.to_owned());
            }
            Excerpt::Goes { margin } if is_excerpt(line, &margin) => {
                self.excerpt = Excerpt::Goes { margin };
                return None;
            }
            _ => {}
        }
        Some(self.rewritten(line))
    }

    fn rewritten(&mut self, line: &str) -> String {
        let mut new = String::new();
        let mut done = 0;
        for Mention { path, number } in mentions(line) {
            let known = line[number.clone()].parse().ok();
            let Some(found) = known.and_then(|number| (self.find)(&line[path.clone()], number)) else {
                continue;
            };
            new.push_str(&line[done..path.start]);
            new.push_str(&found.path);
            new.push_str(&line[path.end..number.start]);
            new.push_str(&found.line.to_string());
            done = number.end;
            if let Some(margin) = line[..path.start].strip_suffix("File \"")
                && let Some(text) = found.text
            {
                self.excerpt = Excerpt::First { margin: margin.to_owned(), text };
            }
        }
        new.push_str(&line[done..]);
        new
    }
}

/// Whether a line is code of the frame whose `File` stood behind `margin`: it stands two columns further right.
fn is_excerpt(line: &str, margin: &str) -> bool {
    line.strip_prefix(margin).is_some_and(|rest| rest.starts_with("  ") && !rest.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{SourceLine, Tracer};

    fn traced(text: &str) -> String {
        let find = |path: &str, line: u32| {
            let text = Some(if line == 30 { "total += 1" } else { "return total" }.to_owned());
            (path == "out/a.py").then(|| SourceLine { path: "src/a.py".to_owned(), line: line - 20, text })
        };
        let mut tracer = Tracer::new(find);
        text.lines().filter_map(|line| tracer.line(line)).map(|line| line + "\n").collect()
    }

    #[test]
    fn frames_and_their_code() {
        let text = "  File \"out/a.py\", line 30, in f\n    total += 1\n    ^^^^^\n  File \"out/a.py\", line 31, in f\n    _lock.acquire(\n        1)\n    ^^^\n  File \"lib/b.py\", line 3\n    x\nE: y\n";
        let new = "  File \"src/a.py\", line 10, in f\n    total += 1\n    ^^^^^\n  File \"src/a.py\", line 11, in f\n    return total\n  File \"lib/b.py\", line 3\n    x\nE: y\n";
        assert_eq!(traced(text), new);
    }

    #[test]
    fn groups_and_logs() {
        let text = "  |   File \"out/a.py\", line 31, in f\n  |     x\n  |     ^\n  | E\nWARN (out/a.py:30) out/a.py:31: no; b.py:30\n";
        let new = "  |   File \"src/a.py\", line 11, in f\n  |     return total\n  | E\nWARN (src/a.py:10) src/a.py:11: no; b.py:30\n";
        assert_eq!(traced(text), new);
    }
}
