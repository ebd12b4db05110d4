# A ternary among other arguments: order of evaluation and the unchosen side are kept.
import time
from typing import List

from lockweave import concurrent

prices: dict[str, int] = {"a": 4}
order: List[str] = []


def step(name: str) -> str:
    order.append(name)
    return name


@concurrent
def set_price(name: str, price: int) -> None:
    time.sleep(0)
    prices[name] = price


def line(name: str) -> str:
    return "-".join([step("x"), str(prices[name]) if name in prices else step("none"), step("y")])


def main() -> None:
    set_price("b", 6).result()
    lines = [line("a"), line("b"), line("c")]
    print(lines, order)
