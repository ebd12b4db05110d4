# A module-level name for a bound method: calling it changes the other global.
import time

from lockweave import concurrent

rows: list[int] = []
push = rows.append


@concurrent
def work() -> None:
    size = len(rows)
    time.sleep(0)
    push(size)


@concurrent
def push_only() -> None:
    push(-1)


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    push_only().result()
    assert rows == [*range(100), -1]
    print(rows[-1])
