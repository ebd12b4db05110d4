# `for x in list(shared):` holds it over the copy alone; dict views copied by sorted() too.
import time

from lockweave import concurrent

rows = {n: n for n in range(20)}


@concurrent
def grow(n: int) -> None:
    size = len(rows)
    time.sleep(0)
    rows[size] = n


def total() -> int:
    result = 0
    for key in list(rows):
        time.sleep(0)
        result += key
    for key, _ in sorted(rows.items()):
        result -= key
    return result


def main() -> None:
    futures = [grow(n) for n in range(50)]
    for _ in range(10):
        total()
    for future in futures:
        future.result()
    assert len(rows) == 70, len(rows)
    print(total())
