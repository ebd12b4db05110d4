# Accounts two levels down in a container that a body reaches.
import time

from lockweave import concurrent


class Account:
    def __init__(self) -> None:
        self.balance = 0


branches: dict[str, list[Account]] = {"a": [Account(), Account()], "b": [Account()]}


@concurrent
def pay(n: int) -> None:
    for accounts in branches.values():
        for account in accounts:
            seen = account.balance
            time.sleep(0)
            account.balance = seen + n


def main() -> None:
    for future in [pay(1) for _ in range(100)]:
        future.result()
    print([account.balance for accounts in branches.values() for account in accounts])
