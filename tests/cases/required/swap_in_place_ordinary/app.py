# Ordinary `a[i], a[j] = a[j], a[i]` is one section beside the bodies that swap too: no element is lost.
import time

from lockweave import concurrent

deck = list(range(10))


def pick(i: int) -> int:
    time.sleep(0)
    return i


@concurrent
def shuffle_one(i: int, j: int) -> None:
    deck[pick(i)], deck[pick(j)] = deck[j], deck[i]


def main() -> None:
    futures = []
    for n in range(200):
        futures.append(shuffle_one(n % 10, (n * 7) % 10))
        i, j = (n * 3) % 10, (n + 5) % 10
        deck[i], deck[pick(j)] = deck[j], deck[i]
    for future in futures:
        future.result()
    assert sorted(deck) == list(range(10)), deck
    print(sorted(deck))
