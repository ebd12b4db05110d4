# Each object has a count of its own, made and used by one body.
from lockweave import concurrent


class Stats:
    def __init__(self) -> None:
        self.count = 0

    def bump(self) -> None:
        self.count += 1


@concurrent
def work(n: int) -> int:
    stats = Stats()
    for _ in range(n):
        stats.bump()
    return stats.count


def main() -> None:
    print([future.result() for future in [work(n) for n in range(4)]])
