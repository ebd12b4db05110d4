# A copy is returned.
from lockweave import concurrent

items: list[int] = []


@concurrent
def add(n: int) -> list[int]:
    items.append(n)
    return list(items)


def main() -> None:
    print(len(add(1).result()))
