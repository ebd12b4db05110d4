//! Refuses sources so deeply nested that walking their syntax would overflow a stack. Must not know the syntax tree: it counts
//! tokens, before anything recursive sees the source.

use rustpython_ast::token::TokenKind;
use rustpython_parser::Mode;
use rustpython_parser::lexer::lex;

use crate::diagnostics::{Code, Diagnostic};
use crate::text::{FileId, Place, Span};

/// The stack that parsing, lowering and weaving need for the deepest source that is let through. Measured in a debug build:
/// chains of 40,000 operators fit into it, four times the limit.
pub const STACK_BYTES: usize = 512 * 1024 * 1024;

/// Open brackets, f-strings among them. CPython's tokenizer allows as many.
const BRACKETS: usize = 200;

/// Blocks in blocks. CPython's tokenizer allows as many.
const BLOCKS: usize = 100;

/// Operators that may lie in each other: `not not x`, `a.b.c`, `1 + 1 + 1`, a chain of `elif`.
const CHAIN: u32 = 10_000;

/// What a lambda counts for in a chain: each is a function inside the last one, of which there may be 200.
const LAMBDA: u32 = CHAIN / 200;

/// Says where `text` is nested too deeply, if it is.
pub(super) fn too_deep(file: FileId, text: &str) -> Option<Diagnostic> {
    let limit = exceeded(text)?;
    let (message, help) = match limit {
        Limit::Brackets => (
            format!("more than {BRACKETS} brackets in each other"),
            "Python itself stops at 200; give the inner parts names of their own",
        ),
        Limit::Blocks => (
            format!("more than {BLOCKS} blocks in each other"),
            "Python itself stops at 100; move the inner blocks into a function of their own",
        ),
        Limit::Chain => (
            format!("more than {CHAIN} operators in one expression"),
            "split the expression into statements, or replace it by a loop over a list, `sum()` or `\"\".join()`",
        ),
    };
    let end = first_exceeding(text);
    let place = Place {
        file,
        span: Span::new(text[..end].char_indices().next_back().map_or(0, |(at, _)| at as u32), end as u32),
    };
    Some(Diagnostic::new(Code::LW002, message, place, "nested too deeply here").with_help(help))
}

/// Whether `text`, the inside of a string annotation, is safe to parse.
pub(super) fn is_shallow(text: &str) -> bool {
    exceeded(text).is_none()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Brackets,
    Blocks,
    Chain,
}

/// The limit that `text` exceeds first.
fn exceeded(text: &str) -> Option<Limit> {
    let mut lexer = lex(text, Mode::Module);
    let mut depth = Depth { levels: vec![0], elifs: vec![0], sum: 0, at_line_start: true };
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return None,
            kind => depth.token(kind),
        }
        if let Some(limit) = depth.exceeded() {
            return Some(limit);
        }
    }
}

/// The length of the shortest beginning of `text` that exceeds a limit. The tokenizer doesn't tell its place, but a longer
/// beginning never has fewer tokens, so halving finds it.
fn first_exceeding(text: &str) -> usize {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = boundary(low + (high - low) / 2);
        if middle >= high {
            break;
        }
        if exceeded(&text[..middle]).is_some() {
            high = middle;
        } else {
            low = boundary(middle + 1);
        }
    }
    high
}

/// How deep the syntax can be at a token: never less than it is.
struct Depth {
    /// For each open bracket, operators since its last comma; first those outside brackets.
    levels: Vec<u32>,
    /// For each open block, the `elif`s of its last `if`.
    elifs: Vec<u32>,
    /// Of both, the sum.
    sum: u32,
    at_line_start: bool,
}

impl Depth {
    fn exceeded(&self) -> Option<Limit> {
        if self.levels.len() > BRACKETS + 1 {
            return Some(Limit::Brackets);
        }
        if self.elifs.len() > BLOCKS + 1 {
            return Some(Limit::Blocks);
        }
        (self.sum > CHAIN).then_some(Limit::Chain)
    }

    fn token(&mut self, kind: TokenKind) {
        let at_line_start = std::mem::replace(&mut self.at_line_start, is_line_end(kind));
        match kind {
            TokenKind::Newline | TokenKind::Semi if self.levels.len() == 1 => self.restart_level(),
            TokenKind::Newline => {
                while self.levels.len() > 1 {
                    self.close();
                }
                self.restart_level();
            }
            TokenKind::Comma => self.restart_level(),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                self.operator(1);
                self.levels.push(0);
            }
            TokenKind::FStringStart | TokenKind::TStringStart => self.levels.push(0),
            TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd => self.close(),
            TokenKind::Indent => self.elifs.push(0),
            TokenKind::Dedent => self.dedent(),
            TokenKind::Elif => self.elif(),
            TokenKind::If if at_line_start => self.restart_elifs(),
            TokenKind::Lambda => self.operator(LAMBDA),
            kind if is_operator(kind) => self.operator(1),
            _ => {}
        }
    }

    fn operator(&mut self, weight: u32) {
        if let Some(level) = self.levels.last_mut() {
            *level += weight;
            self.sum += weight;
        }
    }

    fn restart_level(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            self.sum -= std::mem::take(level);
        }
    }

    fn close(&mut self) {
        if self.levels.len() > 1 {
            self.sum -= self.levels.pop().unwrap_or(0);
        }
    }

    fn dedent(&mut self) {
        if self.elifs.len() > 1 {
            self.sum -= self.elifs.pop().unwrap_or(0);
        }
    }

    fn elif(&mut self) {
        if let Some(chain) = self.elifs.last_mut() {
            *chain += 1;
            self.sum += 1;
        }
    }

    fn restart_elifs(&mut self) {
        if let Some(chain) = self.elifs.last_mut() {
            self.sum -= std::mem::take(chain);
        }
    }
}

fn is_line_end(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Newline
            | TokenKind::NonLogicalNewline
            | TokenKind::Indent
            | TokenKind::Dedent
            | TokenKind::Comment
            | TokenKind::Semi
    )
}

/// Whether an expression gets deeper by each of them. `and`, `or` and comparisons don't nest.
fn is_operator(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Plus
            | TokenKind::Minus
            | TokenKind::Star
            | TokenKind::Slash
            | TokenKind::Vbar
            | TokenKind::Amper
            | TokenKind::Dot
            | TokenKind::Percent
            | TokenKind::Tilde
            | TokenKind::CircumFlex
            | TokenKind::LeftShift
            | TokenKind::RightShift
            | TokenKind::DoubleStar
            | TokenKind::DoubleSlash
            | TokenKind::At
            | TokenKind::ColonEqual
            | TokenKind::Not
            | TokenKind::Await
            | TokenKind::Yield
            | TokenKind::Else
            | TokenKind::For
            | TokenKind::If
            | TokenKind::As
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_refused() {
        let nested = |open: &str, close: &str, count: usize| {
            format!("{}1{}\n", open.repeat(count), close.repeat(count))
        };
        for (open, close) in
            [("(", ")"), ("[", "]"), ("{1:", "}"), ("f(a=", ")"), ("x[", "]"), ("(y for y in ", ")")]
        {
            assert_eq!(exceeded(&nested(open, close, 199)), None, "{open}");
            assert_eq!(exceeded(&nested(open, close, 10_000)), Some(Limit::Brackets), "{open}");
        }
        for (open, count) in
            [("not ", 10_001), ("-", 10_001), ("lambda: ", 201), ("1 if 2 else ", 10_001), ("x.", 10_002)]
        {
            assert_eq!(exceeded(&nested(open, "", count)), Some(Limit::Chain), "{open}");
        }
        assert_eq!(exceeded(&nested("1 + ", "", 9_000)), None);
        assert_eq!(exceeded(&nested("(1 + 1),\n", "", 9_000)), None);
        assert_eq!(exceeded(&format!("x = [{}]", "[1 + 1, -1], ".repeat(30_000))), None);
    }

    #[test]
    fn blocks_and_elifs_count() {
        let blocks = |count: usize| -> String {
            (0..count).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect()
        };
        assert_eq!(exceeded(&format!("{}{}pass\n", blocks(100), " ".repeat(100))), None);
        assert_eq!(exceeded(&format!("{}{}pass\n", blocks(101), " ".repeat(101))), Some(Limit::Blocks));
        assert_eq!(exceeded(&format!("if 1: pass\n{}", "elif 1: pass\n".repeat(10_001))), Some(Limit::Chain));
        assert_eq!(exceeded(&"if 1: pass\nelif 2: pass\n".repeat(20_000)), None);
    }

    #[test]
    fn strings_do_not_nest_but_f_strings_do() {
        assert_eq!(exceeded(&format!("x = '{}'\n# {}\n", "(".repeat(500), "[".repeat(500))), None);
        let nested = (0..300).fold("1".to_owned(), |inner, _| format!("f'{{{inner}}}'"));
        assert_eq!(exceeded(&format!("x = {nested}\n")), Some(Limit::Brackets));
    }

    #[test]
    fn the_place_is_where_the_limit_is_passed() {
        let text = format!("é = {}1{}\n", "(".repeat(300), ")".repeat(300));
        let diagnostic = too_deep(FileId(0), &text).unwrap();
        assert_eq!(diagnostic.place().map(|place| place.span), Some(Span::new(205, 206)));
    }
}
