//! Comprehensions: all calls start before the first is waited for.
//!
//! ```python
//! [f(p) for p in ps]          # [future.result() for future in [f(p) for p in ps]]
//! {p: f(p) for p in ps}       # {p: future.result() for p, future in [(p, f(p)) for p in ps]}
//! sum(f(p) for p in ps)       # sum(future.result() for future in [f(p) for p in ps])
//! ```

use super::{Scope, Speller};
use crate::python::ast::{self, Comprehension, Expr, ExprCall};
use crate::python::{Ranged, span_of};
use crate::text::{Piece, Span};

/// A comprehension, whatever it makes.
struct Parts<'a> {
    /// The element, as it is written between the bracket and the first `for`.
    element: Span,
    /// Where the last `for` or `if` ends.
    end: u32,
    generators: &'a [Comprehension],
}

impl<'a> Speller<'a> {
    /// Spells out a comprehension, or a generator expression all of whose elements are taken; not where its calls must wait for each
    /// other.
    pub(super) fn comprehension(&mut self, scope: &Scope<'a>, expr: &'a Expr) -> bool {
        let Some(parts) = self.parts(expr) else { return false };
        let Some(calls) = self.calls_of_element(scope, expr, &parts) else { return false };
        let rest = parts.rest(&calls);
        let may_start = calls.iter().all(|call| {
            let Some(mut pending) = self.alone(scope, call) else { return false };
            for part in &rest {
                pending.touched.extend(&self.touched_within(*part, &[]));
            }
            !self.clashes(scope, &pending, span_of(expr.range()), &rest)
        });
        let bound = bound_by(parts.generators);
        let Some(bound) = bound.filter(|_| may_start) else { return false };
        let mut kept: Vec<&str> = Vec::new();
        for mention in rest.iter().flat_map(|part| scope.reading.within(*part, &[])) {
            if bound.contains(&mention.name) && !kept.contains(&mention.name) {
                kept.push(mention.name);
            }
        }
        self.gathered_in_place(scope, &parts, &calls, &kept);
        true
    }

    fn parts(&self, expr: &'a Expr) -> Option<Parts<'a>> {
        let span = span_of(expr.range());
        let (generators, has_brackets): (&[Comprehension], bool) = match expr {
            Expr::ListComp(node) => (&node.generators, true),
            Expr::SetComp(node) => (&node.generators, true),
            Expr::DictComp(node) => (&node.generators, true),
            Expr::Generator(node) => (&node.generators, node.parenthesized),
            _ => return None,
        };
        let inside = if has_brackets { Span::new(span.start + 1, span.end - 1) } else { span };
        let head = Span::new(inside.start, generators.first()?.range().start().into());
        let end = inside.start + self.module.slice(inside).trim_end().len() as u32;
        let element = self.with_parentheses(elements_of(expr)?, head);
        let is_async = generators.iter().any(|generator| generator.is_async);
        (!is_async).then_some(Parts { element, end, generators })
    }

    /// The element from its first to its last part, with parentheses around it, of the code of `head`.
    fn with_parentheses(&self, (first, last): (&Expr, &Expr), head: Span) -> Span {
        let element = span_of(first.range()).cover(span_of(last.range()));
        let (before, behind) = (Span::new(head.start, element.start), Span::new(element.end, head.end));
        let (before, behind) = (self.module.slice(before), self.module.slice(behind));
        let start = before.find('(').map_or(element.start, |at| head.start + at as u32);
        let end = behind.rfind(')').map_or(element.end, |at| element.end + at as u32 + 1);
        Span::new(start, end)
    }

    /// The calls that each element surely makes, if what is around them can wait.
    fn calls_of_element(
        &self,
        scope: &Scope<'a>,
        expr: &'a Expr,
        parts: &Parts<'a>,
    ) -> Option<Vec<&'a ExprCall>> {
        let (first, last) = elements_of(expr)?;
        let elements = if std::ptr::eq(first, last) { vec![first] } else { vec![first, last] };
        let (calls, _) = self.starts_in(&elements)?;
        let rest = parts.rest(&calls);
        let is_simple = |part: &Span| !self.module.slice(*part).contains(['\n', '\r', '#']);
        let is_called = rest.iter().any(|part| {
            scope.reading.calls.iter().any(|called| !called.is_harmless && part.contains(called.at))
                || self.started_within(*part).next().is_some()
        });
        // A call around the calls, and what else runs between them, would run later than it does.
        let others = scope.reading.calls.iter().any(|called| {
            parts.element.contains(called.at)
                && !called.is_harmless
                && !calls.iter().any(|call| span_of(call.range()).contains(called.at))
        });
        (!calls.is_empty() && rest.iter().all(is_simple) && !is_called && !others).then_some(calls)
    }

    fn gathered_in_place(
        &mut self,
        scope: &Scope<'a>,
        parts: &Parts<'a>,
        calls: &[&'a ExprCall],
        kept: &[&str],
    ) {
        let mut names: Vec<String> = kept.iter().map(|name| (*name).to_owned()).collect();
        let mut told = String::new();
        let mut done = parts.element.start;
        for (call, name) in calls.iter().zip(self.names.of_comprehension("future", calls.len())) {
            let span = span_of(call.range());
            self.done.insert(span);
            self.arguments(scope, call);
            told.push_str(self.module.slice(Span::new(done, span.start)));
            told.push_str(&format!("{name}.result()"));
            names.push(name);
            done = span.end;
        }
        told.push_str(self.module.slice(Span::new(done, parts.element.end)));
        let targets = names.join(", ");
        let is_alone = names.len() == 1;
        let open = if is_alone { String::new() } else { "(".to_owned() };
        let kept: String = kept.iter().map(|name| format!("{name}, ")).collect();
        let mut pieces = vec![Piece::Generated(format!("{told} for {targets} in [{open}{kept}"))];
        for (place, call) in calls.iter().enumerate() {
            if place > 0 {
                pieces.push(Piece::Generated(", ".to_owned()));
            }
            pieces.extend(self.changes.take(span_of(call.range())));
        }
        if !is_alone {
            pieces.push(Piece::Generated(")".to_owned()));
        }
        self.changes.replace(parts.element, pieces);
        for generator in parts.generators {
            self.expression(scope, &generator.iter);
            generator.ifs.iter().for_each(|test| self.expression(scope, test));
        }
        self.changes.insert(parts.end, "]");
    }
}

impl Parts<'_> {
    /// What of the element is no call of a concurrent function.
    fn rest(&self, calls: &[&ExprCall]) -> Vec<Span> {
        let mut rest = Vec::new();
        let mut done = self.element.start;
        for call in calls {
            let span = span_of(call.range());
            rest.push(Span::new(done, span.start));
            done = span.end;
        }
        rest.push(Span::new(done, self.element.end));
        rest
    }
}

/// The first and the last part of a comprehension's element.
fn elements_of(expr: &Expr) -> Option<(&Expr, &Expr)> {
    match expr {
        Expr::ListComp(node) => Some((&node.elt, &node.elt)),
        Expr::SetComp(node) => Some((&node.elt, &node.elt)),
        Expr::DictComp(node) => Some((&node.key, &node.value)),
        Expr::Generator(node) => Some((&node.elt, &node.elt)),
        _ => None,
    }
}

/// The names that the loops bind; `None` where something else is bound, too.
fn bound_by(generators: &[Comprehension]) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    for generator in generators {
        names_of(&generator.target, &mut names)?;
        let exprs = std::iter::once(&generator.iter).chain(&generator.ifs);
        if exprs
            .into_iter()
            .any(|expr| ast::helpers::any_over_expr(expr, &|inner: &Expr| inner.is_named_expr()))
        {
            return None;
        }
    }
    Some(names)
}

fn names_of<'e>(target: &'e Expr, names: &mut Vec<&'e str>) -> Option<()> {
    match target {
        Expr::Name(name) => names.push(name.id.as_str()),
        Expr::Tuple(node) => node.elts.iter().try_for_each(|inner| names_of(inner, names))?,
        Expr::List(node) => node.elts.iter().try_for_each(|inner| names_of(inner, names))?,
        Expr::Starred(node) => names_of(&node.value, names)?,
        _ => return None,
    }
    Some(())
}
