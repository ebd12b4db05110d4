# setup() runs only before the first spawn and is called nowhere else: no guard in it; settings need no lock at all.
import time

from lockweave import concurrent

settings: dict[str, int] = {}
counts: dict[str, int] = {}


def setup() -> None:
    settings["step"] = 2
    counts["a"] = 0


setup()


@concurrent
def count() -> None:
    seen = counts["a"]
    time.sleep(0)
    counts["a"] = seen + settings["step"]


def main() -> None:
    for future in [count() for _ in range(100)]:
        future.result()
    assert counts["a"] == 200, counts
    print(counts["a"])
