# _store is called only where the lock is held and is private: guarded once, by its callers.
import time

from lockweave import concurrent

table: dict[str, int] = {}


def _store(key: str, value: int) -> None:
    table[key] = value


@concurrent
def bump(key: str) -> None:
    seen = table.get(key, 0)
    time.sleep(0)
    _store(key, seen + 1)


def reset(key: str) -> None:
    if key in table:
        _store(key, 0)


def main() -> None:
    reset("a")
    for future in [bump("a") for _ in range(100)]:
        future.result()
    assert table["a"] == 100, table
    reset("a")
    print(table["a"])
