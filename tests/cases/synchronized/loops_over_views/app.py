# What is asked in a loop's header looks at its own object alone: the calls in the loop run side by side.
from lockweave import concurrent, synchronized


class Basket:
    def __init__(self) -> None:
        self.items: dict[str, float] = {}

    @concurrent
    def price(self, name: str, n: int) -> float:
        if n < 0:
            raise ValueError(name)
        return n * len(name)

    @synchronized
    def fill(self, wanted: dict[str, int]) -> float:
        for name, n in wanted.items():
            self.items[name] = self.price(name, n)
        return sum(self.items.values())


def main() -> None:
    basket = Basket()
    print(basket.fill({"a": 1, "bb": 2}), basket.items)
    try:
        basket.fill({"a": 2, "bb": -1, "ccc": 3})
    except ValueError as error:
        print(error, basket.items)


if __name__ == "__main__":
    main()
