# The helpers work on what they are given.
from lockweave import concurrent


def plus(value: int, n: int) -> int:
    return value + n


def twice(n: int) -> int:
    return plus(n, n)


@concurrent
def work(n: int) -> int:
    return twice(n)


def main() -> None:
    print(sum(future.result() for future in [work(n) for n in range(10)]))
