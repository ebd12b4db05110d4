# A contextlib manager's generator touches a global before and after the block.
import contextlib
import time
from typing import Iterator

from lockweave import concurrent

inside = 0
worst = 0


@contextlib.contextmanager
def counted() -> Iterator[int]:
    global inside
    inside += 1
    try:
        yield inside
    finally:
        inside -= 1


@concurrent
def visit() -> None:
    global worst
    with counted() as n:
        time.sleep(0)
        worst = max(worst, n)


def main() -> None:
    for future in [visit() for _ in range(100)]:
        future.result()
    assert (inside, worst) == (0, 1), (inside, worst)
    print(worst)
