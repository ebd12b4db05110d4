# Calls in loops start round by round and are completed in order behind the loop; comments and what else the loop does stay.
import time

from lockweave import concurrent, synchronized


@concurrent
def score(page: str) -> int:
    time.sleep(0.001 * (5 - len(page)))
    return len(page)


@concurrent
def double(n: int) -> int:
    return n * 2


@synchronized
def by_key(pages: list[str]) -> dict[str, int]:
    results: dict[str, int] = {}
    for page in pages:
        results[page] = score(page)
    return results


@synchronized  # the text stays serial
def in_order(pages: list[str]) -> list[int]:
    found = []
    for page in pages:
        if page:
            found.append(score(page))
    for page in pages:
        found.append(score(page + "!"))
    return found


@synchronized
def several(pages: list[str]) -> tuple[int, list[int], str]:
    total = 0
    seen = []
    # Each page once.
    for page in pages:
        # Long ones are kept.
        if len(page) > 1:
            seen.append(score(page))
        else:
            total += score(page)
        print(page)
    return total, seen, page


@synchronized
def table(rows: list[list[int]]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for i, row in enumerate(rows):
        for j, n in enumerate(row):
            if n % 2:
                found[i, j] = double(n)
    return found


@synchronized
def one_list(ns: list[int]) -> list[int]:
    found = []
    for n in ns:
        if n % 2:
            found.append(double(n))
        else:
            found.append(score("x" * n))
    return found


@synchronized
def last_one(pages: list[str]) -> str:
    sizes: dict[str, int] = {}
    for number, page in enumerate(pages):
        if number < 2:
            sizes[page] = score(page)
    return f"{page} {sizes}"


@synchronized
def reader_inside(pages: list[str]) -> list[int]:
    found: list[int] = []
    for page in pages:
        found.append(score(page))
        print(sum(found))
    return found


@synchronized
def until(limit: int) -> list[int]:
    found: list[int] = []
    n = 0
    while n < limit:
        found.append(double(n))
        n += 1
    return found


@synchronized
def first_long(pages: list[str]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for page in pages:
        sizes[page] = score(page)
        if len(page) > 2:
            # Enough.
            return sizes
        if not page:
            raise ValueError(page, sizes)
    return {}


@synchronized
def two_names(ns: list[int]) -> int:
    found: list[int] = []
    other = found
    for n in ns:
        found.append(double(n))
        print(len(other))
    for n in ns:
        other.append(double(n))
    return sum(found)


def main() -> None:
    pages = ["a", "bbb", "cc"]
    print(by_key(pages))
    print(in_order(pages))
    print(several(pages))
    print(table([[1, 2], [3, 4], [5]]))
    print(one_list([1, 2, 3]))
    print(last_one(pages))
    print(reader_inside(pages))
    print(until(3))
    print(first_long(pages))
    try:
        first_long(["a", "", "b"])
    except ValueError as error:
        print(error)
    print(two_names([1, 2]))
