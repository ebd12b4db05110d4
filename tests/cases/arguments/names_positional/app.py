# Exactly `hits` and `Stats.count` are locked, one merged lock.
import time

from lockweave import concurrent

hits: dict[str, int] = {}


class Stats:
    count = 0


@concurrent("hits", "Stats.count")
def record(page: str) -> None:
    seen = hits.get(page, 0)
    count = Stats.count
    time.sleep(0)
    hits[page] = seen + 1
    Stats.count = count + 1


def main() -> None:
    for future in [record("ab"[i % 2]) for i in range(200)]:
        future.result()
    assert hits == {"a": 100, "b": 100} and Stats.count == 200
    print(sorted(hits.items()), Stats.count)
