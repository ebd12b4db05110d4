# The global function is a closure over a list that it changes: guarded through `bump`, or warned about.
from typing import Callable

from lockweave import concurrent


def make_counter() -> Callable[[], int]:
    cells = [0]

    def bump() -> int:
        cells[0] += 1
        return cells[0]

    return bump


bump = make_counter()


@concurrent
def work() -> int:
    return bump()


def main() -> None:
    values = sorted(future.result() for future in [work() for _ in range(10)])
    print(values[-1])
