# The wait is in a helper of the body: still no bounded pool for it nor for what it waits on.
import time
from concurrent.futures import Future

from lockweave import concurrent

done = 0


def settle(futures: "list[Future[int]]") -> int:
    return sum(future.result() for future in futures)


@concurrent
def leaf(n: int) -> int:
    global done
    seen = done
    time.sleep(0)
    done = seen + 1
    return n


@concurrent
def branch(n: int) -> int:
    return settle([leaf(n), leaf(n + 1)])


def main() -> None:
    assert sum(future.result() for future in [branch(n) for n in range(50)]) == 2500
    assert done == 100, done
    print(done)
