//! Comprehensions, generator expressions and lambdas.

use super::ir::{Block, Constant, FunctionKind, Op, Param, ParamKind, StatementKind, ValueId};
use super::lower::{Draft, Lowering};
use crate::python::ast::{Comprehension, Expr, ExprGenerator, ExprLambda};
use crate::python::{Ranged, ScopeId, span_of};
use crate::text::Span;

impl Lowering<'_> {
    /// A list, set or dict comprehension runs in the function that it stands in; its variables are locals of that function.
    pub(super) fn comprehension(&mut self, expr: &Expr) -> ValueId {
        let span = span_of(expr.range());
        let (kind, generators, elements): (_, _, Vec<&Expr>) = match expr {
            Expr::ListComp(node) => (Constant::List, &node.generators, vec![&node.elt]),
            Expr::SetComp(node) => (Constant::Set, &node.generators, vec![&node.elt]),
            Expr::DictComp(node) => (Constant::Dict, &node.generators, vec![&node.key, &node.value]),
            _ => return self.expression(expr),
        };
        let first = generators.first().map(|generator| self.expression(&generator.iter));
        let scope = self.scope_of(span);
        self.claim_locals(scope);
        let values = self.in_scope(scope, |lowering| {
            lowering.conditionally(|lowering| {
                for (place, generator) in generators.iter().enumerate() {
                    let outermost = first.filter(|_| place == 0);
                    lowering.round(generator, outermost);
                }
                elements.into_iter().map(|element| lowering.expression(element)).collect()
            })
        });
        self.event(span, Op::Build(kind, values))
    }

    /// The scope that the node at `span` makes; the current one if it makes none.
    pub(super) fn scope_of(&self, span: Span) -> ScopeId {
        self.scopes.of_node(span).unwrap_or(self.frame.scope)
    }

    /// One `for ... if ...` of a comprehension.
    fn round(&mut self, generator: &Comprehension, outermost: Option<ValueId>) {
        let iterable = match outermost {
            Some(value) => value,
            None => self.expression(&generator.iter),
        };
        self.next_element(iterable, &generator.iter, &generator.target, generator.is_async);
        for test in &generator.ifs {
            self.truth(test);
        }
    }

    /// Takes the next element of `iterable` and stores it to `target`.
    pub(super) fn next_element(&mut self, iterable: ValueId, iter: &Expr, target: &Expr, is_async: bool) {
        let span = span_of(iter.range());
        let mut element = self.event(span, Op::Iterate(iterable));
        if is_async {
            element = self.event(span, Op::Await(element));
        }
        self.store(target, element);
    }

    /// A generator expression: a function that gets its outermost iterable and is run by whoever iterates it.
    pub(super) fn generator(&mut self, node: &ExprGenerator) -> ValueId {
        let span = span_of(node.range());
        let first = node.generators.first().map(|generator| self.expression(&generator.iter));
        let iterable =
            node.generators.first().map_or(Span::at(span.start), |generator| span_of(generator.iter.range()));
        let parameter = Param {
            name: ".0".to_owned(),
            kind: ParamKind::PositionalOnly,
            annotation: None,
            default: None,
            default_span: None,
            span: iterable,
        };
        let draft = Draft {
            name: "<genexpr>",
            span,
            name_span: Span::at(span.start),
            kind: FunctionKind::GeneratorExpression,
            params: vec![parameter],
        };
        let scope = self.scope_of(span);
        let id = self.function(draft, scope, |lowering| lowering.generator_body(node, 0));
        self.event(span, Op::Closure(id, first))
    }

    /// The loops of a generator expression from number `place` on, one in the other, and the `yield` inside.
    fn generator_body(&mut self, node: &ExprGenerator, place: usize) -> Block {
        let Some(generator) = node.generators.get(place) else {
            return alone(self.simple(span_of(node.elt.range()), |lowering| {
                let value = lowering.expression(&node.elt);
                lowering.event(span_of(node.elt.range()), Op::Yield(Some(value)));
                StatementKind::Simple
            }));
        };
        let mut open = self.open(span_of(generator.range()));
        let iterable = match place {
            0 => {
                let name = self.name(".0");
                self.event(span_of(generator.iter.range()), Op::Load(name))
            }
            _ => self.expression(&generator.iter),
        };
        self.next_element(iterable, &generator.iter, &generator.target, generator.is_async);
        self.close_header(&mut open);
        let body = self.generator_tests(node, place, &generator.ifs);
        let kind =
            StatementKind::For { iterable, is_async: generator.is_async, body, otherwise: Block::default() };
        alone(self.close(open, kind))
    }

    fn generator_tests(&mut self, node: &ExprGenerator, place: usize, tests: &[Expr]) -> Block {
        let Some((test, rest)) = tests.split_first() else { return self.generator_body(node, place + 1) };
        let mut open = self.open(span_of(test.range()));
        let value = self.expression(test);
        let narrows = self.narrowings(test);
        self.close_header(&mut open);
        let then = self.generator_tests(node, place, rest);
        let kind = StatementKind::If { test: value, narrows, elif: false, then, otherwise: Block::default() };
        alone(self.close(open, kind))
    }

    /// A lambda: its body is one `return`.
    pub(super) fn lambda(&mut self, node: &ExprLambda) -> ValueId {
        let span = span_of(node.range());
        let params = node.parameters.as_ref().map_or(Vec::new(), |list| {
            self.defaults(list);
            self.parameters(list, self.frame.scope)
        });
        let draft = Draft {
            name: "<lambda>",
            span,
            name_span: Span::at(span.start),
            kind: FunctionKind::Lambda,
            params,
        };
        let scope = self.scope_of(span);
        let id = self.function(draft, scope, |lowering| {
            alone(lowering.simple(span_of(node.body.range()), |lowering| StatementKind::Return {
                value: Some(lowering.expression(&node.body)),
            }))
        });
        self.event(span, Op::Closure(id, None))
    }
}

fn alone(statement: super::ir::StatementId) -> Block {
    Block { statements: vec![statement] }
}
