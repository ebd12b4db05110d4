# Class patterns, or-patterns, sequence captures to a global, and a guard that writes.
import time
from dataclasses import dataclass

from lockweave import concurrent

hits = 0
last = None


@dataclass
class Point:
    x: int
    y: int


def count() -> bool:
    global hits
    seen = hits
    time.sleep(0)
    hits = seen + 1
    return True


@concurrent
def work(shape: object) -> str:
    global last
    match shape:
        case Point(x=0, y=0) if count():
            return "origin"
        case Point(x=last) | [last, *_] if count():
            return "kept"
        case _:
            return "other"


def main() -> None:
    shapes = [Point(0, 0), Point(3, 1), [3, 4], "text"]
    kinds = [future.result() for future in [work(shapes[n % 4]) for n in range(100)]]
    assert hits == 75 and last == 3, (hits, last)
    print(kinds[:4])
