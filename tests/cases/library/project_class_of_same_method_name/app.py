# Project class Feed has get and close; the annotated parameter is a dict: only `seen` needs a lock.
import time
from typing import Dict

from lockweave import concurrent

seen = 0
opened = 0


class Feed:
    def get(self, key: str) -> int:
        global opened
        opened += 1
        return opened

    def close(self) -> None:
        global opened
        opened = 0


@concurrent
def read(row: Dict[str, int]) -> int:
    global seen
    value = row.get("n", 0)
    before = seen
    time.sleep(0)
    seen = before + value
    return value


def main() -> None:
    for future in [read({"n": 1}) for _ in range(100)]:
        future.result()
    feed = Feed()
    feed.get("a")
    feed.close()
    assert (seen, opened) == (100, 0)
    print(seen)
