# The test of a loop yields a shared value: it is copied out under the lock each round, and yielded without it.
from collections.abc import Iterator

from lockweave import concurrent

items = [1, 2, 3]


@concurrent
def add(x: int) -> None:
    items.append(x)


def values() -> Iterator[int]:
    while (yield items[-1]) is None:
        items.pop()
    else:
        yield -1


def main() -> None:
    add(4).result()
    print(list(zip(range(3), values())))
