//! One parsed module: its text, syntax and tokens.

use rustpython_ast::token::TokenKind;
use rustpython_ast::{Expr, ModModule, PySourceType, Stmt};
use rustpython_parser::{Parsed, parse_expression, parse_unchecked_source};
use rustpython_text_size::{Ranged, TextRange};

use super::nesting::{is_shallow, too_deep};
use super::refused::refused;
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{FileId, LineIndex, Place, Span, TextStyle};

/// A module as read: its text (decoded, without a BOM) and what the parser made of it.
#[derive(Debug)]
pub struct Module {
    /// Which file it is.
    pub file: FileId,
    /// The whole text.
    pub text: String,
    /// Lines of the text.
    pub lines: LineIndex,
    /// Newline and indentation.
    pub style: TextStyle,
    parsed: Parsed<ModModule>,
}

impl Module {
    /// The statements of the module.
    pub fn body(&self) -> &[Stmt] {
        &self.parsed.syntax().body
    }

    /// All tokens, comments included.
    pub fn tokens(&self) -> &[rustpython_ast::token::Token] {
        self.parsed.tokens()
    }

    /// The string tokens, f-strings and t-strings as one span each from first quote to last, nested ones within their outer
    /// one: the spans whose lines must never be indented. Sorted, disjoint.
    pub fn string_spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut open: Vec<u32> = Vec::new();
        for token in self.tokens() {
            let range = token.range();
            match token.kind() {
                TokenKind::String if open.is_empty() => spans.push(span_of(range)),
                TokenKind::FStringStart | TokenKind::TStringStart => open.push(range.start().into()),
                TokenKind::FStringEnd | TokenKind::TStringEnd => {
                    if let Some(start) = open.pop()
                        && open.is_empty()
                    {
                        spans.push(Span::new(start, range.end().into()));
                    }
                }
                _ => {}
            }
        }
        spans
    }

    /// The bytes of `span`.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// `span` as a place.
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }
}

/// The parser's range as a span.
pub fn span_of(range: TextRange) -> Span {
    Span::new(range.start().into(), range.end().into())
}

/// Parses `text` (decoded, newlines as they are, no BOM). Runs on the caller's stack: the caller gives it a deep one.
///
/// # Errors
/// LW001 for each syntax error, LW002 where it is nested so deeply that a stack of `STACK_BYTES` may not do; there is no module
/// then.
pub fn parse(file: FileId, text: String) -> Result<Module, Vec<Diagnostic>> {
    if text.len() >= u32::MAX as usize {
        return Err(vec![Diagnostic::without_place(Code::LW901, "file is larger than 4 GiB")]);
    }
    if let Some(diagnostic) = too_deep(file, &text) {
        return Err(vec![diagnostic]);
    }
    let parsed = parse_unchecked_source(&text, PySourceType::Python);
    if !parsed.errors().is_empty() {
        return Err(syntax_errors(file, &text, &parsed));
    }
    let lines = LineIndex::new(&text);
    let style = TextStyle::detect(&text, first_indent(&parsed, &text));
    let module = Module { file, text, lines, style, parsed };
    let refused = refused(&module);
    if refused.is_empty() {
        return Ok(module);
    }
    let told = |(span, message): (Span, String)| {
        Diagnostic::new(Code::LW001, format!("syntax error: {message}"), module.place(span), "")
    };
    Err(refused.into_iter().map(told).collect())
}

/// One diagnostic for each syntax error. An error on the line of another one, or on the line below it, is most often its echo
/// and left out.
fn syntax_errors(file: FileId, text: &str, parsed: &Parsed<ModModule>) -> Vec<Diagnostic> {
    let lines = LineIndex::new(text);
    let mut unclosed = unclosed_bracket(parsed);
    let mut last_line = None;
    let mut diagnostics = Vec::new();
    for error in parsed.errors() {
        let place = Place { file, span: span_of(error.location) };
        let line = lines.line(place.span.start);
        let echo = last_line.is_some_and(|last| line <= last + 1);
        last_line = Some(line);
        if echo {
            continue;
        }
        let mut diagnostic =
            Diagnostic::new(Code::LW001, format!("syntax error: {}", error.error), place, "");
        if let Some(bracket) = unclosed.take_if(|bracket| bracket.start < place.span.end) {
            diagnostic = diagnostic.with_label(Place { file, span: bracket }, "never closed");
        }
        diagnostics.push(diagnostic);
    }
    diagnostics
}

/// The innermost bracket that is open at the end of the source.
fn unclosed_bracket(parsed: &Parsed<ModModule>) -> Option<Span> {
    let mut open = Vec::new();
    for token in parsed.tokens() {
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push(span_of(token.range())),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// Reads the text of a string annotation; `None` where it is no expression.
pub fn parse_annotation(text: &str) -> Option<Expr> {
    if !is_shallow(text) {
        return None;
    }
    let parsed = parse_expression(text.trim()).ok()?;
    Some(*parsed.into_syntax().body)
}

/// The indentation of the first indented block.
fn first_indent<'a>(parsed: &Parsed<ModModule>, text: &'a str) -> Option<&'a str> {
    let indent = parsed.tokens().iter().find(|token| token.kind() == TokenKind::Indent)?;
    let span = span_of(indent.range());
    let line = span.slice(text);
    (!line.is_empty()).then_some(line)
}
