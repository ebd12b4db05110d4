# A file is read between the two accesses, so the lock is held over it.
import time

from lockweave import concurrent

pages: dict[int, int] = {}


@concurrent
def read(n: int) -> int:
    if n not in pages:
        time.sleep(0.001)
        pages[n] = n * 2
    return pages[n]


def main() -> None:
    print([future.result() for future in [read(n % 2) for n in range(4)]])
