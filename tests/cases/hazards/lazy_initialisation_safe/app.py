# Made before anything runs beside it.
from lockweave import concurrent

table = {n: n * n for n in range(10)}


@concurrent
def square(n: int) -> int:
    return table[n]


def main() -> None:
    print([future.result() for future in [square(n) for n in range(5)]])
