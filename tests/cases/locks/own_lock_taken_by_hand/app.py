# A lock of the program's own that is taken and given back by hand covers every access: nothing is added.
import threading

from lockweave import concurrent

_lock = threading.Lock()
_count = 0


class Tally:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.seen: dict[str, int] = {}

    @concurrent
    def note(self, word: str) -> int:
        self._lock.acquire()
        try:
            self.seen[word] = self.seen.get(word, 0) + 1
            return self.seen[word]
        finally:
            self._lock.release()

    def words(self) -> list[str]:
        self._lock.acquire()
        try:
            return sorted(self.seen)
        finally:
            self._lock.release()


def manual() -> None:
    global _count
    _lock.acquire()
    try:
        _count += 1
    finally:
        _lock.release()


def count() -> int:
    _lock.acquire()
    try:
        return _count
    finally:
        _lock.release()


@concurrent
def work() -> None:
    manual()


def main() -> None:
    tally = Tally()
    futures = [work() for _ in range(40)]
    notes = [tally.note(word) for word in ("a", "b", "a")]
    for future in futures:
        future.result()
    print(count(), sorted(note.result() for note in notes), tally.words())


if __name__ == "__main__":
    main()
