//! Variables that are bound anew before anybody looks at what they were bound to.
//!
//! ```python
//! pending = send(first)
//! pending = send(second)
//! ```
//! Must not know what is bound. In doubt somebody looks.

use crate::summary::{Block, Event, Function, Name, Op, StatementId, StatementKind};

/// Whether the statements behind `statement`, in its own block, bind `name` anew and none of them reads it before.
pub(super) fn is_overwritten(function: &Function, statement: StatementId, name: &Name) -> bool {
    let Some(behind) = behind(function, &function.body, statement) else { return false };
    for id in behind {
        let next = &function.statements[id.0 as usize];
        let reads = next.events.iter().any(|event| matches!(&event.op, Op::Load(read) if read == name));
        // What has blocks may go on elsewhere.
        if reads || next.kind != StatementKind::Simple {
            return false;
        }
        let binds = |event: &Event| matches!(&event.op, Op::Store(bound, _) if bound == name);
        if next.events.iter().any(|event| binds(event) && !event.conditional) {
            return true;
        }
    }
    false
}

/// The statements behind `wanted` in its block; none where a `try` may go on elsewhere.
fn behind<'f>(function: &'f Function, block: &'f Block, wanted: StatementId) -> Option<&'f [StatementId]> {
    // Statements are numbered in their order, inner ones behind those that they stand in.
    let place = block.statements.iter().rposition(|id| *id <= wanted)?;
    if block.statements[place] == wanted {
        return Some(&block.statements[place + 1..]);
    }
    match &function.statements[block.statements[place].0 as usize].kind {
        StatementKind::Try { .. } => None,
        kind => kind.blocks().into_iter().find_map(|inner| behind(function, inner, wanted)),
    }
}
