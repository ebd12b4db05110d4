"""A warehouse: orders of several articles are reserved whole or not at all.

The stock and the orders are class attributes. Exceptions leave a body through its future, with every lock released.
"""

from typing import Dict, List, Tuple

from lockweave import atomic, concurrent


class OutOfStock(Exception):
    """An article of the order isn't there."""


class Warehouse:
    """What is in store, and what has been promised."""

    stock: Dict[str, int] = {"bolt": 200, "nut": 200, "gear": 30}
    reserved: Dict[int, Tuple[str, ...]] = {}

    @staticmethod
    @concurrent
    def reserve(order: int, articles: Tuple[str, ...]) -> None:
        """Take all `articles` out of stock for `order`, or none of them."""
        for article in set(articles):
            if Warehouse.stock.get(article, 0) < articles.count(article):
                raise OutOfStock(f"no {article} left")
        for article in articles:
            Warehouse.stock[article] -= 1
        Warehouse.reserved[order] = articles

    @staticmethod
    @concurrent
    def cancel(order: int) -> bool:
        """Put the articles of `order` back; False if there is no such order."""
        articles = Warehouse.reserved.pop(order, None)
        if articles is None:
            return False
        for article in articles:
            Warehouse.stock[article] += 1
        return True


@atomic
def pieces() -> int:
    """All pieces there are, wherever they lie: one look at both tables."""
    waiting = sum(len(articles) for articles in Warehouse.reserved.values())
    return waiting + sum(Warehouse.stock.values())


def main() -> None:
    before = pieces()
    kits: List[Tuple[str, ...]] = [("bolt", "bolt", "nut", "nut", "gear")] * 40
    orders = [Warehouse.reserve(number, kit) for number, kit in enumerate(kits)]
    refused = sum(order.exception() is not None for order in orders)

    accepted = sorted(number for number, order in enumerate(orders) if order.exception() is None)
    cancelled = [Warehouse.cancel(number) for number in accepted[:10]]

    print(f"{len(accepted)} accepted, {refused} refused, {sum(future.result() for future in cancelled)} cancelled")
    print(f"unknown order: {Warehouse.cancel(10_000).result()}")
    for article in sorted(Warehouse.stock):
        print(f"{article:5} {Warehouse.stock[article]:4}")
    assert len(accepted) == 30, "as many kits as there are gears"
    assert pieces() == before, "no piece is lost or sold twice"


if __name__ == "__main__":
    main()
