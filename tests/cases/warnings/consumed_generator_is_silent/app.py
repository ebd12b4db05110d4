# The generator expression is consumed in the same statement: inside the section, silent.
import time

from lockweave import concurrent

rows: list[int] = []


@concurrent
def add() -> int:
    size = sum(1 for _ in rows)
    time.sleep(0)
    rows.append(size)
    return max(row for row in rows)


def main() -> None:
    tops = sorted(future.result() for future in [add() for _ in range(100)])
    assert tops == list(range(100))
    print(any(row == 99 for row in rows))
