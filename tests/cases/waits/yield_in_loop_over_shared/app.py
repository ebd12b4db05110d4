# `for row in rows: yield row` would hold the lock over the yield: LW305, help says `list(rows)`.
from typing import Iterator

from lockweave import concurrent

rows: list[int] = []


@concurrent
def add(n: int) -> None:
    rows.append(n)


def walk() -> Iterator[int]:
    for row in rows:
        yield row
