# `global` and `nonlocal` stand in the body function, not in the wrapper; a second global comes later.
import time

from lockweave import concurrent

low = 0
high = 0


@concurrent
def mark(n: int) -> None:
    global low
    seen = low
    time.sleep(0)
    low = seen + 1
    if n % 2:
        global high
        seen = high
        time.sleep(0)
        high = seen + 1


def main() -> None:
    for future in [mark(n) for n in range(100)]:
        future.result()
    assert (low, high) == (100, 50), (low, high)
    print(low, high)
