# LW206: map() is lazy; the callee reads the shared dict when it is consumed.
from typing import Iterator

from lockweave import concurrent

rates: dict[str, int] = {"a": 1}


def rate(name: str) -> int:
    return rates[name]


@concurrent
def raise_rate(name: str) -> None:
    rates[name] = rates.get(name, 0) + 1


def lookups(names: list[str]) -> Iterator[int]:
    return map(rate, names)


def main() -> None:
    raise_rate("a").result()
    print(list(lookups(["a"])))
