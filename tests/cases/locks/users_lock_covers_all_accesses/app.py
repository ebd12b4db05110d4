# The user's own lock covers every access of `total` already: it is its lock, nothing is added.
import threading
import time

from lockweave import concurrent

lock = threading.Lock()
total = 0


@concurrent
def add(n: int) -> None:
    global total
    with lock:
        seen = total
        time.sleep(0)
        total = seen + n


def read() -> int:
    with lock:
        return total


def main() -> None:
    futures = [add(1) for _ in range(100)]
    read()
    for future in futures:
        future.result()
    assert read() == 100, read()
    print(read())
