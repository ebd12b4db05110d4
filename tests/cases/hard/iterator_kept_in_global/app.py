# `cursor` iterates over `rows`: next() writes the cursor and reads the rows; both belong together.
import time

from lockweave import concurrent

rows = list(range(100))
cursor = iter(rows)


@concurrent
def take() -> int:
    value = next(cursor, -1)
    time.sleep(0)
    if value >= 0:
        rows[value] += 1000
    return value


def main() -> None:
    values = sorted(future.result() for future in [take() for _ in range(120)])
    assert values == [-1] * 20 + list(range(100)), values
    print(min(rows))
