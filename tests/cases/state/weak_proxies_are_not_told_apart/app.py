# A proxy has an identity of its own: where there are any, an object of unknown class may be one.
import time, weakref
from lockweave import concurrent


class Account:
    def __init__(self):
        self.balance = 0

    @concurrent
    def deposit(self, n):
        seen = self.balance
        time.sleep(0)
        self.balance = seen + n


@concurrent
def into(acct, n):
    seen = acct.balance
    time.sleep(0)
    acct.balance = seen + n


def main():
    a = Account()
    p = weakref.proxy(a)
    fs = []
    for _ in range(150):
        fs += [a.deposit(1), into(p, 1), into(a, 1)]
    for f in fs:
        f.result()
    print(a.balance)
