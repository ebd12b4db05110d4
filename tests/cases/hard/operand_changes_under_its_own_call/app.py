# `total += bump()`: total is read before bump changes it; the order of the source stays, lost inner update and all.
import time

from lockweave import concurrent

total = 0


def bump() -> int:
    global total
    total += 100
    time.sleep(0)
    return 1


@concurrent
def add() -> None:
    global total
    total += bump()


@concurrent
def add_after() -> None:
    global total
    total = bump() + total


def main() -> None:
    for future in [add() for _ in range(50)]:
        future.result()
    assert total == 50, total
    for future in [add_after() for _ in range(10)]:
        future.result()
    print(total)
