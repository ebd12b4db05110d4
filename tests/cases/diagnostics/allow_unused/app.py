# Nothing to silence on this line: LW004.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return total  # lockweave: allow[LW201] an int leaves


def main() -> None:
    for future in [add(1) for _ in range(50)]:
        future.result()
    print(total)
