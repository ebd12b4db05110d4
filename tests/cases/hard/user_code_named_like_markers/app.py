# A method called `concurrent` and an attribute `atomic`: `box.concurrent(f)` and `with box.atomic:` are not ours.
import contextlib
import time

from lockweave import concurrent

total = 0


class Box:
    def __init__(self) -> None:
        self.atomic = contextlib.nullcontext()

    def concurrent(self, function):
        return function


box = Box()


@box.concurrent
def twice(n: int) -> int:
    with box.atomic:
        return n * 2


@concurrent
def add() -> None:
    global total
    seen = total
    time.sleep(0)
    total = seen + twice(1)


def main() -> None:
    for future in [add() for _ in range(100)]:
        future.result()
    assert total == 200, total
    print(total)
