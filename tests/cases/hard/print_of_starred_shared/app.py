# `print(*rows)`, `f(**table)` and "%s" % table read the shared objects.
import time

from lockweave import concurrent

rows: list[int] = []
table: dict[str, int] = {"a": 0, "b": 0}


def equal(a: int, b: int) -> bool:
    return a == b


@concurrent
def work() -> bool:
    size = len(rows)
    time.sleep(0)
    rows.append(size)
    table["a"] += 1
    time.sleep(0)
    table["b"] += 1
    return equal(**table)


def show() -> str:
    return "{a} {b}".format(**table) + " %(a)d" % table + "-".join(map(str, [*rows]))


def main() -> None:
    futures = [work() for _ in range(100)]
    for _ in range(20):
        parts = show().split()
        assert parts[0] == parts[1], parts
    assert all(future.result() for future in futures)
    print(table, *rows[:3])
