# The header of the `if` is the only access: the branches run without the lock.
import time

from lockweave import concurrent

stopped = False
slow_runs = 0


def slow(n: int) -> int:
    time.sleep(0)
    return n


@concurrent
def work(n: int) -> int:
    if stopped:
        return slow(-1)
    return slow(n)


def stop() -> None:
    global stopped
    stopped = True


def main() -> None:
    futures = [work(n) for n in range(20)]
    stop()
    results = [future.result() for future in futures]
    assert work(3).result() == -1
    print(len(results))
