# functools.partial of a project function and of a bound method: both called later in the same body.
import functools
import time

from lockweave import concurrent

total = 0
rows: list[int] = []


def add(n: int, m: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n + m


@concurrent
def work() -> None:
    plus = functools.partial(add, 1)
    push = functools.partial(rows.insert, 0)
    plus(1)
    push(total)


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert total == 200 and rows == list(range(200, 0, -2)), total
    print(total)
