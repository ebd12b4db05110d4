# The project's `deque` and `Lock` are ordinary classes that need locks, not the library's safe ones.
import time

from lockweave import concurrent


class Lock:
    def __init__(self) -> None:
        self.uses = 0

    def acquire(self) -> int:
        seen = self.uses
        time.sleep(0)
        self.uses = seen + 1
        return seen


class Queue:
    def __init__(self) -> None:
        self.rows: list[int] = []

    def put(self) -> None:
        size = len(self.rows)
        time.sleep(0)
        self.rows.append(size)


lock = Lock()
queue = Queue()


@concurrent
def work() -> int:
    queue.put()
    return lock.acquire()


def main() -> None:
    values = sorted(future.result() for future in [work() for _ in range(100)])
    assert values == queue.rows == list(range(100)), values
    print(lock.uses)
