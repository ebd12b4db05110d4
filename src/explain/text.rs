//! An explanation for people, on a terminal.

use super::data::{
    Excerpt, Explanation, FunctionEntry, FunctionKind, LockEntry, SectionEntry, Spot, TakerEntry, TouchEntry,
    Touching, VariableEntry, WayEntry,
};
use super::table::Text;
use super::wording::spot;
use super::{Assumptions, Look};

pub(super) fn render(explanation: &Explanation, look: Look) -> String {
    let mut text = Text::new(look.paint, look.width);
    if !explanation.selected {
        text.paragraph(&summary(explanation));
    }
    if !explanation.locks.is_empty() {
        text.heading("Locks");
        if explanation.locks.len() > 1 && !explanation.selected {
            let names: Vec<String> =
                explanation.locks.iter().map(|lock| format!("`{}`", lock.name)).collect();
            text.paragraph(&format!(
                "Where several are needed they are taken in this order: {}.",
                names.join(", ")
            ));
        }
        for lock in &explanation.locks {
            text.blank();
            one_lock(&mut text, lock);
        }
    }
    functions(&mut text, "Concurrent bodies", &explanation.bodies, explanation);
    if explanation.selected {
        functions(&mut text, "Other code that takes locks", &explanation.others, explanation);
    }
    without_lock(&mut text, explanation);
    warnings(&mut text, explanation);
    if look.assumptions == Assumptions::Listed {
        assumptions(&mut text, explanation);
    } else if !explanation.assumptions.is_empty() {
        text.blank();
        let count = plural(explanation.assumptions.len(), "assumption");
        text.paragraph(&format!("This rests on {count}: `--assumptions` lists them."));
    }
    text.finish()
}

fn summary(explanation: &Explanation) -> String {
    let mut guarded: usize = 0;
    for lock in &explanation.locks {
        guarded += lock.guards.len();
    }
    let bodies = match explanation.bodies.len() {
        0 => "no concurrent body".to_owned(),
        1 => "1 concurrent body".to_owned(),
        number => format!("{number} concurrent bodies"),
    };
    let locks = match explanation.locks.len() {
        0 => "no lock".to_owned(),
        number => format!("{} over {}", plural(number, "lock"), plural(guarded, "variable")),
    };
    let free = match explanation.without_lock.len() {
        0 => String::new(),
        number => format!(", {} without a lock", plural(number, "variable")),
    };
    let text = format!("{bodies}, {locks}{free}.");
    capitalised(&text)
}

fn one_lock(text: &mut Text, lock: &LockEntry) {
    text.title(&lock.name, &lock.why);
    if !lock.spellings.is_empty() {
        text.field("spelled", &list(lock.spellings.iter().map(|spelling| format!("`{spelling}`"))));
    }
    for (index, guarded) in lock.guards.iter().enumerate() {
        let label = if index == 0 { "guards" } else { "" };
        let merged = guarded.merged_under.as_ref().map_or_else(String::new, |over| {
            format!("; merged, for every section that takes it takes `{over}` too")
        });
        text.field(
            label,
            &format!("`{}` of {}: {}{merged}", guarded.name, spot(&guarded.at), guarded.need.why),
        );
    }
    for (index, join) in lock.joins.iter().enumerate() {
        let label = if index == 0 { "joined" } else { "" };
        text.field(
            label,
            &format!(
                "`{}` and `{}`, which may be one object: `{}` at {}",
                join.first,
                join.second,
                join.statement.text,
                spot(&join.statement.at)
            ),
        );
    }
    let rows: Vec<Vec<String>> = lock.takers.iter().enumerate().map(taker).collect();
    text.rows("  ", &rows);
}

fn taker((index, taker): (usize, &TakerEntry)) -> Vec<String> {
    let label = if index == 0 { "taken by" } else { "" };
    let what = touches(&taker.touches);
    let only = only(&taker.only);
    vec![
        format!("{label:<9}"),
        taker.function.clone(),
        place(&taker.at),
        format!("{}{only}", or(what, taker.form)),
    ]
}

/// What a section touches; where it touches nothing by itself, what it is there for.
fn or(what: String, form: &str) -> String {
    match (what.is_empty(), form) {
        (false, _) => what,
        (true, "atomic") => "holds it by hand".to_owned(),
        (true, _) => "holds it for what it calls".to_owned(),
    }
}

fn only(only: &[Excerpt]) -> String {
    if only.is_empty() {
        return String::new();
    }
    format!("; only {}", list(only.iter().map(|excerpt| format!("`{}`", excerpt.text))))
}

fn touches(touches: &[TouchEntry]) -> String {
    let of = |wanted: Touching, verb: &str| {
        let names: Vec<String> = touches
            .iter()
            .filter(|touch| touch.access == wanted)
            .map(|touch| format!("`{}`", touch.variable))
            .collect();
        (!names.is_empty()).then(|| format!("{verb} {}", list(names.into_iter())))
    };
    [of(Touching::Both, "reads and writes"), of(Touching::Written, "writes"), of(Touching::Read, "reads")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}

fn functions(text: &mut Text, title: &str, functions: &[FunctionEntry], explanation: &Explanation) {
    if functions.is_empty() {
        return;
    }
    text.heading(title);
    for function in functions {
        text.blank();
        one_function(text, function, explanation);
    }
}

fn one_function(text: &mut Text, function: &FunctionEntry, explanation: &Explanation) {
    let beside = match function.kind {
        FunctionKind::Module => function.at.short.clone(),
        _ => spot(&function.at),
    };
    text.title(&function.name, &beside);
    if let Some(runs) = &function.runs {
        text.field("runs", &runs.why);
    }
    for (index, section) in function.sections.iter().enumerate() {
        text.field(if index == 0 { "holds" } else { "" }, &section_line(section));
    }
    if function.sections.is_empty() {
        text.field("holds", "no lock");
    }
    let calls: Vec<String> = function.sections.iter().flat_map(calls).collect();
    if !calls.is_empty() {
        text.field("calls", &format!("while it holds them: {}", calls.join(", ")));
    }
    for (index, way) in told(function, explanation).into_iter().enumerate() {
        text.field(if index == 0 { "reaches" } else { "" }, &one_way(way));
        if explanation.selected && !way.hops.is_empty() || way.hops.len() > 1 {
            text.below(&hops(way));
        }
    }
}

/// The ways that are told: all of them for a function that was asked for, else for each variable the one that tells most.
fn told<'e>(function: &'e FunctionEntry, explanation: &Explanation) -> Vec<&'e WayEntry> {
    let mut told: Vec<&WayEntry> = Vec::new();
    for way in &function.reaches {
        let is_known = |known: &&WayEntry| match explanation.selected {
            true => (one_way(known), hops(known)) == (one_way(way), hops(way)),
            false => known.variable == way.variable,
        };
        if !told.iter().any(is_known) {
            told.push(way);
        }
    }
    told
}

/// `app.py:7 calls `bump`, tally.py:5 calls `add``
fn hops(way: &WayEntry) -> String {
    let hops = way.hops.iter().map(|hop| format!("{} calls `{}`", spot(&hop.at), hop.into));
    hops.collect::<Vec<_>>().join(", ")
}

fn one_way(way: &WayEntry) -> String {
    let done = if way.access == Touching::Read { "read" } else { "written" };
    format!("{}, {done} at {}", way.path, spot(&way.at))
}

fn section_line(section: &SectionEntry) -> String {
    let locks = if section.locks.is_empty() {
        "nothing".to_owned()
    } else {
        list(section.locks.iter().map(|lock| format!("`{lock}`")))
    };
    let mut line = format!("{locks} on {}", place(&section.at));
    match section.form {
        "while test" => line.push_str(", for the test of the loop"),
        "atomic" => line.push_str(", as `with atomic:` says"),
        _ => {}
    }
    line.push_str(&only(&section.only).replace("; only", ", only for"));
    if !section.before.is_empty() {
        let before = section.before.iter().map(|excerpt| format!("`{}`", excerpt.text));
        line.push_str(&format!(", once {} is done", list(before)));
    }
    if !section.releases.is_empty() {
        let lines: Vec<String> = section.releases.iter().map(|at| at.line.to_string()).collect();
        let word = if lines.len() == 1 { "line" } else { "lines" };
        line.push_str(&format!(", released early before {word} {}", list(lines.into_iter())));
    }
    line
}

fn calls(section: &SectionEntry) -> Vec<String> {
    let call = |call: &super::data::CallEntry| {
        let slow = call.slow.as_ref().map_or_else(String::new, |what| {
            if *what == call.callee { ", slow".to_owned() } else { format!(", slow: `{what}`") }
        });
        format!("`{}` (line {}{slow})", call.callee, call.at.line)
    };
    section.calls.iter().map(call).collect()
}

/// Variables by reason, in the order in which the reasons come up.
fn without_lock(text: &mut Text, explanation: &Explanation) {
    if explanation.without_lock.is_empty() {
        return;
    }
    text.heading("Variables without a lock");
    let mut groups: Vec<(&str, Vec<&VariableEntry>)> = Vec::new();
    for free in &explanation.without_lock {
        match groups.iter_mut().find(|(why, _)| *why == free.reason.why) {
            Some((_, group)) => group.push(free),
            None => groups.push((&free.reason.why, vec![free])),
        }
    }
    for (index, (why, group)) in groups.into_iter().enumerate() {
        if index > 0 {
            text.blank();
        }
        text.paragraph(&format!("{}:", capitalised(why)));
        let rows: Vec<Vec<String>> = group.into_iter().map(|free| variable(free, explanation)).collect();
        text.rows("  ", &rows);
    }
}

fn variable(free: &VariableEntry, explanation: &Explanation) -> Vec<String> {
    let mut more = Vec::new();
    if let Some(written) = &free.last_written {
        more.push(format!("last written at {}", spot(written)));
    }
    if explanation.selected && !free.reached_by.is_empty() {
        more.push(format!("reached by {}", list(free.reached_by.iter().map(|name| format!("`{name}`")))));
    }
    vec![free.name.clone(), spot(&free.at), more.join(", ")]
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn warnings(text: &mut Text, explanation: &Explanation) {
    if explanation.warnings.is_empty() {
        return;
    }
    text.heading("What Lockweave can't guard, or wants looked at");
    let rows: Vec<Vec<String>> = explanation
        .warnings
        .iter()
        .map(|warning| vec![warning.code.to_owned(), spot(&warning.at), warning.message.clone()])
        .collect();
    text.rows("  ", &rows);
}

fn assumptions(text: &mut Text, explanation: &Explanation) {
    text.heading("Assumptions");
    if explanation.assumptions.is_empty() {
        text.paragraph("None.");
    }
    let rows: Vec<Vec<String>> = explanation
        .assumptions
        .iter()
        .map(|assumption| {
            let at = assumption.at.as_ref().map_or_else(|| "everywhere".to_owned(), spot);
            vec![at, assumption.text.clone()]
        })
        .collect();
    text.rows("  ", &rows);
}

/// `line 3`, `lines 3-5`
fn place(at: &Spot) -> String {
    if at.line == at.end_line {
        format!("line {}", at.line)
    } else {
        format!("lines {}-{}", at.line, at.end_line)
    }
}

/// `a`, `a and b`, `a, b and c`
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn plural(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
