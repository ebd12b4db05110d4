# A lookup that may raise KeyError is a check: the handler's write is one section with it.
import time

from lockweave import concurrent

stats: dict[str, int] = {}


@concurrent
def hit(key: str) -> None:
    stats[key] = stats.get(key, 0) + 1


def count(key: str) -> None:
    try:
        stats[key] += 1
    except KeyError:
        time.sleep(0)
        stats[key] = 1


def main() -> None:
    for n in range(40):
        future = hit(f"k{n}")
        count(f"k{n}")
        future.result()
    assert all(value == 2 for value in stats.values()), stats
    print(len(stats))
