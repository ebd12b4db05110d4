#!/usr/bin/env python3
# vim: set fileencoding=iso-8859-15 :
# The cookie stands on the second line, after a shebang; the euro sign is one byte.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    """Add to the total."""
    global total
    weight = n * 1  # in €
    seen = total
    time.sleep(0)
    total = seen + weight
    return total


def main() -> None:
    price = "5 €"
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(ascii(price))
