# LW206: the lambda reads the shared dict when its new owner calls it, long after the section.
from typing import Callable

from lockweave import concurrent

prices: dict[str, int] = {"a": 1}


@concurrent
def pricer(name: str) -> Callable[[], int]:
    prices[name] = prices.get(name, 0) + 1
    return lambda: prices[name]


def main() -> None:
    print(pricer("a").result()())
