# `globals=("hits",)` means the same as the positional form.
import time

from lockweave import concurrent

hits = 0


@concurrent(globals=("hits",))
def record() -> None:
    global hits
    seen = hits
    time.sleep(0)
    hits = seen + 1


def main() -> None:
    for future in [record() for _ in range(100)]:
        future.result()
    assert hits == 100, hits
    print(hits)
