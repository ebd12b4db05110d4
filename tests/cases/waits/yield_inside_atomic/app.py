# A yield inside `with atomic:` would keep the lock while the caller does what it likes: LW305.
from typing import Iterator

from lockweave import atomic, concurrent

rows: list[int] = []


@concurrent
def add(n: int) -> None:
    rows.append(n)


def walk() -> Iterator[int]:
    with atomic:
        for row in list(rows):
            yield row
