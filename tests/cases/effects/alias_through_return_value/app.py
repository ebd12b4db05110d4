# `table()` returns the global: what its result suffers, the global suffers.
import time

from lockweave import concurrent

_table: dict[str, int] = {}


def table() -> dict[str, int]:
    return _table


@concurrent
def count(key: str) -> None:
    rows = table()
    seen = rows.get(key, 0)
    time.sleep(0)
    rows[key] = seen + 1


def main() -> None:
    for future in [count("ab"[i % 2]) for i in range(200)]:
        future.result()
    assert table() == {"a": 100, "b": 100}, table()
    print(sorted(table().items()))
