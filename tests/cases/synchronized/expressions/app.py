# A value that is needed at once is waited for where it stands; several in one expression start together.
import asyncio

from lockweave import concurrent, synchronized

calls: list[int] = []


@concurrent
def square(n: int) -> int:
    return n * n


@concurrent
def cube(n: int) -> int:
    return n**3


@concurrent
def count(n: int) -> int:
    calls.append(n)
    return len(calls)


def plain(n: int) -> int:
    print("plain", n)
    return n


@synchronized
def together(a: int, b: int) -> int:
    x, y = square(a), cube(b)
    print(square(a) + cube(b), max(square(a), square(b)))
    if square(a) < cube(b):
        x += square(b) + 1
    return square(x) + cube(y)


@synchronized
def in_turn(a: int, b: int) -> int:
    print(square(a), plain(b), cube(b))
    print(count(a) + len(calls))
    x = square(a) if b else cube(a)
    y = square(a) > 3 and cube(b) > 3
    z = w = square(a)
    assert square(a) == a * a, cube(a)
    return square(cube(x)) + z + w + y


@synchronized
def texts(a: int) -> str:
    while square(a) < 10:
        a += 1
    names = {square(a): "squared", "cubed": cube(a)}
    return f"{square(a)!r:>5} {names[square(a)]} {a if square(a) else 0}"


@synchronized
def inside(ns: list[int]) -> list[int]:
    def both(n: int) -> int:
        x = square(n)
        y = cube(n)
        return x + y

    class Box:
        size = square(2)

        def cube(self) -> int:
            return cube(self.size)

    by_square = lambda n: -square(n)
    return sorted(ns, key=by_square) + [both(2), Box().cube()]


@synchronized
def one_line(a: int) -> int:
    if a: return square(a)
    x = square(a); y = cube(a + 1)
    return x + y


@concurrent
@synchronized
def body(a: int, b: int) -> int:
    x = square(a)
    y = cube(b)
    return x + y


@synchronized
@concurrent
def body_too(a: int) -> int:
    return square(a) + 1


@synchronized
def nothing(a: int) -> int:
    return a


def main() -> None:
    print(together(1, 2), in_turn(2, 3), texts(2), inside([1, 3, 2]), one_line(0), one_line(3), nothing(1))
    print(body(1, 2).result(), body_too(3).result())
