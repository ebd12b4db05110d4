# LW204: the body rebinds a variable of the function around it.
from lockweave import concurrent


def count(n: int) -> int:
    total = 0

    @concurrent
    def add(i: int) -> None:
        nonlocal total
        total += i

    for i in range(n):
        add(i).result()
    return total


def main() -> None:
    print(count(5))
