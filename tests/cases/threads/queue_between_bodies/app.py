# Consumers block on what producers put: a thread a call, or the pool could be full of consumers.
import queue
import time

from lockweave import concurrent

inbox: "queue.Queue[int]" = queue.Queue()
total = 0


@concurrent
def produce(n: int) -> None:
    inbox.put(n)


@concurrent
def consume() -> None:
    global total
    n = inbox.get()
    seen = total
    time.sleep(0)
    total = seen + n


def overlap_main() -> None:
    futures = [consume() for _ in range(40)]
    futures += [produce(1) for _ in range(40)]
    for future in futures:
        future.result()
    assert total == 40, total
    print(total)
