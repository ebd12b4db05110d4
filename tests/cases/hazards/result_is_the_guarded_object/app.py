# Whoever gets the result holds the list itself.
from lockweave import concurrent

items: list[int] = []


@concurrent
def add(n: int) -> list[int]:
    items.append(n)
    return items


def main() -> None:
    print(len(add(1).result()))
