//! Functions: a marked one by its wrapper and body, any other as it is.

use super::Indent;
use super::block::Emitter;
use super::node::{Clause, Item};

impl Emitter<'_, '_> {
    /// A `def` statement.
    pub(super) fn def(&mut self, item: &Item<'_>, clauses: &[Clause<'_>], indent: &Indent) {
        self.plain_compound(item, clauses, &[], indent);
    }
}
