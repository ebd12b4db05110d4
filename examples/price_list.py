"""Price a basket from several shops at once, in a text that reads as if it did one thing after another.

Each quote takes a while; `@synchronized` functions start all of them and wait where the first price is needed.
"""

import time
from typing import Dict, List

from lockweave import concurrent, synchronized

PRICES: Dict[str, Dict[str, int]] = {
    "corner shop": {"bread": 260, "milk": 120, "tea": 340},
    "market": {"bread": 240, "milk": 135, "tea": 310},
    "mill": {"bread": 199},
}

quotes = 0


@concurrent
def quote(shop: str, item: str) -> int:
    """What `item` costs at `shop`, in pence; 0 where they don't have it."""
    global quotes
    time.sleep(0.01)
    quotes += 1
    return PRICES[shop].get(item, 0)


class Basket:
    """What somebody wants to buy, and the best price of each item so far."""

    def __init__(self, items: List[str]) -> None:
        self.items = items
        self.best: Dict[str, int] = {}

    @concurrent
    @synchronized
    def cheapest(self, item: str) -> int:
        """The lowest price of all shops."""
        found = [quote(shop, item) for shop in PRICES]
        return min(price for price in found if price)

    @synchronized
    def price(self) -> int:
        """Find the best prices, all items side by side; give the sum."""
        for item in self.items:
            self.best[item] = self.cheapest(item)
        return sum(self.best.values())


@synchronized
def table(items: List[str]) -> Dict[str, List[int]]:
    """A row a shop: all quotes run side by side, row by row."""
    rows: Dict[str, List[int]] = {}
    for shop in PRICES:
        rows[shop] = [quote(shop, item) for item in items]
    return rows


@synchronized
def difference(item: str) -> int:
    """How much dearer the corner shop is."""
    return quote("corner shop", item) - quote("market", item)


def main() -> None:
    basket = Basket(["bread", "milk", "tea"])
    print(f"best: {basket.price()}p")
    for item, price in basket.best.items():
        print(f"  {item:5} {price:4}p")
    for shop, prices in table(basket.items).items():
        print(f"{shop:12} {prices}")
    print(f"tea is {difference('tea')}p dearer at the corner")
    print(f"{quotes} quotes")
    assert quotes == 9 + 9 + 2, "every quote is counted"


if __name__ == "__main__":
    main()
