# Inside `register` the name is a parameter: that decorator stays; the one at module level is ours.
import time

from lockweave import concurrent

total = 0


def register(concurrent):
    @concurrent
    def handler(n: int) -> int:
        return n + 1

    return handler


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + 1


def main() -> None:
    handler = register(lambda function: function)
    for future in [add() for _ in range(50)]:
        future.result()
    print(handler(1), total)
