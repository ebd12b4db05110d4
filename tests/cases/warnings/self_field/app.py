# LW203: `self.balance` is changed by a concurrent method; nothing locks it yet.
from lockweave import concurrent


class Account:
    def __init__(self) -> None:
        self.balance = 0

    @concurrent
    def deposit(self, n: int) -> None:
        self.balance += n


def main() -> None:
    account = Account()
    account.deposit(5).result()
    print(account.balance)
