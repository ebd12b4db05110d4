# The body rebinds a variable of the function around it.
import time

from lockweave import concurrent


def count(n: int) -> int:
    total = 0

    @concurrent
    def add(i: int) -> None:
        nonlocal total
        seen = total
        time.sleep(0)
        total = seen + i

    for future in [add(1) for _ in range(n)]:
        future.result()
    return total


def main() -> None:
    print(count(200))
