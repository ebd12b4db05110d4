# A walrus whose target is declared global is a write of it.
import time

from lockweave import concurrent

latest = 0


@concurrent
def bump() -> int:
    global latest
    seen = latest
    time.sleep(0)
    return (latest := seen + 1)


def main() -> None:
    values = sorted(future.result() for future in [bump() for _ in range(100)])
    assert values == list(range(1, 101))
    print(latest)
