# The same with an allow comment that gives its reason: silent, and no unused allow.
from lockweave import concurrent


class Account:
    def __init__(self) -> None:
        self.balance = 0

    @concurrent
    def deposit(self, n: int) -> None:
        self.balance += n  # lockweave: allow[LW203] one account a thread


def main() -> None:
    account = Account()
    account.deposit(5).result()
    print(account.balance)
