# A helper's default is the global itself.
import time

from lockweave import concurrent

journal: list[int] = []


def note(target: list[int] = journal) -> None:
    size = len(target)
    time.sleep(0)
    target.append(size)


@concurrent
def work() -> None:
    note()


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert journal == list(range(100))
    print(len(journal))
