//! Which names are ours, what goes with them, and what is said about markers that stand wrong.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{HeldFor, Marker, Markers, Module, markers, parse};
use crate::options::Switch;
use crate::text::FileId;

fn read(source: &str) -> (Module, Markers) {
    let module = parse(FileId(0), source.to_owned()).unwrap();
    let (markers, diagnostics) = markers(&module);
    assert_eq!(diagnostics, [], "{source}");
    (module, markers)
}

/// What is erased: whole statements, or aliases in braces.
fn erased(source: &str) -> Vec<String> {
    let (module, markers) = read(source);
    let text = |import: &super::MarkerImport| {
        let aliases: Vec<&str> = import.aliases.iter().map(|alias| module.slice(*alias)).collect();
        if import.whole {
            module.slice(import.statement).to_owned()
        } else {
            format!("{{{}}}", aliases.join(", "))
        }
    };
    markers.imports.iter().map(text).collect()
}

/// The decorators and blocks that are ours.
fn marked(source: &str) -> Vec<String> {
    let (module, markers) = read(source);
    let functions = markers.functions.iter().map(|marking| module.slice(marking.decorator).to_owned());
    let blocks = markers
        .atomic_blocks
        .iter()
        .map(|block| module.slice(module.lines.full_line(block.with)).trim().to_owned());
    functions.chain(blocks).collect()
}

/// Code, place and message of each diagnostic.
fn complaints(source: &str) -> Vec<String> {
    let module = parse(FileId(0), source.to_owned()).unwrap();
    let (_, diagnostics) = markers(&module);
    let told = diagnostics.iter().map(|diagnostic| {
        assert!(diagnostic.help.is_some(), "no help: {}", diagnostic.message);
        format!(
            "{} {:?} {}",
            diagnostic.code,
            module.slice(diagnostic.place().unwrap().span),
            diagnostic.message
        )
    });
    told.collect()
}

const DEF: &str = "def f(): pass\n";

#[test]
fn names_are_resolved_through_bindings() {
    for (imports, marker) in [
        ("from lockweave import concurrent\n", "@concurrent"),
        ("from lockweave import concurrent as go\n", "@go"),
        ("import lockweave\n", "@lockweave.concurrent"),
        ("import lockweave as lw\n", "@lw.concurrent(workers=2)"),
        ("from lockweave import *\n", "@concurrent"),
        ("from lib import *\n", "@concurrent"),
        ("", "@concurrent"),
        ("import concurrent.futures\nfrom lockweave import concurrent\n", "@concurrent"),
    ] {
        assert_eq!(marked(&format!("{imports}{marker}\n{DEF}")), [marker], "{imports}");
    }
    assert_eq!(marked("with atomic: pass\n@atomic\ndef f():\n    with atomic:\n        pass\n").len(), 3);
}

#[test]
fn other_peoples_names_are_left_alone() {
    for source in [
        "import concurrent.futures\nconcurrent.futures.wait([])\n",
        "from lib import concurrent\n@concurrent\ndef f(): pass\n",
        "def concurrent(f): return f\n@concurrent\ndef f(): pass\n",
        "from lockweave import concurrent\ndef concurrent(f): return f\n@concurrent\ndef f(): pass\n",
        "def register(concurrent):\n    @concurrent\n    def f(): pass\n",
        "class A:\n    concurrent = staticmethod\n    @concurrent\n    def f(): pass\n",
        "for atomic in locks:\n    with atomic: pass\n",
        "x = atomic(1)\nprint(concurrent.futures)\n",
        "from django.db.transaction import atomic\nwith atomic: pass\n",
    ] {
        assert_eq!(marked(source), [""; 0], "{source}");
    }
}

#[test]
fn imports_go_with_what_stands_in_for_them() {
    let fallback =
        "try:\n    from lockweave import concurrent\nexcept ImportError:\n    def concurrent(f): return f";
    assert_eq!(erased(&format!("{fallback}\n@concurrent\n{DEF}")), [fallback]);
    let constant = "try:\n    from lockweave import atomic, concurrent\nexcept ImportError:\n    atomic = concurrent = None";
    assert_eq!(erased(&format!("{constant}\n@concurrent\n{DEF}")), [constant]);
    let guarded = "if TYPE_CHECKING:\n    from lockweave import concurrent";
    assert_eq!(erased(&format!("{guarded}\n")), [guarded]);
    // Something else stands in the statement: it stays.
    let mixed = "try:\n    import numpy\n    from lockweave import concurrent\nexcept ImportError:\n    concurrent = None\n";
    assert_eq!(erased(&format!("{mixed}@concurrent\n{DEF}")), ["from lockweave import concurrent"]);
    assert_eq!(marked(&format!("{mixed}@concurrent\n{DEF}")), ["@concurrent"]);
    assert_eq!(erased("import os, lockweave as lw, sys\n"), ["{lockweave as lw}"]);
    assert_eq!(erased("from .lockweave import concurrent\nimport lockweaver\n"), [""; 0]);
}

#[test]
fn arguments_are_read() {
    let (module, markers) = read(
        "@concurrent('hits', 'state.total', locks={'hits': my_lock}, unlocked=['db'], scope='body', workers=n + 1, \
         context=True, on_error='log')\ndef f(): pass\n",
    );
    let Marker::Concurrent(arguments) = &markers.functions[0].marker else { panic!("not concurrent") };
    let names: Vec<&str> =
        arguments.globals.as_ref().unwrap().iter().map(|location| location.name.as_str()).collect();
    assert_eq!(names, ["hits", "state.total"]);
    assert_eq!(module.slice(arguments.locks[0].expression), "my_lock");
    assert_eq!(arguments.unlocked[0].name, "db");
    assert_eq!(arguments.held_for, HeldFor::Body);
    assert_eq!(arguments.workers.map(|span| module.slice(span)), Some("n + 1"));
    assert_eq!((arguments.context, arguments.log_errors), (Some(Switch::On), Some(Switch::On)));
}

#[test]
fn wrong_arguments_are_told_with_place_and_fix() {
    let told = |arguments: &str| complaints(&format!("@concurrent({arguments})\n{DEF}"));
    assert_eq!(told("worker=2"), [r#"LW101 "worker" `@concurrent` has no argument `worker`"#]);
    assert_eq!(told("hits"), [r#"LW102 "hits" a location is named by a string"#]);
    assert_eq!(told("globals='hits'"), [r#"LW102 "'hits'" `globals=` is a tuple of names"#]);
    assert_eq!(told("'not a name'"), [r#"LW102 "'not a name'" `not a name` is not the name of a location"#]);
    assert_eq!(told("workers=0"), [r#"LW102 "0" `workers=` is a number of threads"#]);
    assert_eq!(told("executor=4"), [r#"LW102 "4" `executor=` is an executor"#]);
    assert_eq!(
        told("executor=e, daemon=True"),
        [r#"LW109 "daemon=True" `executor=` and `daemon=` exclude each other"#]
    );
    assert_eq!(told("'a', unlocked=('a',)"), [r#"LW109 "'a'" `a` is to be locked and unlocked"#]);
    assert_eq!(told("**options"), [r#"LW102 "**options" `**` in the arguments of `@concurrent`"#]);
}

#[test]
fn markers_that_mean_nothing_are_told() {
    assert_eq!(
        complaints("@concurrent\nclass A: pass\n"),
        [r#"LW108 "@concurrent" `@concurrent` on a class"#]
    );
    assert_eq!(
        complaints("with atomic as a: pass\n"),
        [r#"LW108 "atomic as a" `with atomic` gives no value"#]
    );
    assert_eq!(complaints("import lockweave\nx = lockweave.concurrent\n").len(), 1);
    assert_eq!(
        complaints("from lockweave import concurent\n"),
        [r#"LW108 "concurent" lockweave has no `concurent`"#]
    );
    assert_eq!(
        complaints("@concurrent\nasync def f(): pass\n"),
        [r#"LW104 "f" async function `f` can't be concurrent"#]
    );
    assert_eq!(
        complaints("@concurrent\ndef f():\n    x = yield\n"),
        [r#"LW104 "f" generator `f` can't be concurrent"#]
    );
    let special = "class A:\n    @concurrent\n    def __init__(self): pass\n    @concurrent\n    def __call__(self): pass\n";
    assert_eq!(complaints(special), [r#"LW105 "__init__" `__init__` can't be concurrent"#]);
    let nested = "@concurrent\ndef f():\n    def g():\n        yield 1\n    return lambda: (yield)\n";
    assert_eq!(complaints(nested), [""; 0]);
}

/// What a module gives of ours: names, those of a star import in front, then whether it does nothing else.
fn given(source: &str) -> (Vec<String>, bool) {
    let module = parse(FileId(0), source.to_owned()).unwrap();
    let exports = super::own_exports(&module, &|_| None);
    let name = |name: &String| match exports.star(name) {
        Some(_) => format!("*{name}"),
        None => name.clone(),
    };
    (exports.names.keys().map(name).collect(), exports.alone)
}

#[test]
fn modules_give_names_of_ours() {
    let alone =
        "\"\"\"Doc.\"\"\"\nfrom lockweave import atomic as _a, concurrent\n__all__ = ['concurrent']\n";
    assert_eq!(given(alone), (vec!["_a".to_owned(), "*concurrent".to_owned()], true));
    assert_eq!(given("import lockweave\nx = 1\n"), (vec!["*lockweave".to_owned()], false));
    assert_eq!(given("from lockweave import concurrent\ndef concurrent(f): return f\n"), (vec![], false));
    assert_eq!(
        given("from lockweave import concurrent as c\n__all__ = ('x',)\n"),
        (vec!["c".to_owned()], false)
    );
    assert_eq!(given("def f():\n    from lockweave import concurrent\n"), (vec![], false));
}

#[test]
fn names_are_ours_through_other_modules() {
    let compat = parse(FileId(1), "from lockweave import concurrent as go\n".to_owned()).unwrap();
    let exports = std::sync::Arc::new(super::own_exports(&compat, &|_| None));
    let elsewhere = |path: &str| ["pkg.compat", ".compat"].contains(&path).then(|| exports.clone());
    for (source, expected) in [
        ("from pkg.compat import go\n@go\ndef f(): pass\n", 1),
        ("from .compat import *\n@go\ndef f(): pass\n", 1),
        ("import pkg.compat\n@pkg.compat.go\ndef f(): pass\n", 1),
        ("from pkg import compat as c\n@c.go\ndef f(): pass\n", 1),
        ("from . import compat\n@compat.go(workers=2)\ndef f(): pass\n", 1),
        ("import pkg\n@pkg.compat.go\ndef f(): pass\n", 1),
        ("from pkg.other import go\n@go\ndef f(): pass\n", 0),
        ("from pkg.compat import go\ngo = print\n@go\ndef f(): pass\n", 0),
        ("from .compat import *\n@concurrent.futures\ndef f(): pass\n", 0),
    ] {
        let module = parse(FileId(0), source.to_owned()).unwrap();
        let (markers, _) = super::markers_among(&module, &elsewhere);
        assert_eq!(markers.functions.len(), expected, "{source}");
    }
}
