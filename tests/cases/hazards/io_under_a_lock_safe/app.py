# The slow part comes first, under no lock.
import time

from lockweave import concurrent

pages: dict[int, int] = {}


@concurrent
def read(n: int) -> int:
    time.sleep(0.001)
    value = n * 2
    return pages.setdefault(n, value)


def main() -> None:
    print([future.result() for future in [read(n % 2) for n in range(4)]])
