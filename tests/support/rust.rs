//! Just enough of Rust's tokens to read our own sources: which bytes are code, and where a function ends.

use std::iter::Peekable;
use std::str::Chars;

/// `source` with every comment, string and character literal blanked; lines stay where they are.
pub fn without_comments_and_strings(source: &str) -> String {
    let mut blanked = String::with_capacity(source.len());
    let mut rest = source.chars().peekable();
    let mut previous = ' ';
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => take_line_comment(&mut rest),
            '/' if rest.peek() == Some(&'*') => take_block_comment(&mut rest, &mut blanked),
            '"' => take_string(&mut rest, &mut blanked),
            'r' if !previous.is_alphanumeric() && previous != '_' && starts_raw_string(&rest) => {
                take_raw_string(&mut rest, &mut blanked);
            }
            '\'' => take_character_or_lifetime(&mut rest, &mut blanked),
            _ => blanked.push(c),
        }
        previous = c;
    }
    blanked
}

/// The functions of a blanked source: name, first line (from 1), and how many lines they take.
pub fn functions(blanked: &str) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for (position, _) in blanked.match_indices("fn ") {
        let stands_alone =
            blanked[..position].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
        let name: String =
            blanked[position + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !stands_alone || name.is_empty() {
            continue;
        }
        if let Some(length) = length_of_body(&blanked[position..]) {
            let first = blanked[..position].matches('\n').count() + 1;
            found.push((name, first, blanked[position..position + length].matches('\n').count() + 1));
        }
    }
    found
}

/// How many bytes there are to the brace that closes the body; `None` for a declaration without one.
fn length_of_body(function: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut opened = false;
    for (position, c) in function.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ';' if depth == 0 && !opened => return None,
            '{' => {
                opened |= depth == 0;
                depth += 1;
            }
            '}' => {
                depth -= 1;
                if depth == 0 && opened {
                    return Some(position);
                }
            }
            _ => {}
        }
    }
    None
}

fn take_line_comment(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|c| *c != '\n').is_some() {}
}

fn take_block_comment(rest: &mut Peekable<Chars<'_>>, blanked: &mut String) {
    let mut depth = 1;
    rest.next();
    let mut previous = ' ';
    while depth > 0 {
        let Some(c) = rest.next() else { return };
        match (previous, c) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {}
        }
        previous = if matches!((previous, c), ('/', '*') | ('*', '/')) { ' ' } else { c };
        if c == '\n' {
            blanked.push(c);
        }
    }
}

fn take_string(rest: &mut Peekable<Chars<'_>>, blanked: &mut String) {
    blanked.push_str("\"\"");
    while let Some(c) = rest.next() {
        match c {
            '"' => return,
            '\\' if rest.next() == Some('\n') => blanked.push('\n'),
            '\n' => blanked.push(c),
            _ => {}
        }
    }
}

fn starts_raw_string(rest: &Peekable<Chars<'_>>) -> bool {
    rest.clone().find(|c| *c != '#') == Some('"')
}

fn take_raw_string(rest: &mut Peekable<Chars<'_>>, blanked: &mut String) {
    let mut hashes = 0;
    while rest.next_if_eq(&'#').is_some() {
        hashes += 1;
    }
    rest.next();
    blanked.push_str("\"\"");
    while let Some(c) = rest.next() {
        if c == '\n' {
            blanked.push(c);
        }
        if c == '"' && rest.clone().take(hashes).filter(|c| *c == '#').count() == hashes {
            (0..hashes).for_each(|_| {
                rest.next();
            });
            return;
        }
    }
}

fn take_character_or_lifetime(rest: &mut Peekable<Chars<'_>>, blanked: &mut String) {
    let mut ahead = rest.clone();
    let (first, second) = (ahead.next(), ahead.next());
    if first == Some('\\') {
        rest.next();
        rest.next();
        while rest.next().is_some_and(|c| c != '\'') {}
    } else if second == Some('\'') {
        rest.next();
        rest.next();
    } else {
        blanked.push('\'');
    }
}
