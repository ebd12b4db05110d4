//! Statements that may be completed later: the call starts where they stand, and what is done with its value comes when somebody
//! needs it.
//!
//! ```python
//! x = f(a)                   # x_future = f(a)           ...  x = x_future.result()
//! results[key] = f(a)        # results_future = f(a)     ...  results[key] = results_future.result()
//! xs.append(f(a))
//! total += f(a)
//! f(a)
//! ```

use std::collections::BTreeSet;

use super::reading::Mention;
use super::{Scope, Speller};
use crate::plan::{SerialCall, Touched};
use crate::program::Access;
use crate::python::ast::{Expr, ExprCall, Stmt};
use crate::python::{Ranged, span_of};
use crate::text::Span;

/// Methods that put one value into a container.
const PUTS: [&str; 8] = ["add", "append", "appendleft", "extend", "insert", "put", "put_nowait", "update"];

/// What a statement does with the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Nothing.
    Nothing,
    /// A variable is bound to it.
    Binds,
    /// It goes into something that is there.
    Puts,
}

/// A statement to be completed.
#[derive(Clone, Debug)]
pub(super) struct Pending<'a> {
    /// Its place.
    pub(super) statement: Span,
    /// Its number among its siblings.
    pub(super) place: usize,
    pub(super) call: &'a SerialCall,
    pub(super) node: &'a ExprCall,
    pub(super) takes: Use,
    /// The variable that the value goes to, or that holds what it goes into; and the attribute that does.
    pub(super) target: Option<(&'a str, Option<&'a str>)>,
    /// Whether nothing else can reach that object.
    pub(super) is_fresh: bool,
    /// Other variables that may reach that object.
    pub(super) aliases: BTreeSet<&'a str>,
    /// Other variables that the statement reads.
    pub(super) reads: Vec<&'a str>,
    /// Variables that are given to the body and whose objects may change; and what the body does to each.
    pub(super) given: Vec<(&'a str, Access)>,
    /// What the statement touches itself.
    pub(super) touched: Touched,
}

impl Pending<'_> {
    /// The parts of the statement around the call.
    pub(super) fn around(&self) -> [Span; 2] {
        let call = self.call.span;
        [Span::new(self.statement.start, call.start), Span::new(call.end, self.statement.end)]
    }

    /// Whether the target is reached by others too.
    pub(super) fn is_shared(&self) -> bool {
        self.takes == Use::Puts && !self.is_fresh
    }

    /// Whether a mention of a variable needs the statement to be complete; one may begin a call of a concurrent function.
    pub(super) fn is_read_by(&self, mention: &Mention<'_>, begins_call: bool) -> bool {
        let is_target = match self.target {
            Some((name, _)) if name != mention.name => false,
            Some((_, None)) => true,
            Some((_, attribute)) => match mention.attribute {
                None => true,
                Some(other) => attribute == Some(other) || (mention.is_method && !begins_call),
            },
            None => false,
        };
        is_target || (mention.is_bound && self.reads.contains(&mention.name))
    }
}

impl<'a> Speller<'a> {
    /// The statement as one to be completed later, if it can be.
    pub(super) fn deferred(&self, scope: &Scope<'a>, statement: &'a Stmt) -> Option<Pending<'a>> {
        let (node, takes, target) = match statement {
            Stmt::Expr(node) => match &*node.value {
                Expr::Call(call) if self.started(call).is_some() => (call, Use::Nothing, None),
                Expr::Call(call) => {
                    let (object, inner) = self.put(call)?;
                    (inner, Use::Puts, Some(object))
                }
                _ => return None,
            },
            Stmt::Assign(node) => {
                let [target] = &node.targets[..] else { return None };
                (node.value.as_call_expr()?, taken_by(target), Some(target))
            }
            Stmt::AnnAssign(node) => {
                (node.value.as_ref()?.as_call_expr()?, taken_by(&node.target), Some(&*node.target))
            }
            Stmt::AugAssign(node) => (node.value.as_call_expr()?, Use::Puts, Some(&*node.target)),
            _ => return None,
        };
        let call = self.started(node).filter(|call| !call.is_open)?;
        let target = match target {
            Some(target) => Some(place_of(target)?),
            None => None,
        };
        let span = span_of(statement.range());
        let mut pending = Pending {
            statement: span,
            place: 0,
            call,
            node,
            takes,
            target,
            is_fresh: true,
            aliases: BTreeSet::new(),
            reads: Vec::new(),
            given: self.given(scope, call),
            touched: Touched::default(),
        };
        let [before, behind] = pending.around();
        let is_simple = |part: Span| !self.module.slice(part).contains(['\n', '\r', '#']);
        if !is_simple(before) || !is_simple(behind) || self.holds_calls(scope, &pending) {
            return None;
        }
        pending.touched = self.touched_within(span, &[call.span]);
        if let Some((name, attribute)) = pending.target {
            if takes == Use::Binds && !scope.reading.is_own(name) {
                return None;
            }
            if takes == Use::Puts {
                pending.aliases = scope.reading.links.of((name, attribute));
            }
            pending.is_fresh =
                attribute.is_none() && scope.reading.is_fresh(name, scope.reading.end_around(span));
        }
        let others = scope.reading.within(span, std::slice::from_ref(&call.span));
        let target = pending.target.map(|(name, _)| name);
        pending.reads = others.map(|mention| mention.name).filter(|name| Some(*name) != target).collect();
        Some(pending)
    }

    /// `xs.append(f(x))`: the object, and the call of the concurrent function.
    fn put(&self, call: &'a ExprCall) -> Option<(&'a Expr, &'a ExprCall)> {
        let Expr::Attribute(method) = &*call.func else { return None };
        if !PUTS.contains(&method.attr.as_str()) || !call.arguments.keywords.is_empty() {
            return None;
        }
        let mut started = call
            .arguments
            .args
            .iter()
            .filter_map(Expr::as_call_expr)
            .filter(|call| self.started(*call).is_some());
        match (started.next(), started.next()) {
            (Some(one), None) => Some((&*method.value, one)),
            _ => None,
        }
    }

    /// Whether the statement calls something beside the concurrent function and the method that takes the value.
    fn holds_calls(&self, scope: &Scope<'a>, pending: &Pending<'a>) -> bool {
        let around = pending.around();
        scope.reading.calls.iter().any(|called| around.iter().any(|part| part.contains(called.at)))
    }

    /// The variables in arguments whose objects may change.
    pub(super) fn given(&self, scope: &Scope<'a>, call: &SerialCall) -> Vec<(&'a str, Access)> {
        let names = |(span, access): &(Span, Access)| {
            let access = *access;
            scope.reading.within(*span, &[]).map(move |mention| (mention.name, access)).collect::<Vec<_>>()
        };
        call.given.iter().flat_map(names).collect()
    }

    /// The text of the statement with `value` in the place of the call.
    pub(super) fn completed(&self, pending: &Pending<'a>, value: &str) -> String {
        let [before, behind] = pending.around();
        format!("{}{value}.result(){}", self.module.slice(before), self.module.slice(behind))
    }
}

fn taken_by(target: &Expr) -> Use {
    if target.is_name_expr() { Use::Binds } else { Use::Puts }
}

/// The variable of a target, and the attribute by which the object is reached that changes.
fn place_of(target: &Expr) -> Option<(&str, Option<&str>)> {
    match target {
        Expr::Name(name) => Some((name.id.as_str(), None)),
        Expr::Subscript(node) => place_of(&node.value),
        Expr::Attribute(node) => match &*node.value {
            Expr::Name(name) => Some((name.id.as_str(), Some(node.attr.as_str()))),
            inner => place_of(inner),
        },
        _ => None,
    }
}
