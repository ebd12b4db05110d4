# The write is in a plain method that the concurrent one calls: LW203 with the path.
from lockweave import concurrent


class Counter:
    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def bump(self, key: str) -> None:
        self.counts[key] = self.counts.get(key, 0) + 1

    @concurrent
    def record(self, key: str) -> None:
        self.bump(key)


def main() -> None:
    counter = Counter()
    counter.record("a").result()
    print(counter.counts)
