//! Statements that go: imports of markers, out of the items of their suite.
//!
//! ```python
//! import time; from lockweave import atomic; x = 1     # before
//! import time; x = 1                                   # after
//! ```

use super::block::Emitter;
use super::imports::{self, Erasure};
use super::node::{Item, Node};
use crate::python::ast::Stmt;
use crate::text::{Piece, Span};

impl Emitter<'_, '_> {
    /// Takes the statements of `suite` that go out of `items`. `tail` is what stands behind the last.
    pub(super) fn erase(&self, suite: &[Stmt], items: &mut Vec<Item<'_>>, tail: &mut Vec<Span>) {
        for index in (0..items.len()).rev() {
            if !self.goes(items[index].node) {
                continue;
            }
            let gone = items.remove(index);
            let hole = imports::hole(self.weaver, suite, index);
            if gone.separator.is_some() {
                if let Some(next) = items.get_mut(index) {
                    next.prefix = gone.prefix;
                    next.lead = gone.lead;
                }
            } else if gone.prefix.is_none() && index > 0 {
                let before = &mut items[index - 1];
                before.separator = None;
                before.rest = gone.rest;
                before.extent = gone.extent;
            } else {
                // What stood above it stands above what follows it now.
                let below = items.get_mut(index).map_or(&mut *tail, |next| &mut next.lead);
                if let Some(first) = below.first_mut() {
                    first.start = hole.end.clamp(first.start, first.end);
                }
                below.splice(0..0, gone.lead);
            }
        }
    }

    /// Whether nothing of a statement remains.
    fn goes(&self, node: Node<'_>) -> bool {
        let Node::Whole(stmt) = node else { return false };
        imports::erased(self.weaver, stmt) == Some(Erasure::Whole)
    }

    /// What takes the place of a statement that imports a marker beside other names.
    pub(super) fn import_left(&self, node: Node<'_>) -> Option<Vec<Piece>> {
        let Node::Whole(stmt) = node else { return None };
        match imports::erased(self.weaver, stmt) {
            Some(Erasure::Part(pieces)) => Some(pieces),
            _ => None,
        }
    }
}
