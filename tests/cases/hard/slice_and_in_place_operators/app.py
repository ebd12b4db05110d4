# Slice assignment, *=, |=, ^= and sort through an alias are mutations, `|` and `+` are not.
import time

from lockweave import concurrent

rows: list[int] = []
names: set[int] = set()


@concurrent
def work() -> int:
    mine, known = rows, names
    size, count = len(mine), len(known)
    time.sleep(0)
    mine[size:] = [size]
    known |= {count}
    fresh = mine + [0]
    both = known | {-1}
    fresh *= 2
    both ^= {-1}
    return len(fresh) - 2 * len(both)


def main() -> None:
    assert {future.result() for future in [work() for _ in range(100)]} == {2}
    assert rows == list(range(100)) and len(names) == 100
    print(len(rows))
