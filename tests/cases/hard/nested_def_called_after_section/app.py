# The nested function touches the global and is called twice, far apart: the section spans both calls.
import time

from lockweave import concurrent

rows: list[int] = []


@concurrent
def work() -> int:
    def note() -> int:
        size = len(rows)
        time.sleep(0)
        rows.append(size)
        return size

    first = note()
    middle = sum(range(10))
    time.sleep(0)
    second = note()
    return second - first + middle - 45


def main() -> None:
    assert {future.result() for future in [work() for _ in range(60)]} == {1}
    assert rows == list(range(120))
    print(len(rows))
