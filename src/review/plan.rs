//! The plan of a module in words, one fact a line, so that a diff of two plans reads well.
//!
//! ```text
//! locks:
//!   _hits_lock guards hits, total
//! concurrent:
//!   record runs in the pool _executor
//! sections:
//!   record holds _hits_lock over 3 lines
//!     from  hits[page] = hits.get(page, 0) + weight
//!     to    return total
//! ```
//! No line numbers of the source: what is written above a section is no change of the plan.

use crate::options::Switch;
use crate::plan::{Launch, LaunchKind, Lock, LockId, LockModule, LockSource, Point, Pool, Section, Split};
use crate::project::Planned;
use crate::summary::{Function, FunctionId};
use crate::text::{LineIndex, Span};

/// How much of a statement is shown, in characters.
const WIDEST: usize = 72;

/// The plan in lines; `source` is the text that its places are in, `assumed` what it takes for granted.
pub fn plan_in_words(planned: &Planned, source: &str, assumed: &[String]) -> Vec<String> {
    let words = Words { planned, source, index: LineIndex::new(source) };
    let plan = &planned.plan;
    let mut out = Vec::new();
    group("locks", plan.locks.iter().map(|lock| words.lock(lock)).collect(), &mut out);
    group("pools", plan.pools.iter().map(|pool| words.pool(pool)).collect(), &mut out);
    group("concurrent", plan.launches.iter().map(|launch| words.launch(launch)).collect(), &mut out);
    group("sections", plan.sections.iter().flat_map(|section| words.section(section)).collect(), &mut out);
    group("evaluated first", plan.splits.iter().flat_map(|split| words.split(split)).collect(), &mut out);
    let imports = plan.body_imports.iter();
    let imports = imports.map(|import| format!("{} with {}", words.quote(import.alias), import.name));
    group("bodies imported", imports.collect(), &mut out);
    let in_place = plan.in_place.iter().map(|call| words.quote(call.expression));
    group("bodies run in place", in_place.collect(), &mut out);
    group("order", words.order(), &mut out);
    group("processes", renewed(plan.forks, !plan.locks.is_empty() || !plan.pools.is_empty()), &mut out);
    group("assumptions", assumed.to_vec(), &mut out);
    if out.is_empty() {
        out.push("no locks".to_owned());
    }
    out
}

/// What a generated lock module holds, in lines: nothing of it stands in a source.
pub fn lock_module_in_words(home: &LockModule) -> Vec<String> {
    let line = |lock: &Lock| {
        let from = match lock.source {
            LockSource::Own | LockSource::Shared => "",
            LockSource::PerObject => " (one an object)",
            LockSource::User(_) | LockSource::Existing | LockSource::Local(_) => " (the program's own)",
        };
        format!("{} guards {}{from}", lock.name, listed(&lock.guards))
    };
    let mut out = Vec::new();
    let given = home.given.iter().map(|given| format!("{} (from {})", line(&given.lock), given.module));
    let all = given.chain(home.locks.iter().map(line)).collect();
    group("locks that modules share", all, &mut out);
    group("processes", renewed(home.forks, !home.locks.is_empty()), &mut out);
    out
}

/// What a fork does, where the program forks and there is something to make anew.
fn renewed(forks: Switch, is_needed: bool) -> Vec<String> {
    let line =
        (forks == Switch::On && is_needed).then(|| "a forked child has fresh locks and pools".to_owned());
    line.into_iter().collect()
}

fn group(title: &str, lines: Vec<String>, out: &mut Vec<String>) {
    if !lines.is_empty() {
        out.push(format!("{title}:"));
        out.extend(lines.into_iter().map(|line| format!("  {line}")));
    }
}

struct Words<'a> {
    planned: &'a Planned,
    source: &'a str,
    index: LineIndex,
}

impl Words<'_> {
    fn lock(&self, lock: &Lock) -> String {
        let from = match lock.source {
            LockSource::Own => String::new(),
            LockSource::User(span) => format!(" (given as {})", self.quote(span)),
            LockSource::Existing => " (the program's own)".to_owned(),
            LockSource::Shared => " (in the lock module)".to_owned(),
            LockSource::PerObject => " (one an object)".to_owned(),
            LockSource::Local(function) => format!(" (local to {})", self.function(function)),
        };
        format!("{} guards {}{from}", lock.name, listed(&lock.guards))
    }

    fn pool(&self, pool: &Pool) -> String {
        let workers = match (pool.workers, pool.configured_workers) {
            (Some(span), _) => format!(", at most {} threads", self.quote(span)),
            (None, Some(count)) => format!(", at most {count} threads"),
            (None, None) => String::new(),
        };
        format!("{}, threads named {}{workers}", pool.name, pool.thread_name_prefix)
    }

    fn launch(&self, launch: &Launch) -> String {
        let pools = &self.planned.plan.pools;
        let place = match launch.kind {
            LaunchKind::Pool(id) => {
                let name = pools.get(id.0 as usize).map_or("", |pool| pool.name.as_str());
                format!("runs in the pool {name}")
            }
            LaunchKind::Thread { name, daemon } => {
                let named = name.map_or_else(String::new, |span| format!(", name {}", self.quote(span)));
                let daemon = daemon.map_or_else(String::new, |span| format!(", daemon {}", self.quote(span)));
                format!("runs in a thread of its own{named}{daemon}")
            }
            LaunchKind::Executor { expression, .. } => format!("runs in {}", self.quote(expression)),
            LaunchKind::Stub => "is a stub".to_owned(),
        };
        let context = if launch.context == Switch::On { ", with context variables" } else { "" };
        let logged = if launch.log_errors == Switch::On { ", unretrieved errors logged" } else { "" };
        format!("{} {place}{context}{logged}", self.function(launch.function))
    }

    fn section(&self, section: &Section) -> Vec<String> {
        let (first, last) =
            (self.point(section.function, section.first), self.point(section.function, section.last));
        let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
        let held = if section.locks.is_empty() {
            "no lock".to_owned()
        } else {
            let names: Vec<String> = section.locks.iter().map(|id| self.held(section, *id)).collect();
            names.join(", ")
        };
        let end = last.end.saturating_sub(1).max(first.start);
        let lines = self.index.line(end).saturating_sub(self.index.line(first.start)) + 1;
        let plural = if lines == 1 { "line" } else { "lines" };
        let mut out = vec![format!("{} holds {held} over {lines} {plural}", self.function(section.function))];
        if section.first == section.last {
            out.push(format!("  at    {}", self.quote(first)));
        } else {
            out.push(format!("  from  {}", self.quote(first)));
            out.push(format!("  to    {}", self.quote(last)));
        }
        let releases = section.releases.iter().filter_map(|point| self.point(section.function, *point));
        out.extend(releases.map(|span| format!("  released before  {}", self.quote(span))));
        out
    }

    fn held(&self, section: &Section, id: LockId) -> String {
        let name = self.planned.plan.locks.get(id.0 as usize).map_or("", |lock| lock.name.as_str());
        match section.objects.get(&id) {
            Some(objects) => format!("{name} of {}", listed(objects)),
            None => name.to_owned(),
        }
    }

    fn split(&self, split: &Split) -> Vec<String> {
        let function = self.function(split.function);
        let line = |expression| format!("{function} takes {}", self.quote(expression));
        split.hoists.iter().map(|hoist| line(hoist.expression)).collect()
    }

    /// Which lock is taken under which, each pair once, in the order of the locks.
    fn order(&self) -> Vec<String> {
        let sections = self.planned.plan.sections.iter();
        let mut pairs: Vec<(LockId, LockId)> = sections
            .flat_map(|section| section.locks.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>())
            .collect();
        pairs.sort();
        pairs.dedup();
        let name = |id: LockId| self.planned.plan.locks.get(id.0 as usize).map_or("", |lock| &lock.name);
        pairs.into_iter().map(|(outer, inner)| format!("{} before {}", name(outer), name(inner))).collect()
    }

    fn find(&self, id: FunctionId) -> Option<&Function> {
        self.planned.summary.functions.get(id.0 as usize)
    }

    fn function(&self, id: FunctionId) -> &str {
        self.find(id).map_or("", |function| match function.qualname.as_str() {
            "<module>" | "" => "the module",
            name => name,
        })
    }

    /// What a point stands for: an expression that is evaluated before its statement, or the statement.
    fn point(&self, function: FunctionId, point: Point) -> Option<Span> {
        let splits = &self.planned.plan.splits;
        let split =
            splits.iter().find(|split| split.function == function && split.statement == point.statement);
        if let Some(hoist) = split.and_then(|split| split.hoists.get(point.part as usize)) {
            return Some(hoist.expression);
        }
        self.find(function)?.statements.get(point.statement.0 as usize).map(|statement| statement.span)
    }

    /// The first line of a piece of source, cut where it is long.
    fn quote(&self, span: Span) -> String {
        let text = span.slice(self.source);
        let first = text.split(['\n', '\r']).next().unwrap_or("").trim();
        let words = first.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = words.chars().take(WIDEST).collect();
        let whole = short.len() == words.len() && first.len() == text.trim().len();
        if whole { short } else { format!("{} ...", short.trim_end()) }
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
