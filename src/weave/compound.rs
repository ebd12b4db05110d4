//! Compound statements: their headers and the blocks inside, clause by clause.
//!
//! ```python
//! elif key in cache:               # before
//!     use(cache[key])
//! ```
//! ```python
//! else:                            # after: what is evaluated before an `elif` has no other place
//!     with _cache_lock:
//!         _test = key in cache
//!     if _test:
//!         use(cache[key])
//! ```
//! Must not know what a decision is for.

use super::block::{Emitter, shift};
use super::node::{self, Body, Clause, Item, Node};
use super::{Indent, trivia};
use crate::plan::{Hoist, Section};
use crate::python::ast::Stmt;
use crate::text::Span;

impl<'a> Emitter<'_, 'a> {
    /// All lines of a compound statement.
    pub(super) fn compound(
        &mut self,
        item: &Item<'_>,
        clauses: &[Clause<'_>],
        own_form: Option<&'a Section>,
        hoists: &'a [Hoist],
        indent: &Indent,
    ) {
        let span = item.node.span();
        match (item.node, own_form) {
            (Node::Whole(Stmt::While(_)), _) if own_form.is_some() || !hoists.is_empty() => {
                self.while_test(item, clauses, own_form, hoists, indent);
            }
            (Node::Whole(Stmt::With(_)), Some(section)) => self.atomic(item, clauses, section, indent),
            (Node::Whole(Stmt::With(_)), None) if self.decisions.is_atomic_block(span.start) => {
                self.unlocked_atomic(item, clauses, indent);
            }
            (Node::Whole(Stmt::FunctionDef(_)), _) => self.def(item, clauses, indent),
            _ => self.plain_compound(item, clauses, hoists, indent),
        }
    }

    pub(super) fn plain_compound(
        &mut self,
        item: &Item<'_>,
        clauses: &[Clause<'_>],
        hoists: &'a [Hoist],
        indent: &Indent,
    ) {
        let Some((first, others)) = clauses.split_first() else { return };
        self.start_line(item.prefix, indent);
        let mut header = first.header;
        if matches!(item.node, Node::Elif(..)) {
            self.lines.generated("if");
            header.start += "elif".len() as u32;
        }
        self.expression(header, hoists, indent);
        let at = self.body(first, limit(others.first(), item.extent), indent);
        self.clauses(item, others, at, indent);
    }

    /// The clauses behind the first; the one before ends at `at`.
    pub(super) fn clauses(&mut self, item: &Item<'_>, clauses: &[Clause<'_>], mut at: u32, indent: &Indent) {
        for (index, clause) in clauses.iter().enumerate() {
            let line = self.trivia_above(clause, at, indent);
            if let Some(elif) = cut_elif(item.node, clauses.len() - index)
                && self.decisions.is_cut(clause.header.start)
            {
                self.cut_elif(item, elif, indent);
                return;
            }
            self.start_line(Some(Span::new(line, clause.header.start)), indent);
            self.expression(clause.header, &[], indent);
            at = self.body(clause, limit(clauses.get(index + 1), item.extent), indent);
        }
    }

    /// Writes the lines between `at` and the line of `clause`; gives the start of that line.
    pub(super) fn trivia_above(&mut self, clause: &Clause<'_>, at: u32, indent: &Indent) -> u32 {
        let line = trivia::code_line(self.weaver.module, at, clause.header.start);
        self.trivia(Span::new(at, line), indent);
        line
    }

    /// An `elif` that something stands in front of.
    fn cut_elif(&mut self, item: &Item<'_>, elif: Node<'_>, indent: &Indent) {
        self.lines.line(&indent.to, "else:");
        let inner =
            Indent { from: indent.from.clone(), to: format!("{}{}", indent.to, self.unit(&indent.to)) };
        let item = Item { node: elif, lead: Vec::new(), prefix: None, separator: None, ..item.clone() };
        self.items(&[item], &inner);
    }

    /// What stands behind the colon of `clause`, up to and with its last line; what follows it starts at `limit`, or before
    /// that with blank and comment lines. Gives where it ends.
    pub(super) fn body(&mut self, clause: &Clause<'_>, limit: u32, indent: &Indent) -> u32 {
        let place = self.place(clause, limit, indent);
        let body = clause.body.span();
        if place.layout == Layout::OnHeaderLine && !self.decisions.needs_lines(body) {
            self.expression(Span::new(clause.header.end, body.end), &[], indent);
            self.lines.source(Span::new(body.end, place.region.end), shift(indent));
        } else {
            self.header_end(clause, &place, indent);
            self.block(clause.body, &place, &place.inner(self, indent));
        }
        place.region.end
    }

    /// The rest of a header's line, behind its colon.
    pub(super) fn header_end(&mut self, clause: &Clause<'_>, place: &Place, indent: &Indent) {
        if place.layout != Layout::OnHeaderLine {
            let hoists = self.decisions.hoists(clause.header.start);
            self.rest_of_line(Span::new(clause.header.end, place.region.start), hoists, indent);
        }
        self.lines.end_line();
    }

    /// The statements or cases of a body, on lines of their own.
    pub(super) fn block(&mut self, body: Body<'_>, place: &Place, indent: &Indent) {
        match body {
            Body::Suite(suite) => self.suite(suite, indent, place.region),
            Body::Cases(cases) => {
                let module = self.weaver.module;
                let clauses: Vec<_> = cases.iter().flat_map(|case| node::case_clause(module, case)).collect();
                let mut at = place.region.start;
                for (index, clause) in clauses.iter().enumerate() {
                    let line = self.trivia_above(clause, at, indent);
                    self.start_line(Some(Span::new(line, clause.header.start)), indent);
                    self.expression(clause.header, &[], indent);
                    at = self.body(clause, limit(clauses.get(index + 1), place.region.end), indent);
                }
                self.trivia(Span::new(at, place.region.end), indent);
            }
        }
    }

    /// Where the body of `clause` stands; see `body` for `limit`.
    pub(super) fn place(&self, clause: &Clause<'_>, limit: u32, indent: &Indent) -> Place {
        let module = self.weaver.module;
        let body = clause.body.span();
        let header_end = trivia::line_end(&module.text, clause.header.end, body.start);
        let end = trivia::line_end(&module.text, body.end, limit).unwrap_or(limit);
        let Some(header_end) = header_end else {
            return Place { region: Span::new(body.start, end), layout: Layout::OnHeaderLine };
        };
        let end = trivia::with_deeper_comments(module, end, limit, &indent.from);
        let first = trivia::code_line(module, header_end, body.start);
        let from = trivia::indentation(module, first).to_owned();
        Place { region: Span::new(header_end, end), layout: Layout::Indented { from } }
    }
}

/// Where a body stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its lines, or from its first byte on the header's line to the end of that line.
    pub(super) region: Span,
    pub(super) layout: Layout,
}

/// How a body stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Behind the colon.
    OnHeaderLine,
    /// On lines of its own.
    Indented {
        /// Their indentation.
        from: String,
    },
}

impl Place {
    /// The indentation of a body whose header is indented by `outer`, one level deeper than that wherever it goes.
    pub(super) fn inner(&self, emitter: &Emitter<'_, '_>, outer: &Indent) -> Indent {
        match &self.layout {
            Layout::Indented { from } if outer.from == outer.to => {
                Indent { from: from.clone(), to: from.clone() }
            }
            Layout::Indented { from } => {
                let more = from.strip_prefix(&outer.from).unwrap_or(emitter.unit(&outer.to));
                Indent { from: from.clone(), to: format!("{}{more}", outer.to) }
            }
            Layout::OnHeaderLine => Indent {
                from: format!("{}{}", outer.from, emitter.unit(&outer.from)),
                to: format!("{}{}", outer.to, emitter.unit(&outer.to)),
            },
        }
    }
}

/// Where the body before `next` ends at the latest.
pub(super) fn limit(next: Option<&Clause<'_>>, end: u32) -> u32 {
    next.map_or(end, |next| next.header.start)
}

fn cut_elif(node: Node<'_>, clauses_left: usize) -> Option<Node<'_>> {
    let stmt = match node {
        Node::Whole(Stmt::If(stmt)) => stmt,
        Node::Elif(stmt, _) => stmt,
        Node::Whole(_) => return None,
    };
    let index = stmt.elif_else_clauses.len().checked_sub(clauses_left)?;
    stmt.elif_else_clauses.get(index)?.test.as_ref()?;
    Some(Node::Elif(stmt, index))
}

#[cfg(test)]
mod tests {
    use crate::plan::Form;
    use crate::weave::fixture::Fixture;

    const CHAIN: &str = "if a:  # one\n    f()\n# about b\nelif b(x):  # two\n    g('''\n  text\n''')\n\nelif c: h()\nelse:\n    i()\n    # last\nj()\n";
    const CASES: &str = "match f(x):\n    # first\n    case 1:\n        a()\n    case 2: b()\n    case _ if c:\n        d()\n        # end\n";

    #[test]
    fn an_elif_with_something_before_it_moves_into_else() {
        let woven = Fixture::new(CHAIN)
            .split("elif b", &[("b(x)", "_test")])
            .section(Form::With, ("elif b", 0), ("elif b", 0), &["_lock"])
            .woven();
        insta::assert_snapshot!(woven, @"
        if a:  # one
            f()
        # about b
        else:
            with _lock:
                _test = b(x)
            if _test:  # two
                g('''
          text
        ''')

            elif c: h()
            else:
                i()
                # last
        j()
        ");
    }

    #[test]
    fn a_section_may_be_an_elif() {
        let woven = Fixture::new(CHAIN).around(Form::With, "elif c", &["_lock"]).woven();
        insta::assert_snapshot!(woven, @"
        if a:  # one
            f()
        # about b
        elif b(x):  # two
            g('''
          text
        ''')

        else:
            with _lock:
                if c: h()
                else:
                    i()
                    # last
        j()
        ");
    }

    #[test]
    fn one_line_suites_open() {
        let source = "if a: b(); c += 1; d()  # all\nelse: e()\n";
        insta::assert_snapshot!(Fixture::new(source).around(Form::With, "c", &["_lock"]).woven(), @"
        if a:
            b()
            with _lock:
                c += 1
            d()  # all
        else: e()
        ");
        insta::assert_snapshot!(Fixture::new("class A: x = 1\n").around(Form::With, "x", &["_lock"]).woven(), @"
        class A:
            with _lock:
                x = 1
        ");
        let woven =
            Fixture::new("def f(): return total()").around(Form::Explicit, "return", &["_lock"]).woven();
        insta::assert_snapshot!(woven, @"
        def f():
            _lock.acquire()
            try:
                return total()
            finally:
                _lock.release()
        ");
    }

    #[test]
    fn every_clause_moves() {
        let source = "try:\n    a()\n# why\nexcept (A,\n        B) as e:  # two\n    b()\nexcept C: c()\nelse:\n    d()\nfinally:\n    e()\n    # end\n# behind\n";
        insta::assert_snapshot!(Fixture::new(source).around(Form::With, "try", &["_lock"]).woven(), @"
        with _lock:
            try:
                a()
            # why
            except (A,
                    B) as e:  # two
                b()
            except C: c()
            else:
                d()
            finally:
                e()
                # end
        # behind
        ");
        insta::assert_snapshot!(Fixture::new(CASES).around(Form::With, "match", &["_lock"]).woven(), @"
        with _lock:
            match f(x):
                # first
                case 1:
                    a()
                case 2: b()
                case _ if c:
                    d()
                    # end
        ");
    }

    #[test]
    fn a_match_keeps_its_cases() {
        let woven = Fixture::new(CASES)
            .split("match", &[("f(x)", "_value")])
            .around(Form::With, "b()", &["_lock"])
            .woven();
        insta::assert_snapshot!(woven, @"
        _value = f(x)
        match _value:
            # first
            case 1:
                a()
            case 2:
                with _lock:
                    b()
            case _ if c:
                d()
                # end
        ");
    }

    #[test]
    fn definitions_move_with_their_decorators() {
        let source = "@a\n# note\n@b(\n    1\n)\nclass C:\n\n    @property\n    async def f(self):\n        async with x:\n            y()\n";
        insta::assert_snapshot!(Fixture::new(source).around(Form::With, "@a", &["_lock"]).woven(), @"
        with _lock:
            @a
            # note
            @b(
                1
            )
            class C:

                @property
                async def f(self):
                    async with x:
                        y()
        ");
        insta::assert_snapshot!(Fixture::new(source).around(Form::With, "y()", &["_lock"]).woven(), @"
        @a
        # note
        @b(
            1
        )
        class C:

            @property
            async def f(self):
                async with x:
                    with _lock:
                        y()
        ");
    }
}
