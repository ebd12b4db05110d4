"""Workers that take jobs from a queue until it is closed.

`queue.Queue` is safe by itself and gets no lock. A worker may wait in `get`, so it must never wait there under one, and each
worker needs a thread of its own: a bounded pool could fill with workers that wait.
"""

import queue
import time
from typing import Dict, Optional, Tuple

from lockweave import concurrent

Job = Tuple[int, str]

WORKERS = 4

jobs: "queue.Queue[Optional[Job]]" = queue.Queue()
results: Dict[int, str] = {}
failures = 0


def perform(job: Job) -> Optional[str]:
    """Do the work of one job; None if it can't be done."""
    number, text = job
    time.sleep(0.0005)
    if number % 10 == 9:
        return None
    return text[::-1]


@concurrent
def worker() -> int:
    """Work until the queue is closed, and return how many jobs were done."""
    global failures
    done = 0
    while True:
        job = jobs.get()
        if job is None:
            return done
        result = perform(job)
        if result is None:
            failures += 1
        else:
            results[job[0]] = result
            done += 1


def main() -> None:
    for number in range(40):
        jobs.put((number, f"job-{number:02}"))
    for _ in range(WORKERS):
        jobs.put(None)

    workers = [worker() for _ in range(WORKERS)]
    done = sum(future.result() for future in workers)

    print(" ".join(results[number] for number in sorted(results)[:4]))
    print(f"{done} done, {failures} failed")
    assert done == len(results), "every result is kept"
    assert done + failures == 40, "every job is done once"


if __name__ == "__main__":
    main()
