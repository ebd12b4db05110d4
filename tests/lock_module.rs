//! The lock module as Python sees it: its locks exclude, in one order, and a forked child has its own.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use lockweave::options::{Options, Switch, TargetVersion};
use lockweave::plan::{Lock, LockModule, LockSource};
use lockweave::weave::lock_module;
use support::checkers::{Complaints, mypy, pyright};
use support::python::Python;

mod support;

/// Transfers both ways at once, an account to itself included, and forks at moments that hurt.
const PROGRAM: &str = r#"
import os
import threading
import time

import locks


class Account:
    __slots__ = ("balance",)

    def __init__(self) -> None:
        self.balance = 100


def transfer(source: Account, target: Account) -> None:
    first, second = locks.account.of_all(source, target)
    with first, second:
        taken = source.balance
        source.balance = taken - 1
        target.balance += 1


def run(pairs: "list[tuple[Account, Account]]") -> None:
    for source, target in pairs:
        transfer(source, target)


accounts = [Account() for _ in range(4)]
pairs = [(one, other) for one in accounts for other in accounts] * 500
threads = [threading.Thread(target=run, args=(pairs[step:] + pairs[:step],)) for step in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(30)
    assert not thread.is_alive()
assert sum(account.balance for account in accounts) == 400
assert locks.account.of(accounts[0]) is locks.account.of(accounts[0])
assert locks.account.of_all(*accounts) == locks.account.of_all(*reversed(accounts))

taken, over = threading.Event(), threading.Event()


def hold() -> None:
    with locks.account.of(accounts[0]), locks.hits:
        taken.set()
        over.wait(30)


threading.Thread(target=hold).start()
taken.wait(30)
with locks.mine:
    child = os.fork()
    if child == 0:
        # The other thread isn't here; this one is, and gives back what it holds.
        free = locks.hits.acquire(timeout=10) and locks.account.of(accounts[0]).acquire(timeout=10)
if child == 0:
    reached = []
    threading.Thread(target=lambda: reached.append(locks.mine.acquire(timeout=10))).start()
    while not reached:
        time.sleep(0.01)
    os._exit(0 if free and reached == [True] else 1)
over.set()
print(os.waitpid(child, 0)[1])
"#;

fn text(target: TargetVersion) -> String {
    let lock = |name: &str, source| Lock { name: name.to_owned(), guards: vec![name.to_owned()], source };
    let locks = vec![
        lock("account", LockSource::PerObject),
        lock("hits", LockSource::Shared),
        lock("mine", LockSource::Shared),
    ];
    let plan = LockModule {
        name: "locks".to_owned(),
        locks,
        given: Vec::new(),
        forks: Switch::On,
        takes_whole_tables: Switch::On,
    };
    lock_module(&plan, &Options { target, ..Options::default() })
}

#[test]
fn its_locks_exclude_and_survive_forks() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program.py");
    fs::write(&program, PROGRAM).unwrap();
    for python in Python::all() {
        let target = TargetVersion { minor: python.minor };
        fs::write(folder.path().join("locks.py"), text(target)).unwrap();
        let output = python.run(&program, None);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "0\n", "{}: {complaint}", python.minor);
    }
}

#[test]
fn it_is_strictly_typed() {
    let folder = tempfile::tempdir().unwrap();
    for minor in [8, 9, 12] {
        let path = folder.path().join(format!("locks_{minor}.py"));
        fs::write(path, text(TargetVersion { minor })).unwrap();
    }
    assert_eq!(mypy(folder.path()), Complaints::new());
    assert_eq!(pyright(folder.path()), Complaints::new());
}
