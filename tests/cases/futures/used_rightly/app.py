# What futures are for, and what may be something else than a future: nothing to say.
import asyncio
from concurrent.futures import FIRST_COMPLETED, Future, as_completed, wait
from typing import Optional

from lockweave import concurrent


@concurrent
def count(page: str) -> int:
    return len(page)


class Loader:
    def __init__(self) -> None:
        self.pending: Optional["Future[int]"] = None
        self.all: "dict[str, Future[int]]" = {}

    def load(self, page: str) -> None:
        if self.pending and not self.pending.done():
            self.pending.cancel()
        self.pending = count(page)
        self.all[page] = self.pending

    def value(self) -> int:
        return self.pending.result() if self.pending is not None else 0


def either(now: bool, page: str):
    return len(page) if now else count(page)


def page_of(futures, done):
    return futures[done]


async def later(page: str) -> int:
    return await asyncio.wrap_future(count(page))


def main() -> None:
    pages = ["a", "bb", "ccc"]
    futures = {count(page): page for page in pages}
    for future in as_completed(futures):
        assert len(futures[future]) == future.result()
    done, pending = wait([count(page) for page in pages], return_when=FIRST_COMPLETED)
    while pending:
        done, pending = wait(pending)
    first, *rest = [count(page) for page in pages]
    print(first.result(), [future.result() for future in rest], first in rest, first == rest[0])
    started = [count(page) for page in pages]
    print(sum(future.result() for future in started[:2]), len(started), sorted(f.result() for f in started))
    loader = Loader()
    loader.load("four")
    print(loader.value(), bool(loader.all), max(started, key=lambda f: f.result()).result())
    print(sum(x if isinstance(x, int) else x.result() for x in (either(True, "a"), either(False, "b"))))
    print(list(map(Future.result, map(count, pages))), asyncio.run(later("five!")))
    last = None
    for page in pages:
        if last:
            last.result()
        last = count(page)
    last.result()
