# -*- coding: latin-1 -*-
# The cookie says Latin-1: the output keeps the encoding, prelude after this comment.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    """Zählt größere Beträge: ¼ §."""
    global total
    weight = n * 1  # local
    seen = total
    time.sleep(0)
    total = seen + weight
    return total


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(ascii(add.__doc__))
