# `total += f.result()` takes the wait before the lock: the other body needs that lock to finish.
import time

from lockweave import concurrent

total = 0


@concurrent
def measure(n: int) -> int:
    global total
    before = total
    time.sleep(0)
    total = before + 1
    return n


def main() -> None:
    global total
    futures = [measure(n) for n in range(100)]
    for future in futures:
        total += future.result()
    assert total == 100 + sum(range(100)), total
    print(total)
