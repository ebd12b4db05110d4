# `n = total` ... `total = n + 1` with a statement between that touches nothing: the section covers all three.
import time

from lockweave import concurrent

total = 0


@concurrent
def add() -> None:
    global total
    total += 1


def slow_add() -> None:
    global total
    n = total
    time.sleep(0)
    total = n + 1


def main() -> None:
    futures = []
    for _ in range(200):
        futures.append(add())
        slow_add()
    for future in futures:
        future.result()
    assert total == 400, total
    print(total)
