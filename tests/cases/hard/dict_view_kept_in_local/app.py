# The view is taken before the section and read after the write: it is the dict.
import time

from lockweave import concurrent

table: dict[int, int] = {}


@concurrent
def work() -> int:
    keys = table.keys()
    size = len(keys)
    time.sleep(0)
    table[size] = 1
    return len(keys)


def main() -> None:
    sizes = sorted(future.result() for future in [work() for _ in range(100)])
    assert sizes == list(range(1, 101)), sizes
    print(len(table))
