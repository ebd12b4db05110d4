# The list of futures is itself shared: spawning under the lock is fine, waiting is not.
import time
from concurrent.futures import Future
from typing import List

from lockweave import concurrent

pending: List["Future[int]"] = []
total = 0


@concurrent
def leaf(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return n


@concurrent
def scatter(n: int) -> None:
    for _ in range(n):
        pending.append(leaf(1))


def main() -> None:
    for future in [scatter(4) for _ in range(25)]:
        future.result()
    waiting = list(pending)
    assert sum(future.result() for future in waiting) == 100
    assert total == 100, total
    print(len(waiting))
