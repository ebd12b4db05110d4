# Each use is a wait: it is moved out of the sections around it.
import logging
from typing import Dict, Iterator, List

from lockweave import atomic, concurrent, wait_for

total = 0
cache: Dict[str, int] = {}
items: List[int] = []
log: List[str] = []


class Box:
    def __init__(self, value: int) -> None:
        self.value = value


boxes: List[Box] = []


@concurrent(transparent=True)
def work(n: int) -> int:
    log.append("work")
    return n


@concurrent
def kept(n: int) -> None:
    global total
    cache["a"] = work(n)
    total += cache["a"]


@concurrent
def looped(n: int) -> None:
    global total
    for i in range(n):
        items.append(work(i))
    for item in list(items):
        total += item


@concurrent
def tested() -> None:
    if cache["a"] > 3:
        log.append("more")
    while cache["a"] < 3:
        log.append("less")


def helper(x: int) -> None:
    global total
    total += x


@concurrent
def given(n: int) -> None:
    helper(work(n))


@concurrent
def boxed(n: int) -> None:
    global total
    boxes.append(Box(work(n)))
    total += boxes[-1].value


@concurrent
def known_by_then(n: int) -> None:
    global total
    value = work(n)
    if value > 1:
        total += value


@concurrent
def collected(n: int) -> None:
    global total
    total += sum([work(i) for i in range(n)])


def made(n: int) -> Iterator[int]:
    for i in range(n):
        yield work(i)


@concurrent
def generated(n: int) -> None:
    global total
    for value in made(n):
        total += value
    total += sum(made(n))
    total += sum(work(i) for i in range(n))


class Point:
    def __init__(self, x: int) -> None:
        self.x = x

    def __eq__(self, other: object) -> bool:
        global total
        if not isinstance(other, Point):
            return NotImplemented
        total += other.x
        return self.x == other.x


@concurrent(transparent=True)
def make(x: int) -> Point:
    global total
    total += 1
    return Point(x)


@concurrent
def compared() -> None:
    global total
    point = make(2)
    logging.debug("%s", point)
    log.append(str(Point(1) == make(1)))
    if isinstance(point, Point):
        total += point.x


@concurrent
def told_by_hand(n: int) -> None:
    global total
    value = work(n)
    wait_for(value)
    with atomic:
        total += value


@concurrent
def one_after_another(n: int) -> None:
    global total
    try:
        total += work(n) or work(n + 1)
        total += 1 if work(n) else 2
    finally:
        a, b = work(n), work(n + 1)
        total += a + b


@concurrent
def from_a_future() -> None:
    global total
    total += hands_on().result()


@concurrent
def hands_on() -> int:
    return work(7)


def main() -> None:
    global total
    for future in (kept(4), looped(3)):
        future.result()
    tested().result()
    given(4).result()
    boxed(5).result()
    known_by_then(6).result()
    collected(4).result()
    generated(4).result()
    told_by_hand(5).result()
    compared().result()
    one_after_another(0).result()
    from_a_future().result()
    total += work(3)
    a = wait_for(cache["a"])
    print(total, a, cache["a"] + 1, sorted(log))


if __name__ == "__main__":
    main()
