# `index["rows"] = rows` stores one location in another: they share one lock.
import time

from lockweave import concurrent

rows: list[int] = []
index: dict[str, list[int]] = {}
index["rows"] = rows


@concurrent
def by_name() -> None:
    size = len(rows)
    time.sleep(0)
    rows.append(size)


@concurrent
def by_index() -> None:
    target = index["rows"]
    size = len(target)
    time.sleep(0)
    target.append(size)


def main() -> None:
    futures = [by_name() if i % 2 else by_index() for i in range(200)]
    for future in futures:
        future.result()
    assert rows == list(range(200))
    print(len(rows))
