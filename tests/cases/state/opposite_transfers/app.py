# Transfers both ways at once, and from an account to itself: nothing is lost and nothing hangs.
import time

from lockweave import concurrent


class Account:
    def __init__(self, balance: int) -> None:
        self.balance = balance

    @concurrent
    def transfer(self, other: "Account", n: int) -> None:
        mine, theirs = self.balance, other.balance
        time.sleep(0)
        if self is not other:
            self.balance, other.balance = mine - n, theirs + n

    def total(self, other: "Account") -> int:
        return self.balance + other.balance


def main() -> None:
    one, two = Account(100), Account(100)
    futures = []
    for _ in range(100):
        futures += [one.transfer(two, 1), two.transfer(one, 2), one.transfer(one, 5)]
    for future in futures:
        future.result()
    print(one.total(two), one.balance, two.balance)
