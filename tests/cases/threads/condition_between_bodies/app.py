# A condition variable of the user's between bodies: its wait isn't made under a lock of ours.
import threading
import time

from lockweave import concurrent

changed = threading.Condition()
seats = 0
served = 0


@concurrent
def free_seat() -> None:
    global seats
    with changed:
        seats += 1
        changed.notify()


@concurrent
def sit() -> None:
    global seats, served
    with changed:
        while seats == 0:
            changed.wait(timeout=20)
        seats -= 1
    n = served
    time.sleep(0)
    served = n + 1


def overlap_main() -> None:
    futures = [sit() for _ in range(20)] + [free_seat() for _ in range(20)]
    for future in futures:
        future.result()
    assert (seats, served) == (0, 20), (seats, served)
    print(served)
