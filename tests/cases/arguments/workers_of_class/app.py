# Pools and locks are made by the module's own code, which sees no names of a class or function: LW102 for each.
import threading

from lockweave import concurrent

total = 0


class Service:
    SIZE = 3
    lock = threading.Lock()

    @concurrent(workers=SIZE)
    def work(self, n: int) -> int:
        return n

    @concurrent(locks={"total": lock})
    def add(self) -> int:
        global total
        total += 1
        return total


def build(size: int) -> int:
    @concurrent(workers=size + 1)
    def f(n: int) -> int:
        return n

    return f(7).result()
