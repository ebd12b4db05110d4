# Class `__` and `_Hidden`: name mangling strips leading underscores, or does nothing at all.
import time

from lockweave import concurrent

total = 0


class _Hidden:
    @concurrent
    def add(self) -> None:
        global total
        seen = total
        time.sleep(0)
        total = seen + 1


class __:
    @concurrent
    def add(self) -> None:
        global total
        seen = total
        time.sleep(0)
        total = seen + 1


def main() -> None:
    for future in [_Hidden().add() for _ in range(50)] + [__().add() for _ in range(50)]:
        future.result()
    assert total == 100, total
    print(total)
