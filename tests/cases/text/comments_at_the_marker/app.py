# A comment behind the marker stays above the wrapper; one that only speaks to tools about that line goes with it.
from functools import wraps

from lockweave import concurrent


def same(function):
    @wraps(function)
    def inner(*args):
        return function(*args)

    return inner


@concurrent  # runs in a pool
def first() -> int:

    return 1


@same
# why
@concurrent(workers=2)  # two at a time
def second() -> int:
    return 2


class Service:
    @staticmethod
    @concurrent  # in a class too
    def third() -> int: ...

    @concurrent  # noqa
    def fourth(self) -> int:
        return 4


def main() -> None:
    print(first().result(), second().result(), Service.third().result(), Service().fourth().result())
