# `backup = primary` binds two globals to one list: one lock.
import time

from lockweave import concurrent

primary: list[int] = []
backup = primary


@concurrent
def first() -> None:
    size = len(primary)
    time.sleep(0)
    primary.append(size)


@concurrent
def second() -> None:
    size = len(backup)
    time.sleep(0)
    backup.append(size)


def main() -> None:
    for future in [first() if i % 2 else second() for i in range(200)]:
        future.result()
    assert primary == list(range(200))
    print(len(backup))
