# Comments at the margin, deeper than their block and after the last statement of the section.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
# at the margin
    global total
        # deeper than the block
    seen = total
  # between two levels
    time.sleep(0)

    # before the write
    total = seen + n
    # after the last access
# at the margin again


def main() -> None:
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
