//! Patterns of `--exclude`: `*`, `?`, `[a-z]` within a name, `**` across folders. Must not touch the disk.

/// A pattern that leaves files out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The names between the slashes.
    parts: Vec<Vec<char>>,
    /// Whether it may match at any depth: it has no slash but perhaps one at its end.
    anywhere: bool,
}

impl Pattern {
    /// Reads a pattern. With a slash inside or at its start it counts from the source folder, else it matches a file or folder
    /// of that name at any depth. A folder that matches is left out with all that it holds.
    pub fn new(text: &str) -> Pattern {
        let trimmed = text.trim_end_matches('/');
        let trimmed = trimmed.strip_prefix("./").unwrap_or(trimmed);
        let anywhere = !trimmed.contains('/');
        let parts =
            trimmed.split('/').filter(|part| !part.is_empty()).map(|part| part.chars().collect()).collect();
        Pattern { parts, anywhere }
    }

    /// Whether `path` (relative to the source folder, with slashes) is left out by itself; folders above it are asked first.
    pub fn matches(&self, path: &str) -> bool {
        let names: Vec<Vec<char>> = path.split('/').map(|name| name.chars().collect()).collect();
        if self.parts.is_empty() {
            return false;
        }
        if self.anywhere {
            return names.last().is_some_and(|name| name_matches(&self.parts[0], name));
        }
        path_matches(&self.parts, &names)
    }
}

fn path_matches(parts: &[Vec<char>], names: &[Vec<char>]) -> bool {
    // Row by row over the parts, so that many `**` cost no more than parts times names.
    let mut reached = vec![false; names.len() + 1];
    reached[0] = true;
    for part in parts {
        let mut next = vec![false; names.len() + 1];
        if part.as_slice() == ['*', '*'] {
            let mut open = false;
            for at in 0..=names.len() {
                open |= reached[at];
                next[at] = open;
            }
        } else {
            for (at, name) in names.iter().enumerate() {
                next[at + 1] = reached[at] && name_matches(part, name);
            }
        }
        reached = next;
    }
    reached[names.len()]
}

/// Whether one name matches one part: greedy with a single way back, so linear in practice.
fn name_matches(part: &[char], name: &[char]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        if part.get(at) == Some(&'*') {
            star = Some((at, from));
            at += 1;
        } else if let Some(length) = one_matches(&part[at..], name[from]) {
            at += length;
            from += 1;
        } else if let Some((back, taken)) = star {
            star = Some((back, taken + 1));
            at = back + 1;
            from = taken + 1;
        } else {
            return false;
        }
    }
    part[at..].iter().all(|letter| *letter == '*')
}

/// How much of the pattern's start one letter takes; `None` where it doesn't match.
fn one_matches(part: &[char], letter: char) -> Option<usize> {
    match part.first()? {
        '?' => Some(1),
        '[' => match part.iter().skip(2).position(|end| *end == ']') {
            Some(close) => set_matches(&part[1..close + 2], letter).then_some(close + 3),
            None => (letter == '[').then_some(1),
        },
        own => (*own == letter).then_some(1),
    }
}

fn set_matches(set: &[char], letter: char) -> bool {
    let (negated, set) = match set.split_first() {
        Some(('!' | '^', rest)) if !rest.is_empty() => (true, rest),
        _ => (false, set),
    };
    let mut found = false;
    let mut at = 0;
    while at < set.len() {
        if set.get(at + 1) == Some(&'-') && at + 2 < set.len() {
            found |= (set[at]..=set[at + 2]).contains(&letter);
            at += 3;
        } else {
            found |= set[at] == letter;
            at += 1;
        }
    }
    found != negated
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[track_caller]
    fn check(pattern: &str, path: &str, expected: bool) {
        assert_eq!(Pattern::new(pattern).matches(path), expected, "{pattern} on {path}");
    }

    #[test]
    fn a_bare_name_matches_at_any_depth() {
        check("build", "build", true);
        check("build/", "a/build", true);
        check("*.py", "a/b/c.py", true);
        check("build", "building", false);
        check("", "a", false);
    }

    #[test]
    fn a_path_counts_from_the_source_folder() {
        check("a/b.py", "a/b.py", true);
        check("./a/b.py", "a/b.py", true);
        check("/b.py", "a/b.py", false);
        check("a/*.py", "a/x/b.py", false);
        check("a/**/b.py", "a/b.py", true);
        check("a/**/b.py", "a/x/y/b.py", true);
        check("**/b", "b", true);
    }

    #[test]
    fn sets_and_wildcards() {
        check("t?st_[a-c]*.py", "test_b_1.py", true);
        check("t[!e]st", "test", false);
        check("[", "[", true);
        check("[]]", "]", true);
        check("*a*a*a*a*a*b", &"a".repeat(3000), false);
    }
}
