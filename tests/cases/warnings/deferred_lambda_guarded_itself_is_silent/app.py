# What the lambda calls guards itself where it runs: silent.
import time
from typing import Callable

from lockweave import concurrent

total = 0


def bump() -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1
    return total


@concurrent
def bumper(n: int) -> Callable[[], int]:
    bump()
    return lambda: bump() + n


def main() -> None:
    actions = [future.result() for future in [bumper(n) for n in range(50)]]
    for action in actions:
        action()
    assert total == 100, total
    print(total)
