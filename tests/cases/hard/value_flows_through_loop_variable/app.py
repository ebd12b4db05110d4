# The new value is built in a loop from the old one: `old` decides what is written after the loop.
import time

from lockweave import concurrent

best = 0


@concurrent
def offer(n: int) -> None:
    global best
    old = best
    time.sleep(0)
    if n > old:
        best = n


def offer_all(values: "tuple[int, ...]") -> None:
    global best
    top = best
    for value in values:
        if value > top:
            top = value
        time.sleep(0)
    best = top


def main() -> None:
    futures = []
    for n in range(1, 151):
        futures.append(offer(n))
        offer_all((n - 1, n - 2))
    for future in futures:
        future.result()
    assert best == 150, best
    print(best)
