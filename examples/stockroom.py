"""Shelves of a stockroom: parts move from shelf to shelf, and each part lies on one of them at any time.

Shelves are compared by value, so they can't be hashed; their locks stand beside them, and go by which shelf it is.
"""

from dataclasses import dataclass, field
from typing import Dict, List

from lockweave import concurrent


@dataclass
class Shelf:
    """Parts by article, and how often somebody came."""

    name: str
    parts: Dict[str, int] = field(default_factory=dict)
    visits: int = 0

    def put(self, article: str, count: int) -> None:
        """Lay parts on it."""
        self.parts[article] = self.parts.get(article, 0) + count
        self.visits += 1

    def take(self, article: str, count: int) -> int:
        """Take up to `count` parts from it, and say how many there were."""
        taken = min(count, self.parts.get(article, 0))
        if taken:
            self.parts[article] -= taken
        self.visits += 1
        return taken


@concurrent
def move(source: Shelf, target: Shelf, article: str, count: int) -> int:
    """Carry parts from one shelf to another: nobody finds them on neither."""
    taken = source.take(article, count)
    target.put(article, taken)
    return taken


@concurrent
def restock(shelf: Shelf, article: str) -> None:
    """A new part arrives."""
    shelf.put(article, 1)


def main() -> None:
    front, back = Shelf("front"), Shelf("back")
    arrivals = [restock(shelf, article) for shelf in (front, back) for article in ("bolt", "nut") for _ in range(25)]
    moves = [move(front, back, "bolt", 2) for _ in range(30)] + [move(back, front, "nut", 3) for _ in range(30)]
    moves += [move(back, back, "bolt", 1) for _ in range(10)]
    moved: List[int] = [future.result() for future in moves]
    for arrival in arrivals:
        arrival.result()

    for article in ("bolt", "nut"):
        print(f"{article:5} {front.parts[article] + back.parts[article]}")
    print(f"{front.visits + back.visits} visits, at most {max(moved)} parts at a time")


if __name__ == "__main__":
    main()
