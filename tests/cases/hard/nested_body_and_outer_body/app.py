# A concurrent function inside a concurrent function, both writing one global; the outer one waits for the inner.
import time

from lockweave import concurrent

total = 0


@concurrent
def outer(n: int) -> int:
    @concurrent
    def inner(k: int) -> int:
        global total
        seen = total
        time.sleep(0)
        total = seen + k
        return k

    futures = [inner(1) for _ in range(n)]
    return sum(future.result() for future in futures)


def main() -> None:
    assert sum(future.result() for future in [outer(4) for _ in range(25)]) == 100
    assert total == 100, total
    print(total)
