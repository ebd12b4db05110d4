# Only the elif's test touches shared state: the first test must not take the lock or evaluate it.
import time
from typing import Optional

from lockweave import concurrent

cache: dict[str, int] = {}


@concurrent
def fill(key: str) -> None:
    size = len(cache)
    time.sleep(0)
    cache[key] = size


def find(key: Optional[str]) -> int:
    if key is None:
        return -1
    elif key in cache:
        return 1
    return 0


def main() -> None:
    for future in [fill(key) for key in "abc"]:
        future.result()
    print(find(None), find("a"), find("z"))
