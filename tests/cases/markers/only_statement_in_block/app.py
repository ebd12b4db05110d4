# The import is the only statement of its block: something valid must stand there.
import sys
import time

if sys.version_info >= (3, 0):
    from lockweave import concurrent

total = 0


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def main() -> None:
    for future in [add() for _ in range(50)]:
        future.result()
    print(total)
