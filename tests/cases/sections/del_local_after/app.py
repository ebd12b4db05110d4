# Statements after the last access that only touch locals stay outside, a `del` and a `pass` too.
import time

from lockweave import concurrent

total = 0


@concurrent
def work(n: int) -> int:
    global total
    buffer = list(range(n))
    seen = total
    time.sleep(0)
    total = seen + len(buffer)
    count = len(buffer)
    del buffer
    pass
    return count


def main() -> None:
    assert sum(future.result() for future in [work(n) for n in range(50)]) == total == 1225
    print(total)
