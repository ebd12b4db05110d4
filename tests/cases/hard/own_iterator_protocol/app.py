# A for loop over a global of a project class runs its __iter__ and __next__, which change it.
import time
from typing import Iterator

from lockweave import concurrent


class Tickets:
    def __init__(self, n: int) -> None:
        self.left = n

    def __iter__(self) -> "Tickets":
        return self

    def __next__(self) -> int:
        seen = self.left
        if seen == 0:
            raise StopIteration
        time.sleep(0)
        self.left = seen - 1
        return seen


tickets = Tickets(100)


@concurrent
def draw() -> int:
    for ticket in tickets:
        return ticket
    return 0


def main() -> None:
    values = sorted(future.result() for future in [draw() for _ in range(110)])
    assert values == [0] * 10 + list(range(1, 101)), values
    print(tickets.left)
