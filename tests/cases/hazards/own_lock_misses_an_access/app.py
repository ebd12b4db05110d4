# The program's own lock is taken in one place and forgotten in the other.
import threading

from lockweave import concurrent

lock = threading.Lock()
total = 0


@concurrent
def add(n: int) -> None:
    global total
    with lock:
        total += n


def reset() -> None:
    global total
    total = 0


def main() -> None:
    futures = [add(n) for n in range(10)]
    for future in futures:
        future.result()
    print(total)
    reset()
    print(total)
