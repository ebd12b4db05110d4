# Parameters called `_executor`, `_total_lock` and `self_`: the names of the prelude are free in every scope that uses them.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(_executor: int, _total_lock: int = 1, _add_body: int = 1) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + _executor * _total_lock * _add_body
    return total


def main() -> None:
    for future in [add(2) for _ in range(50)]:
        future.result()
    assert total == 100, total
    print(total)
