# Every line ends with CR LF, generated lines too.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    """Add to the total."""
    global total
    weight = n * 1  # local
    seen = total
    time.sleep(0)
    total = seen + weight
    return total


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
