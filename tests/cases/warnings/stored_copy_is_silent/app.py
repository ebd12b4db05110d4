# A copy stored in the body's own object: silent.
import time

from lockweave import concurrent

rows: list[int] = []


class Page:
    def __init__(self) -> None:
        self.rows: list[int] = []


@concurrent
def add() -> int:
    page = Page()
    size = len(rows)
    time.sleep(0)
    rows.append(size)
    page.rows = list(rows)
    return len(page.rows)


def main() -> None:
    sizes = sorted(future.result() for future in [add() for _ in range(100)])
    assert sizes == list(range(1, 101))
    print(len(rows))
