# Reading a property changes the object: the read is a write.
import time

from lockweave import concurrent


class Tickets:
    def __init__(self) -> None:
        self.last = 0

    @property
    def next(self) -> int:
        seen = self.last
        time.sleep(0)
        self.last = seen + 1
        return self.last


tickets = Tickets()


@concurrent
def draw() -> int:
    return tickets.next


def main() -> None:
    drawn = sorted(future.result() for future in [draw() for _ in range(200)])
    assert drawn == list(range(1, 201))
    print(drawn[-1])
