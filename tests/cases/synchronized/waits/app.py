# A wait stands before the first statement that reads the result, touches what the body touches, or leaves the block.
import time

from lockweave import concurrent, synchronized

log: list[int] = []
cache: dict[int, int] = {}


@concurrent
def square(n: int) -> int:
    time.sleep(0.001 * (3 - n % 3))
    if n == 13:
        raise ValueError(n)
    return n * n


@concurrent
def note(n: int) -> int:
    log.append(n)
    return n


@concurrent
def next_of(n: int) -> int:
    return cache.get(n - 1, 0) + n


@concurrent
def fill(row: list[int], n: int) -> int:
    row.append(n)
    return n


def show() -> None:
    print(len(log))


@synchronized
def first_reader(a: int, b: int) -> int:
    x = square(a)
    y: int = square(b)
    print("both run")
    # Here they are needed.
    z = x + y
    return z


@synchronized
def of_globals() -> int:
    note(1)
    print("beside it")
    show()
    a = note(2)
    b = square(3)
    print(log)
    return a + b


@synchronized
def in_body(ns: list[int]) -> None:
    for n in ns:
        cache[n] = next_of(n)


@synchronized
def of_arguments() -> list[int]:
    row: list[int] = []
    fill(row, 1)
    fill(row, 2)
    print(sorted(row))
    fill(row, 3)
    row.append(9)
    return sorted(row)


@synchronized
def into(ns: list[int], out: list[int]) -> None:
    for n in ns:
        out.append(square(n))


@synchronized
def in_try(ns: list[int]) -> list[int]:
    out: list[int] = []
    try:
        for n in ns:
            out.append(square(n))
        x = square(1)
        print("started")
    except ValueError as error:
        print(error)
    else:
        out.append(x)
    finally:
        out.append(square(2))
    return out


@synchronized
def in_branches(n: int) -> int:
    if n > 1:
        x = square(n)
        print("more")
    elif square(n) == 1:
        x = square(n + 1)
    else:
        x = 0
    with open(__file__) as file:
        y = square(2)
        file.close()
    return x + y


@synchronized
def one_by_one(ns: list[int]):
    for n in ns:
        x = square(n)
        print("next")
        yield x
    yield square(4)


@synchronized
def leaves_early(ns: list[int]) -> int:
    for n in ns:
        found = square(n)
        if found > 3:
            return found
    return 0


@synchronized
def two_kinds() -> None:
    note(7)
    print("beside it")
    fill(log, 8)
    print("beside both")


def main() -> None:
    print(first_reader(1, 2))
    print(of_globals())
    in_body([1, 2, 3])
    print(cache)
    print(of_arguments())
    out: list[int] = []
    try:
        into([1, 2, 13, 3], out)
    except ValueError as error:
        print("failed", error, out)
    print(in_try([1, 13, 2]), in_try([1]))
    print(in_branches(1), in_branches(2), in_branches(-1))
    print(list(one_by_one([1, 2])))
    print(leaves_early([1, 2, 3]))
    two_kinds()
    print(log[-2:])
