# Rebinding the name of a safe object still counts: two bodies swap the queue.
import queue
import time

from lockweave import concurrent

current: "queue.SimpleQueue[int]" = queue.SimpleQueue()
swaps = 0


@concurrent
def put(n: int) -> None:
    current.put(n)


@concurrent
def swap() -> int:
    global current, swaps
    old = current
    seen = swaps
    time.sleep(0)
    current = queue.SimpleQueue()
    swaps = seen + 1
    count = 0
    while not old.empty():
        old.get_nowait()
        count += 1
    return count


def main() -> None:
    futures = [put(n) for n in range(100)]
    for future in futures:
        future.result()
    counts = [future.result() for future in [swap() for _ in range(10)]]
    assert sum(counts) == 100 and swaps == 10, counts
    print(swaps)
