# The local part stands before the section: eight bodies meet at the barrier, then update one after another.
import threading

from lockweave import concurrent

total = 0
meeting = threading.Barrier(8)


def weigh(n: int) -> int:
    meeting.wait(timeout=20)
    return n * n


@concurrent
def add(n: int) -> None:
    global total
    weight = weigh(n)
    total += weight


def overlap_main() -> None:
    for future in [add(n) for n in range(8)]:
        future.result()
    print(total)
