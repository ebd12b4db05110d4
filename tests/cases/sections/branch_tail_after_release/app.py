# Each branch ends with slow local work: the lock is released before it.
import time

from lockweave import concurrent

queue: list[int] = list(range(50))
failed = 0


def process(n: int) -> int:
    time.sleep(0)
    return n * n


@concurrent
def work() -> int:
    global failed
    if queue:
        size = len(queue)
        time.sleep(0)
        job = queue.pop(size - 1)
        result = process(job)
        return process(result)
    else:
        failed += 1
        return process(-1)


def main() -> None:
    futures = [work() for _ in range(80)]
    for future in futures:
        future.result()
    assert failed == 30 and not queue, (failed, queue)
    print(failed)
