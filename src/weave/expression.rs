//! Expressions: source bytes in which names take the place of what was evaluated before, and bodies that of futures.
//!
//! ```python
//! return render(cache[u], score(u).result())       # before
//! _value = cache[u]                                # after: a hoist
//! return render(_value, _score_body(u))            # and the statement
//! ```
//! Knows spans and tokens. Must not know which expressions are taken out, nor why.

use super::Indent;
use super::block::{Emitter, shift};
use super::helper::Helper;
use super::node;
use super::{flat, layout, pragma};
use crate::plan::{Hoist, HoistForm, InPlaceCall};
use crate::python::ast::Stmt;
use crate::python::ast::token::TokenKind;
use crate::python::{Module, Ranged, span_of};
use crate::text::Span;

/// What takes the place of source bytes.
enum Replacement<'a> {
    /// A name for a hoisted expression with the parentheses around it.
    Name(&'a Hoist, Span),
    InPlace(&'a InPlaceCall),
}

impl<'a> Emitter<'_, 'a> {
    /// The line that evaluates `hoist`; `earlier` are the hoists before it.
    pub(super) fn hoist(&mut self, hoist: &'a Hoist, earlier: &'a [Hoist], indent: &Indent) {
        let module = self.weaver.module;
        let pragma = self.pragma(hoist, earlier);
        self.lines.end_line();
        if let Some(line) = self.laid_out(hoist, earlier, indent) {
            self.lines.generated(&format!("{line}{pragma}\n"));
            return;
        }
        let mut value = written(module, hoist.expression);
        if !module.slice(value).contains(['\n', '\r']) && !needs_parentheses(module, hoist.expression) {
            value = hoist.expression;
        }
        let parenthesised = needs_parentheses(module, value);
        let (open, close) = match hoist.form {
            HoistForm::List => ("list(".to_owned(), ")"),
            HoistForm::Waited => (format!("{}(", self.weaver.names.helper(Helper::WaitFor)), ")"),
            HoistForm::Value if parenthesised => ("(".to_owned(), ")"),
            HoistForm::Value => (String::new(), ""),
        };
        self.lines.generated(&format!("{}{} = {open}", indent.to, hoist.name));
        self.expression(value, earlier, indent);
        self.lines.generated(&format!("{close}{pragma}\n"));
    }

    /// The comments for checkers that go with `hoist`, if a call is left in it.
    fn pragma(&self, hoist: &Hoist, earlier: &'a [Hoist]) -> String {
        let calls = self.flat(hoist.expression, earlier).is_none_or(|left| left.contains('('));
        calls.then(|| pragma::of(self.weaver.module, hoist.expression)).flatten().unwrap_or_default()
    }

    /// The rest of a line whose statement `hoists` were taken out of: what its comments silence may have gone with them.
    pub(super) fn rest_of_line(&mut self, span: Span, hoists: &'a [Hoist], indent: &Indent) {
        let module = self.weaver.module;
        let moved = (0..hoists.len()).any(|at| !self.pragma(&hoists[at], &hoists[..at]).is_empty());
        match pragma::end_of_codes(module.slice(span)).filter(|_| moved) {
            Some(at) => {
                let at = span.start + at as u32;
                self.lines.source(Span::new(span.start, at), shift(indent));
                self.lines.generated(", unused-ignore");
                self.lines.source(Span::new(at, span.end), shift(indent));
            }
            None => self.lines.source(span, shift(indent)),
        }
    }

    /// The line of `hoist` laid out anew: where it goes over lines outside of its brackets, or is too long. `None` where it
    /// stays as it is written.
    fn laid_out(&self, hoist: &Hoist, earlier: &'a [Hoist], indent: &Indent) -> Option<String> {
        let module = self.weaver.module;
        let span = hoist.expression;
        let loose = |kind| matches!(kind, TokenKind::ColonEqual | TokenKind::For);
        if hoist.form != HoistForm::Value || outer_kinds(module, span).any(loose) {
            return None;
        }
        let flat = self.flat(span, earlier)?;
        let margin = self.weaver.margin(&indent.to);
        let line = format!("{} = {flat}", hoist.name);
        let is_open = outer_kinds(module, span).any(|kind| kind == TokenKind::NonLogicalNewline);
        let is_long = indent.to.chars().count() + line.chars().count() > margin.width;
        let on_one_line = !module.slice(span).contains(['\n', '\r']);
        (is_open || (on_one_line && is_long)).then(|| layout::statement(&line, &margin))
    }

    /// `span` on one line, with `names` put in. `None` where that can't be, or where a body is called in place.
    pub(super) fn flat(&self, span: Span, names: &'a [Hoist]) -> Option<String> {
        if self.decisions.in_place(span).is_some() {
            return None;
        }
        let module = self.weaver.module;
        // Of two for one expression the later one is of the earlier one's value.
        let names = names.iter().rev();
        let mut replaced: Vec<(Span, &str)> =
            names.map(|hoist| (written(module, hoist.expression), hoist.name.as_str())).collect();
        let wait_for = self.weaver.names.helper(Helper::WaitFor);
        replaced.extend(self.weaver.summary.markers.waits.iter().map(|wait| (*wait, wait_for)));
        replaced.sort_by_key(|(span, _)| (span.start, u32::MAX - span.end));
        flat::expression(module, span, &replaced)
    }

    /// A simple statement over several lines that fits one since names have taken the place of expressions in it. `None` where
    /// it stays as it is written.
    pub(super) fn shrunk(&self, stmt: &Stmt, names: &'a [Hoist], indent: &Indent) -> Option<String> {
        let module = self.weaver.module;
        let span = span_of(stmt.range());
        if names.is_empty() || !module.slice(span).contains(['\n', '\r']) {
            return None;
        }
        let value = match stmt {
            Stmt::Assign(stmt) => Some(&*stmt.value),
            Stmt::Return(stmt) => stmt.value.as_deref(),
            _ => None,
        };
        // Parentheses that only held the lines together go with them.
        let around = value.map(|value| (written(module, span_of(value.range())), span_of(value.range())));
        let loose = |kind| matches!(kind, TokenKind::ColonEqual | TokenKind::For);
        let text = match around {
            Some((outer, inner)) if outer != inner && !outer_kinds(module, inner).any(loose) => {
                let head = self.flat(Span::new(span.start, outer.start), names)?;
                format!("{head} {}", self.flat(inner, names)?)
            }
            _ => self.flat(span, names)?,
        };
        (indent.to.chars().count() + text.chars().count() <= usize::from(self.weaver.options.line_length))
            .then_some(text)
    }

    /// The bytes of `span` with `names` and the in-place calls put in.
    pub(super) fn expression(&mut self, span: Span, names: &'a [Hoist], indent: &Indent) {
        let mut at = span.start;
        while let Some(replacement) = self.next_replacement(Span::new(at, span.end), names) {
            let replaced = match &replacement {
                Replacement::Name(_, written) => *written,
                Replacement::InPlace(call) => call.expression,
            };
            self.lines.source(Span::new(at, replaced.start), shift(indent));
            match replacement {
                Replacement::Name(hoist, written) => self.name(hoist, written),
                Replacement::InPlace(call) => self.in_place(call, names, indent),
            }
            at = replaced.end;
        }
        self.lines.source(Span::new(at, span.end), shift(indent));
    }

    /// The first replacement in `span`; of those that start there the outermost, a name before a call.
    fn next_replacement(&self, span: Span, names: &'a [Hoist]) -> Option<Replacement<'a>> {
        let order = |span: Span| (span.start, u32::MAX - span.end);
        let name = names
            .iter()
            .rev()
            .map(|hoist| (hoist, written(self.weaver.module, hoist.expression)))
            .filter(|(_, written)| span.contains(*written))
            .min_by_key(|(_, written)| order(*written));
        match (name, self.decisions.in_place(span)) {
            (Some((_, written)), Some(call)) if order(call.expression) < order(written) => {
                Some(Replacement::InPlace(call))
            }
            (Some((hoist, written)), _) => Some(Replacement::Name(hoist, written)),
            (None, call) => call.map(Replacement::InPlace),
        }
    }

    /// The name of a hoist, set apart from a word that touches the expression (`in[1, 2]`).
    fn name(&mut self, hoist: &Hoist, span: Span) {
        let text = &self.weaver.module.text;
        let before = Span::new(0, span.start).slice(text).ends_with(is_word);
        let after = Span::new(span.end, text.len() as u32).slice(text).starts_with(is_word);
        let (left, right) = (if before { " " } else { "" }, if after { " " } else { "" });
        self.lines.generated(&format!("{left}{}{right}", hoist.name));
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// An expression with the parentheses that stand around it alone.
pub(super) fn written(module: &Module, mut span: Span) -> Span {
    let is_code = |kind| !matches!(kind, TokenKind::Comment | TokenKind::NonLogicalNewline);
    let tokens = module.tokens();
    loop {
        let from = tokens.partition_point(|token| u32::from(token.range().start()) < span.start);
        let mut before = tokens[..from].iter().rev().filter(|token| is_code(token.kind()));
        let (opening, callee) = (before.next(), before.next());
        let to = tokens.partition_point(|token| u32::from(token.range().start()) < span.end);
        let closing = tokens[to..].iter().find(|token| is_code(token.kind()));
        match (opening, closing) {
            (Some(opening), Some(closing))
                if opening.kind() == TokenKind::Lpar
                    && closing.kind() == TokenKind::Rpar
                    && !callee.is_some_and(|token| ends_expression(token.kind())) =>
            {
                span = span_of(opening.range()).cover(span_of(closing.range()));
            }
            _ => return span,
        }
    }
}

/// Whether a parenthesis behind such a token opens a call (or the bases or parameters of a definition).
fn ends_expression(kind: TokenKind) -> bool {
    use TokenKind as Kind;
    let is_literal = matches!(
        kind,
        Kind::None | Kind::True | Kind::False | Kind::Ellipsis | Kind::Int | Kind::Float | Kind::Complex
    );
    let is_string = matches!(kind, Kind::String | Kind::FStringEnd | Kind::TStringEnd);
    is_literal || is_string || matches!(kind, Kind::Name | Kind::Rpar | Kind::Rsqb | Kind::Rbrace)
}

/// Whether `span`, an expression, has to stand in parentheses behind `name = `: it goes over lines outside of any bracket, or
/// is an assignment expression or a bare generator.
pub(super) fn needs_parentheses(module: &Module, span: Span) -> bool {
    outer_kinds(module, span)
        .any(|kind| matches!(kind, TokenKind::NonLogicalNewline | TokenKind::ColonEqual | TokenKind::For))
}

/// Whether `not` would take only a part of `span`, an expression.
pub(super) fn binds_looser_than_not(module: &Module, span: Span) -> bool {
    outer_kinds(module, span).any(|kind| {
        matches!(
            kind,
            TokenKind::NonLogicalNewline
                | TokenKind::ColonEqual
                | TokenKind::And
                | TokenKind::Or
                | TokenKind::If
                | TokenKind::Lambda
                | TokenKind::Yield
                | TokenKind::Comma
        )
    })
}

/// The kinds of the tokens in `span` that stand in none of its brackets or f-strings.
fn outer_kinds(module: &Module, span: Span) -> impl Iterator<Item = TokenKind> {
    let mut depth = 0_u32;
    node::tokens(module, span).iter().filter_map(move |token| {
        let kind = token.kind();
        match kind {
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => depth += 1,
            TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd => {
                depth = depth.saturating_sub(1);
            }
            _ => return (depth == 0).then_some(kind),
        }
        None
    })
}

/// Where the parenthesis of a call opens whose callee ends at `callee_end`.
pub(super) fn opening_parenthesis(module: &Module, callee_end: u32, call: Span) -> u32 {
    let rest = Span::new(callee_end, call.end);
    let opening = node::tokens(module, rest).iter().find(|token| token.kind() == TokenKind::Lpar);
    opening.map_or(callee_end, |token| span_of(token.range()).start)
}

#[cfg(test)]
mod tests {
    use crate::plan::Form;
    use crate::weave::fixture::Fixture;

    #[test]
    fn hoists_keep_their_tokens() {
        let source =
            "def f():\n    return g(\n        a\n        + b,  # sum\n        c[a\n    + b],\n    )\n";
        let woven = Fixture::new(source)
            .split("return", &[("a\n        + b", "_value"), ("c[a\n    + b]", "_value_2")])
            .woven();
        insta::assert_snapshot!(woven, @"
        def f():
            _value = a + b
            _value_2 = c[a
            + b]
            return g(
                _value,  # sum
                _value_2,
            )
        ");
    }

    #[test]
    fn hoists_may_contain_earlier_ones() {
        let woven = Fixture::new("print(f(g(x).y), f'{d[\"k\"]}')  # all\n")
            .split("print", &[("g(x)", "_a"), ("f(g(x).y)", "_b"), ("d[\"k\"]", "_c")])
            .woven();
        insta::assert_snapshot!(woven, @r#"
        _a = g(x)
        _b = f(_a.y)
        _c = d["k"]
        print(_b, f'{_c}')  # all
        "#);
    }

    #[test]
    fn parentheses_go_with_what_they_hold() {
        let woven = Fixture::new("def f():\n    return (\n        a\n        + b\n    )\n")
            .split("return", &[("a\n        + b", "_value")])
            .woven();
        insta::assert_snapshot!(woven, @"
        def f():
            _value = a + b
            return _value
        ");
        let woven = Fixture::new("return_ = not((a))if f(b)else(c)\n")
            .split("return_", &[("a", "_a"), ("b", "_b"), ("c", "_c")])
            .woven();
        insta::assert_snapshot!(woven, @"
        _a = a
        _b = b
        _c = c
        return_ = not _a if f(_b)else _c
        ");
    }

    #[test]
    fn parentheses_of_calls_stay() {
        let source = "z = type(a)(b)[0](c) + match(d) + case(e) + f.type(g) + (lambda: 0)(h) + print (i)\n";
        let hoists =
            ["a", "b", "c", "d", "e", "g", "h", "i"].map(|name| (format!("({name})"), format!("_{name}")));
        let spelled = hoists.each_ref().map(|(text, name)| (text.as_str(), name.as_str()));
        let woven = Fixture::new(source).split("z", &spelled).inner_hoists().woven();
        insta::assert_snapshot!(woven, @"
        _a = a
        _b = b
        _c = c
        _d = d
        _e = e
        _g = g
        _h = h
        _i = i
        z = type(_a)(_b)[0](_c) + match(_d) + case(_e) + f.type(_g) + (lambda: 0)(_h) + print (_i)
        ");
    }

    #[test]
    fn names_stay_apart_from_keywords() {
        let woven = Fixture::new("for x in[1, 2]: print(x)\n").split("for", &[("[1, 2]", "_items")]).woven();
        insta::assert_snapshot!(woven, @"
        _items = [1, 2]
        for x in _items: print(x)
        ");
        let woven = Fixture::new("y = sum(x for x in z) + (n := 1)\n")
            .split("y", &[("x for x in z", "_items"), ("n := 1", "_one")])
            .woven();
        insta::assert_snapshot!(woven, @"
        _items = (x for x in z)
        _one = (n := 1)
        y = sum(_items) + _one
        ");
    }

    #[test]
    fn futures_waited_for_at_once_become_calls() {
        let source = "x = (g)(g(1).result(), f'{g(2).result()}').result() + 1\n";
        let outer = "(g)(g(1).result(), f'{g(2).result()}')";
        let woven = Fixture::new(source)
            .in_place(&format!("{outer}.result()"), outer, "g", "_g_body")
            .in_place("g(1).result()", "g(1)", "g", "_g_body")
            .in_place("g(2).result()", "g(2)", "g", "_g_body")
            .woven();
        insta::assert_snapshot!(woven, @"
        x = _g_body(_g_body(1), f'{_g_body(2)}') + 1
        ");
    }

    #[test]
    fn a_hoist_may_be_a_section() {
        let woven = Fixture::new("if x in cache and y:\n    use()\n")
            .split("if", &[("x in cache", "_test")])
            .section(Form::With, ("if", 0), ("if", 0), &["_cache_lock"])
            .woven();
        insta::assert_snapshot!(woven, @"
        with _cache_lock:
            _test = x in cache
        if _test and y:
            use()
        ");
    }
}
