//! Patterns of `match`: what they read of the subject, and the names that they bind.

use super::ir::{Constant, Op, ValueId};
use super::lower::Lowering;
use crate::python::ast::{Identifier, Pattern, PatternMatchClass, PatternMatchMapping};
use crate::python::{Ranged, span_of};
use crate::text::Span;

impl Lowering<'_> {
    /// Adds what `pattern` does to `subject`.
    pub(super) fn pattern(&mut self, pattern: &Pattern, subject: ValueId) {
        let span = span_of(pattern.range());
        match pattern {
            Pattern::MatchValue(node) => {
                let value = self.expression(&node.value);
                self.operate(span, "eq", vec![subject, value]);
            }
            Pattern::MatchSingleton(_) => {
                self.operate(span, "is", vec![subject]);
            }
            Pattern::MatchSequence(node) => {
                for part in &node.patterns {
                    let item = self.event(span_of(part.range()), Op::Item(subject, None));
                    self.pattern(part, item);
                }
            }
            Pattern::MatchMapping(node) => self.mapping_pattern(node, subject, span),
            Pattern::MatchClass(node) => self.class_pattern(node, subject, span),
            Pattern::MatchStar(node) => {
                let rest = self.event(span, Op::Build(Constant::List, vec![subject]));
                self.capture(node.name.as_ref(), rest);
            }
            Pattern::MatchAs(node) => {
                if let Some(inner) = &node.pattern {
                    self.pattern(inner, subject);
                }
                self.capture(node.name.as_ref(), subject);
            }
            Pattern::MatchOr(node) => node.patterns.iter().for_each(|part| self.pattern(part, subject)),
        }
    }

    fn mapping_pattern(&mut self, node: &PatternMatchMapping, subject: ValueId, span: Span) {
        for (key, part) in node.keys.iter().zip(&node.patterns) {
            let key = self.expression(key);
            let item = self.event(span_of(part.range()), Op::Item(subject, Some(key)));
            self.pattern(part, item);
        }
        if node.rest.is_some() {
            let item = self.event(span, Op::Item(subject, None));
            let rest = self.event(span, Op::Build(Constant::Dict, vec![item]));
            self.capture(node.rest.as_ref(), rest);
        }
    }

    /// Which attributes the parts by position read, only the class knows: they are items of the subject.
    fn class_pattern(&mut self, node: &PatternMatchClass, subject: ValueId, span: Span) {
        let class = self.expression(&node.cls);
        self.operate(span, "instancecheck", vec![subject, class]);
        for part in &node.arguments.patterns {
            let item = self.event(span_of(part.range()), Op::Item(subject, None));
            self.pattern(part, item);
        }
        for keyword in &node.arguments.keywords {
            let name = self.mangled(keyword.attr.as_str());
            let value = self.event(span_of(keyword.range()), Op::Attribute(subject, name));
            self.pattern(&keyword.pattern, value);
        }
    }

    fn capture(&mut self, name: Option<&Identifier>, value: ValueId) {
        if let Some(identifier) = name {
            let name = self.name(identifier.as_str());
            self.event(span_of(identifier.range()), Op::Store(name, value));
        }
    }
}
