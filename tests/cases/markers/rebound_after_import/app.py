# The import is shadowed by a later definition before its use: the decorator is the user's own.
from lockweave import concurrent


def concurrent(function):
    return function


@concurrent
def add(n: int) -> int:
    return n + 1


def main() -> None:
    print(add(1))
