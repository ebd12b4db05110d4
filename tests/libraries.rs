//! Libraries that were woven before: what they ship, and that programs that use them take their locks.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::Command;

use command::{Ran, Room};
use support::environment::{Environment, TOOLS_FOLDER, WHEEL, done, only_file};
use support::python::Python;

#[path = "support/command.rs"]
mod command;
mod support;

const BOOK: &str = "from typing import Dict, List\n\nfrom lockweave import concurrent\n\nentries: List[str] = []\nbalances: Dict[str, int] = {}\nseen: List[str] = []\n\n\n@concurrent\ndef post(name: str, amount: int) -> None:\n    entries.append(name)\n    balances[name] = balances.get(name, 0) + amount\n\n\ndef balance(name: str) -> int:\n    return balances.get(name, 0)\n\n\ndef look(name: str) -> None:\n    seen.append(name)\n\n\nclass Account:\n    def __init__(self) -> None:\n        self.held = 0\n\n    @concurrent\n    def deposit(self, amount: int) -> None:\n        self.held += amount\n";

const APP: &str = "from ledgerlib import book\nfrom lockweave import concurrent\n\n\n@concurrent\ndef double(name: str) -> None:\n    before = book.balance(name)\n    book.balances[name] = before * 2\n\n\ndef main() -> None:\n    book.post(\"a\", 1).result()\n    for each in [double(\"a\") for _ in range(10)]:\n        each.result()\n    print(book.balance(\"a\"))\n\n\nif __name__ == \"__main__\":\n    main()\n";

const USES: &[u8] = b"[tool.lockweave]\nlibraries = [\"ledgerlib\"]\n";

/// A room with the library built into `site`, and a program that uses it.
fn room(app: &str) -> Room {
    let room = Room::new(&[
        ("lib/pyproject.toml", b"[tool.lockweave]\nlibrary = true\n"),
        ("lib/src/ledgerlib/__init__.py", b""),
        ("lib/src/ledgerlib/book.py", BOOK.as_bytes()),
        ("app/pyproject.toml", USES),
        ("app/src/main.py", app.as_bytes()),
    ]);
    room.run(&["build", "lib/src", "-o", "site"]).exits(0);
    room
}

fn in_site(room: &Room, arguments: &[&str]) -> Ran {
    Ran::of(room.command(arguments).env("LOCKWEAVE_PATH", room.path("site")).output().unwrap())
}

fn text(room: &Room, path: &str) -> String {
    String::from_utf8(room.read(path)).unwrap()
}

#[test]
fn a_program_takes_the_locks_of_its_library() {
    let room = room(APP);
    assert_eq!(
        room.files("site"),
        [".lockweave", "ledgerlib/__init__.py", "ledgerlib/book.py", "ledgerlib/lockweave.json"]
    );
    let ran = in_site(&room, &["build", "app/src", "-o", "out"]).exits(0);
    assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
    let locks = text(&room, "out/_locks.py");
    let line = "from ledgerlib.book import _entries_lock as entries  # guards ledgerlib.book.entries";
    assert!(locks.contains(line) && !locks.contains("import threading"), "{locks}");
    let main = text(&room, "out/main.py");
    assert!(
        main.contains("_locks.entries.acquire()\n    try:\n        before = book.balance(name)"),
        "{main}"
    );
    let path = room.path("site");
    let ran =
        Command::new("python3").arg(room.path("out/main.py")).env("PYTHONPATH", &path).output().unwrap();
    assert_eq!(Ran::of(ran).exits(0).text(), "1024\n");
    // What the library is made of is nobody's to write.
    assert_eq!(room.files("out"), [".lockweave", "_locks.py", "main.py"]);
    in_site(&room, &["build", "app/src", "-o", "out", "--check"]).exits(0);
    in_site(&room, &["check", "app/src"]).exits(0);
    in_site(&room, &["explain", "app/src"]).exits(0);
}

#[test]
fn the_file_is_the_same_each_time_and_follows_the_library() {
    let room = room(APP);
    let shipped = room.read("site/ledgerlib/lockweave.json");
    room.run(&["build", "lib/src", "-o", "again"]).exits(0);
    assert_eq!(room.read("again/ledgerlib/lockweave.json"), shipped);
    room.run(&["build", "lib/src", "-o", "site", "--check"]).exits(0);
    // A package that is given itself has its file beside its modules.
    room.run(&["build", "lib/src/ledgerlib", "-o", "package"]).exits(0);
    assert!(room.path("package/lockweave.json").exists());
    room.write("lib/pyproject.toml", b"[tool.lockweave]\n");
    room.run(&["build", "lib/src", "-o", "site"]).exits(0).says("1 removed");
    assert!(!room.path("site/ledgerlib/lockweave.json").exists());
}

#[test]
fn steps_know_libraries_too() {
    let room = room(APP);
    in_site(&room, &["build", "app/src", "-o", "out"]).exits(0);
    room.write("pyproject.toml", USES);
    room.run(&["summarize", "app/src/main.py", "--root", "app/src", "-o", "main.summary"]).exits(0);
    in_site(&room, &["link", "main.summary", "-o", "plans"]).exits(0);
    room.run(&["weave", "plans/main.py.plan", "app/src/main.py", "-o", "stepwise/main.py"]).exits(0);
    room.run(&["weave", "plans/_locks.py.plan", "-o", "stepwise/_locks.py"]).exits(0);
    for file in ["main.py", "_locks.py"] {
        assert_eq!(text(&room, &format!("stepwise/{file}")), text(&room, &format!("out/{file}")));
    }
}

#[test]
fn what_the_library_does_not_lock_is_told() {
    let app = "from ledgerlib import book\nfrom lockweave import concurrent\n\n\n@concurrent\ndef peek(name):\n    book.look(name)\n\n\nfuture = peek(\"a\")\nprint(book.seen)\nfuture.result()\n";
    let room = room(app);
    let ran = in_site(&room, &["build", "app/src", "-o", "out"]).exits(0);
    let told = ran.says("LW211").says("no lock of `ledgerlib.book.seen`");
    assert_eq!(told.stderr.matches("warning[LW211]").count(), 1, "{}", told.stderr);
}

#[test]
fn objects_of_the_library_have_their_locks_there() {
    let app = "from ledgerlib.book import Account\nfrom lockweave import concurrent\n\n\n@concurrent\ndef move(one: Account, other: Account) -> None:\n    one.held -= 1\n    other.held += 1\n\n\ndef main() -> None:\n    left, right = Account(), Account()\n    moves = [move(left, right) for _ in range(20)] + [move(right, left) for _ in range(20)]\n    added = [left.deposit(1) for _ in range(5)]\n    for each in moves + added:\n        each.result()\n    print(left.held, right.held)\n\n\nmain()\n";
    let room = room(app);
    let ran = in_site(&room, &["build", "app/src", "-o", "out"]).exits(0);
    let given = text(&room, "out/_locks.py").contains("from ledgerlib.book import _account_locks as ");
    assert!(given || ran.stderr.contains("LW211"), "{}\n{}", text(&room, "out/_locks.py"), ran.stderr);
    let path = room.path("site");
    let ran =
        Command::new("python3").arg(room.path("out/main.py")).env("PYTHONPATH", &path).output().unwrap();
    assert_eq!(Ran::of(ran).exits(0).text(), "5 0\n");
}

#[test]
fn a_library_that_can_t_be_known_is_refused() {
    let room = room(APP);
    room.run(&["build", "app/src", "-o", "out"])
        .exits(2)
        .says("LW905")
        .says("the library ledgerlib is not found");
    assert!(!room.path("out").exists());
    fs::create_dir_all(room.path("app/.venv/lib/python3.9")).unwrap();
    fs::rename(room.path("site"), room.path("app/.venv/lib/python3.9/site-packages")).unwrap();
    room.run(&["check", "app/src"]).exits(0);
    room.write("app/.venv/lib/python3.9/site-packages/ledgerlib/lockweave.json", b"{\"format\": 2}");
    room.run(&["check", "app/src"]).exits(2).says("is of a later version of Lockweave, or broken");
}

#[test]
fn a_library_may_use_another() {
    let room = room(APP);
    room.write("top/pyproject.toml", b"[tool.lockweave]\nlibrary = true\nlibraries = [\"ledgerlib\"]\n");
    room.write("top/src/banklib/__init__.py", b"");
    let bank = "from ledgerlib import book\nfrom lockweave import concurrent\n\ncount = 0\n\n\n@concurrent\ndef pay(name: str) -> None:\n    global count\n    count += 1\n    book.balances[name] = book.balance(name) + count\n";
    room.write("top/src/banklib/bank.py", bank.as_bytes());
    in_site(&room, &["build", "top/src", "-o", "top-site"]).exits(0);
    let woven = text(&room, "top-site/banklib/bank.py");
    let ledger = woven.find("_locks.entries.acquire()").unwrap();
    assert!(
        ledger < woven.find("_count_lock.acquire()").or(woven.find("_locks.count.acquire()")).unwrap(),
        "{woven}"
    );
    let app = "from banklib import bank\nfrom ledgerlib import book\nfrom lockweave import concurrent\n\n\n@concurrent\ndef both(name: str) -> None:\n    bank.count += 1\n    book.balances[name] = book.balance(name) + bank.count\n\n\nfor each in [both(\"a\") for _ in range(3)] + [bank.pay(\"a\") for _ in range(3)]:\n    each.result()\nprint(bank.count, book.balance(\"a\"))\n";
    room.write("app/src/main.py", app.as_bytes());
    room.write("app/pyproject.toml", b"[tool.lockweave]\nlibraries = [\"ledgerlib\", \"banklib\"]\n");
    let path = std::env::join_paths([room.path("site"), room.path("top-site")]).unwrap();
    let ran = Ran::of(
        room.command(&["build", "app/src", "-o", "out"]).env("LOCKWEAVE_PATH", &path).output().unwrap(),
    );
    assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
    let main = text(&room, "out/main.py");
    let at = |name: &str| main.find(&format!("_locks.{name}.acquire()")).unwrap_or_else(|| panic!("{main}"));
    assert!(at("entries") < at("count"), "{main}");
    let ran =
        Command::new("python3").arg(room.path("out/main.py")).env("PYTHONPATH", &path).output().unwrap();
    assert_eq!(Ran::of(ran).exits(0).text(), "6 21\n");
}

/// Calls back under its lock.
const EVENTS: &str = "from typing import Callable\n\nfrom lockweave import concurrent\n\nlog: list[str] = []\n\n\n@concurrent\ndef fire(name: str, callback: Callable[[str], None]) -> None:\n    log.append(name)\n    callback(name)\n    log.append(\"done \" + name)\n";

const LISTENER: &str = "from ledgerlib import ev\nfrom lockweave import concurrent\n\ncount = 0\n\n\ndef _seen(name: str) -> None:\n    global count\n    before = count\n    for _ in range(50):\n        pass\n    count = before + 1\n\n\n@concurrent\ndef direct(n: int) -> None:\n    global count\n    count += n\n    ev.log.append(\"direct\")\n\n\ndef main() -> None:\n    futures = []\n    for n in range(200):\n        futures.append(ev.fire(str(n), _seen))\n        futures.append(direct(1))\n    for each in futures:\n        each.result()\n    print(count, len(ev.log))\n\n\nmain()\n";

#[test]
fn what_a_library_calls_back_takes_its_own_locks_behind_those_of_the_library() {
    let room = room(LISTENER);
    room.write("lib/src/ledgerlib/ev.py", EVENTS.as_bytes());
    room.run(&["build", "lib/src", "-o", "site"]).exits(0);
    in_site(&room, &["build", "app/src", "-o", "out"]).exits(0);
    let main = text(&room, "out/main.py");
    // The library holds its lock there, and knows nothing of this one.
    assert!(main.contains("    with _locks.count:\n        before = count\n"), "{main}");
    assert!(main.contains("_locks.log.acquire()\n    _locks.count.acquire()\n"), "{main}");
    let path = room.path("site");
    let ran =
        Command::new("python3").arg(room.path("out/main.py")).env("PYTHONPATH", &path).output().unwrap();
    assert_eq!(Ran::of(ran).exits(0).text(), "400 600\n");
}

const BACKENDS: [(&str, &str); 2] = [
    (
        "hatchling",
        "[build-system]\nrequires = [\"hatchling\", \"lockweave\"]\nbuild-backend = \"hatchling.build\"\n[tool.hatch.build.targets.wheel]\npackages = [\"src/ledgerlib\"]\n[tool.hatch.build.targets.wheel.hooks.lockweave]\n",
    ),
    (
        "setuptools",
        "[build-system]\nrequires = [\"setuptools\", \"lockweave\"]\nbuild-backend = \"setuptools.build_meta\"\n",
    ),
];

#[test]
fn a_library_s_wheel_serves_a_project_in_a_fresh_environment() {
    let room = room(APP);
    let folder = tempfile::tempdir().unwrap();
    for (name, backend) in BACKENDS {
        let project =
            "[project]\nname = \"ledgerlib\"\nversion = \"1.0\"\n[tool.lockweave]\nlibrary = true\n";
        room.write("lib/pyproject.toml", format!("{backend}{project}").as_bytes());
        let wheels = folder.path().join(name);
        let mut build = Command::new(TOOLS_FOLDER.join("python"));
        build.args([
            "-m",
            "pip",
            "--disable-pip-version-check",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
        ]);
        build.arg(&wheels).arg(room.path("lib")).env("PIP_FIND_LINKS", WHEEL.parent().unwrap());
        done(&mut build);
        let wheel = only_file(&wheels, ".whl");
        let environment =
            Environment::fresh(&Python::on_path(), &folder.path().join(format!("{name}-venv")), &[]);
        environment.install(&[&wheel]);
        environment.install(&[&WHEEL]);
        let run =
            |arguments: &[&str]| done(environment.command("python").args(arguments).current_dir(room.root()));
        let out = format!("out-{name}");
        run(&["-m", "lockweave", "build", "app/src", "-o", &out]);
        assert!(text(&room, &format!("{out}/_locks.py")).contains("from ledgerlib.book import"), "{name}");
        assert_eq!(run(&[&format!("{out}/main.py")]), "1024\n", "{name}");
        // The import hook knows the library as well.
        assert_eq!(run(&["-m", "lockweave", "run", "app/src/main.py"]), "1024\n", "{name}");
        // The program alone finds it in the active environment.
        let home = environment.programs.parent().unwrap();
        let mut check = room.command(&["build", "app/src", "-o", &out, "--check"]);
        assert_eq!(Ran::of(check.env("VIRTUAL_ENV", home).output().unwrap()).status, Some(0), "{name}");
    }
}
