//! An explanation as a page for a browser: the text, with a link from each name to its entry.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::data::{Explanation, FunctionEntry, Touching, WayEntry};
use super::wording::spot;

const HEAD: &str = "\
<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<title>Lock plan</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, .at { font-family: ui-monospace, monospace; font-size: 0.9em; }
.at { opacity: 0.65; }
td, th { text-align: left; vertical-align: top; padding: 0.15rem 1rem 0.15rem 0; }
section { margin: 1.5rem 0; }
:target { outline: 2px solid; outline-offset: 0.4rem; }
@media (prefers-color-scheme: dark) { body { background: #161616; color: #ddd; } a { color: #8cb4ff; } }
</style>
</head>
<body>
<h1>Lock plan</h1>
";

pub(super) fn render(explanation: &Explanation) -> String {
    let mut page = Page { out: HEAD.to_owned(), anchors: anchors(explanation) };
    page.locks(explanation);
    page.functions("Concurrent bodies", &explanation.bodies);
    page.functions("Other code that takes locks", &explanation.others);
    page.rest(explanation);
    page.out.push_str("</body>\n</html>\n");
    page.out
}

/// The anchor of each name that has an entry of its own.
fn anchors(explanation: &Explanation) -> BTreeMap<String, String> {
    let mut anchors = BTreeMap::new();
    let functions = explanation.bodies.iter().chain(&explanation.others).map(|function| &function.name);
    let names = explanation.locks.iter().map(|lock| &lock.name).chain(functions);
    for (number, name) in names.enumerate() {
        anchors.entry(name.clone()).or_insert_with(|| format!("n{number}"));
    }
    anchors
}

struct Page {
    out: String,
    anchors: BTreeMap<String, String>,
}

impl Page {
    fn locks(&mut self, explanation: &Explanation) {
        if explanation.locks.is_empty() {
            return;
        }
        self.out.push_str("<h2>Locks, in the order in which they are taken</h2>\n");
        for lock in &explanation.locks {
            self.open(&lock.name, &lock.why);
            let guards = lock.guards.iter().map(|guarded| {
                let merged = guarded.merged_under.as_ref();
                let merged = merged.map_or_else(String::new, |over| {
                    format!("; merged, for every section that takes it takes `{over}` too")
                });
                vec![
                    code(&guarded.name),
                    at(&spot(&guarded.at)),
                    prose(&format!("{}{merged}", guarded.need.why)),
                ]
            });
            self.table("guards", guards.collect());
            let joins = lock.joins.iter().map(|join| {
                let both = format!("`{}` and `{}`", join.first, join.second);
                vec![prose(&both), code(&join.statement.text), at(&spot(&join.statement.at))]
            });
            self.table("joined, since they may be one object", joins.collect());
            let takers = lock.takers.iter().map(|taker| {
                let lines = format!("{}-{}", taker.at.line, taker.at.end_line);
                let touches: Vec<String> = taker
                    .touches
                    .iter()
                    .map(|touch| format!("{} `{}`", verb(touch.access), touch.variable))
                    .collect();
                vec![self.link(&taker.function), at(&lines), prose(&touches.join("; "))]
            });
            let takers = takers.collect();
            self.table("taken by", takers);
            self.out.push_str("</section>\n");
        }
    }

    fn functions(&mut self, title: &str, functions: &[FunctionEntry]) {
        if functions.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "<h2>{title}</h2>");
        for function in functions {
            self.open(&function.name, &spot(&function.at));
            if let Some(runs) = &function.runs {
                let _ = writeln!(self.out, "<p>Runs {}.</p>", prose(&runs.why));
            }
            let sections = function.sections.iter().map(|section| {
                let locks: Vec<String> = section.locks.iter().map(|lock| self.link(lock)).collect();
                let calls: Vec<String> = section.calls.iter().map(|call| code(&call.callee)).collect();
                vec![
                    locks.join(", "),
                    at(&format!("{}-{}", section.at.line, section.at.end_line)),
                    calls.join(", "),
                ]
            });
            let sections = sections.collect();
            self.table("holds, on lines, while it calls", sections);
            let ways = function.reaches.iter().map(way);
            self.table("reaches", ways.collect());
            self.out.push_str("</section>\n");
        }
    }

    fn rest(&mut self, explanation: &Explanation) {
        let free = explanation.without_lock.iter();
        self.list(
            "Variables without a lock",
            free.map(|free| vec![code(&free.name), at(&spot(&free.at)), prose(&free.reason.why)]).collect(),
        );
        let warnings = explanation.warnings.iter();
        self.list(
            "What Lockweave can't guard, or wants looked at",
            warnings
                .map(|warning| vec![code(warning.code), at(&spot(&warning.at)), prose(&warning.message)])
                .collect(),
        );
        let assumptions = explanation.assumptions.iter();
        self.list(
            "Assumptions",
            assumptions
                .map(|assumption| {
                    let place = assumption.at.as_ref().map_or_else(|| "everywhere".to_owned(), spot);
                    vec![at(&place), prose(&assumption.text)]
                })
                .collect(),
        );
    }

    fn list(&mut self, title: &str, rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            let _ = writeln!(self.out, "<h2>{}</h2>", escaped(title));
            self.table("", rows);
        }
    }

    fn open(&mut self, name: &str, beside: &str) {
        let anchor = self.anchors.get(name).cloned().unwrap_or_default();
        let _ = writeln!(
            self.out,
            "<section id=\"{anchor}\">\n<h3>{} <small class=\"at\">{}</small></h3>",
            code(name),
            prose(beside)
        );
    }

    fn table(&mut self, title: &str, rows: Vec<Vec<String>>) {
        if rows.is_empty() {
            return;
        }
        self.out.push_str("<table>\n");
        if !title.is_empty() {
            let _ = writeln!(self.out, "<tr><th colspan=\"3\">{}</th></tr>", escaped(title));
        }
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
            let _ = writeln!(self.out, "<tr>{}</tr>", cells.concat());
        }
        self.out.push_str("</table>\n");
    }

    fn link(&self, name: &str) -> String {
        match self.anchors.get(name) {
            Some(anchor) => format!("<a href=\"#{anchor}\">{}</a>", code(name)),
            None => code(name),
        }
    }
}

fn way(way: &WayEntry) -> Vec<String> {
    let hops: Vec<String> =
        way.hops.iter().map(|hop| format!("{} calls `{}`", spot(&hop.at), hop.into)).collect();
    let done = if way.access == Touching::Read { "read" } else { "written" };
    vec![code(&way.path), at(&format!("{done} at {}", spot(&way.at))), prose(&hops.join(", "))]
}

const fn verb(access: Touching) -> &'static str {
    match access {
        Touching::Both => "reads and writes",
        Touching::Written => "writes",
        Touching::Read => "reads",
    }
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

fn at(text: &str) -> String {
    format!("<span class=\"at\">{}</span>", escaped(text))
}

/// What stands in backticks becomes code.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 { code(part) } else { escaped(part) }).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
