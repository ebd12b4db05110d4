# The global's own class changes itself in `add`: the call is a write of `basket`.
import time

from lockweave import concurrent


class Basket:
    def __init__(self) -> None:
        self.weight = 0

    def add(self, n: int) -> None:
        seen = self.weight
        time.sleep(0)
        self.weight = seen + n

    def total(self) -> int:
        return self.weight


basket = Basket()


@concurrent
def fill(n: int) -> None:
    basket.add(n)


def main() -> None:
    for future in [fill(1) for _ in range(200)]:
        future.result()
    assert basket.total() == 200, basket.total()
    print(basket.total())
