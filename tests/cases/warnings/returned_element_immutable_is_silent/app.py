# The returned element is a str: silent.
import time

from lockweave import concurrent

names: dict[int, str] = {}


@concurrent
def register(n: int) -> str:
    size = len(names)
    time.sleep(0)
    names[size] = f"name {size}"
    return names[size]


def main() -> None:
    texts = {future.result() for future in [register(n) for n in range(100)]}
    assert len(texts) == 100
    print(len(names))
