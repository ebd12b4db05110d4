# A list made by the caller reaches every body as an argument: the place where it is made is the location.
import time

from lockweave import concurrent


@concurrent
def work(n: int, results: list[int]) -> None:
    size = len(results)
    time.sleep(0)
    results.append(size)


def main() -> None:
    results: list[int] = []
    for future in [work(n, results) for n in range(200)]:
        future.result()
    assert results == list(range(200)), results
    print(len(results))
