# A dict and a list of the caller's, filled by bodies: passed on by a helper, captured, and preallocated.
import time
from typing import Any

from lockweave import concurrent


@concurrent
def square(n: int, results: dict[str, int], slots: list[int]) -> None:
    seen = results.get("sum", 0)
    time.sleep(0)
    results["sum"] = seen + n * n
    slots[n] = n


def start(count: int, results: dict[str, int], slots: list[int]) -> list[Any]:
    return [square(n, results, slots) for n in range(count)]


def main() -> None:
    results: dict[str, int] = {}
    slots = [0] * 20
    captured: list[int] = []

    @concurrent
    def add() -> None:
        size = len(captured)
        time.sleep(0)
        captured.append(size)

    futures = start(20, results, slots) + [add() for _ in range(50)]
    for future in futures:
        future.result()
    print(results, slots == list(range(20)), captured == list(range(50)))
