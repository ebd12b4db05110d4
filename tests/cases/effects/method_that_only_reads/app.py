# `area` only reads self and nothing ever writes it: no lock for `room`.
import time

from lockweave import concurrent


class Room:
    def __init__(self, width: int, depth: int) -> None:
        self.width = width
        self.depth = depth

    def area(self) -> int:
        return self.width * self.depth


room = Room(3, 4)
sold = 0


@concurrent
def sell() -> None:
    global sold
    area = room.area()
    seen = sold
    time.sleep(0)
    sold = seen + area


def main() -> None:
    for future in [sell() for _ in range(100)]:
        future.result()
    assert sold == 1200, sold
    print(sold)
