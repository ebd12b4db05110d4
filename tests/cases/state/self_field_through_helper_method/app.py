# The write is in a plain method that the concurrent one calls.
import time

from lockweave import concurrent


class Counter:
    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def bump(self, key: str) -> None:
        seen = self.counts.get(key, 0)
        time.sleep(0)
        self.counts[key] = seen + 1

    @concurrent
    def record(self, key: str) -> None:
        self.bump(key)


def main() -> None:
    counter = Counter()
    for future in [counter.record("ab"[i % 2]) for i in range(200)]:
        future.result()
    print(counter.counts)
