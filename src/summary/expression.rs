//! Expressions to events, in the order in which Python evaluates them.

use super::ir::{Argument, ArgumentKind, Choice, Constant, Op, Operator, ValueId};
use super::lower::Lowering;
use super::target::Access;
use crate::python::ast::{
    self, Expr, ExprBinOp, ExprBoolOp, ExprCall, ExprCompare, ExprDict, ExprFString, ExprIf, ExprNamed,
    ExprSlice, ExprTString, ExprUnaryOp, FStringPart, InterpolatedStringElement,
};
use crate::python::{Ranged, span_of};
use crate::text::Span;

impl Lowering<'_> {
    /// Adds the events of `expr`; gives the value of its last one.
    pub(super) fn expression(&mut self, expr: &Expr) -> ValueId {
        let span = span_of(expr.range());
        match expr {
            Expr::Name(name) => {
                let name = self.name(name.id.as_str());
                self.event(span, Op::Load(name))
            }
            Expr::NoneLiteral(_) => self.constant(span, Constant::None),
            Expr::NumberLiteral(number) if number.value.as_int().is_some_and(|value| *value == 0) => {
                self.constant(span, Constant::Zero)
            }
            Expr::StringLiteral(text) if is_name(text.value.to_str()) => {
                self.event(span, Op::Word(text.value.to_str().to_owned()))
            }
            Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::EllipsisLiteral(_) => {
                self.constant(span, Constant::Number)
            }
            Expr::StringLiteral(_) | Expr::BytesLiteral(_) => self.constant(span, Constant::Text),
            Expr::IpyEscapeCommand(_) => self.constant(span, Constant::Other),
            Expr::FString(string) => self.f_string(string, span),
            Expr::TString(string) => self.t_string(string, span),
            Expr::Attribute(_) | Expr::Subscript(_) => {
                let access = self.access(expr);
                self.read(&access, span)
            }
            Expr::Call(call) => self.call(call, span),
            Expr::BoolOp(operation) => self.bool_op(operation, span),
            Expr::BinOp(operation) => self.bin_op(operation, span),
            Expr::UnaryOp(operation) => self.unary_op(operation, span),
            Expr::Compare(comparison) => self.compare(comparison, span),
            Expr::If(ternary) => self.ternary(ternary, span),
            Expr::Named(named) => self.named(named),
            Expr::Tuple(tuple) => self.display(Constant::Tuple, &tuple.elts, span),
            Expr::List(list) => self.display(Constant::List, &list.elts, span),
            Expr::Set(set) => self.display(Constant::Set, &set.elts, span),
            Expr::Dict(dict) => self.dict(dict, span),
            Expr::Slice(slice) => self.slice(slice, span),
            Expr::Starred(starred) => {
                let value = self.expression(&starred.value);
                self.event(span, Op::Iterate(value))
            }
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => self.comprehension(expr),
            Expr::Generator(generator) => self.generator(generator),
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::Await(node) => {
                let value = self.expression(&node.value);
                self.event(span, Op::Await(value))
            }
            Expr::Yield(node) => {
                let value = node.value.as_ref().map(|value| self.expression(value));
                self.event(span, Op::Yield(value))
            }
            Expr::YieldFrom(node) => {
                let iterable = self.expression(&node.value);
                let element = self.event(span, Op::Iterate(iterable));
                self.event(span, Op::Yield(Some(element)))
            }
        }
    }

    /// `operator` on `operands`.
    pub(super) fn operate(&mut self, span: Span, operator: &str, operands: Vec<ValueId>) -> ValueId {
        self.event(span, Op::Operate(Operator(operator.to_owned()), operands))
    }

    fn f_string(&mut self, string: &ExprFString, span: Span) -> ValueId {
        let mut parts = Vec::new();
        for part in &string.value {
            if let FStringPart::FString(inner) = part {
                self.interpolations(&inner.elements, &mut parts);
            }
        }
        if parts.is_empty() {
            return self.constant(span, Constant::Text);
        }
        self.operate(span, "concat", parts)
    }

    /// The interpolated parts of an f-string or of a format specification.
    fn interpolations(&mut self, elements: &[InterpolatedStringElement], parts: &mut Vec<ValueId>) {
        for element in elements {
            let InterpolatedStringElement::Interpolation(element) = element else { continue };
            let mut operands = vec![self.expression(&element.expression)];
            if let Some(specification) = &element.format_spec {
                self.interpolations(&specification.elements, &mut operands);
            }
            parts.push(self.operate(span_of(element.range()), "format", operands));
        }
    }

    /// A template string holds its values, unformatted.
    fn t_string(&mut self, string: &ExprTString, span: Span) -> ValueId {
        let mut values = Vec::new();
        for element in string.value.iter().flat_map(|part| part.elements.iter()) {
            let InterpolatedStringElement::Interpolation(element) = element else { continue };
            values.push(self.expression(&element.expression));
            if let Some(specification) = &element.format_spec {
                self.interpolations(&specification.elements, &mut values);
            }
        }
        self.event(span, Op::Build(Constant::Other, values))
    }

    fn call(&mut self, call: &ExprCall, span: Span) -> ValueId {
        if self.marks.calls_here.contains(&span) {
            // What is called is the first argument.
            let given = self.arguments(&call.arguments);
            if let Some((function, arguments)) = given.split_first() {
                return self.event(span, Op::Call(function.value, arguments.to_vec()));
            }
        }
        let callee = self.expression(&call.func);
        let arguments = self.arguments(&call.arguments);
        self.event(span, Op::Call(callee, arguments))
    }

    /// Arguments in the order of evaluation: those by position first.
    pub(super) fn arguments(&mut self, arguments: &ast::Arguments) -> Vec<Argument> {
        let mut given = Vec::new();
        for argument in &arguments.args {
            given.push(match argument {
                Expr::Starred(starred) => {
                    Argument { kind: ArgumentKind::Rest, value: self.expression(&starred.value) }
                }
                _ => Argument { kind: ArgumentKind::Positional, value: self.expression(argument) },
            });
        }
        for keyword in &arguments.keywords {
            let kind = match &keyword.arg {
                // Unlike parameters, keywords of a call are never mangled.
                Some(name) => ArgumentKind::Keyword(name.to_string()),
                None => ArgumentKind::KeywordRest,
            };
            given.push(Argument { kind, value: self.expression(&keyword.value) });
        }
        given
    }

    /// `name` as the innermost class spells it.
    pub(super) fn mangled(&self, name: &str) -> String {
        self.scopes.mangle(self.frame.scope, name)
    }

    fn bool_op(&mut self, operation: &ExprBoolOp, span: Span) -> ValueId {
        let mut values = Vec::new();
        for (place, operand) in operation.values.iter().enumerate() {
            values.push(match place {
                0 => self.expression(operand),
                _ => self.conditionally(|lowering| lowering.expression(operand)),
            });
        }
        self.event(span, Op::Choose(Choice::Truth, values))
    }

    /// A chain `1 + 1 + ...` leans left: it is lowered in a loop, so that its length costs no stack.
    fn bin_op(&mut self, operation: &ExprBinOp, span: Span) -> ValueId {
        let mut chain = vec![(operation, span)];
        let mut first = &*operation.left;
        while let Expr::BinOp(inner) = first {
            chain.push((inner, span_of(inner.range())));
            first = &inner.left;
        }
        let mut value = self.expression(first);
        for (operation, span) in chain.into_iter().rev() {
            let right = self.expression(&operation.right);
            value = self.operate(span, operator_name(operation.op), vec![value, right]);
        }
        value
    }

    fn unary_op(&mut self, operation: &ExprUnaryOp, span: Span) -> ValueId {
        let value = self.expression(&operation.operand);
        let operator = match operation.op {
            ast::UnaryOp::Not => "bool",
            ast::UnaryOp::Invert => "invert",
            ast::UnaryOp::UAdd => "pos",
            ast::UnaryOp::USub => "neg",
        };
        self.operate(span, operator, vec![value])
    }

    /// `a < b < c`: each operand once; from the third on only where the comparisons before it held.
    fn compare(&mut self, comparison: &ExprCompare, span: Span) -> ValueId {
        let mut left = self.expression(&comparison.left);
        let mut results = Vec::new();
        for (place, (operator, right)) in comparison.ops.iter().zip(&comparison.comparators).enumerate() {
            let step = |lowering: &mut Self| {
                let right = lowering.expression(right);
                (right, lowering.operate(span, comparison_name(*operator), vec![left, right]))
            };
            let (right, result) = if place == 0 { step(self) } else { self.conditionally(step) };
            left = right;
            results.push(result);
        }
        match results.as_slice() {
            [only] => *only,
            _ => self.event(span, Op::Choose(Choice::Truth, results)),
        }
    }

    /// A test: its value is asked whether it holds.
    pub(super) fn truth(&mut self, test: &Expr) -> ValueId {
        let value = self.expression(test);
        self.event(span_of(test.range()), Op::Operate(Operator("bool".to_owned()), vec![value]))
    }

    fn ternary(&mut self, ternary: &ExprIf, span: Span) -> ValueId {
        self.truth(&ternary.test);
        let body = self.conditionally(|lowering| lowering.expression(&ternary.body));
        let otherwise = self.conditionally(|lowering| lowering.expression(&ternary.orelse));
        self.event(span, Op::Choose(Choice::Test, vec![body, otherwise]))
    }

    fn named(&mut self, named: &ExprNamed) -> ValueId {
        let value = self.expression(&named.value);
        self.store(&named.target, value);
        value
    }

    fn display(&mut self, kind: Constant, elements: &[Expr], span: Span) -> ValueId {
        let values = elements.iter().map(|element| self.expression(element)).collect();
        self.event(span, Op::Build(kind, values))
    }

    fn dict(&mut self, dict: &ExprDict, span: Span) -> ValueId {
        let mut values = Vec::new();
        for item in &dict.items {
            match &item.key {
                Some(key) => {
                    values.push(self.expression(key));
                    values.push(self.expression(&item.value));
                }
                None => {
                    let other = self.expression(&item.value);
                    values.push(self.event(span_of(item.value.range()), Op::Item(other, None)));
                }
            }
        }
        self.event(span, Op::Build(Constant::Dict, values))
    }

    fn slice(&mut self, slice: &ExprSlice, span: Span) -> ValueId {
        let parts = [&slice.lower, &slice.upper, &slice.step];
        let values = parts.into_iter().flatten().map(|part| self.expression(part)).collect();
        self.operate(span, "slice", values)
    }

    /// Evaluates what an attribute or subscript is of, and its index.
    pub(super) fn access(&mut self, target: &Expr) -> Access {
        match target {
            Expr::Attribute(attribute) => {
                let object = self.expression(&attribute.value);
                Access::Attribute(object, self.mangled(attribute.attr.as_str()))
            }
            Expr::Subscript(subscript) => {
                let object = self.expression(&subscript.value);
                let index = self.expression(&subscript.slice);
                Access::Item(object, index)
            }
            Expr::Name(name) => Access::Name(self.name(name.id.as_str())),
            other => Access::Value(self.expression(other)),
        }
    }
}

/// The method's name of a binary operator, without underscores.
pub(super) fn operator_name(operator: ast::Operator) -> &'static str {
    match operator {
        ast::Operator::Add => "add",
        ast::Operator::Sub => "sub",
        ast::Operator::Mult => "mul",
        ast::Operator::MatMult => "matmul",
        ast::Operator::Div => "truediv",
        ast::Operator::Mod => "mod",
        ast::Operator::Pow => "pow",
        ast::Operator::LShift => "lshift",
        ast::Operator::RShift => "rshift",
        ast::Operator::BitOr => "or",
        ast::Operator::BitXor => "xor",
        ast::Operator::BitAnd => "and",
        ast::Operator::FloorDiv => "floordiv",
    }
}

fn comparison_name(operator: ast::CmpOp) -> &'static str {
    match operator {
        ast::CmpOp::Eq => "eq",
        ast::CmpOp::NotEq => "ne",
        ast::CmpOp::Lt => "lt",
        ast::CmpOp::LtE => "le",
        ast::CmpOp::Gt => "gt",
        ast::CmpOp::GtE => "ge",
        ast::CmpOp::Is | ast::CmpOp::IsNot => "is",
        ast::CmpOp::In | ast::CmpOp::NotIn => "contains",
    }
}

/// Whether a string could be spelled as a name, of a module too: `a.b`, `..a`.
fn is_name(text: &str) -> bool {
    text.trim_start_matches('.').split('.').all(is_identifier)
}

fn is_identifier(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}
