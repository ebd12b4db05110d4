# A concurrent method changes a field of its object; `__init__` is not locked.
import time

from lockweave import concurrent


class Account:
    def __init__(self) -> None:
        self.balance = 0

    @concurrent
    def deposit(self, n: int) -> None:
        seen = self.balance
        time.sleep(0)
        self.balance = seen + n


def main() -> None:
    account = Account()
    for future in [account.deposit(1) for _ in range(200)]:
        future.result()
    print(account.balance)
