# put and get of a queue.Queue need no lock; no other location is touched, so no RLock at all.
import queue

from lockweave import concurrent

outbox: "queue.Queue[int]" = queue.Queue()


@concurrent
def send(n: int) -> None:
    outbox.put(n * n)


def main() -> None:
    for future in [send(n) for n in range(100)]:
        future.result()
    values = sorted(outbox.get() for _ in range(100))
    assert values == [n * n for n in range(100)]
    print(values[-1])
