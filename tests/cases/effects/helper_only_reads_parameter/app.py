# The helper only reads what it is given: `limits` needs no lock, `used` does.
import time

from lockweave import concurrent

limits = [3, 5, 8]
used = 0


def largest(values: list[int]) -> int:
    return max(values)


@concurrent
def use() -> None:
    global used
    weight = largest(limits)
    seen = used
    time.sleep(0)
    used = seen + weight


def main() -> None:
    for future in [use() for _ in range(100)]:
        future.result()
    assert used == 800, used
    print(used)
