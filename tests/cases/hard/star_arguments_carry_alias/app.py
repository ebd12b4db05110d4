# The global goes through *args and **kwargs of a forwarding helper and is changed at the end.
import time
from typing import Any

from lockweave import concurrent

rows: list[int] = []


def append_to(target: list[int], *, extra: list[int]) -> None:
    size = len(target)
    time.sleep(0)
    target.append(size)
    extra.append(size)


def forward(*args: Any, **kwargs: Any) -> None:
    append_to(*args, **kwargs)


@concurrent
def work() -> None:
    positional = [rows]
    named = {"extra": []}
    forward(*positional, **named)


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert rows == list(range(100))
    print(len(rows))
