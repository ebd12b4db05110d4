# The count is on the class, and reached through the class, an object and cls.
from lockweave import concurrent


class Stats:
    count = 0

    @classmethod
    def bump(cls) -> None:
        cls.count += 1


@concurrent
def work() -> None:
    Stats.bump()


def main() -> None:
    futures = [work() for _ in range(10)]
    Stats.count += 100
    for future in futures:
        future.result()
    print(Stats().count)
