# A slice, sorted(), a tuple and a copy() are fresh objects: silent.
import time

from lockweave import concurrent

rows: list[int] = []


@concurrent
def add(kind: int) -> object:
    size = len(rows)
    time.sleep(0)
    rows.append(size)
    if kind == 0:
        return rows[:]
    if kind == 1:
        return sorted(rows)
    if kind == 2:
        return tuple(rows)
    return rows.copy()


def main() -> None:
    for future in [add(n % 4) for n in range(100)]:
        future.result()
    assert rows == list(range(100))
    print(len(rows))
