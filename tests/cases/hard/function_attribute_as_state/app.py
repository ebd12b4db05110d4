# State on a function object: `next_id.last` is reached through the function's name.
import time

from lockweave import concurrent


def next_id() -> int:
    seen = next_id.last  # type: ignore[attr-defined]
    time.sleep(0)
    next_id.last = seen + 1  # type: ignore[attr-defined]
    return seen


next_id.last = 0  # type: ignore[attr-defined]


@concurrent
def work() -> int:
    return next_id()


def main() -> None:
    values = sorted(future.result() for future in [work() for _ in range(100)])
    assert values == list(range(100)), values
    print(values[-1])
