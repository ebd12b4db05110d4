# The section begins in the try block and ends in its finally: it covers the try statement.
import time

from lockweave import concurrent

open_files = 0
worst = 0


def parse(n: int) -> int:
    time.sleep(0)
    if n % 5 == 0:
        raise ValueError(n)
    return n


@concurrent
def read(n: int) -> int:
    global open_files, worst
    n = n + 1
    try:
        open_files += 1
        worst = max(worst, open_files)
        return parse(n)
    finally:
        open_files -= 1


def main() -> None:
    failed = 0
    for future in [read(n) for n in range(100)]:
        try:
            future.result()
        except ValueError:
            failed += 1
    assert (failed, open_files, worst) == (20, 0, 1), (failed, open_files, worst)
    print(failed)
