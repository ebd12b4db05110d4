# An object that a closure captures is known by that name, but not to who calls the closure.
import time
from lockweave import concurrent


class Acc:
    def __init__(self):
        self.n = 0

    def add(self, k):
        seen = self.n
        time.sleep(0)
        self.n = seen + k


def run(acc, other=None):
    @concurrent
    def work():
        acc.add(1)
        if other is not None:
            other()

    def direct():
        acc.add(1)

    return [work() for _ in range(40)], direct


def main():
    a, b = Acc(), Acc()
    f1, d1 = run(a)
    f2, d2 = run(b, d1)
    f3, _ = run(a, d2)
    for f in f1 + f2 + f3:
        f.result()
    print(a.n, b.n)
