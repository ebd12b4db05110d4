//! Statements as they are laid out: where each starts, what stands above it, which clauses it has. Must not know decisions.

use super::trivia;
use crate::python::ast::token::{Token, TokenKind};
use crate::python::ast::{ExceptHandler, MatchCase, Stmt, StmtIf};
use crate::python::{Module, Ranged, span_of};
use crate::text::Span;

/// A statement that is emitted as one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'a> {
    /// A statement of a suite.
    Whole(&'a Stmt),
    /// An `if` from its `elif` with this number on, which has become a statement of its own.
    Elif(&'a StmtIf, usize),
}

impl Node<'_> {
    /// Whether it has clauses.
    pub(super) fn is_compound(self) -> bool {
        use Stmt::{ClassDef, For, FunctionDef, If, Match, Try, While, With};
        let Node::Whole(stmt) = self else { return true };
        matches!(stmt, FunctionDef(_) | ClassDef(_) | If(_) | For(_) | While(_) | With(_) | Try(_) | Match(_))
    }

    /// From its first byte (a decorator's, an `elif`'s) to its last.
    pub(super) fn span(self) -> Span {
        match self {
            Node::Whole(stmt) => stmt_span(stmt),
            Node::Elif(stmt, at) => Span::new(
                stmt.elif_else_clauses
                    .get(at)
                    .map_or(stmt.range.start().into(), |clause| clause.range.start().into()),
                stmt.range.end().into(),
            ),
        }
    }
}

/// The range of a statement, decorators included.
pub(super) fn stmt_span(stmt: &Stmt) -> Span {
    span_of(stmt.range())
}

/// A statement in its suite.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    pub(super) node: Node<'a>,
    /// The blank and comment lines above it; more than one run where a statement between has gone.
    pub(super) lead: Vec<Span>,
    /// What stands before it on its line; `None` if that is another statement or the header of its suite.
    pub(super) prefix: Option<Span>,
    /// What stands between it and the next statement on its line, if there is one.
    pub(super) separator: Option<Span>,
    /// Where the rest of its line starts, behind a simple statement.
    pub(super) rest: u32,
    /// Where it ends with its line and the comment lines that belong to its last block.
    pub(super) extent: u32,
}

/// Lays out the statements of `suite` in `region`; gives also the blank and comment lines behind the last.
pub(super) fn items<'a>(
    module: &Module,
    suite: &'a [Stmt],
    region: Span,
    outer: &str,
) -> (Vec<Item<'a>>, Span) {
    let mut items = Vec::with_capacity(suite.len());
    let mut at = region.start;
    let mut shared = false;
    for (index, stmt) in suite.iter().enumerate() {
        let span = stmt_span(stmt);
        let next = suite.get(index + 1).map_or(region.end, |next| stmt_span(next).start);
        let own_line = !shared && module.lines.line_start(at) == at;
        let line_start = if own_line { trivia::code_line(module, at, span.start) } else { at };
        let line_end = trivia::line_end(&module.text, span.end, next);
        let shares = line_end.is_none() && index + 1 < suite.len();
        let line_end = line_end.unwrap_or(next);
        let extent = if shares || !Node::Whole(stmt).is_compound() {
            line_end
        } else {
            trivia::with_deeper_comments(module, line_end, next, outer)
        };
        items.push(Item {
            node: Node::Whole(stmt),
            lead: vec![Span::new(at, line_start)],
            prefix: own_line.then_some(Span::new(line_start, span.start)),
            separator: shares.then_some(Span::new(span.end, next)),
            rest: span.end,
            extent,
        });
        at = extent;
        shared = shares;
    }
    (items, Span::new(at, region.end.max(at)))
}

/// What a clause holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body<'a> {
    /// Statements.
    Suite(&'a [Stmt]),
    /// The cases of a `match`.
    Cases(&'a [MatchCase]),
}

impl Body<'_> {
    /// From its first statement to its last.
    pub(super) fn span(self) -> Span {
        let spans = match self {
            Body::Suite(suite) => {
                suite.first().zip(suite.last()).map(|(first, last)| (stmt_span(first), stmt_span(last)))
            }
            Body::Cases(cases) => cases
                .first()
                .zip(cases.last())
                .map(|(first, last)| (span_of(first.range), span_of(last.range))),
        };
        spans.map_or(Span::default(), |(first, last)| first.cover(last))
    }
}

/// A clause of a compound statement: a line that ends in a colon, and what it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause<'a> {
    /// From its keyword (for a `def` or `class`, its first decorator's `@`) up to and with its colon.
    pub(super) header: Span,
    pub(super) body: Body<'a>,
}

/// The clauses of `node`, none for a simple statement.
pub(super) fn clauses<'a>(module: &Module, node: Node<'a>) -> Vec<Clause<'a>> {
    let mut found = Clauses { module, clauses: Vec::new() };
    match node {
        Node::Elif(stmt, at) => found.add_elifs(stmt, at),
        Node::Whole(stmt) => found.add_statement(stmt),
    }
    found.clauses
}

/// The clause of one `case` (none only for a case without statements, which does not parse).
pub(super) fn case_clause<'a>(module: &Module, case: &'a MatchCase) -> Option<Clause<'a>> {
    let mut found = Clauses { module, clauses: Vec::new() };
    found.add(case.range.start().into(), Body::Suite(&case.body));
    found.clauses.pop()
}

struct Clauses<'m, 'a> {
    module: &'m Module,
    clauses: Vec<Clause<'a>>,
}

impl<'a> Clauses<'_, 'a> {
    fn add_statement(&mut self, stmt: &'a Stmt) {
        let start = stmt_span(stmt).start;
        match stmt {
            Stmt::FunctionDef(def) => self.add(start, Body::Suite(&def.body)),
            Stmt::ClassDef(class) => self.add(start, Body::Suite(&class.body)),
            Stmt::With(with) => self.add(start, Body::Suite(&with.body)),
            Stmt::Match(stmt) => self.add(start, Body::Cases(&stmt.cases)),
            Stmt::If(stmt) => {
                self.add(start, Body::Suite(&stmt.body));
                self.add_elifs(stmt, 0);
            }
            Stmt::For(stmt) => {
                self.add(start, Body::Suite(&stmt.body));
                self.add_after(TokenKind::Else, &stmt.body, &stmt.orelse);
            }
            Stmt::While(stmt) => {
                self.add(start, Body::Suite(&stmt.body));
                self.add_after(TokenKind::Else, &stmt.body, &stmt.orelse);
            }
            Stmt::Try(stmt) => {
                self.add(start, Body::Suite(&stmt.body));
                let mut last: &[Stmt] = &stmt.body;
                for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
                    self.add(handler.range.start().into(), Body::Suite(&handler.body));
                    last = &handler.body;
                }
                self.add_after(TokenKind::Else, last, &stmt.orelse);
                let last = if stmt.orelse.is_empty() { last } else { &stmt.orelse };
                self.add_after(TokenKind::Finally, last, &stmt.finalbody);
            }
            _ => {}
        }
    }

    fn add_elifs(&mut self, stmt: &'a StmtIf, from: usize) {
        for clause in stmt.elif_else_clauses.iter().skip(from) {
            self.add(clause.range.start().into(), Body::Suite(&clause.body));
        }
    }

    /// Adds the clause of `keyword` that holds `suite` and stands behind `before`.
    fn add_after(&mut self, keyword: TokenKind, before: &[Stmt], suite: &'a [Stmt]) {
        let (Some(before), Some(first)) = (before.last(), suite.first()) else { return };
        let between = Span::new(stmt_span(before).end, stmt_span(first).start);
        if let Some(start) = last_token(self.module, between, keyword) {
            self.add(start.start, Body::Suite(suite));
        }
    }

    fn add(&mut self, start: u32, body: Body<'a>) {
        let first = body.span().start;
        let colon = last_token(self.module, Span::new(start, first), TokenKind::Colon);
        let end = colon.map_or(first, |colon| colon.end);
        self.clauses.push(Clause { header: Span::new(start, end), body });
    }
}

/// The last token of `kind` in `span`.
fn last_token(module: &Module, span: Span, kind: TokenKind) -> Option<Span> {
    tokens(module, span).iter().rev().find(|token| token.kind() == kind).map(|token| span_of(token.range()))
}

/// The tokens in `span`.
pub(super) fn tokens(module: &Module, span: Span) -> &[Token] {
    let tokens = module.tokens();
    let from = tokens.partition_point(|token| u32::from(token.range().start()) < span.start);
    let to = tokens.partition_point(|token| u32::from(token.range().start()) < span.end);
    &tokens[from..to.max(from)]
}
