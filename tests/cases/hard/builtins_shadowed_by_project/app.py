# The project's own `sorted`, `len` and `sum` change what they are given: tables of builtins must not apply.
import time

from lockweave import concurrent

rows: list[int] = []


def sorted(values: list[int]) -> list[int]:
    size = values.__len__()
    time.sleep(0)
    values.append(size)
    return values[:1]


@concurrent
def work() -> list[int]:
    return sorted(rows)


def main() -> None:
    assert [0] in [future.result() for future in [work() for _ in range(100)]]
    assert rows == [*range(100)], rows
    print(len(rows))
