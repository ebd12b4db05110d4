# `global` inside a method of a helper class writes the module's name.
import time

from lockweave import concurrent

level = 0


class Pump:
    def pump(self) -> None:
        global level
        seen = level
        time.sleep(0)
        level = seen + 1


@concurrent
def work() -> None:
    Pump().pump()


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert level == 100, level
    print(level)
