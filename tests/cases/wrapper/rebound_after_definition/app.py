# The public name is rebound to a wrapper of the wrapper; recursion inside the body goes through the new one.
import time

from lockweave import concurrent

total = 0
spawned = 0


@concurrent
def walk(n: int) -> int:
    global total
    if n == 0:
        return 0
    note()
    return walk(n - 1).result() + 1


def note() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


plain = walk


def walk(n: int):  # type: ignore[no-redef]
    return plain(n)


def main() -> None:
    assert sum(future.result() for future in [walk(3) for _ in range(20)]) == 60
    assert total == 60, total
    print(total)
