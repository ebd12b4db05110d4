# LW206: the generator expression that leaves the body reads the shared list when somebody iterates.
from typing import Iterator

from lockweave import concurrent

rows: list[int] = []


@concurrent
def add(n: int) -> Iterator[int]:
    rows.append(n)
    return (row * 2 for row in rows)


def main() -> None:
    print(list(add(2).result()))
