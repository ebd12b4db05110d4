# An object of the body's own keeps the global in an attribute and changes it through it.
import time

from lockweave import concurrent

rows: list[int] = []


class Writer:
    def __init__(self, target: list[int]) -> None:
        self.target = target

    def write(self) -> None:
        size = len(self.target)
        time.sleep(0)
        self.target.append(size)


@concurrent
def work() -> None:
    writer = Writer(rows)
    writer.write()


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert rows == list(range(100))
    print(len(rows))
