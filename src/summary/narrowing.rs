//! The names whose type a test narrows for a type checker.

use super::annotation::dotted_parts;
use super::ir::Narrowing;
use super::lower::Lowering;
use crate::python::ast::{Expr, UnaryOp};

impl Lowering<'_> {
    /// What `test` narrows, in source order, each once.
    pub(super) fn narrowings(&self, test: &Expr) -> Vec<Narrowing> {
        let mut found = Vec::new();
        self.collect_narrowings(test, &mut found);
        found
    }

    fn collect_narrowings(&self, test: &Expr, found: &mut Vec<Narrowing>) {
        match test {
            Expr::BoolOp(operation) => {
                operation.values.iter().for_each(|value| self.collect_narrowings(value, found));
            }
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                self.collect_narrowings(&operation.operand, found);
            }
            Expr::Named(named) => {
                self.note_narrowing(&named.target, found);
                self.collect_narrowings(&named.value, found);
            }
            Expr::Compare(comparison) => {
                self.narrowed_operand(&comparison.left, found);
                comparison.comparators.iter().for_each(|operand| self.narrowed_operand(operand, found));
            }
            Expr::Call(call) => {
                let narrows = matches!(&*call.func, Expr::Name(name)
                    if matches!(name.id.as_str(), "isinstance" | "issubclass" | "callable" | "hasattr" | "len"));
                if let (true, Some(first)) = (narrows, call.arguments.args.first()) {
                    self.narrowed_operand(first, found);
                }
            }
            other => self.note_narrowing(other, found),
        }
    }

    /// An operand of a comparison: `x`, `x.kind`, `type(x)`, `len(x)`, `(x := f())`.
    fn narrowed_operand(&self, operand: &Expr, found: &mut Vec<Narrowing>) {
        match operand {
            Expr::Named(named) => self.note_narrowing(&named.target, found),
            Expr::Call(call) => match (&*call.func, &*call.arguments.args) {
                (Expr::Name(name), [only]) if matches!(name.id.as_str(), "type" | "len") => {
                    self.note_narrowing(only, found);
                }
                _ => {}
            },
            other => self.note_narrowing(other, found),
        }
    }

    fn note_narrowing(&self, expr: &Expr, found: &mut Vec<Narrowing>) {
        let Some((root, path)) = dotted_parts(expr) else { return };
        let narrowing = Narrowing { name: self.name(root), path };
        if !found.contains(&narrowing) {
            found.push(narrowing);
        }
    }
}
