# next() changes a global iterator: it is a write, whatever the interpreter's lock would do.
import itertools
import time

from lockweave import concurrent

numbers = itertools.count()
issued: list[int] = []


@concurrent
def issue() -> int:
    number = next(numbers)
    time.sleep(0)
    issued.append(number)
    return number


def main() -> None:
    values = sorted(future.result() for future in [issue() for _ in range(100)])
    assert values == list(range(100)) and issued == values, issued
    print(values[-1])
