# The body's own parameter has the global list as its default: appending to it changes `rows`, which others read.
import time

from lockweave import concurrent

rows: list[int] = []


@concurrent
def work(target: list[int] = rows) -> int:
    size = len(target)
    time.sleep(0)
    target.append(size)
    return size


@concurrent
def count() -> int:
    first = len(rows)
    time.sleep(0)
    return len(rows) - first


def main() -> None:
    futures = [work() if i % 2 else count() for i in range(200)]
    for future in futures[::2]:
        assert future.result() == 0
    for future in futures:
        future.result()
    assert rows == list(range(100))
    print(len(rows))
