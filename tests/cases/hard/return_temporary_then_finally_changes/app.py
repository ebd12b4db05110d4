# `return total` is fixed before the finally block changes it.
import time

from lockweave import concurrent

total = 0


@concurrent
def take() -> int:
    global total
    try:
        return total
    finally:
        seen = total
        time.sleep(0)
        total = seen + 1


def main() -> None:
    values = sorted(future.result() for future in [take() for _ in range(100)])
    assert values == list(range(100)), values
    print(total)
