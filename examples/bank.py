"""A small bank: transfers between accounts run side by side, and no money is made or lost.

A transfer reads two balances, decides, and writes both. That is one section: another transfer never sees the moment in which
the money has left one account and not reached the other.
"""

from dataclasses import dataclass
from typing import Dict, List

from lockweave import concurrent


class InsufficientFunds(Exception):
    """The account doesn't hold what the transfer asks for."""


@dataclass(frozen=True)
class Transfer:
    """An order to move money."""

    source: str
    target: str
    amount: int


OPENING_BALANCE = 1_000
NAMES = ("ada", "brett", "cleo", "dev")

accounts: Dict[str, int] = {name: OPENING_BALANCE for name in NAMES}
journal: List[Transfer] = []


def check(order: Transfer) -> None:
    """Refuse orders that make no sense, whatever the balances are."""
    if order.amount <= 0:
        raise ValueError(f"can't transfer {order.amount}")
    if order.source == order.target:
        raise ValueError(f"{order.source} can't pay themselves")


@concurrent
def transfer(order: Transfer) -> int:
    """Carry out `order` and return what is left in the source account."""
    check(order)
    balance = accounts[order.source]
    if balance < order.amount:
        raise InsufficientFunds(f"{order.source} can't pay {order.amount}")
    accounts[order.source] = balance - order.amount
    accounts[order.target] += order.amount
    journal.append(order)
    return balance - order.amount


def orders() -> List[Transfer]:
    """A day of business: everybody pays the next one, round and round."""
    day: List[Transfer] = []
    for amount in range(1, 60):
        for position, name in enumerate(NAMES):
            day.append(Transfer(name, NAMES[(position + 1) % len(NAMES)], amount % 9 + 1))
    return day


def main() -> None:
    day = orders()
    for future in [transfer(order) for order in day]:
        future.result()

    refused = transfer(Transfer("ada", "dev", 1_000_000)).exception()
    print(f"refused: {refused}")

    for name in NAMES:
        print(f"{name:6} {accounts[name]:6}")
    print(f"{len(journal)} transfers")
    assert sum(accounts.values()) == OPENING_BALANCE * len(NAMES), "money was made or lost"
    assert len(journal) == len(day), "every transfer is in the journal once"


if __name__ == "__main__":
    main()
