# NoReturn, None and no annotation at all: what becomes of each.
import time
from typing import NoReturn

from lockweave import concurrent

failed = 0


@concurrent
def fail() -> NoReturn:
    global failed
    seen = failed
    time.sleep(0)
    failed = seen + 1
    raise RuntimeError("always")


@concurrent
def nothing() -> None:
    return


@concurrent
def whatever(n):
    return n


def main() -> None:
    caught = 0
    for future in [fail() for _ in range(50)]:
        try:
            future.result()
        except RuntimeError:
            caught += 1
    assert caught == failed == 50
    print(nothing().result(), whatever(3).result())
