# Making a class after the first spawn registers it in a shared list.
import time

from lockweave import concurrent

registry: list[int] = []


class Plugin:
    def __init_subclass__(cls) -> None:
        size = len(registry)
        time.sleep(0)
        registry.append(size)


@concurrent
def load(n: int) -> str:
    class Loaded(Plugin):
        number = n

    return Loaded.__name__


def main() -> None:
    for future in [load(n) for n in range(60)]:
        future.result()
    assert registry == list(range(60)), registry
    print(len(registry))
