# del of an element, of a slice, of an attribute and of a global are writes.
import time

from lockweave import concurrent

cells = list(range(300))
names = {"a": 1, "b": 2}
scratch = "text"


@concurrent
def drop() -> None:
    size = len(cells)
    time.sleep(0)
    del cells[size - 1]


@concurrent
def drop_first() -> None:
    del cells[:1]


@concurrent
def forget(name: str) -> None:
    global scratch
    if name in names:
        del names[name]
    else:
        del scratch
        scratch = "again"


def main() -> None:
    futures = [drop() if i % 2 else drop_first() for i in range(200)]
    futures += [forget(name) for name in "abc"]
    for future in futures:
        future.result()
    assert len(cells) == 100, len(cells)
    print(cells[0] - len(cells), names, scratch)
