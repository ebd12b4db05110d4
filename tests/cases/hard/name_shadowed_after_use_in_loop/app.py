# The alias is rebound inside the loop: the first round writes the global, later ones a fresh list.
import time

from lockweave import concurrent

rows: list[int] = []


@concurrent
def work() -> int:
    target = rows
    for _ in range(3):
        size = len(target)
        time.sleep(0)
        target.append(size)
        target = [7]
    return len(target)


def main() -> None:
    assert {future.result() for future in [work() for _ in range(100)]} == {1}
    assert rows == list(range(100)), rows
    print(len(rows))
