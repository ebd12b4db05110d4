# Several context managers in parentheses, one of them atomic, over lines with comments.
import contextlib
import time

from lockweave import atomic, concurrent

total = 0


@concurrent
def work(n: int) -> None:
    global total
    with (
        contextlib.nullcontext(n) as weight,  # the weight
        atomic,  # the section
    ):
        seen = total
        time.sleep(0)
        total = seen + weight


def main() -> None:
    for future in [work(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
