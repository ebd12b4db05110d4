# The fields are written by __init__ alone: silent, and no lock for them.
import time

from lockweave import concurrent

total = 0


class Item:
    def __init__(self, price: int) -> None:
        self.price = price

    @concurrent
    def sell(self) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + self.price
        return self.price


def main() -> None:
    item = Item(3)
    for future in [item.sell() for _ in range(100)]:
        future.result()
    assert total == 300, total
    print(total)
