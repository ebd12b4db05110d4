# `raise Error(total) from last`: the values are copied, the raise leaves without the lock.
import time
from typing import Optional

from lockweave import concurrent

total = 0
last: Optional[Exception] = None


@concurrent
def add(n: int) -> None:
    global total, last
    seen = total
    time.sleep(0)
    total = seen + n
    last = ValueError(n)


def fail() -> None:
    raise RuntimeError(total > 0) from last


def main() -> None:
    add(1).result()
    try:
        fail()
    except RuntimeError as error:
        print(error, repr(error.__cause__))
    add(1).result()
    assert total == 2
