# `concurrent` comes from another module (here a local one): nothing is woven, the text stays byte for byte.
import functools


def concurrent(function):
    @functools.wraps(function)
    def traced(*args):
        return function(*args) + 1

    return traced


total = 0


@concurrent
def add(n: int) -> int:
    global total
    total += n
    return total


def main() -> None:
    print([add(1) for _ in range(3)])
