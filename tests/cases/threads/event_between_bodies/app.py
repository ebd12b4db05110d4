# Forty bodies wait for an event that a later body sets.
import threading
import time

from lockweave import concurrent

ready = threading.Event()
passed = 0


@concurrent
def waiter() -> None:
    global passed
    ready.wait(timeout=20)
    seen = passed
    time.sleep(0)
    passed = seen + 1


@concurrent
def opener() -> None:
    ready.set()


def overlap_main() -> None:
    futures = [waiter() for _ in range(40)]
    futures.append(opener())
    for future in futures:
        future.result()
    assert passed == 40, passed
    print(passed)
