"""Classes that guard their own fields: an object's own lock, a condition, a private helper under it. Nothing is added."""

import threading

from lockweave import concurrent


class Counter:
    def __init__(self):
        self._lock = threading.Lock()
        self.total = 0
        self.seen = []

    def add(self, number):
        with self._lock:
            self.total += number
            self._note(number)

    def _note(self, number):
        self.seen.append(number)

    def report(self):
        with self._lock:
            return self.total, len(self.seen)


class Pool:
    def __init__(self, size):
        self._changed = threading.Condition()
        self._free = list(range(size))

    def take(self):
        with self._changed:
            while not self._free:
                self._changed.wait()
            return self._free.pop()

    def give(self, item):
        with self._changed:
            self._free.append(item)
            self._changed.notify()

    def size(self):
        with self._changed:
            return len(self._free)


counter = Counter()
pool = Pool(2)


@concurrent
def work(mine: Counter, rounds: int) -> None:
    for number in range(rounds):
        item = pool.take()
        mine.add(number)
        counter.add(1)
        pool.give(item)


def main() -> None:
    both = Counter()
    futures = [work(both, 50) for _ in range(4)]
    for future in futures:
        future.result()
    print(both.report(), counter.report(), pool.size())


if __name__ == "__main__":
    main()
