# Where another type is declared, `.result()` goes there, and what is declared counts from there on.
from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional, Tuple

from lockweave import concurrent

seen: List[int] = []
total: int = 0


@concurrent
def count(n: int) -> int:
    seen.append(n)
    return n


def one() -> int:
    return count(1)


def perhaps(n: int) -> Optional[int]:
    if n:
        return count(n)
    return None


def pair() -> Tuple[int, int]:
    return count(1), count(2)


def each() -> Iterator[int]:
    yield count(3)


def needs(*numbers: int, more: int = 0) -> int:
    return sum(numbers) + more


@dataclass
class Size:
    width: int
    height: int = 0


class Box:
    depth: int

    def __init__(self) -> None:
        self.size: int = count(4)
        self.depth = count(5)

    def volume(self) -> int:
        return self.size * self.depth


def main() -> None:
    global total
    n: int = count(1)
    print(n + 1)
    later: int
    later = count(2)
    print(later + 1, one() + 1, perhaps(2))
    x, y = pair()
    print(x + y, list(each()))
    print(needs(count(1), count(2), more=count(3)))
    size = Size(count(1), height=count(2))
    print(size.width + size.height, Box().volume())
    total = count(3)
    print(total + 1)
    sizes: List[int] = [count(1), count(2)]
    sizes.append(count(3))
    print(sizes[0] + 1, sum(sizes))
    by: Dict[str, int] = {"a": count(1)}
    by["b"] = count(2)
    print(by["a"] + by["b"])
    if (found := count(7)) > 3:
        print(found + 1)
    print([4, 5, 6][count(1)], "%d and %d" % (count(8), count(9)))


if __name__ == "__main__":
    main()
