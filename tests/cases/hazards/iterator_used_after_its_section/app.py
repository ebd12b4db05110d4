# The generator looks at the list when it is consumed, which is the caller's business.
from collections.abc import Iterator

from lockweave import concurrent

items: list[int] = [1, 2]


def doubled() -> Iterator[int]:
    return (item * 2 for item in items)


@concurrent
def add(n: int) -> None:
    items.append(n)


def main() -> None:
    later = doubled()
    add(3).result()
    print(sum(later))
