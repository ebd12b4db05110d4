//! The prelude: type variable, pools, locks and helpers, behind the import block; and the module around it.
//!
//! ```python
//! _executor = ThreadPoolExecutor(thread_name_prefix="hits")
//! _hits_lock = threading.RLock()  # guards hits, total
//! ```
//! What is made from an expression of the user's stands directly behind the statement that binds the names in it, where
//! that comes later.

use std::collections::BTreeSet;

use super::helper::{self, Helper};
use super::import_block;
use super::names::Import;
use super::renewal::Renewal;
use super::{Indent, Weaver, block, layout, needs, placement, template, trivia};
use crate::plan::{Lock, LockSource, Pool};
use crate::python::ast::visitor::{self, Visitor};
use crate::python::ast::{Expr, ExprContext, Stmt};
use crate::python::{Module, Ranged, span_of};
use crate::text::{Piece, Span};

/// A line of the prelude, and the expression of the user's in it.
struct Definition {
    text: String,
    expression: Option<Span>,
    used: UsedBy,
}

/// Who uses what the line defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UsedBy {
    /// One wrapper: the line may stand right above the statement that holds it.
    Wrapper,
    /// Any code of the module.
    Anyone,
}

/// How many blank lines follow one another from `start`, a line start.
fn blank_lines_from(module: &Module, start: u32) -> usize {
    let lines = (module.lines.line(start)..).map(|line| module.lines.full_line(module.lines.start(line)));
    let end = module.text.len() as u32;
    lines.take_while(|line| line.start < end && module.slice(*line).trim().is_empty()).count()
}

/// The whole module.
pub(super) fn module_pieces(weaver: &Weaver<'_>) -> Vec<Piece> {
    let module = weaver.module;
    let body = module.body();
    let import_block = import_block::find(module);
    let header = placement::header(weaver, &import_block);
    let (late, early): (Vec<_>, Vec<_>) = definitions(weaver)
        .into_iter()
        .map(|definition| (binding_statement(module, &definition, import_block.count), definition.text))
        .partition(|(statement, _)| statement.is_some());
    let early = early.into_iter().map(|(_, text)| text).collect();
    let prelude = joined(&blocks(weaver, early));
    let is_first = header.is_empty();
    let mut pieces = header.pieces;
    let mut from = header.end;
    if !prelude.is_empty() {
        let before = if is_first { 0 } else { blank_lines("", &prelude) };
        let there = blank_lines_from(module, from);
        let wanted = if import_block.count < body.len() { blank_lines(&prelude, "") } else { 0 };
        let after = "\n".repeat(wanted.saturating_sub(there));
        pieces.push(Piece::Generated(format!("{}{prelude}{after}", "\n".repeat(before))));
    } else if let (Some(Piece::Generated(_)), Some(next)) =
        (last_written(&pieces), body.get(import_block.count))
    {
        let wanted = if matches!(next, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) { 2 } else { 1 };
        let after = "\n".repeat(usize::saturating_sub(wanted, blank_lines_from(module, from)));
        pieces.push(Piece::Generated(after));
    }
    let indent = Indent { from: String::new(), to: String::new() };
    let mut done = import_block.count;
    for (statement, text) in late {
        let at = statement.unwrap_or(done).max(done.saturating_sub(1));
        let end = trivia::behind_line(module, body[at].end().into());
        if at >= done {
            pieces.extend(block::suite(weaver, &body[done..=at], &indent, Span::new(from, end)));
            done = at + 1;
            from = end;
        }
        let statement = module.slice(Span::new(body[at].start().into(), end));
        let gap = if blank_lines(statement, &text) == 2 { "\n\n" } else { "" };
        pieces.push(Piece::Generated(format!("{gap}{text}")));
    }
    pieces.extend(block::suite(weaver, &body[done..], &indent, Span::new(from, module.text.len() as u32)));
    pieces
}

/// The last of `pieces` that has text.
fn last_written(pieces: &[Piece]) -> Option<&Piece> {
    pieces.iter().rev().find(|piece| !matches!(piece, Piece::Source { span, .. } if span.is_empty()))
}

/// The parts of the prelude; `lines` are its variables.
fn blocks(weaver: &Weaver<'_>, lines: Vec<String>) -> Vec<String> {
    let mut first = Vec::new();
    let mut last = Vec::new();
    let mut variables = String::new();
    for helper in weaver.names.helpers() {
        let text = helper::definition(weaver, helper);
        match helper {
            Helper::TypeVariable => variables.push_str(&text),
            Helper::CheckedLock | Helper::ObjectLocks | Helper::WholeObjectLocks => first.push(text),
            _ => last.push(text),
        }
    }
    variables.extend(lines);
    first.into_iter().chain([variables]).chain(last).filter(|block| !block.is_empty()).collect()
}

/// `blocks` with the blank lines that stand between them.
pub(super) fn joined(blocks: &[String]) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str(&"\n".repeat(blank_lines(&text, block)));
        }
        text.push_str(block);
    }
    text
}

/// How many blank lines stand between `before` and `after` at the top of a module.
fn blank_lines(before: &str, after: &str) -> usize {
    let ends_indented = before.lines().last().is_some_and(|line| line.starts_with([' ', '\t']));
    let defines = ["def ", "class ", "@"].iter().any(|start| after.starts_with(start));
    if ends_indented || defines { 2 } else { 1 }
}

/// Pools and locks, in their order.
fn definitions(weaver: &Weaver<'_>) -> Vec<Definition> {
    let pools = weaver.plan.pools.iter().map(|pool| pool_line(weaver, pool));
    let locks = weaver.plan.locks.iter().filter(|lock| !lives_elsewhere(lock));
    let locks = locks.filter_map(|lock| lock_line(weaver, lock));
    pools.chain(locks).collect()
}

/// What a forked child makes anew of what the prelude makes.
pub(super) fn renewal(weaver: &Weaver<'_>) -> Renewal {
    let mut renewal = Renewal::of_locks(&weaver.plan.locks, weaver.names.helper(Helper::FreshLock));
    for pool in &weaver.plan.pools {
        let (builtin, executor) = (weaver.builtin("getattr"), pool.name.as_str());
        // What the expression gave is not asked for twice.
        let holes = [("EXECUTOR", executor), ("getattr", &builtin)];
        let workers = pool.workers.map(|_| template::line(template::WORKERS_OF, &holes));
        renewal.bind(executor, &pool_text(weaver, pool, workers));
    }
    renewal
}

fn pool_line(weaver: &Weaver<'_>, pool: &Pool) -> Definition {
    let workers = pool.workers.map(|expression| weaver.module.slice(expression).to_owned());
    let text = format!("{}\n", layout::statement(&pool_text(weaver, pool, workers), &weaver.margin("")));
    Definition { text, expression: pool.workers, used: UsedBy::Wrapper }
}

/// The statement on one line; `workers` as the pool's own expression says it, if it has one.
fn pool_text(weaver: &Weaver<'_>, pool: &Pool, workers: Option<String>) -> String {
    let workers = workers.or_else(|| pool.configured_workers.map(|number| number.to_string()));
    let workers = workers.map(|workers| format!("max_workers={workers}, ")).unwrap_or_default();
    let arguments = format!("{workers}thread_name_prefix=\"{}\"", pool.thread_name_prefix);
    let holes =
        [("EXECUTOR", pool.name.as_str()), ("POOL", weaver.name(Import::POOL)), ("ARGUMENTS", &arguments)];
    template::line(template::POOL, &holes)
}

/// Whether `lock` is reached through the lock module.
pub(super) fn lives_elsewhere(lock: &Lock) -> bool {
    lock.source == LockSource::Shared || lock.name.contains('.')
}

fn lock_line(weaver: &Weaver<'_>, lock: &Lock) -> Option<Definition> {
    let margin = weaver.margin("");
    let (line, expression) = match lock.source {
        LockSource::Own => {
            let holes = [("LOCK", lock.name.as_str()), ("THREADING", weaver.name(Import::THREADING))];
            (template::render(template::LOCK, &holes, &margin), None)
        }
        LockSource::User(expression) => {
            let form = if needs::always_acquired(weaver.module, expression) {
                template::USER_LOCK
            } else {
                template::CHECKED_LOCK_LINE
            };
            let class = weaver.names.helper(Helper::CheckedLock);
            let text = weaver.module.slice(expression);
            let holes = [("LOCK", lock.name.as_str()), ("CHECKED_LOCK", class), ("EXPRESSION", text)];
            (template::render(form, &holes, &margin), Some(expression))
        }
        LockSource::PerObject => {
            let class = weaver.names.helper(Helper::object_locks(weaver.plan));
            let holes = [("LOCK", lock.name.as_str()), ("OBJECT_LOCKS", class)];
            (template::render(template::OBJECT_LOCKS_LINE, &holes, &margin), None)
        }
        LockSource::Existing | LockSource::Shared | LockSource::Local(_) => return None,
    };
    Some(Definition { text: with_guards(&line, lock), expression, used: UsedBy::Anyone })
}

/// `line`, which defines `lock`, with the names of what that guards.
pub(super) fn with_guards(line: &str, lock: &Lock) -> String {
    let line = line.trim_end_matches('\n');
    if lock.guards.is_empty() {
        return format!("{line}\n");
    }
    let whose = if lock.source == LockSource::PerObject { "for each object, " } else { "" };
    format!("{line}  # {whose}guards {}\n", lock.guards.join(", "))
}

/// The last statement of the module, behind the import block and before the expression, that binds a name in it.
fn binding_statement(module: &Module, definition: &Definition, first: usize) -> Option<usize> {
    let expression = definition.expression?;
    if definition.used == UsedBy::Wrapper && module.slice(expression).contains(['(', '[']) {
        // What is called or looked up there is evaluated when the decorator would be.
        let holds = |statement: &Stmt| span_of(statement.range()).contains(expression);
        let at = module.body().iter().position(holds)?;
        return at.checked_sub(1).filter(|at| *at >= first);
    }
    let mut used = BTreeSet::new();
    let start = module.tokens().partition_point(|token| u32::from(token.start()) < expression.start);
    for token in module.tokens()[start..].iter().take_while(|token| u32::from(token.end()) <= expression.end)
    {
        used.insert(module.slice(span_of(token.range())));
    }
    let mut candidates: Vec<usize> = (first..module.body().len())
        .take_while(|at| u32::from(module.body()[*at].end()) <= expression.start)
        .filter(|at| bound_by(&module.body()[*at]).iter().any(|name| used.contains(name.as_str())))
        .collect();
    candidates.pop()
}

/// The names that `statement` binds where it stands.
fn bound_by(statement: &Stmt) -> BTreeSet<String> {
    let mut bindings = Bindings::default();
    bindings.visit_stmt(statement);
    bindings.names
}

#[derive(Default)]
struct Bindings {
    names: BTreeSet<String>,
}

impl<'a> Visitor<'a> for Bindings {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(def) => {
                self.names.insert(def.name.to_string());
            }
            Stmt::ClassDef(class) => {
                self.names.insert(class.name.to_string());
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if name.ctx == ExprContext::Store => {
                self.names.insert(name.id.to_string());
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_alias(&mut self, alias: &'a crate::python::ast::Alias) {
        let name = alias.asname.as_ref().unwrap_or(&alias.name);
        self.names.insert(name.split('.').next().unwrap_or(name).to_owned());
    }
}
