//! Locks an object, measured: deposits in every spelling end at the exact sum, opposite transfers neither lose a cent nor hang.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use support::pipeline::weave_module;
use support::python::Python;

mod support;

/// Eight bodies of this many rounds each.
const ROUNDS: usize = 200;

const DEPOSITS: &str = "\
import copy
import pickle
import time
from dataclasses import dataclass, field

from lockweave import atomic, concurrent


class Plain:
    def __init__(self):
        self.balance = 0

    def add(self, n):
        seen = self.balance
        time.sleep(0)
        self.balance = seen + n

    @concurrent
    def deposit(self, n, rounds):
        for _ in range(rounds):
            with atomic:
                self.add(n)


class Sub(Plain):
    def add(self, n):
        super().add(n)


class Slots:
    __slots__ = ('balance',)

    def __init__(self):
        self.balance = 0

    def __eq__(self, other):
        return True


class Made:
    def __new__(cls):
        self = super().__new__(cls)
        self.balance = 0
        return self


@dataclass
class Data:
    balance: int = 0
    moves: list = field(default_factory=list)


@dataclass(frozen=True)
class Frozen:
    moves: list


@concurrent
def deposit(account, n, rounds):
    for _ in range(rounds):
        with atomic:
            seen = account.balance
            time.sleep(0)
            account.balance = seen + n


@concurrent
def through(accounts, key, n, rounds):
    for _ in range(rounds):
        with atomic:
            account = accounts[key]
            seen = account.balance
            time.sleep(0)
            account.balance = seen + n


@concurrent
def note(account, rounds):
    for _ in range(rounds):
        with atomic:
            size = len(account.moves)
            time.sleep(0)
            account.moves.append(size)


def main():
    plain, sub, slots, made, data, frozen = Plain(), Sub(), Slots(), Made(), Data(), Frozen([])
    twin, loaded = copy.copy(slots), pickle.loads(pickle.dumps(made))
    shelf = {'one': Plain(), 'two': Sub()}
    futures = []
    for _ in range(8):
        futures += [account.deposit(1, ROUNDS) for account in (plain, sub)]
        futures += [deposit(account, 1, ROUNDS) for account in (plain, sub, slots, twin, made, loaded, data)]
        futures += [through(shelf, key, 1, ROUNDS) for key in shelf]
        futures += [note(data, ROUNDS), note(frozen, ROUNDS)]
    for future in futures:
        future.result()
    print(plain.balance, sub.balance)
    print(slots.balance, twin.balance, made.balance, loaded.balance, data.balance)
    print(shelf['one'].balance, shelf['two'].balance)
    print(data.moves == list(range(8 * ROUNDS)), frozen.moves == list(range(8 * ROUNDS)))


if __name__ == '__main__':
    main()
";

const TRANSFERS: &str = "\
from lockweave import atomic, concurrent


class Account:
    def __init__(self, balance: int) -> None:
        self.balance = balance

    def pay(self, other: 'Account', n: int) -> None:
        mine = self.balance - n
        self.balance = mine
        other.balance += n

    @concurrent
    def pay_often(self, other: 'Account', n: int, times: int) -> None:
        for _ in range(times):
            with atomic:
                self.pay(other, n)


@concurrent
def audit(accounts: list[Account], times: int) -> int:
    wrong = 0
    for _ in range(times):
        with atomic:
            total = sum(account.balance for account in accounts)
        wrong += total != 3000
    return wrong


def main() -> None:
    a, b, c = Account(1000), Account(1000), Account(1000)
    pairs = [(a, b), (b, a), (b, c), (c, b), (a, a), (c, a), (a, c), (b, a)]
    futures = [one.pay_often(other, 1, TIMES) for one, other in pairs]
    wrong = audit([a, b, c], 200)
    for future in futures:
        future.result()
    print(a.balance + b.balance + c.balance, a.balance, b.balance, c.balance, wrong.result())


if __name__ == '__main__':
    main()
";

/// What every Python prints that runs `source` woven.
fn printed(source: &str) -> Vec<(u8, String)> {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program.py");
    let woven = weave_module(source);
    assert!(String::from_utf8_lossy(&woven).contains(".of_all(") || !source.contains("pay_often"));
    assert!(String::from_utf8_lossy(&woven).contains("_ObjectLocks()"));
    fs::write(&program, woven).unwrap();
    let mut found = Vec::new();
    for python in Python::all().into_iter().filter(|python| python.minor >= 9) {
        let output = python.run(&program, None);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "3.{}", python.minor);
        found.push((python.minor, String::from_utf8_lossy(&output.stdout).into_owned()));
    }
    found
}

#[test]
fn deposits_in_every_spelling_end_at_the_exact_sum() {
    let expected = "3200 3200\n1600 1600 1600 1600 1600\n1600 1600\nTrue True\n";
    for (minor, text) in printed(&DEPOSITS.replace("ROUNDS", &ROUNDS.to_string())) {
        assert_eq!(text, expected, "3.{minor}");
    }
}

#[test]
fn opposite_transfers_neither_lose_a_cent_nor_hang() {
    // Eight bodies: two million transfers, or some ten thousand.
    let times = if support::long() { 250_000 } else { 3_000 };
    let balance = |change: i64| 1000 + change * times;
    let expected = format!("3000 {} {} {} 0\n", balance(1), balance(-1), balance(0));
    for (minor, text) in printed(&TRANSFERS.replace("TIMES", &times.to_string())) {
        assert_eq!(text, expected, "3.{minor}");
    }
}
