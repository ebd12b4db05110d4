# `rows.append(f.result())`: the wait moves in front of the guarded call.
import time

from lockweave import concurrent

rows: list[int] = []


@concurrent
def work(n: int) -> int:
    size = len(rows)
    time.sleep(0)
    rows.insert(size, n)
    return n


def main() -> None:
    futures = [work(n) for n in range(100)]
    for future in futures:
        rows.append(future.result())
    assert sorted(rows) == sorted(list(range(100)) * 2)
    print(len(rows))
