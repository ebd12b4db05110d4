# One account, changed by a method, a function with an argument, a subclass, slots, a dataclass, through a container, a property, an
# operator: 8 bodies x 25 deposits of each kind end at the exact sum.
import time
from dataclasses import dataclass, field
from typing import Any

from lockweave import concurrent


class Plain:
    def __init__(self) -> None:
        self.balance = 0

    @concurrent
    def deposit(self, n: int) -> None:
        seen = self.balance
        time.sleep(0)
        self.balance = seen + n

    @property
    def shown(self) -> str:
        return f"<{self.balance}>"

    def __iadd__(self, n: int) -> "Plain":
        seen = self.balance
        time.sleep(0)
        self.balance = seen + n
        return self


class Better(Plain):
    bonus = 1

    @concurrent
    def reward(self) -> None:
        seen = self.balance
        time.sleep(0)
        self.balance = seen + self.bonus


class Slotted:
    __slots__ = ("balance", "owner")

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.balance = 0


@dataclass
class Data:
    owner: str
    balance: int = 0
    moves: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Frozen:
    moves: list[int]


@concurrent
def into(account: Slotted, n: int) -> None:
    seen = account.balance
    time.sleep(0)
    account.balance = seen + n


@concurrent
def book(account: Data, n: int) -> None:
    seen = account.balance
    time.sleep(0)
    account.balance = seen + n
    account.moves.append(len(account.moves))


@concurrent
def note(account: Frozen) -> None:
    size = len(account.moves)
    time.sleep(0)
    account.moves.append(size)


@concurrent
def everywhere(accounts: dict[str, Slotted]) -> None:
    for account in accounts.values():
        seen = account.balance
        time.sleep(0)
        account.balance = seen + 1


@concurrent
def untyped(account, n):  # type: ignore[no-untyped-def]
    account += n


def main() -> None:
    plain, better, slotted, data, frozen = Plain(), Better(), Slotted("s"), Data("d"), Frozen([])
    accounts = {"a": slotted, "b": Slotted("t")}
    futures: list[Any] = []
    for _ in range(8):
        for _ in range(25):
            futures.append(plain.deposit(1))
            futures.append(untyped(plain, 1))
            futures.append(better.deposit(1))
            futures.append(better.reward())
            futures.append(into(slotted, 1))
            futures.append(everywhere(accounts))
            futures.append(book(data, 1))
            futures.append(note(frozen))
    for future in futures:
        future.result()
    print(plain.balance, plain.shown, better.balance, slotted.balance, accounts["b"].balance)
    print(data.balance, data.moves == list(range(200)), frozen.moves == list(range(200)))
