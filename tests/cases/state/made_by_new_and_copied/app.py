# Instances made by `__new__`, copied and pickled: no lock in their state, and none needed while they are made.
import copy
import pickle
import time

from lockweave import concurrent


class Point:
    def __new__(cls, x: int) -> "Point":
        point = super().__new__(cls)
        point.x = x
        return point

    x: int

    def __getnewargs__(self) -> tuple[int]:
        return (self.x,)

    @concurrent
    def move(self) -> None:
        seen = self.x
        time.sleep(0)
        self.x = seen + 1


def main() -> None:
    point = Point(1)
    for future in [point.move() for _ in range(100)]:
        future.result()
    twin, third = copy.copy(point), pickle.loads(pickle.dumps(point))
    for future in [twin.move() for _ in range(10)]:
        future.result()
    print(point.x, twin.x, third.x)
