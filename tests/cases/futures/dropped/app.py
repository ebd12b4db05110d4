# Futures that nobody looks at: LW402. `_ = ...`, `on_error="log"`, and whatever is read, returned or kept elsewhere are silent.
from concurrent.futures import Future

from lockweave import concurrent

table: "list[Future[int]]" = []


@concurrent
def count(page: str) -> int:
    return len(page)


@concurrent(on_error="log")
def quiet(page: str) -> int:
    return len(page)


class Box:
    @concurrent
    def size(self) -> int:
        return 1

    def start(self) -> "Future[int]":
        return self.size()


def begin(page: str) -> "Future[int]":
    future = count(page)
    return future


def begin_all(pages: list[str]) -> "list[Future[int]]":
    return [count(page) for page in pages]


def kept(page: str) -> "Future[int]":
    future = count(page)
    table.append(future)
    return future


def drops(pages: list[str]) -> list[int]:
    count("a")
    quiet("a")
    begin("b")
    begin_all(pages)
    [count(page) for page in pages]
    kept("x")
    unread = count("x")
    _ = count("x")
    pending = []
    for page in pages:
        pending.append(count(page))
    asked = count("x")
    asked.cancel()
    read = count("y")
    read.result()
    Box().size()
    Box().start()
    count("h").result()
    waiting = [count("z")]
    return [f.result() for f in waiting]
