# The default dict is never changed: silent.
from lockweave import concurrent


@concurrent
def price(name: str, table: dict[str, int] = {"a": 3}) -> int:
    return table.get(name, 0)


def main() -> None:
    print(price("a").result(), price("b").result())
