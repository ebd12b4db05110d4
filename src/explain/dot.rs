//! An explanation as a graph in Graphviz's language: who takes which lock, what that guards, what reaches what.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::data::{Explanation, Touching};
use super::wording::spot;

const HEAD: &str = "\
digraph lockweave {
  rankdir=LR;
  node [fontname=\"Helvetica\", fontsize=11];
  edge [fontname=\"Helvetica\", fontsize=9];
";

pub(super) fn render(explanation: &Explanation) -> String {
    let mut graph = Graph::default();
    for function in explanation.bodies.iter().chain(&explanation.others) {
        let shape = if function.runs.is_some() { "shape=ellipse, style=bold" } else { "shape=ellipse" };
        graph.node(
            &id("function", &function.name),
            &format!("{}\n{}", function.name, spot(&function.at)),
            shape,
        );
    }
    for (index, lock) in explanation.locks.iter().enumerate() {
        let own = id("lock", &lock.name);
        let label = format!("{}\n{} in the order", lock.name, ordinal(index + 1));
        graph.node(&own, &label, "shape=box, style=filled, fillcolor=\"#f4e3b2\"");
        for guarded in &lock.guards {
            let variable = id("variable", &guarded.name);
            graph.node(&variable, &format!("{}\n{}", guarded.name, spot(&guarded.at)), "shape=cylinder");
            graph.edge(&own, &variable, "guards", "arrowhead=none");
        }
        for join in &lock.joins {
            let label = format!("one object\n{}", spot(&join.statement.at));
            let style = "style=dashed, dir=none";
            graph.edge(&id("variable", &join.first), &id("variable", &join.second), &label, style);
        }
        for taker in &lock.takers {
            graph.takes(&id("function", &taker.function), &own, taker.at.line, taker.at.end_line);
        }
    }
    for free in &explanation.without_lock {
        let label = format!("{}\n{}", free.name, free.reason.kind);
        graph.node(&id("variable", &free.name), &label, "shape=cylinder, color=gray, fontcolor=gray");
    }
    for function in explanation.bodies.iter().chain(&explanation.others) {
        for way in &function.reaches {
            graph.reaches(&id("function", &function.name), &id("variable", &way.variable), way.access);
        }
    }
    graph.finish()
}

/// Nodes and edges, each once. Edges to nodes that are not there are left out: what was not selected is not drawn.
#[derive(Default)]
struct Graph {
    nodes: BTreeMap<String, String>,
    order: Vec<String>,
    edges: Vec<(String, String, String)>,
    lines: BTreeMap<(String, String), BTreeSet<(u32, u32)>>,
    touched: BTreeMap<(String, String), BTreeSet<Touching>>,
}

impl Graph {
    fn node(&mut self, id: &str, label: &str, style: &str) {
        let line = format!("  {} [label={}, {style}];", quoted(id), quoted(label));
        if self.nodes.insert(id.to_owned(), line).is_none() {
            self.order.push(id.to_owned());
        }
    }

    fn edge(&mut self, from: &str, to: &str, label: &str, style: &str) {
        self.edges.push((from.to_owned(), to.to_owned(), format!("label={}, {style}", quoted(label))));
    }

    fn takes(&mut self, from: &str, to: &str, first: u32, last: u32) {
        self.lines.entry((from.to_owned(), to.to_owned())).or_default().insert((first, last));
    }

    fn reaches(&mut self, from: &str, to: &str, access: Touching) {
        self.touched.entry((from.to_owned(), to.to_owned())).or_default().insert(access);
    }

    fn finish(mut self) -> String {
        for ((from, to), lines) in std::mem::take(&mut self.lines) {
            let lines: Vec<String> = lines
                .into_iter()
                .map(
                    |(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") },
                )
                .collect();
            self.edge(&from, &to, &format!("takes, {}", lines.join(", ")), "color=\"#9c6f00\"");
        }
        for ((from, to), touched) in std::mem::take(&mut self.touched) {
            let label = match (touched.contains(&Touching::Read), touched.len()) {
                (true, 1) => "reads",
                (true, _) => "reads, writes",
                (false, _) => "writes",
            };
            self.edge(&from, &to, label, "style=dotted");
        }
        let mut out = HEAD.to_owned();
        for id in &self.order {
            let _ = writeln!(out, "{}", self.nodes[id]);
        }
        for (from, to, style) in &self.edges {
            if self.nodes.contains_key(from) && self.nodes.contains_key(to) {
                let _ = writeln!(out, "  {} -> {} [{style}];", quoted(from), quoted(to));
            }
        }
        out.push_str("}\n");
        out
    }
}

fn id(kind: &str, name: &str) -> String {
    format!("{kind} {name}")
}

/// A string as Graphviz reads it.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::{ordinal, quoted};

    #[test]
    fn strings_are_escaped() {
        assert_eq!(quoted("a \"b\"\n\\c"), r#""a \"b\"\n\\c""#);
    }

    #[test]
    fn numbers_have_their_endings() {
        assert_eq!(
            [1, 2, 3, 4, 11, 22, 113].map(ordinal),
            ["1st", "2nd", "3rd", "4th", "11th", "22nd", "113th"]
        );
    }
}
