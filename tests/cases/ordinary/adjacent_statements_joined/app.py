# Three neighbours with the same lock become one section; the print between the next two keeps them apart.
import time

from lockweave import concurrent

hits = 0
misses = 0


@concurrent
def hit() -> None:
    global hits, misses
    hits += 1
    time.sleep(0)
    misses -= 1


def main() -> None:
    global hits, misses
    futures = [hit() for _ in range(100)]
    hits += 1
    misses += 1
    balance = hits + misses
    print(balance)
    hits -= 1
    print("adjusted")
    misses -= 1
    for future in futures:
        future.result()
    assert (hits, misses) == (100, -100), (hits, misses)
