# The constructor made by dataclass calls a project function for its default.
import time
from dataclasses import dataclass, field

from lockweave import concurrent

issued = 0


def next_number() -> int:
    global issued
    seen = issued
    time.sleep(0)
    issued = seen + 1
    return seen


@dataclass
class Order:
    item: str
    number: int = field(default_factory=next_number)


@concurrent
def order(item: str) -> int:
    return Order(item).number


def main() -> None:
    numbers = sorted(future.result() for future in [order("x") for _ in range(100)])
    assert numbers == list(range(100)), numbers
    print(issued)
