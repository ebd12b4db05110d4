# The captured list is changed by the body.
import time

from lockweave import concurrent


def collect(n: int) -> list[int]:
    results: list[int] = []

    @concurrent
    def add() -> None:
        size = len(results)
        time.sleep(0)
        results.append(size)

    for future in [add() for _ in range(n)]:
        future.result()
    return results


def main() -> None:
    print(collect(200) == list(range(200)))
