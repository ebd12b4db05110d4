# A concurrent function inside a function: captured names that are only read need nothing.
import time

from lockweave import concurrent

total = 0


def run(weights: "tuple[int, ...]", scale: int) -> int:
    @concurrent
    def add(i: int) -> int:
        global total
        weight = weights[i] * scale
        seen = total
        time.sleep(0)
        total = seen + weight
        return weight

    return sum(future.result() for future in [add(i) for i in range(len(weights))])


def main() -> None:
    assert run(tuple(range(50)), 2) == total == 2450
    print(total)
