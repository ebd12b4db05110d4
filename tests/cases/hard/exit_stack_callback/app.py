# A callback registered on an ExitStack runs at the end of the with: inside the section.
import contextlib
import time

from lockweave import concurrent

rows: list[int] = []


def note(size: int) -> None:
    rows.append(size)


@concurrent
def work() -> None:
    with contextlib.ExitStack() as stack:
        size = len(rows)
        time.sleep(0)
        stack.callback(note, size)
        time.sleep(0)


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert rows == list(range(100)), rows
    print(len(rows))
