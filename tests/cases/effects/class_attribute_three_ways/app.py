# cls.count, Stats.count and type(self).count are one location.
import time

from lockweave import concurrent


class Stats:
    count = 0

    @classmethod
    def by_cls(cls) -> None:
        seen = cls.count
        time.sleep(0)
        cls.count = seen + 1

    @staticmethod
    def by_name() -> None:
        seen = Stats.count
        time.sleep(0)
        Stats.count = seen + 1

    def by_type(self) -> None:
        seen = type(self).count
        time.sleep(0)
        type(self).count = seen + 1


@concurrent
def record(n: int) -> None:
    if n % 3 == 0:
        Stats.by_cls()
    elif n % 3 == 1:
        Stats.by_name()
    else:
        Stats().by_type()


def main() -> None:
    for future in [record(n) for n in range(300)]:
        future.result()
    assert Stats.count == 300, Stats.count
    print(Stats.count)
