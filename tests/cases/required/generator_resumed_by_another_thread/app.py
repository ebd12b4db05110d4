# The generator reads a shared list in its frame: no lock may be held at a yield; each resume guards its own access.
import time
from typing import Iterator

from lockweave import concurrent

events: list[int] = []


def recent() -> Iterator[int]:
    index = 0
    while index < len(events):
        yield events[index]
        index += 1


@concurrent
def emit(n: int) -> None:
    size = len(events)
    time.sleep(0)
    events.append(size)


@concurrent
def advance(stream: Iterator[int]) -> int:
    return next(stream, -1)


def main() -> None:
    for future in [emit(n) for n in range(100)]:
        future.result()
    stream = recent()
    firsts = [next(stream), advance(stream).result(), next(stream)]
    for future in [emit(n) for n in range(50)]:
        future.result()
    assert firsts == [0, 1, 2], firsts
    print(len(list(recent())))
