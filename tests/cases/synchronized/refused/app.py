# What can't be told, or marks nothing, is refused with a way out.
from concurrent.futures import Future

from lockweave import concurrent, synchronized


class Page:
    @concurrent
    def size(self) -> int:
        return 1


class Picture:
    def size(self) -> int:
        return 2


@concurrent
def square(n: int) -> int:
    return n * n


@synchronized
def unclear(things) -> int:
    return sum(thing.size() for thing in things)


@synchronized
def waits_twice(n: int) -> int:
    return square(n).result()


@synchronized
def given_away(ns: list[int]) -> list[Future[int]]:
    return list(map(square, ns))


@synchronized()
def called(n: int) -> int:
    return square(n)


@synchronized
async def suspends(n: int) -> int:
    return square(n)


@synchronized
@synchronized
def twice(n: int) -> int:
    return square(n)


@synchronized
class Marked:
    pass


def main() -> None:
    print(synchronized, unclear([Page(), Picture()]))
