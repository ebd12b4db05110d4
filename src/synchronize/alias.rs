//! Which variables of a function may name one object, or part of it, as far as its text tells.
//!
//! ```python
//! row = table["a"]     # `row` and `table`
//! for row in rows:     # `row` and `rows`
//! items = self.items   # `items` and `self.items`, not `self.names`
//! ```

use std::collections::BTreeSet;

use crate::python::ast::Expr;
use crate::python::{Ranged, span_of};
use crate::text::Span;

/// A variable, or an attribute of it.
pub(super) type Path<'a> = (&'a str, Option<&'a str>);

/// Builtin functions that give nothing of what they are given.
const SCALAR: [&str; 12] =
    ["abs", "all", "any", "bool", "float", "int", "isinstance", "len", "range", "repr", "round", "str"];

/// Pairs of paths that may reach one object.
#[derive(Debug, Default)]
pub(super) struct Links<'a> {
    pairs: Vec<(Path<'a>, Path<'a>)>,
    /// Calls of concurrent functions: what they give is nobody else's.
    started: BTreeSet<Span>,
}

impl<'a> Links<'a> {
    /// None yet; `started` are the calls of concurrent functions.
    pub(super) fn new(started: BTreeSet<Span>) -> Links<'a> {
        Links { pairs: Vec::new(), started }
    }

    /// `target` is bound to `value`, or to something in it.
    pub(super) fn bind(&mut self, target: &'a Expr, value: &'a Expr) {
        let (mut targets, mut values) = (Vec::new(), Vec::new());
        self.paths(target, &mut targets);
        self.paths(value, &mut values);
        for target in &targets {
            self.pairs.extend(values.iter().map(|value| (*target, *value)));
        }
    }

    /// The variables that may reach what `from` reaches, without its own.
    pub(super) fn of(&self, from: Path<'a>) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::from([from]);
        loop {
            let is_found = |path: &Path<'a>| found.iter().any(|known| meets(*known, *path));
            let more: Vec<Path<'a>> = self
                .pairs
                .iter()
                .flat_map(|(one, other)| match (is_found(one), is_found(other)) {
                    (true, false) => Some(*other),
                    (false, true) => Some(*one),
                    _ => None,
                })
                .collect();
            if more.is_empty() {
                break;
            }
            found.extend(more);
        }
        found.into_iter().map(|(name, _)| name).filter(|name| *name != from.0).collect()
    }

    /// What the value of `expr` may be, or hold.
    fn paths(&self, expr: &'a Expr, found: &mut Vec<Path<'a>>) {
        match expr {
            Expr::Name(name) => found.push((name.id.as_str(), None)),
            Expr::Attribute(node) => match &*node.value {
                Expr::Name(name) => found.push((name.id.as_str(), Some(node.attr.as_str()))),
                inner => self.paths(inner, found),
            },
            Expr::Subscript(node) => self.paths(&node.value, found),
            Expr::Starred(node) => self.paths(&node.value, found),
            Expr::Named(node) => self.paths(&node.value, found),
            Expr::Tuple(node) => node.elts.iter().for_each(|inner| self.paths(inner, found)),
            Expr::List(node) => node.elts.iter().for_each(|inner| self.paths(inner, found)),
            Expr::Dict(node) => node.items.iter().for_each(|item| self.paths(&item.value, found)),
            Expr::BoolOp(node) => node.values.iter().for_each(|inner| self.paths(inner, found)),
            Expr::If(node) => {
                [&node.body, &node.orelse].into_iter().for_each(|inner| self.paths(inner, found))
            }
            Expr::Call(call) if self.started.contains(&span_of(call.range())) => {}
            Expr::Call(call) => {
                match &*call.func {
                    Expr::Name(name) if SCALAR.contains(&name.id.as_str()) => return,
                    Expr::Attribute(method) => self.paths(&method.value, found),
                    _ => {}
                }
                call.arguments.args.iter().for_each(|argument| self.paths(argument, found));
                call.arguments.keywords.iter().for_each(|keyword| self.paths(&keyword.value, found));
            }
            _ => {}
        }
    }
}

fn meets(one: Path<'_>, other: Path<'_>) -> bool {
    one.0 == other.0 && (one.1.is_none() || other.1.is_none() || one.1 == other.1)
}
