//! The scoping that effects rest on agrees with CPython's own `symtable` on every file of the standard library.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says how much it compared"
)]

use std::collections::{BTreeSet, HashMap};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use lockweave::python::{Meaning, Module, STACK_BYTES, Scope, ScopeId, ScopeKind, Scopes, parse, scopes};
use lockweave::text::FileId;

/// One scope as Python sees it: names from the outermost scope inwards, line, type, locals, free names, globals.
type TheirScope = (Vec<String>, u32, String, Vec<String>, Vec<String>, Vec<String>);

/// Names that the compiler makes up for itself.
const MADE_UP: &[&str] =
    &["__classdict__", "__classcell__", "__conditional_annotations__", "__static_attributes__"];

#[test]
fn scopes_agree_with_cpython() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/symbols.py");
    let Ok(output) = Command::new("python3").arg(script).output() else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let (version, files) = text.split_once('\n').unwrap();
    let inlined = version.trim().parse::<u32>().unwrap() >= 12;
    let files: Vec<&str> = files.lines().collect();
    let (next, compared) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let differences: Vec<String> = std::thread::scope(|threads| {
        let work = || {
            let mut differences = Vec::new();
            while let Some(line) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                let (path, theirs): (String, Vec<TheirScope>) = serde_json::from_str(line).unwrap();
                compared.fetch_add(theirs.len(), Ordering::Relaxed);
                differences.extend(compare(&path, &theirs, inlined));
            }
            differences
        };
        let count = std::thread::available_parallelism().map_or(2, usize::from);
        let workers: Vec<_> = (0..count)
            .map(|_| std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(threads, work).unwrap())
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    eprintln!("{} files, {} scopes compared", files.len(), compared.load(Ordering::Relaxed));
    assert!(compared.load(Ordering::Relaxed) > 0, "nothing was compared");
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences[..differences.len().min(40)].join("\n")
    );
}

/// The differences between Python's scopes of the file at `path` and ours.
fn compare(path: &str, theirs: &[TheirScope], inlined: bool) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    let Ok(module) = parse(FileId(0), text) else { return vec![format!("{path}: not parsed")] };
    let ours = scopes(&module);
    let by_path = by_path(&module, &ours, inlined);
    let mut seen: HashMap<Key, usize> = HashMap::new();
    let mut differences = Vec::new();
    for scope in theirs {
        let last = scope.0.last().map_or("", String::as_str);
        if inlined && COMPREHENSIONS.contains(&last) {
            continue;
        }
        let is_generator = last == "genexpr" && scope.3.iter().any(|name| name == ".0");
        let line = if is_generator { 0 } else { scope.1 };
        let key = (plain(&scope.0, inlined), line);
        let found = by_path.get(&key);
        let place = seen.entry(key).or_default();
        let found = found.and_then(|ids| ids.get(*place));
        *place += 1;
        let shown = format!("{path}:{}: {}", scope.1, scope.0.join("/"));
        match found {
            Some(id) => differences
                .extend(compare_names(&ours, *id, scope).iter().map(|text| format!("{shown}: {text}"))),
            None => differences.push(format!("{shown}: we have no such scope")),
        }
    }
    differences
}

/// The names of a path and a line. That of a generator expression without parentheses of its own is told differently: 0.
type Key = (Vec<String>, u32);

/// Scopes that Pythons from 3.12 on make part of the function around them.
const COMPREHENSIONS: &[&str] = &["listcomp", "setcomp", "dictcomp"];

fn plain(path: &[String], inlined: bool) -> Vec<String> {
    path.iter().filter(|name| !inlined || !COMPREHENSIONS.contains(&name.as_str())).cloned().collect()
}

/// Our scopes by their paths and lines, each path's in the order of the source.
fn by_path(module: &Module, ours: &Scopes, inlined: bool) -> HashMap<Key, Vec<ScopeId>> {
    let mut found: HashMap<Key, Vec<ScopeId>> = HashMap::new();
    for (id, scope) in ours.iter() {
        let hidden = inlined && scope.kind == ScopeKind::Comprehension;
        if !hidden && !matches!(scope.kind, ScopeKind::Module | ScopeKind::TypeParameters) {
            let line = match scope.kind {
                ScopeKind::Generator => 0,
                _ => module.lines.line(scope.name_span.start) as u32 + 1,
            };
            found.entry((plain(&path_of(ours, scope), inlined), line)).or_default().push(id);
        }
    }
    found
}

fn path_of(ours: &Scopes, scope: &Scope) -> Vec<String> {
    let mut path = vec![scope.name.clone()];
    let mut next = scope.parent;
    while let Some(id) = next {
        let around = ours.get(id);
        if !matches!(around.kind, ScopeKind::Module | ScopeKind::TypeParameters) {
            path.push(around.name.clone());
        }
        next = around.parent;
    }
    path.reverse();
    path
}

fn compare_names(ours: &Scopes, id: ScopeId, theirs: &TheirScope) -> Vec<String> {
    let scope = ours.get(id);
    let is_class = theirs.2 == "class";
    let counts = |name: &&String| {
        let made_up = name.starts_with('.') || MADE_UP.contains(&name.as_str());
        !made_up && (!is_class || name.as_str() != "__class__")
    };
    let mut differences = Vec::new();
    let mut expect = |names: &[String], what: &str, holds: &dyn Fn(&str) -> bool| {
        for name in names.iter().filter(counts).filter(|name| !holds(name)) {
            differences.push(format!("{name} is {what}, we say {:?}", ours.resolve(id, name)));
        }
    };
    let own = |name: &str| ours.resolve(id, name) == Meaning::Of(id) || in_comprehension(ours, id, name);
    expect(&theirs.3, "local", &own);
    expect(&theirs.4, "free", &|name| matches!(ours.resolve(id, name), Meaning::Of(other) if other != id));
    expect(&theirs.5, "global", &|name| ours.resolve(id, name) == Meaning::Global);
    let known: BTreeSet<&String> = theirs.3.iter().collect();
    let extra =
        scope.symbols().iter().filter(|symbol| scope.binds(&symbol.name) && !known.contains(&symbol.name));
    differences.extend(extra.map(|symbol| format!("{} is local for us alone", symbol.name)));
    differences
}

/// Whether `name` is bound by a comprehension in the scope: newer Pythons make it a local of the function.
fn in_comprehension(ours: &Scopes, id: ScopeId, name: &str) -> bool {
    ours.iter().any(|(_, scope)| {
        scope.kind == ScopeKind::Comprehension && scope.binds(name) && {
            let mut around = scope.parent;
            while let Some(next) = around.filter(|next| ours.get(*next).kind == ScopeKind::Comprehension) {
                around = ours.get(next).parent;
            }
            around == Some(id)
        }
    })
}
