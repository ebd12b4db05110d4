# `low < probe(low) < high`: evaluated once each, in order, and the last only if needed.
import time

from lockweave import concurrent

low = 0
high = 10
probes: list[int] = []


def probe(n: int) -> int:
    probes.append(n)
    return n + 1


@concurrent
def narrow() -> None:
    global low, high
    a, b = low, high
    time.sleep(0)
    low, high = a + 1, b - 1


def inside() -> bool:
    return low < probe(low) < high


def main() -> None:
    for future in [narrow() for _ in range(3)]:
        future.result()
    print(inside(), probes)
    narrow().result()
    narrow().result()
    print(inside(), probes)
