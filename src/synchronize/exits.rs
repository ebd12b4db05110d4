//! Where control leaves a block or a loop from inside it, so that what is pending must be complete before.
//!
//! ```python
//! for page in pages:
//!     sizes[page] = size(page)
//!     if page == wanted:
//!         return sizes            # here
//! ```

use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{Expr, Stmt};

/// The statements inside a loop that leave it for good, outside of `try` and `with`; `None` where something else does.
pub(super) fn exits(statement: &Stmt) -> Option<Vec<&Stmt>> {
    let (body, otherwise) = match statement {
        Stmt::For(node) => (&node.body, &node.orelse),
        Stmt::While(node) => (&node.body, &node.orelse),
        _ => return None,
    };
    // A `break` in its `else` is one of the loop around it.
    if otherwise.iter().any(leaves) {
        return None;
    }
    let mut found = Vec::new();
    let is_plain = !head_leaves(statement) && body.iter().all(|inner| find(inner, &mut found));
    is_plain.then_some(found)
}

fn find<'a>(statement: &'a Stmt, found: &mut Vec<&'a Stmt>) -> bool {
    let mut all = |body: &'a [Stmt]| body.iter().all(|inner| find(inner, found));
    match statement {
        Stmt::Break(_) | Stmt::Continue(_) => true,
        Stmt::For(node) => !head_leaves(statement) && all(&node.body) && all(&node.orelse),
        Stmt::While(node) => !head_leaves(statement) && all(&node.body) && all(&node.orelse),
        Stmt::If(node) => {
            !head_leaves(statement)
                && all(&node.body)
                && node.elif_else_clauses.iter().all(|clause| all(&clause.body))
        }
        Stmt::Return(_) | Stmt::Raise(_) if !head_leaves(statement) => {
            found.push(statement);
            true
        }
        _ => !leaves(statement),
    }
}

/// Whether control may leave the block of the statement from inside it, for good or for a while.
pub(super) fn leaves(statement: &Stmt) -> bool {
    let mut search = Leaving { depth: 0, found: false };
    search.visit_stmt(statement);
    search.found
}

struct Leaving {
    /// How many loops are around.
    depth: usize,
    found: bool,
}

impl<'b> Visitor<'b> for Leaving {
    fn visit_stmt(&mut self, statement: &'b Stmt) {
        match statement {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
            Stmt::Return(_) | Stmt::Raise(_) => self.found = true,
            Stmt::Break(_) | Stmt::Continue(_) => self.found |= self.depth == 0,
            Stmt::For(_) | Stmt::While(_) => {
                self.depth += 1;
                walk_stmt(self, statement);
                self.depth -= 1;
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expr: &'b Expr) {
        match expr {
            Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_) => self.found = true,
            Expr::Lambda(_) => {}
            _ => walk_expr(self, expr),
        }
    }
}

/// Whether an expression of the statement's own suspends.
fn head_leaves(statement: &Stmt) -> bool {
    let mut search = Leaving { depth: 0, found: false };
    let mut visit = |expr: &Expr| search.visit_expr(expr);
    match statement {
        Stmt::For(node) => visit(&node.iter),
        Stmt::While(node) => visit(&node.test),
        Stmt::If(node) => {
            visit(&node.test);
            node.elif_else_clauses.iter().filter_map(|clause| clause.test.as_ref()).for_each(visit);
        }
        Stmt::Return(node) => node.value.iter().for_each(|value| visit(value)),
        Stmt::Raise(node) => node.exc.iter().chain(&node.cause).for_each(|value| visit(value)),
        _ => {}
    }
    search.found
}
