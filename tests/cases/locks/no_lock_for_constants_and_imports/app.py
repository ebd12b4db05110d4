# Constants, functions, classes, imports and globals written only before the first spawn: no lock, no threading import for them.
import math
import time

from lockweave import concurrent

RATE = 3
TABLE = {"a": 1}
NAMES = ("x", "y")
PATTERN = frozenset(NAMES)
for name in NAMES:
    TABLE[name] = RATE


class Plan:
    limit = 5


@concurrent
def cost(name: str) -> int:
    time.sleep(0)
    return TABLE.get(name, 0) * RATE + math.floor(1.5) + Plan.limit + (name in PATTERN)


def main() -> None:
    print([future.result() for future in [cost(name) for name in "axz"]])
