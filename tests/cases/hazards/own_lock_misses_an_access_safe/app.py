# The program's own lock covers every access: it is the lock.
import threading

from lockweave import concurrent

lock = threading.Lock()
total = 0


@concurrent
def add(n: int) -> None:
    global total
    with lock:
        total += n


def read() -> int:
    with lock:
        return total


def main() -> None:
    futures = [add(n) for n in range(10)]
    for future in futures:
        future.result()
    print(read())
