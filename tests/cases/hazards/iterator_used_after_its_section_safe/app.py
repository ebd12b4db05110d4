# Consumed where it is made.
from lockweave import concurrent

items: list[int] = [1, 2]


def doubled() -> list[int]:
    return [item * 2 for item in items]


@concurrent
def add(n: int) -> None:
    items.append(n)


def main() -> None:
    add(3).result()
    print(sum(doubled()))
