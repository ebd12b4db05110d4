# `accounts[name]` is a mutable part of the global: changing it changes the global.
import time

from lockweave import concurrent


class Account:
    def __init__(self) -> None:
        self.balance = 0


accounts = {name: Account() for name in ("ann", "bob")}


@concurrent
def deposit(name: str, n: int) -> None:
    account = accounts[name]
    seen = account.balance
    time.sleep(0)
    account.balance = seen + n


def main() -> None:
    for future in [deposit(("ann", "bob")[i % 2], 1) for i in range(200)]:
        future.result()
    balances = [account.balance for account in accounts.values()]
    assert balances == [100, 100], balances
    print(balances)
