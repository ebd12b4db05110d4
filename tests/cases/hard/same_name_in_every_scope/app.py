# `total` is global, local, parameter, attribute, keyword, class attribute, comprehension variable: only some are the global.
import time

from lockweave import concurrent

total = 0


class Bill:
    total = 5

    def __init__(self, total: int) -> None:
        self.total = total

    def plus(self) -> int:
        return self.total + total * 0


def local_only(total: int) -> int:
    total += 1
    return total


def shadow() -> int:
    total = 100
    total += 1
    return total


@concurrent
def add(n: int) -> int:
    global total
    values = [total for total in range(n)]
    bill = Bill(total=len(values))
    bill.total += 1
    seen = total
    time.sleep(0)
    total = seen + 1
    return local_only(bill.total) + shadow() + Bill.total + bill.plus()


def main() -> None:
    assert {future.result() for future in [add(3) for _ in range(100)]} == {5 + 101 + 5 + 4}
    assert total == 100, total
    print(total)
