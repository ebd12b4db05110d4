# The local part stands after the section: eight bodies meet at the barrier after their updates.
import threading

from lockweave import concurrent

total = 0
meeting = threading.Barrier(8)


def publish(n: int) -> int:
    meeting.wait(timeout=20)
    return n * n


@concurrent
def add(n: int) -> int:
    global total
    total += n
    return publish(n)


def overlap_main() -> None:
    print(sum(future.result() for future in [add(n) for n in range(8)]))
    print(total)
