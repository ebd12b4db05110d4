# The yield belongs to the nested generator: the outer function is fine.
import time
from typing import Iterator

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total

    def parts() -> Iterator[int]:
        for i in range(n):
            yield i

    weight = sum(parts())
    seen = total
    time.sleep(0)
    total = seen + weight
    return weight


def main() -> None:
    weights = [future.result() for future in [add(n) for n in range(20)]]
    assert total == sum(weights), total
    print(total)
