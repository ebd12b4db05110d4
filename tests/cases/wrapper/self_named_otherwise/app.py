# The first parameter isn't called self: the wrapper uses the name that stands there.
import time

from lockweave import concurrent

total = 0


class Till:
    @concurrent
    def add(this, n: int, *more: int) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + n + sum(more)
        return n

    @concurrent
    def add_all(*args: int) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + sum(args[1:])
        return len(args)


def main() -> None:
    till = Till()
    for future in [till.add(1, 2) for _ in range(50)] + [till.add_all(1, 1) for _ in range(50)]:
        future.result()
    assert total == 250, total
    print(total)
