# The name is bound twice: each def has a body of its own name.
import sys
import time

from lockweave import concurrent

total = 0

if sys.maxsize > 2**32:

    @concurrent
    def add(n: int) -> None:
        global total
        seen = total
        time.sleep(0)
        total = seen + n

else:

    @concurrent
    def add(n: int) -> None:
        global total
        seen = total
        time.sleep(0)
        total = seen + n


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
