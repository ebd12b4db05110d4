# Only the first branch touches shared state: the section goes inside that branch.
import time

from lockweave import concurrent

odd = 0


def slow(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def work(n: int) -> int:
    global odd
    value = slow(n)
    if value % 2:
        seen = odd
        time.sleep(0)
        odd = seen + 1
    else:
        value = slow(value)
    return value


def main() -> None:
    for future in [work(n) for n in range(200)]:
        future.result()
    assert odd == 100, odd
    print(odd)
