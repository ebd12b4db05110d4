# Reads inside list, set and dict comprehensions and a consumed generator expression.
import time

from lockweave import concurrent

prices = {"a": 1, "b": 2}


@concurrent
def raise_all() -> None:
    old = {name: price for name, price in prices.items()}
    time.sleep(0)
    for name in old:
        prices[name] = old[name] + 1


def report() -> tuple:
    names = [name for name in prices]
    levels = {price - price for price in prices.values()}
    spread = sum(prices[name] for name in names)
    return names, levels, spread


def main() -> None:
    for future in [raise_all() for _ in range(100)]:
        future.result()
    assert prices == {"a": 101, "b": 102}, prices
    print(report())
