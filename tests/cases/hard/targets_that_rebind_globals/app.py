# for, with, import, except, walrus in a comprehension and starred unpacking all bind names declared global.
import io
import time

from lockweave import concurrent

row = 0
handle = None
mod = None
error = None
last = 0
rest: list[int] = []


@concurrent
def bind(n: int) -> bool:
    global row, handle, mod, last, rest
    for row in range(n):
        pass
    with io.StringIO() as handle:
        time.sleep(0)
    import json as mod
    [last := value for value in (n, row)]
    first, *rest = (n, row, last)
    time.sleep(0)
    return row == last == rest[0] and first == n


@concurrent
def catch(n: int) -> bool:
    global error
    try:
        raise ValueError(n)
    except ValueError as error:
        time.sleep(0)
        same = error.args == (n,)
    return same


def main() -> None:
    futures = [bind(n + 2) for n in range(50)] + [catch(n) for n in range(50)]
    assert all(future.result() for future in futures)
    print(mod is not None)
