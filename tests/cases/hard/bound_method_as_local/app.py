# `push = rows.append` and `get = table.get` are accesses when they are called.
import time

from lockweave import concurrent

rows: list[int] = []
table: dict[str, int] = {}


@concurrent
def work(key: str) -> None:
    push, size = rows.append, rows.__len__
    get, put = table.get, table.__setitem__
    n, seen = size(), get(key, 0)
    time.sleep(0)
    push(n)
    put(key, seen + 1)


def main() -> None:
    for future in [work("ab"[i % 2]) for i in range(200)]:
        future.result()
    assert rows == list(range(200)) and table == {"a": 100, "b": 100}
    print(len(rows), sorted(table.items()))
