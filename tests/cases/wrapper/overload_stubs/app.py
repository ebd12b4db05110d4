# Overloads change their annotation only; the implementation is woven once.
import time
from typing import Union, overload

from lockweave import concurrent

calls = 0


@overload
@concurrent
def double(n: int) -> int: ...
@overload
@concurrent
def double(n: str) -> str: ...
@concurrent
def double(n: Union[int, str]) -> Union[int, str]:
    global calls
    seen = calls
    time.sleep(0)
    calls = seen + 1
    return n * 2


def main() -> None:
    print(double(2).result(), double("a").result())
    for future in [double(1) for _ in range(50)]:
        future.result()
    assert calls == 52, calls
