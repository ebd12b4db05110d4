from collections.abc import Callable
from concurrent.futures import Future

from lockweave import concurrent

seen: list[str] = []


@concurrent
def handle(s: str) -> int:
    seen.append(s)
    return len(s)


def plain(s: str) -> "Future[int]":
    future: Future[int] = Future()
    future.set_result(1000)
    return future


@concurrent
def dyn(by: "Callable[[str], Future[int]]") -> int:
    return by("abc").result()


@concurrent
def dyn2(fs: "list[Callable[[str], Future[int]]]") -> int:
    return sum(by("abc").result() for by in fs)


@concurrent
def dyn3(n: int) -> int:
    f = plain if n else handle
    return f("abc").result()


def main() -> None:
    print(dyn(handle).result(), dyn(plain).result(), dyn2([handle, plain]).result(), dyn3(1).result())


if __name__ == "__main__":
    main()
