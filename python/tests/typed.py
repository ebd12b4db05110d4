"""What the type checkers make of the markers: checked by mypy --strict and pyright in strict mode, never run."""

import threading
from abc import ABC, abstractmethod
from concurrent.futures import Future, ThreadPoolExecutor
from typing import List, Protocol, TypeVar

from lockweave import atomic, call_here, concurrent, synchronized, wait_for

T = TypeVar("T")
hits: List[str] = []


@concurrent
def record(page: str, n: int = 1) -> int:
    return len(page) * n


@concurrent("hits", unlocked=("db",), scope="body", context=True, on_error="log")
def named(page: str) -> None:
    hits.append(page)


@concurrent(globals=("hits",), locks={"hits": threading.RLock()}, workers=4)
def pooled(*pages: str) -> List[str]:
    return list(pages)


@concurrent(executor=ThreadPoolExecutor(2))
def elsewhere() -> float:
    return 1.0


def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2)


@concurrent(executor=pool)
def asked_for() -> float:
    return 1.0


@concurrent(name="fetcher", daemon=True)
def own_thread(work: T) -> T:
    return work


@concurrent(transparent=True)
def stands_in() -> int:
    return 1


class Shape(ABC):
    @concurrent
    @abstractmethod
    def area(self) -> float: ...

    @abstractmethod
    @concurrent
    def edge(self) -> float: ...


class Store(Protocol):
    @concurrent
    def get(self, key: str) -> bytes: ...


class Account:
    @concurrent
    def deposit(self, amount: int) -> int:
        return amount

    @staticmethod
    @concurrent
    def inside_static(n: int) -> int:
        return n

    @concurrent
    @staticmethod
    def outside_static(n: int) -> int:
        return n

    @classmethod
    @concurrent
    def inside_class(cls, n: int) -> int:
        return n

    @concurrent
    @classmethod
    def outside_class(cls, n: int) -> int:
        return n


@atomic
def transfer(amount: int) -> str:
    with atomic:
        return str(amount)


def nothing_is_swallowed() -> int:
    with atomic:
        return 1


@synchronized
def serial(n: int) -> int:
    return n


def uses(account: Account, shape: Shape, store: Store) -> None:
    whole: Future[int] = record("a", n=2)
    nothing: Future[None] = named("a")
    pages: Future[List[str]] = pooled("a", "b")
    real: Future[float] = elsewhere()
    generic: Future[str] = own_thread("x")
    value: int = stands_in()
    waited: int = wait_for(stands_in())
    woken: int = call_here(stands_in)
    methods: List[Future[int]] = [
        account.deposit(1),
        account.deposit(amount=1),
        Account.inside_static(1),
        account.inside_static(1),
        Account.outside_static(1),
        account.outside_static(1),
        Account.inside_class(1),
        account.inside_class(1),
        Account.outside_class(1),
        account.outside_class(1),
    ]
    parts: List[Future[float]] = [shape.area(), shape.edge()]
    stored: Future[bytes] = store.get("k")
    here: int = call_here(record, "a", n=3)
    there: int = call_here(account.deposit, 3)
    text: str = transfer(serial(1))
    print(whole, nothing, pages, real, generic, value, waited, woken, methods, parts, stored, here, there, text)


def wrong() -> None:
    record(1)  # type: ignore[arg-type]
    record("a", m=1)  # type: ignore[call-arg]
    concurrent(scope="half")  # type: ignore[call-overload]
