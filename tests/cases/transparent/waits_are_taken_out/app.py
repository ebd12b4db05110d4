# Each use is a wait: it is moved out of the sections around it.
from typing import Dict, List

from lockweave import concurrent, wait_for

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
    from_a_future().result()
    total += work(3)
    a = wait_for(cache["a"])
    print(total, a, cache["a"] + 1, sorted(log))


if __name__ == "__main__":
    main()
