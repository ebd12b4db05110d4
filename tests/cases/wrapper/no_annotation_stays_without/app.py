# No return annotation: none is invented.
import time

from lockweave import concurrent

total = 0


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
    print(add.__annotations__)
