"""Stubs."""

from concurrent.futures import Future
from typing import TypeVar, overload
from typing_extensions import Self

from lockweave import concurrent

K = TypeVar("K")
sold: dict[str, int]

@concurrent
def sell(item: str, n: int = ...) -> int: ...
def count() -> Future[int]: ...

class Till:
    @overload
    def open(self, key: int) -> int: ...
    @overload
    def open(self, key: K) -> K: ...  # kept
    @classmethod
    def make(cls) -> Self: ...

def plain(x: K) -> K: ...
