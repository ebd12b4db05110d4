# `Future`, `threading` and `_executor` are the user's own names: the prelude must take other ones.
import time

from lockweave import concurrent

_executor = "night shift"
_record_body = "a text"
total = 0


class Future:
    def __init__(self, year: int) -> None:
        self.year = year


def threading() -> str:
    return "sewing"


@concurrent
def record(n: int) -> int:
    global total
    seen = total
    time.sleep(0)
    total = seen + n
    return Future(n).year


def main() -> None:
    years = [future.result() for future in [record(n) for n in range(20)]]
    assert sum(years) == total == 190
    print(_executor, _record_body, threading(), total)
