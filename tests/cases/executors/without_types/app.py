# An executor without types gives futures of anything: the wrapper says what it is, for checkers that are strict.
from functools import wraps
from typing import Any, Callable

from lockweave import concurrent
from loky import get_reusable_executor  # type: ignore

pool = get_reusable_executor(2)


def twice(function: Callable[..., int]) -> Callable[..., int]:
    @wraps(function)
    def inner(*args: Any, **kwargs: Any) -> int:
        return 2 * function(*args, **kwargs)

    return inner


@concurrent(executor=get_reusable_executor)
def square(n: int) -> int:
    return n * n


@concurrent(executor=pool)
def waits(future: int) -> "list[int]":
    return [future]


@concurrent(executor=pool)
@twice
def doubled(n: int) -> int:
    return n


@concurrent(executor=pool)
def untyped(n):
    return n
