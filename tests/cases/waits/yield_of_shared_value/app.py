# `yield total`: the value is copied under the lock and yielded without it.
import time
from typing import Iterator

from lockweave import concurrent

total = 0


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def samples(n: int) -> Iterator[int]:
    for _ in range(n):
        yield total
    yield total if total > 0 else -1


def main() -> None:
    futures = [add() for _ in range(50)]
    seen = list(samples(5))
    for future in futures:
        future.result()
    assert seen == sorted(seen)
    print(total)
