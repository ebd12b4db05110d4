# A class attribute named `concurrent` hides the marker for the class body alone.
import time

from lockweave import concurrent

total = 0


class Registry:
    concurrent = staticmethod
    size = 1

    @concurrent
    def double(n: int) -> int:
        return n * 2


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def overlap_main() -> None:
    for future in [add() for _ in range(50)]:
        future.result()
    print(Registry.double(4), total)
