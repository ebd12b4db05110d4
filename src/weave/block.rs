//! Suites: the statements of a block, with every decision of the plan applied to them and to the blocks inside.
//!
//! ```python
//! a = load()                   # before
//! total += a  # count
//! ```
//! ```python
//! a = load()                   # after
//! with _total_lock:
//!     total += a  # count
//! ```
//! A statement in which nothing changes stays one source piece, moved whole if its block moves. Knows how statements follow
//! each other on lines; what one looks like inside is `compound`'s and `expression`'s to say.

use super::decisions::{At, Decisions};
use super::lines::Lines;
use super::node::{self, Item, Node};
use super::section::Opened;
use super::{Indent, Weaver, trivia};
use crate::plan::{Hoist, Section};
use crate::python::ast::Stmt;
use crate::text::{Piece, Shift, Span};

/// The statements `suite` as they will be.
///
/// `span` is the region of the suite: from the end of what precedes it (behind the line end of its header, or behind the
/// header's colon where the suite stands on that line; behind the line end of the statement before, if the suite is the rest
/// of a block) to the start of the line of what follows it, so the comments and blank lines above, between and below its
/// statements are in it. `indent` is how its statements are indented, now and then.
///
/// The pieces start at a line start, whether `span` does or not.
pub(super) fn suite(weaver: &Weaver<'_>, suite: &[Stmt], indent: &Indent, span: Span) -> Vec<Piece> {
    let mut emitter = Emitter {
        weaver,
        decisions: Decisions::of(weaver),
        lines: Lines::new(&weaver.module.text),
        released: Vec::new(),
        flags: Vec::new(),
    };
    emitter.suite(suite, indent, span);
    emitter.lines.finish(span)
}

/// What is known while a region is emitted.
pub(super) struct Emitter<'w, 'a> {
    pub(super) weaver: &'w Weaver<'a>,
    pub(super) decisions: Decisions<'a>,
    pub(super) lines: Lines<'a>,
    /// Points at which a section around them gives its locks back for good, with the lines that do it.
    pub(super) released: Vec<(At, Vec<String>)>,
    /// Generated flags in use around the current place.
    pub(super) flags: Vec<String>,
}

impl<'a> Emitter<'_, 'a> {
    pub(super) fn suite(&mut self, suite: &[Stmt], indent: &Indent, span: Span) {
        if indent.from == indent.to && self.is_whole_lines(span) && self.decisions.leaves(span) {
            self.lines.source(span, None);
            return;
        }
        let (mut items, tail) = node::items(self.weaver.module, suite, span, &indent.from);
        let mut tail = vec![tail];
        self.erase(suite, &mut items, &mut tail);
        if items.is_empty() && !indent.to.is_empty() {
            self.lines.line(&indent.to, "pass");
        }
        self.items(&items, indent);
        for lines in tail {
            self.trivia(lines, indent);
        }
    }

    fn is_whole_lines(&self, span: Span) -> bool {
        self.lines.at_line_start() && self.weaver.module.lines.line_start(span.start) == span.start
    }

    pub(super) fn items(&mut self, items: &[Item<'_>], indent: &Indent) {
        let mut opened: Option<Opened> = None;
        for (index, item) in items.iter().enumerate() {
            let offset = item.node.span().start;
            let hoists = self.decisions.hoists(offset);
            let own_form = self.decisions.own_form(offset);
            // What a loop's test needs is evaluated in the loop: each round.
            let is_loop = matches!(item.node, Node::Whole(Stmt::While(_)));
            for part in 0..=hoists.len() as u32 {
                let at = At { offset, part };
                let outer = opened.as_ref().map_or(indent, |opened| &opened.inner).clone();
                let guard = if opened.is_none() { self.decisions.guard_at(at).cloned() } else { None };
                let guard = guard.filter(|guard| !is_loop || !guard.is_before(offset, hoists.len()));
                if part == 0 {
                    self.local_locks(item, &outer);
                }
                let attached = if part == 0 { self.lead(item, &outer) } else { Span::default() };
                if let Some(guard) = &guard {
                    opened = Some(self.open(guard, &outer));
                }
                let inner = opened.as_ref().map_or(indent, |opened| &opened.inner).clone();
                self.release(at, &inner);
                self.trivia(attached, &inner);
                match hoists.get(part as usize) {
                    Some(_) if is_loop => {}
                    Some(hoist) => self.hoist(hoist, &hoists[..part as usize], &inner),
                    None => self.statement(item, own_form, hoists, &inner),
                }
                let ends = opened.as_ref().is_some_and(|opened| opened.last == at);
                if part as usize == hoists.len() && !item.node.is_compound() {
                    self.end_of_line(item, items.get(index + 1), ends, &inner);
                }
                if ends && let Some(opened) = opened.take() {
                    self.close(opened);
                }
            }
        }
        if let Some(opened) = opened.take() {
            self.close(opened);
        }
    }

    /// What stands above a statement, but for the comments that go where it goes: gives those.
    fn lead(&mut self, item: &Item<'_>, indent: &Indent) -> Span {
        let Some((last, others)) = item.lead.split_last() else { return Span::default() };
        for lines in others {
            self.trivia(*lines, indent);
        }
        let (apart, attached) = trivia::attached_comments(self.weaver.module, *last, &indent.from);
        self.trivia(apart, indent);
        attached
    }

    /// Blank and comment lines.
    pub(super) fn trivia(&mut self, span: Span, indent: &Indent) {
        if span.is_empty() {
            return;
        }
        self.lines.end_line();
        self.lines.source(span, shift(indent));
    }

    /// The statement itself; a compound one with all of its lines.
    fn statement(
        &mut self,
        item: &Item<'_>,
        own_form: Option<&'a Section>,
        hoists: &'a [Hoist],
        indent: &Indent,
    ) {
        let span = item.node.span();
        let clauses = node::clauses(self.weaver.module, item.node);
        if clauses.is_empty() {
            self.simple(item, hoists, indent);
            return;
        }
        if let Some(prefix) = item.prefix
            && indent.from == indent.to
            && self.lines.at_line_start()
            && self.decisions.leaves(Span::new(span.start, item.extent))
        {
            self.lines.source(Span::new(prefix.start, item.extent), None);
            return;
        }
        self.compound(item, &clauses, own_form, hoists, indent);
    }

    fn simple(&mut self, item: &Item<'_>, hoists: &'a [Hoist], indent: &Indent) {
        self.start_line(item.prefix, indent);
        match self.import_left(item.node) {
            Some(pieces) => self.lines.extend(super::moved(pieces, indent)),
            None => match item.node {
                Node::Whole(stmt) if let Some(text) = self.shrunk(stmt, hoists, indent) => {
                    self.lines.generated(&text);
                }
                _ => self.expression(item.node.span(), hoists, indent),
            },
        }
    }

    /// What stands before the first token of a line. Nothing if the line has been begun.
    pub(super) fn start_line(&mut self, prefix: Option<Span>, indent: &Indent) {
        if !self.lines.at_line_start() {
            return;
        }
        let Some(prefix) = prefix else {
            self.lines.generated(&indent.to);
            return;
        };
        if indent.from == indent.to {
            self.lines.source(prefix, None);
            return;
        }
        let feeds = self.weaver.module.slice(prefix).rfind('\x0c').map_or(0, |at| at as u32 + 1);
        self.lines.source(Span::new(prefix.start, prefix.start + feeds), None);
        self.lines.generated(&indent.to);
    }

    /// What stands behind a simple statement on its line. The next statement of the line stays there if nothing comes
    /// between the two.
    fn end_of_line(&mut self, item: &Item<'_>, next: Option<&Item<'_>>, section_ends: bool, indent: &Indent) {
        match (item.separator, next) {
            (Some(separator), Some(next)) => {
                let start = next.node.span().start;
                if section_ends || self.decisions.is_cut(start) {
                    self.lines.end_line();
                } else {
                    self.lines.source(separator, shift(indent));
                }
            }
            _ => {
                let hoists = self.decisions.hoists(item.node.span().start);
                self.rest_of_line(Span::new(item.rest, item.extent), hoists, indent);
            }
        }
    }
}

/// How source bytes of a block move.
pub(super) fn shift(indent: &Indent) -> Option<Shift> {
    (indent.from != indent.to).then(|| Shift { from: indent.from.clone(), to: indent.to.clone() })
}

#[cfg(test)]
mod tests {
    use crate::plan::Form;
    use crate::weave::fixture::Fixture;

    #[test]
    fn a_statement_of_ordinary_code_gets_with() {
        let woven = Fixture::new("a = load()\n\n# count\ntotal += a  # now\nprint(a)\n")
            .around(Form::With, "total", &["_a_lock"])
            .woven();
        insta::assert_snapshot!(woven, @"
        a = load()

        with _a_lock:
            # count
            total += a  # now
        print(a)
        ");
    }

    #[test]
    fn a_body_gets_acquire_and_release() {
        let source = "def f():\n    a = load()\n    # kept\n\n    # the x\n    x = [\n        1,\n  ]\n    # the y\n\n    y = \"\"\"\n  text\"\"\" \\\n      + z  # y\n    # behind\n    return a\n";
        let woven = Fixture::new(source)
            .section(Form::Explicit, ("x =", 0), ("y =", 0), &["_a_lock", "_b_lock"])
            .woven();
        insta::assert_snapshot!(woven, @r#"
        def f():
            a = load()
            # kept

            _a_lock.acquire()
            _b_lock.acquire()
            try:
                # the x
                x = [
                    1,
          ]
                # the y

                y = """
          text""" \
                  + z  # y
            finally:
                _b_lock.release()
                _a_lock.release()
            # behind
            return a
        "#);
    }

    #[test]
    fn only_the_guarded_statement_leaves_a_shared_line() {
        let woven = Fixture::new("a = 1; b = 2; total += 1; c = 3; d = 4;  # all\n")
            .around(Form::With, "total", &["_lock"])
            .woven();
        insta::assert_snapshot!(woven, @"
        a = 1; b = 2
        with _lock:
            total += 1
        c = 3; d = 4;  # all
        ");
        let woven = Fixture::new("if x:\n    a = 1; b = 2; c = 3  # all\n")
            .section(Form::With, ("b", 0), ("c", 0), &["_lock"])
            .woven();
        insta::assert_snapshot!(woven, @"
        if x:
            a = 1
            with _lock:
                b = 2; c = 3  # all
        ");
        let source = "a = 1; \\\n  b = 2; c = f(3)  # all\n";
        insta::assert_snapshot!(Fixture::new(source).split("c", &[("f(3)", "_value")]).woven(), @r"
        a = 1; \
          b = 2
        _value = f(3)
        c = _value  # all
        ");
    }

    #[test]
    fn line_ends_tabs_and_form_feeds_stay() {
        let source = "def f():\r\n\tg()\r\n\x0c\tx = (1,\r\n\t\t2)\r\n\r\n\tif a:\r\n\t  # c\r\n\t  y = 1";
        let woven = Fixture::new(source).section(Form::Explicit, ("x =", 0), ("if a", 0), &["_lock"]).woven();
        assert_eq!(
            woven,
            "def f():\r\n\tg()\r\n\t_lock.acquire()\r\n\ttry:\r\n\x0c\t\tx = (1,\r\n\t\t\t2)\r\n\r\n\t\tif a:\r\n\
             \t\t  # c\r\n\t\t  y = 1\r\n\tfinally:\r\n\t\t_lock.release()"
        );
    }

    #[test]
    fn what_does_not_change_keeps_its_bytes() {
        let before = "\x0c# a\n \nif a : b;\n";
        let woven = Fixture::new(&format!("{before}\nx()  ;  y()\n  # end"))
            .around(Form::With, "y", &["_lock"])
            .woven();
        assert_eq!(woven, format!("{before}\nx()\nwith _lock:\n    y()\n  # end"));
    }
}
