# What a body changes of its arguments stays in its process: told where a caller keeps them, by whatever way the change is made.
from concurrent.futures import ProcessPoolExecutor
from typing import Dict, List, Optional

from lockweave import concurrent

pool = ProcessPoolExecutor()


class Point:
    def __init__(self, x: int) -> None:
        self.x = x
        self.seen: List[int] = []
        self.near: List["Point"] = []

    def move(self) -> None:
        self.x += 1

    @concurrent(executor=pool)
    def bump(self) -> int:
        self.x += 1
        return self.x

    @concurrent(executor=pool)
    def note(self) -> int:
        self.seen.append(self.x)
        return len(self.seen)


def tidy(rows: List[int]) -> None:
    rows.sort()


@concurrent(executor=pool)
def by_itself(rows: List[int]) -> int:
    rows.append(1)
    return len(rows)


@concurrent(executor=pool)
def by_helper(rows: List[int]) -> int:
    tidy(rows)
    return rows[0]


@concurrent(executor=pool)
def a_field(point: Point) -> int:
    point.x = 3
    return point.x


@concurrent(executor=pool)
def by_method(point: Point) -> int:
    point.move()
    return point.x


@concurrent(executor=pool)
def of_elements(points: List[Point]) -> int:
    for point in points:
        point.x = 0
    return len(points)


@concurrent(executor=pool)
def of_neighbours(point: Point) -> int:
    for other in point.near:
        other.x += 1
    return len(point.near)


@concurrent(executor=pool)
def of_any(*points: Point) -> int:
    points[0].x = 1
    return len(points)


@concurrent(executor=pool)
def of_named(**rows: List[int]) -> int:
    rows["a"].append(2)
    return len(rows)


@concurrent(executor=pool)
def its_default(n: int, known: Dict[int, int] = {}) -> int:
    known[n] = n
    return len(known)


@concurrent(executor=pool)
def handed_over(rows: List[int], size: int) -> List[int]:
    rows.append(size)  # nobody else has them
    return rows


@concurrent(executor=pool)
def its_own(n: int) -> int:
    rows = [n]
    tidy(rows)
    point = Point(n)
    point.move()
    point.x = 4
    point.seen.append(n)
    return point.x + rows[0]


@concurrent(executor=pool)
def only_reads(rows: List[int], point: Optional[Point]) -> int:
    copy = list(rows)
    copy.sort()
    return copy[0] + (point.x if point is not None else 0)


def start() -> None:
    rows = [3, 2]
    point = Point(1)
    by_itself(rows).result()
    by_helper(rows).result()
    print(rows, a_field(point).result(), by_method(point).result(), of_elements([point]).result(), its_default(2).result())
    print(of_neighbours(point).result(), of_any(point).result(), of_named(a=rows).result())
    print(point.bump().result(), point.note().result(), point.x)
    print(handed_over([1, 2], 3).result(), its_own(3).result(), only_reads(rows, point).result())
