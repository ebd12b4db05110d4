# A class with __slots__: nothing is stored on the instance.
import time

from lockweave import concurrent

total = 0


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y

    @concurrent
    def add(self) -> int:
        global total
        weight = self.x * self.y
        seen = total
        time.sleep(0)
        total = seen + weight
        return weight


def main() -> None:
    for future in [Point(n, 2).add() for n in range(50)]:
        future.result()
    assert total == 2450, total
    print(total)
