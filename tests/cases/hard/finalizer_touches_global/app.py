# __del__ runs wherever the last reference goes: it guards itself, and may run under another lock.
import time

from lockweave import concurrent

alive = 0


class Handle:
    def __init__(self) -> None:
        global alive
        seen = alive
        time.sleep(0)
        alive = seen + 1

    def __del__(self) -> None:
        global alive
        seen = alive
        time.sleep(0)
        alive = seen - 1


@concurrent
def use() -> int:
    handle = Handle()
    kind = len(type(handle).__name__)
    del handle
    return kind


def main() -> None:
    assert {future.result() for future in [use() for _ in range(100)]} == {6}
    assert alive == 0, alive
    print(alive)
