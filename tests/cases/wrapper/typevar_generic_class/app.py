# TypeVars and a Generic base: the annotations of wrapper and body name the same variables.
import time
from typing import Generic, List, Optional, TypeVar

from lockweave import concurrent

T = TypeVar("T")
U = TypeVar("U", bound="Shelf")
stored = 0


class Shelf(Generic[T]):
    def __init__(self, items: List[T]) -> None:
        self.items = items

    @concurrent
    def first(self, default: Optional[T] = None) -> Optional[T]:
        global stored
        seen = stored
        time.sleep(0)
        stored = seen + 1
        return self.items[0] if self.items else default

    @concurrent
    def me(self: U) -> U:
        return self


def main() -> None:
    shelf = Shelf([1, 2])
    assert {future.result() for future in [shelf.first() for _ in range(100)]} == {1}
    assert stored == 100 and shelf.me().result() is shelf
    print(stored)
