# In a loop of ordinary code each wait stands before its guarded update; the lock isn't held over the loop.
import time

from lockweave import concurrent

total = 0


@concurrent
def work(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1
    return n


def main() -> None:
    global total
    for n in range(50):
        future = work(n)
        result = future.result()
        total = total + result
    assert total == 50 + 1225, total
    print(total)
