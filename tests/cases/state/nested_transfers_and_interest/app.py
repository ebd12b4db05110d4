# Methods that call methods of two objects, by name, by key and in a loop over all: nobody waits for one lock with another in hand.
import time, random
from lockweave import concurrent


class Account:
    def __init__(self, name: str, balance: int) -> None:
        self.name = name
        self.balance = balance

    def withdraw(self, n: int) -> None:
        seen = self.balance
        time.sleep(0)
        self.balance = seen - n

    def deposit(self, n: int) -> None:
        seen = self.balance
        time.sleep(0)
        self.balance = seen + n

    @concurrent
    def send(self, other: "Account", n: int) -> None:
        self.withdraw(n)
        other.deposit(n)


class Bank:
    def __init__(self) -> None:
        self.accounts = {n: Account(n, 100) for n in "abc"}
        self.fees = Account("fees", 0)

    @concurrent
    def move(self, a: str, b: str, n: int) -> None:
        src = self.accounts[a]
        dst = self.accounts[b]
        src.withdraw(n + 1)
        dst.deposit(n)
        self.fees.deposit(1)

    @concurrent
    def interest(self) -> None:
        for account in self.accounts.values():
            account.deposit(1)

    def total(self) -> int:
        return sum(account.balance for account in self.accounts.values()) + self.fees.balance


def main() -> None:
    bank = Bank()
    a, b, c = bank.accounts["a"], bank.accounts["b"], bank.accounts["c"]
    futures = []
    for _ in range(60):
        futures += [a.send(b, 1), b.send(c, 2), c.send(a, 3), a.send(a, 1)]
        futures += [bank.move("a", "b", 1), bank.move("b", "a", 1), bank.move("c", "c", 1)]
        futures.append(bank.interest())
    for f in futures:
        f.result()
    print(bank.total(), bank.fees.balance, a.balance, b.balance, c.balance)
