//! Loops whose test needs locks, or something evaluated before it each round.
//!
//! ```python
//! while jobs:                      # before
//!     work(jobs.pop())
//! else:
//!     report()
//! ```
//! ```python
//! while True:                      # after
//!     with _jobs_lock:
//!         if not jobs:
//!             break
//!     work(jobs.pop())
//! report()
//! ```
//! Where the body breaks out of its loop, which must not reach the `else`, a flag is the test: the `else` stays in its place, so
//! type checkers see the same ways through the loop.
//! ```python
//! _more = True
//! while _more:
//!     with _jobs_lock:
//!         if not jobs:
//!             _more = False
//!             continue
//!     if work(jobs.pop()):
//!         break
//! else:
//!     report()
//! ```

use super::Indent;
use super::block::{Emitter, shift};
use super::compound::{Layout, limit};
use super::decisions::At;
use super::expression;
use super::node::{self, Clause, Item, Node};
use super::section::{Frame, Opened, Taking};
use crate::plan::{Hoist, Section};
use crate::python::ast::token::TokenKind;
use crate::python::ast::{ExceptHandler, Expr, ExprUnaryOp, Stmt, StmtWhile, UnaryOp};
use crate::python::{Module, Ranged, span_of};
use crate::text::Span;

impl<'a> Emitter<'_, 'a> {
    pub(super) fn while_test(
        &mut self,
        item: &Item<'_>,
        clauses: &[Clause<'_>],
        section: Option<&'a Section>,
        hoists: &'a [Hoist],
        indent: &Indent,
    ) {
        let (Node::Whole(Stmt::While(stmt)), Some((first, others))) = (item.node, clauses.split_first())
        else {
            return;
        };
        let flags = self.flags.len();
        let flag = (!others.is_empty() && has_own_break(&stmt.body)).then(|| self.take_flag("_more"));
        if let Some(flag) = &flag {
            self.lines.line(&indent.to, &format!("{flag} = True"));
        }
        self.start_line(item.prefix, indent);
        self.lines.generated(&format!("while {}", flag.as_deref().unwrap_or("True")));
        self.lines.source(Span::new(first.header.end - 1, first.header.end), None);
        let place = self.place(first, limit(others.first(), item.extent), indent);
        self.header_end(first, &place, indent);
        let inner = place.inner(self, indent);
        let test = Indent { from: indent.from.clone(), to: inner.to.clone() };
        self.test(stmt, first, section, hoists, flag.as_deref(), &test);
        self.block(first.body, &place, &inner);
        match (others.first(), flag) {
            (Some(otherwise), None) => self.behind_loop(item, otherwise, place.region.end, indent),
            _ => self.clauses(item, others, place.region.end, indent),
        }
        self.flags.truncate(flags);
    }

    /// What leaves the loop.
    fn test(
        &mut self,
        stmt: &StmtWhile,
        clause: &Clause<'_>,
        section: Option<&Section>,
        hoists: &'a [Hoist],
        flag: Option<&str>,
        indent: &Indent,
    ) {
        let Frame { before, inner, behind, .. } = match section {
            Some(section) => self.frame(section, Taking::With, &indent.to),
            None => Frame { inner: indent.to.clone(), ..Frame::default() },
        };
        self.write(&before);
        let inner = Indent { from: indent.from.clone(), to: inner };
        self.hoists_of_test(span_of(stmt.range()).start, hoists, &inner);
        self.lines.generated(&format!("{}if ", inner.to));
        self.negation(stmt, clause, hoists, &inner);
        self.lines.generated(":\n");
        let leave = format!("{}{}", inner.to, self.unit(&inner.to));
        match flag {
            Some(flag) => {
                self.lines.line(&leave, &format!("{flag} = False"));
                self.lines.line(&leave, "continue");
            }
            None => self.lines.line(&leave, "break"),
        }
        self.write(&behind);
    }

    /// What is evaluated before the test, and the sections over parts of it.
    fn hoists_of_test(&mut self, offset: u32, hoists: &'a [Hoist], indent: &Indent) {
        let mut opened: Option<Opened> = None;
        for (index, hoist) in hoists.iter().enumerate() {
            let at = At { offset, part: index as u32 };
            let guard =
                self.decisions.guard_at(at).filter(|guard| guard.is_before(offset, hoists.len())).cloned();
            if let Some(guard) = guard.filter(|_| opened.is_none()) {
                opened = Some(self.open(&guard, indent));
            }
            let inner = opened.as_ref().map_or(indent, |opened| &opened.inner).clone();
            self.hoist(hoist, &hoists[..index], &inner);
            if let Some(ended) = opened.take_if(|opened| opened.last == at) {
                self.close(ended);
            }
        }
    }

    /// The test, negated. It keeps the parentheses that it has and gets those that it needs.
    fn negation(&mut self, stmt: &StmtWhile, clause: &Clause<'_>, hoists: &'a [Hoist], indent: &Indent) {
        let module = self.weaver.module;
        let test = span_of(stmt.test.range());
        let header = Span::new(clause.header.start, clause.header.end - 1);
        let written = behind(module, header, "while".len() as u32);
        if let Expr::UnaryOp(ExprUnaryOp { op: UnaryOp::Not, .. }) = &*stmt.test
            && written == test
        {
            let operand = behind(module, test, "not".len() as u32);
            self.expression(operand, hoists, indent);
            return;
        }
        let hoisted = hoists.iter().any(|hoist| hoist.expression.contains(test));
        let bare = written == test && !hoisted && expression::binds_looser_than_not(module, test);
        if let Some(lines) = self.broken_test(stmt, hoists, indent) {
            self.lines.generated(&lines);
            return;
        }
        let (open, close) = if bare { ("not (", ")") } else { ("not ", "") };
        self.lines.generated(open);
        self.expression(written, hoists, indent);
        self.lines.generated(close);
    }

    /// `not (...)` for a test of several operands that is on several lines or gets too long: on one line where it fits, else an
    /// operand a line. `None` where it stays as it is written.
    fn broken_test(&self, stmt: &StmtWhile, hoists: &'a [Hoist], indent: &Indent) -> Option<String> {
        let Expr::BoolOp(test) = &*stmt.test else { return None };
        let module = self.weaver.module;
        let span = span_of(stmt.test.range());
        let width = usize::from(self.weaver.options.line_length);
        let fits = |text: &str| indent.to.chars().count() + text.chars().count() <= width;
        let flat = self.flat(span, hoists)?;
        let whole = format!("not ({flat})");
        let on_one_line = !module.slice(span).contains(['\n', '\r']);
        match (fits(&format!("if {whole}:")), on_one_line) {
            (true, true) => return None,
            (true, false) => return Some(whole),
            (false, _) => {}
        }
        let inner = format!("{}{}", indent.to, self.unit(&indent.to));
        let one_line = format!("{inner}{flat}");
        let mut lines = vec!["not (".to_owned()];
        if one_line.chars().count() <= width {
            lines.push(one_line);
        } else {
            for (at, value) in test.values.iter().enumerate() {
                let value = self.flat(expression::written(module, span_of(value.range())), hoists)?;
                let operator = if at == 0 { String::new() } else { format!("{} ", test.op) };
                lines.push(format!("{inner}{operator}{value}"));
            }
        }
        lines.push(format!("{})", indent.to));
        Some(lines.join("\n"))
    }

    /// The `else` of a loop that only its test ends: what comes behind it.
    fn behind_loop(&mut self, item: &Item<'_>, clause: &Clause<'_>, at: u32, indent: &Indent) {
        self.trivia_above(clause, at, indent);
        let place = self.place(clause, item.extent, indent);
        let inner = place.inner(self, indent);
        self.header_comment(clause, &place.layout, place.region.start, indent);
        self.block(clause.body, &place, &Indent { from: inner.from, to: indent.to.clone() });
    }

    /// The comment of a header line that goes, on a line of its own.
    pub(super) fn header_comment(
        &mut self,
        clause: &Clause<'_>,
        layout: &Layout,
        line_end: u32,
        indent: &Indent,
    ) {
        if *layout == Layout::OnHeaderLine {
            return;
        }
        let rest = Span::new(clause.header.end, line_end);
        if let Some(at) = self.weaver.module.slice(rest).find('#') {
            self.start_line(None, indent);
            self.lines.source(Span::new(rest.start + at as u32, rest.end), shift(indent));
        }
    }
}

/// What is written in `span` behind its first `skipped` bytes, parentheses included, from first token to last.
fn behind(module: &Module, span: Span, skipped: u32) -> Span {
    let rest = Span::new(span.start + skipped, span.end);
    let is_code = |kind: TokenKind| !matches!(kind, TokenKind::Comment | TokenKind::NonLogicalNewline);
    let tokens = node::tokens(module, rest).iter().filter(|token| is_code(token.kind()));
    tokens.map(|token| span_of(token.range())).reduce(Span::cover).unwrap_or(rest)
}

/// Whether a `break` in `suite` leaves the loop that `suite` is the body of.
fn has_own_break(suite: &[Stmt]) -> bool {
    suite.iter().any(|stmt| match stmt {
        Stmt::Break(_) => true,
        Stmt::For(stmt) => has_own_break(&stmt.orelse),
        Stmt::While(stmt) => has_own_break(&stmt.orelse),
        Stmt::If(stmt) => {
            has_own_break(&stmt.body)
                || stmt.elif_else_clauses.iter().any(|clause| has_own_break(&clause.body))
        }
        Stmt::With(stmt) => has_own_break(&stmt.body),
        Stmt::Match(stmt) => stmt.cases.iter().any(|case| has_own_break(&case.body)),
        Stmt::Try(stmt) => {
            let handled = |handler: &ExceptHandler| {
                let ExceptHandler::ExceptHandler(handler) = handler;
                has_own_break(&handler.body)
            };
            has_own_break(&stmt.body)
                || stmt.handlers.iter().any(handled)
                || has_own_break(&stmt.orelse)
                || has_own_break(&stmt.finalbody)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::plan::Form;
    use crate::weave::fixture::Fixture;

    fn looped(source: &str) -> String {
        Fixture::new(source).around(Form::WhileTest, "while", &["_q_lock"]).woven()
    }

    #[test]
    fn the_test_moves_into_the_loop() {
        insta::assert_snapshot!(looped("while q and not done:  # all\n    # next\n    work()\nprint()\n"), @"
        while True:  # all
            with _q_lock:
                if not (q and not done):
                    break
            # next
            work()
        print()
        ");
        insta::assert_snapshot!(looped("while x in q: work()\n"), @"
        while True:
            with _q_lock:
                if not x in q:
                    break
            work()
        ");
        insta::assert_snapshot!(looped("while (x := q.get()) is not None:\n\twork(x)\n"), @"
        while True:
        	with _q_lock:
        		if not (x := q.get()) is not None:
        			break
        	work(x)
        ");
        insta::assert_snapshot!(looped("while (\n    x  # one\n    or q\n):\n    work(x)\n"), @"
        while True:
            with _q_lock:
                if not (
                    x  # one
                    or q
                ):
                    break
            work(x)
        ");
        insta::assert_snapshot!(looped("while not (q or\n  x):\n    work(x)\n"), @"
        while True:
            with _q_lock:
                if (q or
                  x):
                    break
            work(x)
        ");
        insta::assert_snapshot!(looped("while not(q):\n    work(x)\n"), @"
        while True:
            with _q_lock:
                if (q):
                    break
            work(x)
        ");
    }

    #[test]
    fn an_else_without_a_break_stands_behind_the_loop() {
        let source = "def f():\n    while q:\n        for x in y:\n            break\n    # none left\n    else:  # here\n        # first\n        report()\n        report(\n            2\n        )\n    return 1\n";
        insta::assert_snapshot!(looped(source), @"
        def f():
            while True:
                with _q_lock:
                    if not q:
                        break
                for x in y:
                    break
            # none left
            # here
            # first
            report()
            report(
                2
            )
            return 1
        ");
        insta::assert_snapshot!(looped("while q: work()\nelse: report(); done()  # end\n"), @"
        while True:
            with _q_lock:
                if not q:
                    break
            work()
        report(); done()  # end
        ");
    }

    #[test]
    fn an_else_with_a_break_keeps_its_place() {
        let source = "while q:\n    for x in y:\n        pass\n    else:\n        break\nelse:  # here\n    report()\nprint()\n";
        insta::assert_snapshot!(looped(source), @"
        _more = True
        while _more:
            with _q_lock:
                if not q:
                    _more = False
                    continue
            for x in y:
                pass
            else:
                break
        else:  # here
            report()
        print()
        ");
    }

    #[test]
    fn what_the_test_needs_is_evaluated_each_round() {
        let woven = Fixture::new("while f(q.get()) > 1:\n    work()\n")
            .split("while", &[("q.get()", "_value")])
            .around(Form::WhileTest, "while", &["_q_lock"])
            .woven();
        insta::assert_snapshot!(woven, @"
        while True:
            with _q_lock:
                _value = q.get()
                if not f(_value) > 1:
                    break
            work()
        ");
    }
}
