# `table[f.result()] = g.result()`: two waits, value first as Python evaluates, then the store under the lock.
import time

from lockweave import concurrent

table: dict[int, int] = {}


@concurrent
def work(n: int) -> int:
    size = len(table)
    time.sleep(0)
    table[-1 - n] = size
    return n


def main() -> None:
    pairs = [(work(n), work(n + 100)) for n in range(50)]
    for key, value in pairs:
        table[key.result()] = value.result()
    assert all(table[n] == n + 100 for n in range(50))
    print(len(table))
