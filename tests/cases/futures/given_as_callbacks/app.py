# Concurrent functions given to what calls them and never looks at the futures: LW403.
import atexit
import threading
from typing import Callable, Iterable

from lockweave import concurrent


@concurrent
def count(page: str = "") -> int:
    return len(page)


@concurrent(on_error="log")
def quiet(page: object) -> None:
    print(page)


class Box:
    @concurrent
    def size(self) -> int:
        return 1


def each(function: Callable[[str], object], pages: Iterable[str]) -> None:
    for page in pages:
        function(page)


def collect(function, pages):
    return [function(page) for page in pages]


def gives(pages: list[str]) -> None:
    threading.Timer(1, count).start()
    threading.Thread(target=count, args=("x",)).start()
    threading.Thread(target=quiet, args=("x",)).start()
    threading.Thread(target=Box().size).start()
    atexit.register(count, "x")
    sorted(pages, key=count)
    each(count, pages)
    collect(count, pages)
    got = collect(count, pages)
    got[0].result()
    list(map(count, pages))
    count("x").add_done_callback(quiet)
    count("x").add_done_callback(count)
