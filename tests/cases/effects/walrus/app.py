# `(n := total)` reads the global; a walrus in a comprehension binds in the function around it.
import time

from lockweave import concurrent

total = 0


@concurrent
def add() -> int:
    global total
    if (n := total) >= 0:
        time.sleep(0)
        total = n + 1
    last = [seen := n + k for k in range(2)][-1]
    return seen - last


def main() -> None:
    assert {future.result() for future in [add() for _ in range(200)]} == {0}
    if (n := total) != 200:
        raise AssertionError(n)
    print(total)
