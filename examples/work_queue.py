"""A work queue as a class: jobs with priorities, which several workers take and finish.

Each queue has a lock of its own, so two queues don't get into each other's way. A worker fixes its sections by hand, with
`with atomic:`: what it does to its queue is under the lock, the work itself is not.
"""

import heapq
import time
from typing import Dict, List, Optional, Tuple

from lockweave import atomic, concurrent

Job = Tuple[int, str]


class WorkQueue:
    """Jobs that wait, and what became of those that are done."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: List[Job] = []
        self.done: Dict[str, int] = {}
        self.order: List[int] = []

    def add(self, priority: int, text: str) -> None:
        """A new job; the smallest number is the most urgent."""
        heapq.heappush(self.waiting, (priority, text))

    def take(self) -> Optional[Job]:
        """The most urgent job, or None when there is none left."""
        if not self.waiting:
            return None
        job = heapq.heappop(self.waiting)
        self.order.append(job[0])
        return job

    @concurrent
    def work(self) -> int:
        """Take jobs until there are none, and return how many that were."""
        count = 0
        while True:
            with atomic:
                job = self.take()
            if job is None:
                return count
            result = perform(job[1])
            with atomic:
                self.done[job[1]] = result
            count += 1


def perform(text: str) -> int:
    """The work of one job."""
    time.sleep(0.0005)
    return sum(ord(letter) for letter in text)


def main() -> None:
    mail, backup = WorkQueue("mail"), WorkQueue("backup")
    for number in range(30):
        mail.add(number % 7, f"letter {number}")
        backup.add(number % 3, f"disk {number}")

    workers = [queue.work() for queue in (mail, backup) for _ in range(3)]
    total = sum(worker.result() for worker in workers)

    print(f"{total} jobs done")
    for queue in (mail, backup):
        assert queue.order == sorted(queue.order), "the most urgent first"
        print(f"{queue.name:6} {len(queue.done)} results, {sum(queue.done.values())} in all")


if __name__ == "__main__":
    main()
