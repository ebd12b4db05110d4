# `for x in shared:` holds the lock over the loop: bodies can't change the list under it.
import time

from lockweave import concurrent

rows = list(range(20))


@concurrent
def rotate() -> None:
    rows.append(rows.pop(0))
    time.sleep(0)
    rows.append(rows.pop(0))


def total() -> int:
    result = 0
    for row in rows:
        time.sleep(0)
        result += row
    return result


def main() -> None:
    futures = [rotate() for _ in range(100)]
    assert {total() for _ in range(20)} == {190}
    for future in futures:
        future.result()
    print(total())
