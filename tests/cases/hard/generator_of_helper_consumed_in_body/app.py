# The helper's generator reads the global each time it is resumed, in a loop that writes it.
import time
from typing import Iterator

from lockweave import concurrent

rows: list[int] = [0]


def last_values(n: int) -> Iterator[int]:
    for _ in range(n):
        yield rows[-1]


@concurrent
def grow() -> None:
    for value in last_values(3):
        time.sleep(0)
        rows.append(value + 1)


def main() -> None:
    for future in [grow() for _ in range(40)]:
        future.result()
    assert rows == list(range(121)), rows
    print(rows[-1])
