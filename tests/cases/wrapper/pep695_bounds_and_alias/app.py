# Bounds, constraints, a ParamSpec, a TypeVarTuple and a type alias.
import time
from collections.abc import Callable

from lockweave import concurrent

type Pairs[T] = list[tuple[str, T]]
calls: Pairs[int] = []


@concurrent
def call[**P, R: (int, str)](function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    size = len(calls)
    time.sleep(0)
    calls.append((function.__name__, size))
    return function(*args, **kwargs)


@concurrent
def pack[*Ts](*values: *Ts) -> tuple[*Ts]:
    return values


def main() -> None:
    for future in [call(max, n, 3) for n in range(100)]:
        future.result()
    assert [n for _, n in calls] == list(range(100))
    print(pack(1, "a").result(), call(str, 5).result())
