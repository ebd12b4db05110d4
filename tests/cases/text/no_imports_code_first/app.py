# Code before the first import: the prelude must stand before the first use of a lock.
total = 0
names = []

import time

from lockweave import concurrent


@concurrent
def add(n):
    global total
    seen = total
    time.sleep(0)
    total = seen + n


def main():
    for future in [add(1) for _ in range(100)]:
        future.result()
    assert total == 100, total
    print(total)
