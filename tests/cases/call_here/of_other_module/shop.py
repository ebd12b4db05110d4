from lockweave import concurrent

sold: dict[str, int] = {}


@concurrent
def sell(item: str, n: int = 1) -> int:
    sold[item] = sold.get(item, 0) + n
    return sold[item]


@concurrent
def count() -> int:
    return sum(sold.values())
