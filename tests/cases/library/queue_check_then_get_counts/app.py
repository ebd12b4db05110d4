# `if not q.empty(): q.get()` is check-then-act: the queue gets a lock though its calls are safe one by one.
import queue
import time

from lockweave import concurrent

inbox: "queue.Queue[int]" = queue.Queue()
for number in range(50):
    inbox.put(number)


@concurrent
def take() -> int:
    if not inbox.empty():
        time.sleep(0)
        return inbox.get_nowait()
    return -1


def main() -> None:
    values = sorted(future.result() for future in [take() for _ in range(80)])
    assert values == [-1] * 30 + list(range(50)), values
    print(values[-1])
