# list.append(rows, x), dict.update(d, ..), operator.setitem(d, ..): mutation of the first argument.
import operator
import time

from lockweave import concurrent

rows: list[int] = []
table: dict[str, int] = {"n": 0}


@concurrent
def work() -> None:
    size, n = list.__len__(rows), dict.get(table, "n", 0)
    time.sleep(0)
    list.append(rows, size)
    operator.setitem(table, "n", n + 1)


@concurrent
def touch() -> None:
    dict.update(table, x=1)


def main() -> None:
    futures = [work() for _ in range(100)] + [touch()]
    for future in futures:
        future.result()
    assert rows == list(range(100)) and table == {"n": 100, "x": 1}, table
    print(len(rows), sorted(table))
