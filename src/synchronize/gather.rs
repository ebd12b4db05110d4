//! Loops: calls start round by round, and are completed in order behind the loop.
//!
//! ```python
//! for page in pages:                   # pending = [(page, score(page)) for page in pages]
//!     results[page] = score(page)      # for page, future in pending:
//!                                      #     results[page] = future.result()
//! ```
//! Where the loop does more than that, or its comments would be lost, it stays a loop that fills the list.

use std::collections::BTreeSet;

use super::defer::{Pending, Use};
use super::exits::exits;
use super::pieces::written;
use super::{Scope, Speller};
use crate::python::ast::token::TokenKind;
use crate::python::ast::{Expr, Stmt};
use crate::python::{Ranged, span_of};
use crate::text::{Piece, Span};

/// How much of a loop is spelled out.
pub(super) enum Gathered {
    /// All.
    Whole,
    /// Some of its statements, with the lines that go behind it.
    Partly(Vec<String>),
}

/// Statements of a loop that are completed in one way.
struct Group<'a> {
    sites: Vec<Pending<'a>>,
    /// Variables that change from round to round, by which the statements are completed.
    kept: Vec<&'a str>,
}

/// The loop that completes the statements of a group.
#[derive(Default)]
struct Complete {
    /// The variables of its rounds.
    names: String,
    /// The list that it goes through.
    list: String,
    /// What it does.
    statement: String,
}

impl<'a> Speller<'a> {
    /// Gathers what can be gathered in a loop.
    pub(super) fn gather(&mut self, scope: &Scope<'a>, statement: &'a Stmt) -> Gathered {
        let is_async = matches!(statement, Stmt::For(node) if node.is_async);
        let exits =
            exits(statement).filter(|exits| !is_async && exits.iter().all(|exit| self.owns_lines(exit)));
        let Some(exits) = exits else { return Gathered::Partly(Vec::new()) };
        let mut sites = Vec::new();
        self.sites(scope, std::slice::from_ref(statement), &mut sites);
        let span = span_of(statement.range());
        let mut groups: Vec<Group<'a>> = Vec::new();
        for site in sites {
            let text = self.completed(&site, "");
            let same =
                |group: &&mut Group<'a>| group.sites.iter().any(|other| self.completed(other, "") == text);
            match groups.iter_mut().find(same) {
                Some(group) => group.sites.push(site),
                None => groups.push(Group { sites: vec![site], kept: Vec::new() }),
            }
        }
        groups.retain_mut(|group| self.can_gather(scope, group, span, &exits));
        for group in &groups {
            self.gathered.extend(group.sites.iter().map(|site| site.statement));
        }
        match &groups[..] {
            [one] if self.is_plain(scope, statement, one) => {
                self.as_comprehension(scope, statement, one);
                Gathered::Whole
            }
            groups => Gathered::Partly(
                groups.iter().map(|group| self.as_list(scope, statement, group, &exits)).collect(),
            ),
        }
    }

    /// Statements in the loop that may be completed behind it.
    fn sites(&self, scope: &Scope<'a>, body: &'a [Stmt], found: &mut Vec<Pending<'a>>) {
        for statement in body {
            if self.gathered.contains(&span_of(statement.range())) {
                continue;
            }
            match statement {
                Stmt::For(node) if !node.is_async => {
                    self.sites(scope, &node.body, found);
                    self.sites(scope, &node.orelse, found);
                }
                Stmt::While(node) => {
                    self.sites(scope, &node.body, found);
                    self.sites(scope, &node.orelse, found);
                }
                Stmt::If(node) => {
                    self.sites(scope, &node.body, found);
                    for clause in &node.elif_else_clauses {
                        self.sites(scope, &clause.body, found);
                    }
                }
                _ => {
                    let deferred = self.deferred(scope, statement).filter(|_| self.owns_lines(statement));
                    found.extend(deferred.filter(|deferred| deferred.takes != Use::Binds));
                }
            }
        }
    }

    /// Whether the statements of `group` may be completed behind the loop at `span`; finds what they need for it.
    fn can_gather(&self, scope: &Scope<'a>, group: &mut Group<'a>, span: Span, exits: &[&'a Stmt]) -> bool {
        let own: Vec<Span> = group.sites.iter().flat_map(Pending::around).collect();
        let bound: BTreeSet<&str> = scope
            .reading
            .within(span, &own)
            .filter(|mention| mention.is_bound)
            .map(|mention| mention.name)
            .collect();
        let mut kept = Vec::new();
        for site in &mut group.sites {
            for name in site.reads.iter().filter(|name| bound.contains(*name)) {
                if !kept.contains(name) {
                    kept.push(*name);
                }
            }
            // What is kept may change while the statement waits.
            site.reads.retain(|name| !bound.contains(name));
        }
        group.kept = kept;
        // What leaves the loop comes when all is complete.
        let but: Vec<Span> = own.into_iter().chain(exits.iter().map(|exit| span_of(exit.range()))).collect();
        group.sites.iter().all(|site| !self.clashes(scope, site, span, &but))
    }

    /// Whether the loop does nothing but what the one statement of `group` says, so that a comprehension says as much.
    fn is_plain(&self, scope: &Scope<'a>, statement: &'a Stmt, group: &Group<'a>) -> bool {
        let [site] = &group.sites[..] else { return false };
        let span = span_of(statement.range());
        let mut at = statement;
        loop {
            let (head, body): (Vec<Span>, &'a [Stmt]) = match at {
                Stmt::For(node) if node.orelse.is_empty() && !node.is_async => {
                    (vec![span_of(node.target.range()), span_of(node.iter.range())], &node.body)
                }
                Stmt::If(node) if node.elif_else_clauses.is_empty() => {
                    (vec![span_of(node.test.range())], &node.body)
                }
                _ => break,
            };
            let is_simple = |part: &Span| !self.module.slice(*part).contains(['\n', '\r']);
            let ([inner], true) = (body, head.iter().all(is_simple)) else { return false };
            at = inner;
        }
        let has_comment = self
            .module
            .tokens()
            .iter()
            .any(|token| token.kind() == TokenKind::Comment && span.contains(span_of(token.range())));
        // A variable of a comprehension is its own.
        let own = site.around();
        let mut bound = scope.reading.within(span, &own).filter(|mention| mention.is_bound);
        let is_seen = bound.any(|bound| scope.reading.is_seen_outside(bound.name, span));
        span_of(at.range()) == site.statement
            && !has_comment
            && !is_seen
            && !self.module.slice(site.call.span).contains(['\n', '\r'])
    }

    fn as_comprehension(&mut self, scope: &Scope<'a>, statement: &'a Stmt, group: &Group<'a>) {
        let [site] = &group.sites[..] else { return };
        let mut clauses: Vec<Vec<Piece>> = Vec::new();
        let mut at = statement;
        loop {
            at = match at {
                Stmt::For(node) => {
                    self.expression(scope, &node.iter);
                    let target = self.changes.take(span_of(node.target.range()));
                    let mut clause = vec![Piece::Generated("for ".to_owned())];
                    clause.extend(target);
                    clause.push(Piece::Generated(" in ".to_owned()));
                    clause.extend(self.as_operand(&node.iter));
                    clauses.push(clause);
                    &node.body[0]
                }
                Stmt::If(node) => {
                    self.expression(scope, &node.test);
                    let mut clause = vec![Piece::Generated("if ".to_owned())];
                    clause.extend(self.as_operand(&node.test));
                    clauses.push(clause);
                    &node.body[0]
                }
                _ => break,
            };
        }
        let item = self.item(scope, site, group);
        let name = self.names.fresh("pending");
        let span = span_of(statement.range());
        let indent = self.indent_at(span.start).unwrap_or_default().to_owned();
        let mut pieces = self.laid_out(&name, item, clauses, &indent);
        let complete = self.complete_all(scope, &name, group, (span, &[]));
        let complete = self.lines(&complete, &indent);
        pieces.push(Piece::Generated(format!("\n{}", complete.trim_end_matches('\n'))));
        self.changes.replace(span, pieces);
    }

    /// An expression as an operand of a comprehension's clause.
    fn as_operand(&mut self, expr: &'a Expr) -> Vec<Piece> {
        let mut pieces = self.changes.take(span_of(expr.range()));
        let needs_parentheses = match expr {
            Expr::If(_) | Expr::Lambda(_) | Expr::Named(_) => true,
            Expr::Tuple(tuple) => !tuple.parenthesized,
            _ => false,
        };
        if needs_parentheses {
            pieces.insert(0, Piece::Generated("(".to_owned()));
            pieces.push(Piece::Generated(")".to_owned()));
        }
        pieces
    }

    /// What a round puts into the list: the future, and what it takes to complete the statement.
    fn item(&mut self, scope: &Scope<'a>, site: &Pending<'a>, group: &Group<'a>) -> Vec<Piece> {
        self.done.insert(site.call.span);
        self.arguments(scope, site.node);
        let mut pieces = self.changes.take(site.call.span);
        if !group.kept.is_empty() {
            let kept: String = group.kept.iter().map(|name| format!("{name}, ")).collect();
            pieces.insert(0, Piece::Generated(format!("({kept}")));
            pieces.push(Piece::Generated(")".to_owned()));
        }
        pieces
    }

    /// `name = [item clauses]`: on one line, or its inside on one, or each clause on its own.
    fn laid_out(&self, name: &str, item: Vec<Piece>, clauses: Vec<Vec<Piece>>, indent: &str) -> Vec<Piece> {
        let width = usize::from(self.options.line_length);
        let joined = |between: &str| {
            let mut pieces = item.clone();
            for clause in &clauses {
                pieces.push(Piece::Generated(between.to_owned()));
                pieces.extend(clause.iter().cloned());
            }
            pieces
        };
        let columns = |text: &str| text.chars().count();
        let flat = columns(&written(&joined(" "), &self.module.text));
        let unit = &self.module.style.indent;
        let (open, inside, close) = if columns(indent) + columns(name) + 5 + flat <= width {
            (format!("{name} = ["), joined(" "), "]".to_owned())
        } else if columns(indent) + columns(unit) + flat <= width {
            (format!("{name} = [\n{indent}{unit}"), joined(" "), format!("\n{indent}]"))
        } else {
            let between = format!("\n{indent}{unit}");
            (format!("{name} = [{between}"), joined(&between), format!("\n{indent}]"))
        };
        let mut pieces = vec![Piece::Generated(open)];
        pieces.extend(inside);
        pieces.push(Piece::Generated(close));
        pieces
    }

    /// Fills a list in the loop; gives the loop that completes the statements.
    fn as_list(
        &mut self,
        scope: &Scope<'a>,
        statement: &'a Stmt,
        group: &Group<'a>,
        exits: &[&'a Stmt],
    ) -> String {
        let span = span_of(statement.range());
        let indent = self.indent_at(span.start).unwrap_or_default().to_owned();
        let margin = self.margin(&indent);
        let name = self.names.fresh("pending");
        let any = self.any();
        let holes = [("PENDING", name.as_str()), ("ANY", any.as_str())];
        let declared = crate::weave::render(crate::weave::SERIAL_PENDING, &holes, &margin);
        self.changes.insert(self.above(statement), declared);
        for site in &group.sites {
            let mut pieces = vec![Piece::Generated(format!("{name}.append("))];
            pieces.extend(self.item(scope, site, group));
            pieces.push(Piece::Generated(")".to_owned()));
            self.changes.replace(site.statement, pieces);
        }
        let complete = self.complete_all(scope, &name, group, (span, exits));
        for exit in exits {
            let lines = self.lines(&complete, self.indent_of(exit));
            self.changes.insert(self.above(exit), lines);
        }
        self.lines(&complete, &indent)
    }

    /// The loop that `complete` fills, with its indentation.
    fn lines(&self, complete: &Complete, indent: &str) -> String {
        let Complete { names, list, statement } = complete;
        let holes =
            [("NAMES", names.as_str()), ("PENDING", list.as_str()), ("STATEMENT", statement.as_str())];
        crate::weave::render(crate::weave::SERIAL_COMPLETE, &holes, &self.margin(indent))
    }

    /// What completes the statements of a group.
    fn complete_all(
        &mut self,
        scope: &Scope<'a>,
        list: &str,
        group: &Group<'a>,
        (span, exits): (Span, &[&'a Stmt]),
    ) -> Complete {
        let Some(site) = group.sites.first() else { return Complete::default() };
        let future = self.names.fresh("future");
        let mut names: Vec<String> = Vec::new();
        let mut renamed: Vec<(&str, String)> = Vec::new();
        for name in &group.kept {
            let is_seen = scope.reading.is_seen_outside(name, span)
                || exits.iter().any(|exit| {
                    scope.reading.within(span_of(exit.range()), &[]).any(|mention| mention.name == *name)
                });
            let own = match is_seen {
                true => self.names.fresh(name),
                false => (*name).to_owned(),
            };
            renamed.push((name, own.clone()));
            names.push(own);
        }
        names.push(future.clone());
        let [before, behind] = site.around();
        let statement = format!(
            "{}{future}.result(){}",
            self.retold(scope, before, &renamed),
            self.retold(scope, behind, &renamed)
        );
        Complete { names: names.join(", "), list: list.to_owned(), statement }
    }

    /// The text of `span` with other names for some of its variables.
    fn retold(&self, scope: &Scope<'a>, span: Span, renamed: &[(&str, String)]) -> String {
        let mut text = String::new();
        let mut done = span.start;
        for mention in scope.reading.within(span, &[]) {
            if let Some((_, new)) = renamed.iter().find(|(name, _)| *name == mention.name) {
                text.push_str(self.module.slice(Span::new(done, mention.at.start)));
                text.push_str(new);
                done = mention.at.end;
            }
        }
        text.push_str(self.module.slice(Span::new(done, span.end)));
        text
    }
}
