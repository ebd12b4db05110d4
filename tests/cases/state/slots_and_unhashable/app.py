# Slots, an `__eq__` that makes instances unhashable, `__new__`, `copy` and `pickle`.
import copy, pickle, time
from lockweave import concurrent


class Slots:
    __slots__ = ("balance",)

    def __init__(self):
        self.balance = 0

    def __eq__(self, other):
        return True

    @concurrent
    def deposit(self, n):
        seen = self.balance
        time.sleep(0)
        self.balance = seen + n


class Sub(Slots):
    __slots__ = ()

    @concurrent
    def twice(self, n):
        super().__init__ if False else None
        seen = self.balance
        time.sleep(0)
        self.balance = seen + 2 * n


class Made:
    balance: int

    def __new__(cls):
        self = super().__new__(cls)
        self.balance = 0
        return self

    @concurrent
    def deposit(self, n):
        seen = self.balance
        time.sleep(0)
        self.balance = seen + n


def main():
    accounts = [Slots(), Sub(), Made()]
    accounts.append(copy.copy(accounts[0]))
    accounts.append(pickle.loads(pickle.dumps(accounts[2])))
    futures = [a.deposit(1) for _ in range(200) for a in accounts]
    futures += [accounts[1].twice(1) for _ in range(200)]
    for f in futures:
        f.result()
    print([a.balance for a in accounts])
