# `level = limit` copies an int from one location to the other: two locks or none, never one for both because of it.
import time

from lockweave import concurrent

limit = 5
level = 0
label = "low"


@concurrent
def reset() -> None:
    global level
    level = limit


@concurrent
def rename(n: int) -> str:
    global label
    old = label
    time.sleep(0)
    label = f"level {n}"
    return old


@concurrent
def bump() -> None:
    global limit
    seen = limit
    time.sleep(0)
    limit = seen + 1


def main() -> None:
    futures = [bump() for _ in range(100)] + [rename(n) for n in range(10)]
    for future in futures:
        future.result()
    reset().result()
    assert (limit, level) == (105, 105), (limit, level)
    print(limit, label.split()[0])
