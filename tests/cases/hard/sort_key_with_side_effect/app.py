# The key function of sorted() changes a global: the sort is a write.
import time

from lockweave import concurrent

compared = 0


def weigh(name: str) -> int:
    global compared
    seen = compared
    time.sleep(0)
    compared = seen + 1
    return len(name)


@concurrent
def order(names: "tuple[str, ...]") -> str:
    return sorted(names, key=weigh)[0]


@concurrent
def longest(names: "tuple[str, ...]") -> str:
    return max(names, key=lambda name: weigh(name))


def main() -> None:
    names = ("ccc", "a", "bb")
    futures = [order(names) for _ in range(50)] + [longest(names) for _ in range(50)]
    assert {future.result() for future in futures} == {"a", "ccc"}
    assert compared == 300, compared
    print(compared)
