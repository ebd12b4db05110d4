# A test calls the bodies of another module: by names without underscores, imported beside the functions.
import shop
from lockweave import call_here
from shop import sell


def test_sell() -> None:
    assert call_here(sell, "tea") == 1
    assert call_here(sell, "tea", 2) == 3
    assert call_here(shop.count) == 3


def main() -> None:
    from shop import count as how_many

    test_sell()
    sell("tea").result()
    print(call_here(how_many))
