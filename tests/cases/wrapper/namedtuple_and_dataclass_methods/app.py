# Methods of a NamedTuple and of a frozen dataclass; fields stay as they are.
import time
from dataclasses import dataclass, fields
from typing import NamedTuple

from lockweave import concurrent

total = 0


class Item(NamedTuple):
    price: int

    @concurrent
    def buy(self) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + self.price
        return self.price


@dataclass(frozen=True)
class Offer:
    price: int

    @concurrent
    def buy(self) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + self.price
        return self.price


def main() -> None:
    futures = [Item(1).buy() for _ in range(50)] + [Offer(2).buy() for _ in range(50)]
    for future in futures:
        future.result()
    assert total == 150, total
    print(Item._fields, [field.name for field in fields(Offer)])
