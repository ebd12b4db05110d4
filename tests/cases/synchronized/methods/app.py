# Methods, and what other modules mark: known by the classes of their receivers, and by the names that they were imported by.
import shop
from lockweave import concurrent, synchronized
from shop import Stock, price as price_of


class Cart:
    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self.prices: dict[str, int] = {}
        self.factor = 2
        self.seen: list[str] = []

    @concurrent
    def cost(self, name: str) -> int:
        return len(name) * self.factor

    @concurrent
    def see(self, name: str) -> str:
        self.seen.append(name)
        return name

    @synchronized
    def fill(self, names: list[str]) -> int:
        for name in names:
            self.prices[name] = self.cost(name)
        for name in names:
            self.stock.put(name)
        return sum(price_of(name) for name in names) + self.stock.count()

    @synchronized
    def watched(self, names: list[str]) -> None:
        for name in names:
            self.see(name)
            print(len(self.seen))
        self.factor = self.cost("four")

    @classmethod
    @synchronized
    def made(cls, names: list[str]) -> "Cart":
        cart = cls(Stock())
        x = shop.price("x")
        y = cart.cost("yy")
        cart.prices = {name: cart.cost(name) for name in names}
        print(x, y)
        return cart


@synchronized
def all_costs(carts: list[Cart]) -> int:
    return sum(cart.cost("abc") for cart in carts) + max(cart.cost("a") for cart in reversed(carts))


def main() -> None:
    cart = Cart(Stock())
    print(cart.fill(["a", "bb"]), cart.prices)
    cart.watched(["a", "b"])
    print(all_costs([cart, Cart(Stock())]))
    print(cart.factor, Cart.made(["c"]).prices)
