# Two unrelated classes and a function share one method name: three bodies, none shadows another.
import time

from lockweave import concurrent

total = 0


def bump(n: int) -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + n


class Shop:
    @concurrent
    def sell(self) -> str:
        bump(1)
        return "shop"


class Market(Shop):
    @concurrent
    def sell(self) -> str:
        bump(2)
        return "market"


class Stall:
    @concurrent
    def sell(self) -> str:
        bump(3)
        return "stall"


@concurrent
def sell() -> str:
    bump(4)
    return "street"


def main() -> None:
    sellers = [Shop().sell, Market().sell, Stall().sell, sell]
    kinds = [future.result() for future in [seller() for seller in sellers for _ in range(25)]]
    assert total == 250, total
    print(sorted(set(kinds)))
