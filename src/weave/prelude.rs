//! The prelude: imports, pools and locks, behind the import block; and the module around it.
//!
//! ```python
//! _executor = ThreadPoolExecutor(thread_name_prefix="hits")
//! _hits_lock = threading.RLock()  # guards hits, total
//! ```

use super::import_block::{self, ImportBlock};
use super::imports::{self, Erasure};
use super::names::Import;
use super::{Indent, Weaver, block, kept, template};
use crate::plan::{Lock, LockSource, Pool};
use crate::python::{Ranged, ast, span_of};
use crate::text::{Piece, Span};

/// A function or class that the prelude defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Helper {
    /// Starts a thread a call.
    Spawn,
}

impl Helper {
    /// Its name unless that is taken.
    pub(super) fn plain_name(self) -> &'static str {
        match self {
            Helper::Spawn => "_spawn",
        }
    }
}

/// The whole module.
pub(super) fn module_pieces(weaver: &Weaver<'_>) -> Vec<Piece> {
    let module = weaver.module;
    let body = module.body();
    let import_block = import_block::find(module);
    let length = module.text.len() as u32;
    let mut pieces = header(weaver, &import_block);
    let prelude = definitions(weaver);
    if !prelude.is_empty() {
        if import_block.end > 0 {
            pieces.push(Piece::Generated("\n".to_owned()));
        }
        pieces.push(Piece::Generated(prelude));
        let rest = module.slice(Span::new(import_block.end, length));
        if import_block.count < body.len() && !starts_blank(rest) {
            pieces.push(Piece::Generated("\n".to_owned()));
        }
    }
    let indent = Indent { from: String::new(), to: String::new() };
    let rest = Span::new(import_block.end, length);
    pieces.extend(block::suite(weaver, &body[import_block.count..], &indent, rest));
    pieces
}

fn starts_blank(text: &str) -> bool {
    text.lines().next().is_none_or(|line| line.trim().is_empty())
}

/// Leading comments, docstring and imports, without ours and with those that are added.
fn header(weaver: &Weaver<'_>, import_block: &ImportBlock) -> Vec<Piece> {
    let suite = &weaver.module.body()[..import_block.count];
    let added = imports::added(weaver);
    let mut pieces = Vec::new();
    let mut done = 0;
    let mut pending = Some(added).filter(|added| !added.is_empty());
    for (index, statement) in suite.iter().enumerate() {
        let span = span_of(statement.range());
        match imports::erased(weaver, statement) {
            Some(Erasure::Whole) => {
                let hole = match &pending {
                    Some(_) => lines_of(weaver, span),
                    None => imports::hole(weaver, suite, index),
                };
                pieces.push(kept(Span::new(done, hole.start)));
                pieces.extend(pending.take().map(Piece::Generated));
                done = hole.end;
            }
            Some(Erasure::Part(part)) => {
                pieces.push(kept(Span::new(done, span.start)));
                pieces.extend(part);
                done = span.end;
            }
            None => {}
        }
    }
    pieces.push(kept(Span::new(done, import_block.end)));
    pieces.extend(pending.map(Piece::Generated));
    pieces
}

/// The whole lines of `span`.
fn lines_of(weaver: &Weaver<'_>, span: Span) -> Span {
    let lines = &weaver.module.lines;
    Span::new(lines.line_start(span.start), lines.full_line(span.end).end)
}

/// Pools and locks.
fn definitions(weaver: &Weaver<'_>) -> String {
    let pools = weaver.plan.pools.iter().map(|pool| pool_line(weaver, pool));
    let locks = weaver.plan.locks.iter().map(|lock| lock_line(weaver, lock));
    pools.chain(locks).collect()
}

fn pool_line(weaver: &Weaver<'_>, pool: &Pool) -> String {
    let workers = match (pool.workers, pool.configured_workers) {
        (Some(expression), _) => Some(weaver.module.slice(expression).to_owned()),
        (None, Some(number)) => Some(number.to_string()),
        (None, None) => None,
    };
    let workers = workers.map(|workers| format!("max_workers={workers}, ")).unwrap_or_default();
    let arguments = format!("{workers}thread_name_prefix=\"{}\"", pool.thread_name_prefix);
    let holes =
        [("EXECUTOR", pool.name.as_str()), ("POOL", weaver.name(Import::POOL)), ("ARGUMENTS", &arguments)];
    template::render(template::POOL, &holes, &weaver.margin(""))
}

fn lock_line(weaver: &Weaver<'_>, lock: &Lock) -> String {
    let line = match lock.source {
        LockSource::Own => {
            let holes = [("LOCK", lock.name.as_str()), ("THREADING", weaver.name(Import::THREADING))];
            template::render(template::LOCK, &holes, &weaver.margin(""))
        }
        LockSource::User(expression) => format!("{} = {}\n", lock.name, weaver.module.slice(expression)),
        LockSource::Existing => return String::new(),
    };
    let comment =
        if lock.guards.is_empty() { String::new() } else { format!("  # guards {}", lock.guards.join(", ")) };
    format!("{}{comment}\n", line.trim_end_matches('\n'))
}
