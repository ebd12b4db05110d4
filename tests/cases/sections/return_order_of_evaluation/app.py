# In `return slow(n), total, slow(n)` the calls before the access keep their place.
import time

from lockweave import concurrent

total = 0


def slow(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def add(n: int) -> "tuple[int, int, int]":
    global total
    seen = total
    time.sleep(0)
    total = seen + 1
    return slow(n), total, slow(n + 1)


def main() -> None:
    rows = [future.result() for future in [add(n) for n in range(100)]]
    assert sorted(row[1] for row in rows) == list(range(1, 101))
    print(rows[0][0], rows[-1][2])
