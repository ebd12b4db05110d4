# `self.names` finds the class's list: append through an instance changes the class attribute.
import time

from lockweave import concurrent


class Registry:
    names: "list[int]" = []

    def add(self) -> None:
        size = len(self.names)
        time.sleep(0)
        self.names.append(size)


@concurrent
def register() -> None:
    Registry().add()


def main() -> None:
    for future in [register() for _ in range(100)]:
        future.result()
    assert Registry.names == list(range(100))
    print(len(Registry.names))
