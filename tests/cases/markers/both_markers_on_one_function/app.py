# @concurrent and @atomic together: the body is one section over all of it (or LW109 says that one of them must go).
import time

from lockweave import atomic, concurrent

total = 0


@concurrent
@atomic
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def main() -> None:
    for future in [add() for _ in range(50)]:
        future.result()
    print(total)
