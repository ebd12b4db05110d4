# One read is outside the user's lock: total gets a lock of ours, ordered with the user's.
import threading
import time

from lockweave import concurrent

lock = threading.RLock()
total = 0


@concurrent
def add(n: int) -> None:
    global total
    with lock:
        seen = total
        time.sleep(0)
        total = seen + n


def glance() -> bool:
    return total > 0


def main() -> None:
    futures = [add(1) for _ in range(100)]
    glance()
    for future in futures:
        future.result()
    assert glance()
    print(total)
