//! Functions: a concurrent one by its wrapper and body, an atomic one without its marker, any other as it is.
//!
//! ```python
//! @atomic            # before
//! def swap():
//! def swap():        # after
//! ```

use super::block::{Emitter, shift};
use super::node::{Clause, Item, Node};
use super::{Indent, trivia, wrapper};
use crate::plan::{Launch, LaunchKind};
use crate::python::Marking;
use crate::python::ast::{Stmt, StmtFunctionDef};
use crate::text::Span;

impl Emitter<'_, '_> {
    /// A `def` statement.
    pub(super) fn def(&mut self, item: &Item<'_>, clauses: &[Clause<'_>], indent: &Indent) {
        let (Node::Whole(Stmt::FunctionDef(def)), Some(clause)) = (item.node, clauses.first()) else {
            return;
        };
        match self.decisions.marking(item.node.span().start) {
            Some((marking, Some(launch))) => self.concurrent(item, def, clause, (marking, launch), indent),
            Some((marking, None)) => self.unmarked(item, clause, marking, indent),
            None => self.plain_compound(item, clauses, &[], indent),
        }
    }

    fn concurrent(
        &mut self,
        item: &Item<'_>,
        def: &StmtFunctionDef,
        clause: &Clause<'_>,
        (marking, launch): (&Marking, &Launch),
        indent: &Indent,
    ) {
        let head = wrapper::head(self.weaver, def, marking, launch, indent);
        let place = self.place(clause, item.extent, indent);
        if !head.early.is_empty() {
            self.write(
                &head.early.iter().map(|line| line.trim_end_matches('\n').to_owned()).collect::<Vec<_>>(),
            );
            self.lines.generated(wrapper::blank_lines(indent));
        }
        self.start_line(item.prefix, indent);
        self.lines.extend(head.pieces);
        let rest = Span::new(head.from, place.region.end);
        if let LaunchKind::Stub = launch.kind {
            self.lines.source(rest, shift(indent));
            return;
        }
        let inner = Indent { from: place.inner(self, indent).from, to: head.suite.to };
        match (def.body.get(head.first..), head.filler) {
            (Some(suite), _) if !suite.is_empty() => self.suite(suite, &inner, rest),
            (_, filler) => {
                if let Some(filler) = filler {
                    self.lines.line(&inner.to, filler);
                }
                self.trivia(rest, &inner);
            }
        }
        self.lines.extend(head.tail);
    }

    /// A function whose marker goes and leaves nothing.
    fn unmarked(&mut self, item: &Item<'_>, clause: &Clause<'_>, marking: &Marking, indent: &Indent) {
        let module = self.weaver.module;
        let line = module.lines.full_line(marking.decorator.end);
        let rest = Span::new(marking.decorator.end, line.end);
        let comment = module.slice(rest).find('#').map(|at| rest.start + at as u32);
        self.start_line(item.prefix, indent);
        self.lines.source(Span::new(clause.header.start, marking.decorator.start), shift(indent));
        // A comment on the marker's line keeps that line. Else the indentation that stands before the marker serves the
        // next line.
        let resumed = comment.unwrap_or_else(|| {
            let indentation = trivia::indentation(module, line.end);
            line.end + indentation.len() as u32
        });
        self.expression(Span::new(resumed.min(clause.header.end), clause.header.end), &[], indent);
        self.body(clause, item.extent, indent);
    }
}
