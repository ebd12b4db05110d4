# A generator expression waits where it is iterated: in a helper that gets it. No lock may be held around that call.
import time
from concurrent.futures import as_completed

from lockweave import concurrent

calls = 0


@concurrent
def step(n: int) -> int:
    global calls
    time.sleep(0.001)
    calls += 1
    return n


def collected(values) -> list[int]:
    return sorted(values)


def twice(values):
    for value in values:
        yield value
        yield value


class Sum:
    def __init__(self, values) -> None:
        self.total = sum(values)


def results(futures):
    return [future.result() for future in futures]


def main() -> None:
    futures = [step(n) for n in range(4)]
    print(collected(future.result() for future in futures), calls)
    futures = [step(n) for n in range(4)]
    later = (future.result() for future in futures)
    print(calls, collected(later))
    futures = [step(n) for n in range(4)]
    print(sorted(twice(future.result() for future in futures)), calls)
    futures = [step(n) for n in range(4)]
    print(Sum(future.result() for future in futures).total, calls)
    futures = [step(n) for n in range(4)]
    print(sum(results(as_completed(futures))), calls)
