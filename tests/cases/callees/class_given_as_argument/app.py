"""A function that is given a class makes instances of it."""
from typing import Type

from lockweave import concurrent

made = 0


class Item:
    def __init__(self, n: int = 0) -> None:
        global made
        made += 1
        self.n = n


def build(kind: Type[Item], n: int) -> Item:
    return kind(n)


class Factory:
    def __init__(self, kind) -> None:
        self.kind = kind

    def make(self, n):
        return self.kind(n)


factory = Factory(Item)


@concurrent
def create(n: int) -> int:
    return build(Item, n).n


@concurrent
def from_field(n: int) -> int:
    return factory.make(n).n


def main() -> None:
    for future in [create(n) for n in range(5)] + [from_field(n) for n in range(5)]:
        future.result()
    print(made)


if __name__ == "__main__":
    main()
