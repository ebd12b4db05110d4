# `return total` of an int: no warning; the copy is made under the lock.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    before = total
    time.sleep(0)
    total = before + n
    return total


def main() -> None:
    results = sorted(future.result() for future in [add(1) for _ in range(200)])
    assert results == list(range(1, 201))
    print(total)
