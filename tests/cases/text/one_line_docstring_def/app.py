# The docstring and the body share the def's line.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int: "Add n."; global total; total += n; return total


@concurrent
def ping() -> None: ...


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(add.__doc__, ping().result())
