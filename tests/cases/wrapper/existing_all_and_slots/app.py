# `__all__` lists the public names: the prelude's names don't join it, nor does the body.
import time

from lockweave import concurrent

__all__ = ["add", "total"]

total = 0


@concurrent
def add(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(__all__)
