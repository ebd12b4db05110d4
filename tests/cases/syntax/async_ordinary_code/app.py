# Ordinary async code reads shared state in async for, async with and an async comprehension: no lock over an await.
import asyncio
import contextlib
import time
from typing import AsyncIterator

from lockweave import concurrent

rows: list[int] = []


@concurrent
def add() -> None:
    size = len(rows)
    time.sleep(0)
    rows.append(size)


async def ticks(n: int) -> AsyncIterator[int]:
    for i in range(n):
        await asyncio.sleep(0)
        yield i


@contextlib.asynccontextmanager
async def limit(n: int) -> AsyncIterator[int]:
    await asyncio.sleep(0)
    yield n


async def watch() -> "list[int]":
    sizes = []
    async for _ in ticks(3):
        sizes.append(len(rows))
    async with limit(len(rows)) as size:
        sizes.append(size)
    return sizes + [len(rows) async for _ in ticks(2)]


def main() -> None:
    futures = [add() for _ in range(60)]
    sizes = asyncio.run(watch())
    for future in futures:
        future.result()
    assert sizes == sorted(sizes) and rows == list(range(60))
    print(len(sizes), len(rows))
