import shop


def main() -> None:
    till = shop.Till()
    print(shop.sell("tea", 2).result() + shop.count().result(), till.open(3).result() + 1, till.open("k").result())
    print(type(shop.Till.make().result()).__name__, shop.plain(1))
