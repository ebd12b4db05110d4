# What can't be pickled, as far as it can be seen: as an argument, as the object of a method, as a result; and a body without a name.
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Callable, Dict, Iterator, List, Optional, Protocol

from lockweave import concurrent

pool = ProcessPoolExecutor()


class Guarded:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.n = 1

    @concurrent(executor=pool)
    def read(self) -> int:
        return self.n


class Sendable:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.n = 1

    def __getstate__(self) -> Dict[str, int]:
        return {"n": self.n}

    @concurrent(executor=pool)
    def read(self) -> int:
        return self.n


@concurrent(executor=pool)
def takes(value: Any, other: Optional[object] = None) -> str:
    return str(value)


@concurrent(executor=pool)
def gives_a_lock() -> threading.Event:
    return threading.Event()


@concurrent(executor=pool)
def gives_a_lambda(n: int) -> Callable[[], int]:
    return lambda: n


@concurrent(executor=pool, context=True)
def with_context(n: int) -> int:
    return n


def plain(function: Callable[..., int]) -> Callable[..., int]:
    def inner(*args: Any) -> int:
        return function(*args)

    return inner


@concurrent(executor=pool)
@plain
def decorated(n: int) -> int:
    return n


@concurrent(executor=pool)
def gives_a_file() -> object:
    return open("some.txt")


class Named(Protocol):
    @concurrent(executor=pool)
    def name(self) -> str:
        return "a member of a Protocol"


class Outer:
    class __Inner:
        @concurrent(executor=pool)
        def number(self) -> int:
            return 1

    def inner(self) -> int:
        return self.__Inner().number().result()


def numbers() -> Iterator[int]:
    yield 1


def top(n: int) -> int:
    return n


def nested(by: int) -> None:
    class Local:
        pass

    def inside(n: int) -> int:
        return n * by

    @concurrent(executor=pool)
    def body(n: int) -> int:
        return n

    futures = [takes(inside), takes(Local())]
    print([future.result() for future in futures], body(1).result())


def start(some: List[int]) -> None:
    lock = threading.Lock()
    with open("some.txt") as file:
        futures = [takes(lock), takes(1, other=threading.Thread()), takes([lock]), takes(file)]
        futures += [takes(numbers()), takes(n + 1 for n in some), takes(lambda n: n), takes(Guarded())]
        print([future.result() for future in futures])
    fine = [takes(Sendable()), takes(top), takes(some, None), takes(sorted(some)), takes(file.name)]
    print([future.result() for future in fine], Guarded().read().result(), Sendable().read().result())
    print(decorated(1).result(), gives_a_file().result(), gives_a_lock().result(), gives_a_lambda(2).result(), with_context(1).result())
    nested(2)
