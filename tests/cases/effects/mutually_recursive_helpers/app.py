# The effects of two helpers that call each other reach a fixpoint.
import time

from lockweave import concurrent

evens = 0
odds = 0


def even(n: int) -> None:
    global evens
    seen = evens
    time.sleep(0)
    evens = seen + 1
    if n:
        odd(n - 1)


def odd(n: int) -> None:
    global odds
    seen = odds
    time.sleep(0)
    odds = seen + 1
    if n:
        even(n - 1)


@concurrent
def walk(n: int) -> None:
    even(n)


def main() -> None:
    for future in [walk(3) for _ in range(50)]:
        future.result()
    assert (evens, odds) == (100, 100), (evens, odds)
    print(evens, odds)
