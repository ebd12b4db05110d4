# Augmented assignment of each kind of target, chained assignment and unpacking with a star.
import time

from lockweave import concurrent

total = 0
rows = {"a": [0, 0]}
low = high = 0
rest: list[int] = []


class Box:
    level = 0


def slow(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def work(n: int) -> None:
    global total, low, high, rest
    total += slow(1)
    rows["a"][n % 2] += slow(1)
    Box.level += slow(1)
    low = high = slow(high) + 1
    first, *rest = [n, *rest]


def main() -> None:
    for future in [work(n) for n in range(100)]:
        future.result()
    assert (total, sum(rows["a"]), Box.level, low, high) == (100,) * 5
    print(total, rows, low == high, len(rest))
