# The default list is one object for all bodies, and the body changes it.
import time

from lockweave import concurrent


@concurrent
def collect(seen: list[int] = []) -> int:
    size = len(seen)
    time.sleep(0)
    seen.append(size)
    return size


def main() -> None:
    print(sorted(future.result() for future in [collect() for _ in range(100)]) == list(range(100)))
